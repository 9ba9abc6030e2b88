"""Which flows answer people, and what each of them is given."""

from bot.chat.desk import Desk
from bot.coach.coach import Coach
from bot.flows.answering import Answering
from bot.flows.arranging import Arranging
from bot.flows.attending import Attending
from bot.flows.auditing import Auditing
from bot.flows.boarding import Boarding
from bot.flows.carding import Carding
from bot.flows.caring import Caring
from bot.flows.choosing import Choosing
from bot.flows.contrasting import Contrasting
from bot.flows.contributing import Contributing
from bot.flows.convening import Convening
from bot.flows.debriefing import Debriefing
from bot.flows.departing import Departing
from bot.flows.disclosing import Disclosing
from bot.flows.documenting import Documenting
from bot.flows.easing import Easing
from bot.flows.enrolling import Enrolling
from bot.flows.founding import Founding
from bot.flows.gathering import Gathering
from bot.flows.gauging import Gauging
from bot.flows.granting import Granting
from bot.flows.helping import Helping
from bot.flows.homecoming import Homecoming
from bot.flows.interviewing import Interviewing
from bot.flows.joining import Joining
from bot.flows.journalling import Journalling
from bot.flows.linking import Linking
from bot.flows.lodging import Lodging
from bot.flows.mapping import ValuesMapping
from bot.flows.noting import Noting
from bot.flows.offering import Offering
from bot.flows.omitting import Omitting
from bot.flows.overseeing import Overseeing
from bot.flows.owning import Owning
from bot.flows.pairing import Pairing
from bot.flows.parting import Parting
from bot.flows.preferring import Preferring
from bot.flows.preparing import Preparing
from bot.flows.projecting import Projecting
from bot.flows.promising import Promising
from bot.flows.readying import Readying
from bot.flows.rearranging import Rearranging
from bot.flows.recalling import Recalling
from bot.flows.reflecting import Reflecting
from bot.flows.rehearsing import Rehearsing
from bot.flows.rescheduling import Rescheduling
from bot.flows.responding import Responding
from bot.flows.reviewing import Reviewing
from bot.flows.rewording import Rewording
from bot.flows.running import Running
from bot.flows.safeguarding import Safeguarding
from bot.flows.sharing import Sharing
from bot.flows.sorting import Sorting
from bot.flows.sponsoring import Sponsoring
from bot.flows.stating import Stating
from bot.flows.storytelling import Storytelling
from bot.flows.summing_up import SummingUp
from bot.flows.talking import Talking
from bot.flows.tallying import Tallying
from bot.flows.valuing import Valuing
from bot.flows.voting import Voting
from bot.flows.wishing import Wishing
from bot.round_works import debrief_cards
from prompts.library import Library


def desks(library: Library, coach: Coach, granting: Granting) -> tuple[Desk, ...]:
    """Every flow that answers people. The coach must need no network."""
    return (
        *_of_a_cohort(library, granting),
        *_of_the_organisation(library),
        *_of_taking_part(library, coach),
        *_of_the_debrief(library),
    )


def _of_a_cohort(library: Library, granting: Granting) -> tuple[Desk, ...]:
    """Who is in a cohort, who visits whom, and when: its people, pairs, visits and interviews."""
    return (
        Founding(frozenset(library.words)).desk,
        Gathering().desk,
        granting.desk,
        Pairing().desk,
        Wishing().desk,
        Parting().desk,
        Preparing().desk,
        Running().desk,
        Arranging(library).desk,
        Rearranging(library).desk,
        Readying().desk,
        Interviewing().desk,
        Rescheduling(library).desk,
        Choosing(library).desk,
        Omitting().desk,
        SummingUp().desk,
        Carding().desk,
        Rehearsing(library).desk,
        Safeguarding().desk,
        Lodging().desk,
        Joining().desk,
    )


def _of_the_organisation(library: Library) -> tuple[Desk, ...]:
    """What the organisation says and hears: its values, the note to the board, documents, and how a cohort stands."""
    return (
        Valuing().desk,
        Recalling().desk,
        ValuesMapping().desk,
        Documenting().desk,
        Boarding().desk,
        Rewording().desk,
        Reviewing().desk,
        Responding().desk,
        Sponsoring().desk,
        Stating().desk,
        Overseeing().desk,
        Gauging(library.program).desk,
        Auditing().desk,
    )


def _of_taking_part(library: Library, coach: Coach) -> tuple[Desk, ...]:
    """What those who take part choose, write, share and promise."""
    return (
        Enrolling(library).desk,
        Preferring(library).desk,
        Easing(library).desk,
        Talking().desk,
        Departing(library).desk,
        Disclosing(library).desk,
        Homecoming(library).desk,
        Helping().desk,
        Reflecting(coach, library).desk,
        Answering(library, coach).desk,
        Noting(coach).desk,
        Promising(library).desk,
        Projecting().desk,
        Owning().desk,
        Journalling(library).desk,
        Sharing().desk,
        Offering(library).desk,
        Caring().desk,
        Tallying().desk,
    )


def _of_the_debrief(library: Library) -> tuple[Desk, ...]:
    """The debrief: its wall, and the meeting itself."""
    cards = debrief_cards(library)
    return (
        Sorting().desk,
        Voting().desk,
        Contrasting().desk,
        Linking().desk,
        Convening(cards, library.run_sheet).desk,
        Debriefing(cards).desk,
        Attending(cards.rounds).desk,
        Contributing(cards.rounds).desk,
        Storytelling().desk,
    )
