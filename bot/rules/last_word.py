"""The last word on a promise: the letter itself, or why it may not go, also in view of what else was due meanwhile."""

from dataclasses import replace
from datetime import datetime

from bot.rules.catching_up import AN_HOUR
from bot.rules.last_look import LastLook, Letter, Void
from bot.rules.limits import Go, Miss, Wait
from storage.store import Store
from storage.tables.deliveries import NUDGE


async def last_word(store: Store, look: LastLook, now: datetime) -> Letter | Wait | Miss | Void | Exception:
    """The letter itself where it may go; or else why not, or what went wrong in composing it.

    Of what was due to one person before the bot was back from an absence, only the newest may go. A nudge is none of
    it: what it was for is decided anew on the next day.
    """
    if look.row.kind == NUDGE and look.is_catch_up(now):
        return Miss("absence")
    word = _alone(look, now)
    if look.is_catch_up(now) and isinstance(word, Letter | Wait) and await _is_overtaken(store, look, now):
        return Miss("newer")
    return word


def _alone(look: LastLook, now: datetime) -> Letter | Wait | Miss | Void | Exception:
    try:
        verdict = look.verdict(now)
        return look.letter() if isinstance(verdict, Go) else verdict
    except Exception as fault:  # noqa: BLE001 one message that cannot be composed must not keep the others; nothing was sent yet
        return fault


async def _is_overtaken(store: Store, look: LastLook, now: datetime) -> bool:
    """Whether something newer went, or will; where not, what is older is missed at once.

    It must not be left to its own last look: this one may have to wait for the morning, and both would come then.
    """
    for newer in await store.attendances.rivals(look.row, now + AN_HOUR):
        other = replace(look, row=newer, standing=await store.outbox.standing(newer))
        if newer.sent_at or isinstance(_alone(other, now), Letter | Wait):
            return True
    await store.attendances.miss_older(look.row)
    return False
