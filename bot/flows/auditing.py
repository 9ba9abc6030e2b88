"""The trail of who did what, as a list that can be read. It holds no content."""

from dataclasses import dataclass

from bot.chat.command import ADMINISTRATOR, Typed
from bot.chat.dates import moment
from bot.chat.desk import Desk
from bot.chat.occasion import Occasion
from bot.chat.people_named import called
from bot.chat.reply import Reply
from prompts.message import Message
from prompts.words import Words
from storage.tables import AuditRow, Person

_ROWS = 20  # what one message holds and somebody still reads
_SOUGHT = 500  # rows looked through for those of the cohorts that the asker administers


@dataclass(frozen=True, slots=True)
class Auditing:
    """An administrator of the organisation sees its whole trail, one of a cohort that cohort's."""

    @property
    def desk(self) -> Desk:
        return Desk(commands={("audit",): self.show})

    async def show(self, occasion: Occasion, _: Typed) -> Reply:
        """The latest rows, newest first, each as a sentence."""
        rows = await self._rows(occasion)
        words = occasion.words
        if not rows:
            return Reply(say=Message(words.say("auditing.none")))
        lines = [await _line(occasion, row) for row in rows]
        return Reply(say=Message("\n".join([words.say("auditing.latest"), "", *lines])))

    async def _rows(self, occasion: Occasion) -> list[AuditRow]:
        roles = await occasion.store.people.roles(occasion.person.id)
        scopes = {role.cohort_id for role in roles if role.name == ADMINISTRATOR}
        rows = await occasion.store.audit.rows(occasion.person.organisation_id, _SOUGHT)
        return [row for row in rows if None in scopes or row.cohort_id in scopes][:_ROWS]


async def _line(occasion: Occasion, row: AuditRow) -> str:
    people, words = occasion.store.people, occasion.words
    actor = await people.person(row.actor_id) if row.actor_id else None
    kind, _, thing = row.thing.partition(":")
    other = await people.person(thing) if kind == "person" and thing != row.actor_id else None
    deed = _deed(row, words)
    return words.say(
        "auditing.line",
        number=row.number,
        when=moment(row.done_at, occasion.person.timezone or "UTC", words),
        who=_name(actor, words) if actor else words.label("auditing.nobody"),
        deed=words.label("auditing.deed_to", deed=deed, whom=_name(other, words)) if other else deed,
    )


def _name(person: Person, words: Words) -> str:
    return words.label("auditing.erased") if person.state == "erased" else called(person, words)


def _deed(row: AuditRow, words: Words) -> str:
    """The deed in words; the name that it has in the trail where there are none."""
    key = f"deed.{row.deed}"
    return words.label(key) if key in words.sentences else row.deed.replace("_", " ")
