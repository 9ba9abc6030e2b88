"""Everything that is stored about one person, as a text that can be read from beginning to end."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot.chat.dates import day, hour, moment
from bot.chat.occasion import Occasion
from bot.rules.itinerary import zone_of
from bot.rules.own_words import own_words
from prompts.library import Library
from prompts.words import Words
from storage.commitments import CUE
from storage.tables import Commitment, Entry, Share, Turn
from storage.tables.deliveries import ROOM, ROOM_NUDGE, THEMES

Rows = Mapping[str, Sequence[Mapping[str, Any]]]
_WENT = frozenset({"sent", "unknown"})  # states of a message that went out, or may have


@dataclass(frozen=True, slots=True)
class Readable:
    """`rows` are the stored ones by table, as JSON values; `frozen` the words of one's shares and points by their ids.

    Nothing is escaped: it is a plain text file.
    """

    occasion: Occasion
    library: Library
    rows: Rows
    frozen: Mapping[str, str]

    @property
    def words(self) -> Words:
        return self.occasion.words

    async def text(self) -> str:
        """The sections that have anything in them, each under its heading."""
        sections = {
            "person": await self._person(),
            "settings": self._settings(),
            "consents": self._consents(),
            "roles": await self._roles(),
            "cohorts": await self._cohorts(),
            "visits": await self._visits(),
            "messages": self._messages(),
            "entries": await self._entries(),
            "points": self._points(),
            "interviews": self._interviews(),
            "received": await self._received(),
        }
        told = [self._section(name, lines) for name, lines in sections.items() if lines]
        heading = self.words.label("exported.heading", moment=self._moment(self.occasion.now))
        return "\n\n".join([heading, *told, self.words.label("exported.rest")]) + "\n"

    # -- who, and what was chosen ----------------------------------------------------------------------------------

    async def _person(self) -> list[str]:
        person = self.occasion.person
        workspace = await self.occasion.store.people.workspace_by_id(person.workspace_id)
        shown = {
            "name": person.name,
            "email": person.email,
            "workspace": workspace.name if workspace else "",
            "account": person.external_id,
            "zone": person.timezone,
            "met": self._moment(person.met_at),
            "home": self._moment(person.home_opened_at) if person.home_opened_at else "",
        }
        return self._lines(shown)

    def _settings(self) -> list[str]:
        person, words = self.occasion.person, self.words
        pause = (person.paused_on, person.paused_until)
        shown = {
            "language": words.label("language.name"),
            "quiet": f"{hour(person.quiet_from, words)}-{hour(person.quiet_to, words)}",
            "days": ", ".join(words.label(f"preferring.day_{number}") for number in person.pattern),
            "pause": " - ".join(day(one, words) for one in pause if one),
            "nudges": words.label(f"nudges.{person.nudges or 'usual'}"),
        }
        return self._lines(shown)

    def _consents(self) -> list[str]:
        return [self._consent(row) for row in sorted(self._mine("consent"), key=lambda row: str(row["said_at"]))]

    def _consent(self, row: Mapping[str, Any]) -> str:
        """To what, when, and whose model was named; how that is proved stands in the file for machines."""
        gaps = {"moment": self._at(row["said_at"]), "what": self.words.label(f"exported.consent_{row['purpose']}")}
        said = self.words.label(f"exported.said_{'yes' if row['given'] else 'no'}", **gaps)
        return f"{said} ({row['provider']})" if row["provider"] else said

    async def _roles(self) -> list[str]:
        words = self.words
        return [
            words.label(
                "exported.role_ended" if row["revoked_at"] else "exported.role",
                role=words.label(f"role.{row['name']}"),
                where=await self._cohort(row["cohort_id"]) or words.label("granting.everywhere"),
                since=self._at(row["granted_at"]),
                until=self._at(row["revoked_at"]),
            )
            for row in self._mine("role")
        ]

    # -- the exchange ----------------------------------------------------------------------------------------------

    async def _cohorts(self) -> list[str]:
        told = []
        for row in self._mine("participation"):
            shown = {
                "cohort": await self._cohort(row["cohort_id"]),
                "joined": self._at(row["joined_at"]),
                "left": self._on(row["left_on"]),
                "department": row["department"],
                "profession": row["profession"],
                "site": row["site"],
                "reports_to": row["reports_to"],
                "interview": self._on(row["interview_on"]),
            }
            told.append("\n".join(self._lines(shown)))
        return told

    async def _visits(self) -> list[str]:
        own = {row["id"] for row in self._mine("participation")}
        told = []
        for row in self.rows.get("leg", ()):
            visits = row["visitor_id"] in own
            other = await self._partner(row["cohort_id"], row["host_id" if visits else "visitor_id"])
            days = ", ".join(self._on(row[key]) for key in ("first_day_on", "second_day_on") if row[key])
            key = "exported.visit" if visits else "exported.hosted"
            told.append(self.words.label(key, name=other, days=days or self.words.label("arranging.when_open")))
        return told

    def _messages(self) -> list[str]:
        sent = [row for row in self.rows.get("delivery", ()) if row["state"] in _WENT and row["sent_at"]]
        return [self._message(row) for row in sorted(sent, key=lambda row: str(row["sent_at"]))]

    def _message(self, row: Mapping[str, Any]) -> str:
        answered = row["answered_at"] and row["kind"] != "notice"
        outcome = "exported.answered" if answered else "exported.skipped" if row["skipped_at"] else "exported.message"
        return self.words.label(outcome, moment=self._at(row["sent_at"]), title=self._title(row["kind"], row["prompt"]))

    def _title(self, kind: str, key: str) -> str:
        """What a message was: a prompt by its title, any other by what kind of message it is."""
        if kind in {"nudge", "follow_up", CUE}:
            return self.words.label(f"exported.{kind}")
        if kind in {"notice", ROOM, ROOM_NUDGE, THEMES}:
            return self.words.label("exported.notice")
        known = {prompt.key for prompt in self.library.program.prompts}
        return self.library.prompt(self.words.language, key).title if key in known else key

    # -- what was written, and shared ------------------------------------------------------------------------------

    async def _entries(self) -> list[str]:
        journal = await self.occasion.store.reflections.journal(self.occasion.person.id)
        return [await self._entry(entry) for entry in reversed(journal)]

    async def _entry(self, entry: Entry) -> str:
        words, reflections = self.words, self.occasion.store.reflections
        if entry.kind == "note":
            title = words.label(f"noting.typed_{entry.note or 'notice'}")
        else:
            title = self._title(entry.kind, entry.prompt) or words.label("exported.free")
        said = [
            words.label(f"exported.{_speaker(one.turn)}_said", moment=self._moment(one.turn.written_at), text=one.text)
            for one in await own_words(self.occasion, entry)
        ]
        marks = [f"{name}: {words.label(f'noting.{seen}')}" for name, seen in await reflections.tagged(entry.id)]
        if entry.collaboration:
            marks.append(f"{words.label('noting.collaboration')}: {words.label(f'noting.{entry.collaboration}')}")
        marks += self._promise(await self.occasion.store.commitments.of_entry(entry.id))
        shares = [await self._shared(one) for one in await reflections.shares(entry.id)]
        return "\n".join([f"{self._moment(entry.written_at)}: {title}", *said, *marks, *shares])

    def _promise(self, commitment: Commitment | None) -> list[str]:
        """When the *if* of a promise comes, and what became of it."""
        words, told = self.words, []
        if commitment and commitment.comes_on:
            told.append(words.label("exported.promise_day", day=day(commitment.comes_on, words)))
        if commitment and commitment.weekday:
            weekday = words.label(f"preferring.day_{commitment.weekday}")
            told.append(words.label("exported.promise_weekday", day=weekday))
        if commitment and commitment.answered_at:
            at = self._moment(commitment.answered_at)
            told.append(words.label(f"exported.promise_{commitment.answer}", moment=at))
        return told

    async def _shared(self, share: Share) -> str:
        name = await self._name(share.recipient_id) or await self._cohort(share.cohort_id)
        gaps = {"name": name, "moment": self._moment(share.shared_at)}
        said = [self.words.label("exported.shared", text=self.frozen.get(share.id, ""), **gaps)]
        if share.read_at:
            said.append(self.words.label("exported.read", moment=self._moment(share.read_at)))
        if share.taken_back_at:
            said.append(self.words.label("exported.taken_back", moment=self._moment(share.taken_back_at)))
        return "\n".join(said)

    def _points(self) -> list[str]:
        """What the person offered for walls, as far as it is still theirs."""
        told = []
        for row in self.rows.get("point", ()):
            label = self.words.label("exported.point_signed" if row["signed"] else "exported.point_unsigned")
            told.append(
                self.words.label(
                    "exported.point", moment=self._at(row["offered_at"]), text=self.frozen[row["id"]], label=label
                )
            )
        return told

    def _interviews(self) -> list[str]:
        """What the person wanted left out, the sentences about their interview, and their lines of pair cards."""
        left = [row for row in self.rows.get("share", ()) if row["entry_id"] is None and row["id"] in self.frozen]
        said = {"left_out": left, "sentence": self._mine("interview_sentence")}
        said["card_line"] = [row for row in self.rows.get("card_line", ()) if self.frozen.get(row["id"])]
        return [self.words.label(f"exported.{key}", text=self.frozen[row["id"]]) for key in said for row in said[key]]

    async def _received(self) -> list[str]:
        """That something was shared with the person, and by whom; never the words, which are their author's."""
        told = []
        for row in self.rows.get("share", ()):
            if row["recipient_id"] == self.occasion.person.id:
                gaps = {"name": await self._name(row["author_id"]), "moment": self._at(row["shared_at"])}
                key = "exported.received_read" if row["read_at"] else "exported.received_unread"
                told.append(self.words.label(key, read=self._at(row["read_at"]), **gaps))
        return told

    # -- names and times -------------------------------------------------------------------------------------------

    def _section(self, name: str, lines: Iterable[str]) -> str:
        between = "\n\n" if name in {"cohorts", "entries"} else "\n"
        return f"{self.words.label(f'exported.{name}').upper()}\n\n{between.join(lines)}"

    def _lines(self, shown: Mapping[str, str]) -> list[str]:
        return [f"{self.words.label(f'exported.line_{key}')}: {value}" for key, value in shown.items() if value]

    def _mine(self, table: str) -> list[Mapping[str, Any]]:
        """The rows that are the person's, without those in which they only did something to another."""
        return [row for row in self.rows.get(table, ()) if row["person_id"] == self.occasion.person.id]

    async def _cohort(self, cohort_id: str | None) -> str:
        cohort = await self.occasion.store.cohorts.cohort(cohort_id) if cohort_id else None
        return cohort.name if cohort else ""

    async def _partner(self, cohort_id: str, participation_id: str) -> str:
        cohort = await self.occasion.store.cohorts.cohort(cohort_id)
        company = await self.occasion.store.plans.company(cohort) if cohort else None
        return dict(company.names).get(participation_id, "") if company else ""

    async def _name(self, person_id: str | None) -> str:
        person = await self.occasion.store.people.person(person_id) if person_id else None
        return person.name if person else ""

    def _moment(self, at: datetime) -> str:
        return moment(at, zone_of(self.occasion.person, None), self.words)

    def _at(self, text: str | None) -> str:
        return self._moment(datetime.fromisoformat(text)) if text else ""

    def _on(self, text: str | None) -> str:
        return day(date.fromisoformat(text), self.words) if text else ""


def _speaker(turn: Turn) -> str:
    return "model" if turn.by_model else turn.speaker
