"""Which flows there are, and what each of them is given."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime

from bot.care.care import Care
from bot.chat.channel import Channel
from bot.chat.desk import Desk
from bot.chat.rounds import Rounds, RoundWork
from bot.clock import Work, real_now
from bot.coach.coach import Coach
from bot.coach.suggested import Suggesting
from bot.flows.announcing import Announcing
from bot.flows.answering import Answering
from bot.flows.arranging import Arranging
from bot.flows.attending import Attending, RulesWork
from bot.flows.auditing import Auditing
from bot.flows.boarding import Boarding
from bot.flows.carding import Carding
from bot.flows.caring import Caring
from bot.flows.choosing import Choosing
from bot.flows.closing import Closing
from bot.flows.contrasting import Contrasting
from bot.flows.contributing import Contributing
from bot.flows.convening import Convening
from bot.flows.cueing import Cueing
from bot.flows.debriefing import Debriefing
from bot.flows.delivering import Delivering
from bot.flows.departing import Departing
from bot.flows.disclosing import Disclosing
from bot.flows.documenting import Documenting
from bot.flows.easing import Easing
from bot.flows.enrolling import Enrolling
from bot.flows.following import Following
from bot.flows.foretelling import Foretelling
from bot.flows.founding import Founding
from bot.flows.gathering import Gathering
from bot.flows.gauging import Gauging
from bot.flows.granting import Granting
from bot.flows.helping import Helping
from bot.flows.homecoming import Homecoming
from bot.flows.housekeeping import Housekeeping
from bot.flows.interviewing import Interviewing
from bot.flows.inviting import Inviting
from bot.flows.joining import Joining
from bot.flows.journalling import Journalling
from bot.flows.linking import Linking
from bot.flows.lodging import Lodging
from bot.flows.mapping import Mapmaking, ValuesMapping
from bot.flows.noting import Noting
from bot.flows.nudging import Nudging
from bot.flows.offering import Offering
from bot.flows.omitting import Omitting
from bot.flows.overseeing import Overseeing
from bot.flows.owning import Monthly, Owning
from bot.flows.pairing import Pairing
from bot.flows.parting import Parting
from bot.flows.planning import Planning
from bot.flows.preferring import Preferring
from bot.flows.preparing import Preparing
from bot.flows.printing import Printing
from bot.flows.projecting import Projecting
from bot.flows.promising import Promising
from bot.flows.readying import Readying
from bot.flows.rearranging import Rearranging
from bot.flows.recalling import Recalling
from bot.flows.reflecting import Reflecting
from bot.flows.rehearsing import Rehearsing
from bot.flows.reporting import Reporting
from bot.flows.rescheduling import Rescheduling
from bot.flows.responding import Responding
from bot.flows.returning import Returning
from bot.flows.reviewing import Reviewing
from bot.flows.rewording import Rewording
from bot.flows.running import Running
from bot.flows.safeguarding import Safeguarding
from bot.flows.seating import FoursWork, PairsWork
from bot.flows.settling import Settling
from bot.flows.sharing import Sharing
from bot.flows.sorting import Sorting
from bot.flows.sponsoring import Sponsoring
from bot.flows.stating import Stating
from bot.flows.storytelling import AskingForStories, StoriesWork, Storytelling
from bot.flows.summing_up import SummingUp
from bot.flows.talking import Talking
from bot.flows.tallying import Tallying
from bot.flows.theming import Theming
from bot.flows.valuing import Valuing
from bot.flows.voting import Voting
from bot.flows.wishing import Wishing
from bot.rules.board_round import BoardWork
from bot.rules.debrief_cards import Cards
from bot.rules.grouping import Grouping
from bot.rules.last_look import Making
from bot.rules.model_permits import ModelPermits
from bot.rules.patience import PATIENT, Patience
from bot.rules.unsigned import AloneWork, UnsignedWork
from bot.rules.wall_rounds import SaidDoneRound, VoteRound, WallRound
from bot.rules.work_rounds import CommitmentsRound, ProblemsRound, ProjectsRound
from prompts.library import PROMPTS, Library
from prompts.run_sheet import ROUNDS
from storage.commitments import CUE
from storage.store import Database
from storage.tables.deliveries import DEBRIEF, DOCUMENT, NUDGE, ROOM_DEBRIEF, ROOM_DOCUMENT, ROOM_NUDGE, THEMES


def round_works(library: Library) -> Rounds:
    """Who knows which round of a live debrief; the others are only led."""
    return {
        **{key: RoundWork() for key in ROUNDS},
        "rules": RulesWork(),
        "stories": StoriesWork(),
        "alone": AloneWork(),
        "pairs": PairsWork(),
        "fours": FoursWork(),
        "wall": WallRound(Grouping.read(PROMPTS, library.default)),
        "vote": VoteRound(),
        "said_done": SaidDoneRound(),
        "problems": ProblemsRound(),
        "projects": ProjectsRound(),
        "commitments": CommitmentsRound(),
        "board": BoardWork(),
        "review": UnsignedWork(),
        "word": UnsignedWork(),
    }


def debrief_cards(library: Library) -> Cards:
    """What is shown of a live debrief."""
    return Cards(round_works(library), {one.key: one.drop for one in library.run_sheet.rounds})


def desks(library: Library, coach: Coach, granting: Granting) -> tuple[Desk, ...]:
    """Every flow that answers people. The coach must need no network."""
    cards = debrief_cards(library)
    flows = (
        Founding(frozenset(library.words)),
        Gathering(),
        granting,
        Pairing(),
        Wishing(),
        Parting(),
        Preparing(),
        Running(),
        Arranging(library),
        Rearranging(library),
        Readying(),
        Interviewing(),
        Rescheduling(library),
        Choosing(library),
        Omitting(),
        SummingUp(),
        Carding(),
        Rehearsing(library),
        Safeguarding(),
        Lodging(),
        Joining(),
        Valuing(),
        Recalling(),
        ValuesMapping(),
        Documenting(),
        Boarding(),
        Rewording(),
        Reviewing(),
        Responding(),
        Sponsoring(),
        Stating(),
        Overseeing(),
        Gauging(library.program),
        Auditing(),
        Enrolling(library),
        Preferring(library),
        Easing(library),
        Talking(),
        Departing(library),
        Disclosing(library),
        Homecoming(library),
        Helping(),
        Reflecting(coach, library),
        Answering(library, coach),
        Noting(coach),
        Promising(library),
        Projecting(),
        Owning(),
        Journalling(library),
        Sharing(),
        Offering(library),
        Sorting(),
        Voting(),
        Contrasting(),
        Linking(),
        Caring(),
        Tallying(),
        Convening(cards, library.run_sheet),
        Debriefing(cards),
        Attending(cards.rounds),
        Contributing(cards.rounds),
        Storytelling(),
    )
    return tuple(flow.desk for flow in flows)


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

    async def plan(now: datetime) -> None:
        await inviting.look_up(now)
        await planning.plan(now)
        await nudging.decide(now)
        await foretelling.tell(now)
        await closing.finish(now)

    return Work(
        sign=Returning(database, real_now).sign,
        plan=plan,
        settle=Settling(database, channels, real_now, delivering.patience, delivering.closing).settle,
        send=delivering.send_due,
        tidy=Housekeeping(database, rewrap, before=nightly).once_a_night,
        next_due=delivering.next_due,
        next_try=delivering.next_try,
        close=delivering.closing.set,
    )
