"""Everything that is stored about one person, as a text that can be read from beginning to end."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.chat.dates import day, hour
from bot.rules.kept import Kept
from bot.rules.kept_words import KeptWords
from prompts.words import Words

_WENT = frozenset({"sent", "unknown"})  # states of a message that went out, or may have


@dataclass(frozen=True, slots=True)
class Readable:
    """The file to read. Nothing in it is escaped: it is plain text."""

    kept: Kept

    @property
    def words(self) -> Words:
        return self.kept.words

    async def text(self) -> str:
        """The sections that have anything in them, each under its heading."""
        written = KeptWords(self.kept)
        sections = {
            "person": await self._person(),
            "settings": self._settings(),
            "consents": self._consents(),
            "roles": await self._roles(),
            "cohorts": await self._cohorts(),
            "visits": await self._visits(),
            "messages": self._messages(),
            "entries": await written.entries(),
            "points": written.points(),
            "interviews": written.interviews(),
            "received": await written.received(),
        }
        told = [self._section(name, lines) for name, lines in sections.items() if lines]
        heading = self.words.label("exported.heading", moment=self.kept.moment(self.kept.occasion.now))
        return "\n\n".join([heading, *told, self.words.label("exported.rest")]) + "\n"

    def _section(self, name: str, lines: Iterable[str]) -> str:
        between = "\n\n" if name in {"cohorts", "entries"} else "\n"
        return f"{self.words.label(f'exported.{name}').upper()}\n\n{between.join(lines)}"

    # -- who, and what was chosen ------------------------------------------------------------------------------------

    async def _person(self) -> list[str]:
        person = self.kept.person
        workspace = await self.kept.store.people.workspace_by_id(person.workspace_id)
        shown = {
            "name": person.name,
            "email": person.email,
            "workspace": workspace.name if workspace else "",
            "account": person.external_id,
            "zone": person.timezone,
            "met": self.kept.moment(person.met_at),
            "home": self.kept.moment(person.home_opened_at) if person.home_opened_at else "",
        }
        return self.kept.lines(shown)

    def _settings(self) -> list[str]:
        person, words = self.kept.person, self.words
        pause = (person.paused_on, person.paused_until)
        shown = {
            "language": words.label("language.name"),
            "quiet": f"{hour(person.quiet_from, words)}-{hour(person.quiet_to, words)}",
            "days": ", ".join(words.label(f"preferring.day_{number}") for number in person.pattern),
            "pause": " - ".join(day(one, words) for one in pause if one),
            "nudges": words.label(f"nudges.{person.nudges or 'usual'}"),
        }
        return self.kept.lines(shown)

    def _consents(self) -> list[str]:
        return [self._consent(row) for row in sorted(self.kept.mine("consent"), key=lambda row: str(row["said_at"]))]

    def _consent(self, row: Mapping[str, Any]) -> str:
        """To what, when, and whose model was named; how that is proved stands in the file for machines."""
        gaps = {"moment": self.kept.at(row["said_at"]), "what": self.words.label(f"exported.consent_{row['purpose']}")}
        said = self.words.label(f"exported.said_{'yes' if row['given'] else 'no'}", **gaps)
        return f"{said} ({row['provider']})" if row["provider"] else said

    async def _roles(self) -> list[str]:
        words = self.words
        return [
            words.label(
                "exported.role_ended" if row["revoked_at"] else "exported.role",
                role=words.label(f"role.{row['name']}"),
                where=await self.kept.cohort(row["cohort_id"]) or words.label("granting.everywhere"),
                since=self.kept.at(row["granted_at"]),
                until=self.kept.at(row["revoked_at"]),
            )
            for row in self.kept.mine("role")
        ]

    # -- the exchange ----------------------------------------------------------------------------------------------

    async def _cohorts(self) -> list[str]:
        told = []
        for row in self.kept.mine("participation"):
            shown = {
                "cohort": await self.kept.cohort(row["cohort_id"]),
                "joined": self.kept.at(row["joined_at"]),
                "left": self.kept.on(row["left_on"]),
                "department": row["department"],
                "profession": row["profession"],
                "site": row["site"],
                "reports_to": row["reports_to"],
                "interview": self.kept.on(row["interview_on"]),
            }
            told.append("\n".join(self.kept.lines(shown)))
        return told

    async def _visits(self) -> list[str]:
        own = {row["id"] for row in self.kept.mine("participation")}
        told = []
        for row in self.kept.rows.get("leg", ()):
            visits = row["visitor_id"] in own
            other = await self.kept.partner(row["cohort_id"], row["host_id" if visits else "visitor_id"])
            days = ", ".join(self.kept.on(row[key]) for key in ("first_day_on", "second_day_on") if row[key])
            key = "exported.visit" if visits else "exported.hosted"
            told.append(self.words.label(key, name=other, days=days or self.words.label("arranging.when_open")))
        return told

    def _messages(self) -> list[str]:
        sent = [row for row in self.kept.rows.get("delivery", ()) if row["state"] in _WENT and row["sent_at"]]
        return [self._message(row) for row in sorted(sent, key=lambda row: str(row["sent_at"]))]

    def _message(self, row: Mapping[str, Any]) -> str:
        answered = row["answered_at"] and row["kind"] != "notice"
        outcome = "exported.answered" if answered else "exported.skipped" if row["skipped_at"] else "exported.message"
        return self.words.label(
            outcome, moment=self.kept.at(row["sent_at"]), title=self.kept.title(row["kind"], row["prompt"])
        )
