"""The history of a cohort's values: who changed what, and when."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from bot.chat.command import FACILITATOR, SPONSOR, Typed
from bot.chat.dates import moment
from bot.chat.desk import Desk
from bot.chat.occasion import Occasion
from bot.chat.people_named import called
from bot.chat.reply import Reply
from bot.rules.cohorts_meant import cohort_typed
from prompts.message import Item, Message
from prompts.words import Words
from storage.tables import Cohort, ValuesChange

_MOST = 10  # changes in one message: who looks for an older one has its date in the trail
_Stated = Mapping[str, tuple[str, ...]]  # each value with its behaviours


@dataclass(frozen=True, slots=True)
class Recalling:
    """`values history`, for those who lead a cohort and for its sponsor."""

    @property
    def desk(self) -> Desk:
        return Desk(commands={("values", "history"): self.history})

    async def history(self, occasion: Occasion, typed: Typed) -> Reply:
        """The latest changes, newest first, each with what it added, took away and worded anew."""
        cohort = await cohort_typed(occasion, typed, FACILITATOR, SPONSOR)
        if isinstance(cohort, Reply):
            return cohort
        words = occasion.words
        changes = await occasion.store.maps.changes(cohort.id)
        if not changes:
            return Reply(say=Message(words.say("values_history.none", name=cohort.name)))
        items = [
            Item(await _told(occasion, cohort, after, before)) for before, after in pairwise([None, *changes]) if after
        ]
        return Reply(
            say=Message(words.say("values_history.head", name=cohort.name), items=tuple(reversed(items[-_MOST:])))
        )


async def _told(occasion: Occasion, cohort: Cohort, after: ValuesChange, before: ValuesChange | None) -> str:
    words, person = occasion.words, await occasion.store.people.person(after.done_by)
    known = person is not None and person.state != "erased"
    who = called(person, words) if person and known else words.label("auditing.erased")
    when = moment(after.done_at, cohort.timezone or "UTC", words)
    changes = _changes(_of(before.stated if before else []), _of(after.stated), words)
    return "\n".join([words.say("values_history.change", who=who, when=when), *changes])


def _of(stated: Sequence[Mapping[str, Any]]) -> _Stated:
    return {one["name"]: tuple(one["behaviours"]) for one in stated}


def _changes(before: _Stated, after: _Stated, words: Words) -> Iterator[str]:
    for name in before.keys() - after.keys():
        yield words.say("values_history.taken_away", value=name)
    for name, behaviours in after.items():
        if before.get(name) != behaviours:
            said = "; ".join(behaviours) or words.label("valuing.later")
            key = "values_history.worded_anew" if name in before else "values_history.added"
            yield words.say(key, value=name, behaviours=said)
