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
