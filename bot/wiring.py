"""Which flows the clock drives, what sends every promise, and what each of them is given."""

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime

from bot.care.care import Care
from bot.chat.apart import apart
from bot.chat.channel import Channel
from bot.clock import real_now
from bot.coach.coach import Coach
from bot.coach.suggested import Suggesting
from bot.flows.announcing import Announcing
from bot.flows.closing import Closing
from bot.flows.cueing import Cueing
from bot.flows.delivering import Delivering
from bot.flows.following import Following
from bot.flows.foretelling import Foretelling
from bot.flows.housekeeping import Housekeeping
from bot.flows.inviting import Inviting
from bot.flows.mapping import Mapmaking
from bot.flows.nudging import Nudging
from bot.flows.owning import Monthly
from bot.flows.planning import Planning
from bot.flows.printing import Printing
from bot.flows.reporting import Reporting
from bot.flows.returning import Returning
from bot.flows.settling import Settling
from bot.flows.storytelling import AskingForStories
from bot.flows.theming import Theming
from bot.round_works import debrief_cards
from bot.rules.last_look import Making
from bot.rules.model_permits import ModelPermits
from bot.rules.patience import PATIENT, Patience
from bot.work import Work
from prompts.library import Library
from storage.commitments import CUE
from storage.store import Database
from storage.tables.deliveries import DEBRIEF, DOCUMENT, NUDGE, ROOM_DEBRIEF, ROOM_DOCUMENT, ROOM_NUDGE, THEMES

log = logging.getLogger(__name__)


def sender(
    database: Database,
    library: Library,
    coach: Coach,
    channels: Mapping[str, Channel],
    care: Care,
    *,
    permits: ModelPermits | None = None,
    themes: Suggesting | None = None,
    patience: Patience = PATIENT,
) -> Delivering:
    """What sends every promise. `channels` are the platforms by name, and may be filled in afterwards.

    The coach may need a network here, and asks a language model as far as `permits` allow it.
    """
    following, nudging = Following(database, library, coach, care, permits), Nudging(database, library)
    announcing = Announcing(database, library, debrief_cards(library))
    theming, cueing = Theming(database, library, permits, themes), Cueing(database, library)
    made = makers(following, Printing(database, library, care), nudging, announcing, cueing, theming=theming)
    return Delivering(database, library, channels, real_now, made, patience)


def makers(
    following: Following,
    printing: Printing,
    nudging: Nudging,
    announcing: Announcing,
    cueing: Cueing,
    *,
    theming: Theming,
) -> Mapping[str, Making]:
    """What makes, by a promise's kind, what it brings."""
    return {
        "follow_up": following.question,
        CUE: cueing.message,
        DOCUMENT: printing.document,
        ROOM_DOCUMENT: printing.document,
        NUDGE: nudging.message,
        ROOM_NUDGE: nudging.room_message,
        DEBRIEF: announcing.message,
        ROOM_DEBRIEF: announcing.message,
        THEMES: theming.message,
    }


def work(
    database: Database,
    library: Library,
    delivering: Delivering,
    channels: Mapping[str, Channel],
    rewrap: Sequence[Callable[[], Awaitable[int]]] = (),
) -> Work:
    """Every flow that the clock drives. `rewrap` is what brings keys and tokens under the newest master key."""
    planning, inviting = Planning(database, library.program), Inviting(database, channels)
    nudging = Nudging(database, library)
    foretelling, closing = Foretelling(database, library.words, library.default), Closing(database)

    nightly = [
        Mapmaking(database).make,
        AskingForStories(database).ask,
        Cueing(database, library).plan,
        Monthly(database).ask,
        Reporting(database).promise,
    ]

    returning = Returning(database, real_now)

    async def plan(now: datetime) -> None:
        # held, nothing is decided by a time that may be wrong: a pause that ended or a wall foretold would stay so
        by_time = () if await returning.is_held() else (planning.plan, nudging.decide, foretelling.tell)
        for does in (inviting.look_up, *by_time, closing.finish):
            with apart(log, f"{does.__qualname__} failed"):
                await does(now)

    return Work(
        sign=returning.sign,
        plan=plan,
        settle=Settling(database, channels, real_now, delivering.patience, delivering.closing).settle,
        send=delivering.send_due,
        tidy=Housekeeping(database, rewrap, before=nightly).once_a_night,
        next_due=delivering.next_due,
        next_try=delivering.next_try,
        close=delivering.closing.set,
    )
