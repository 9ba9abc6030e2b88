"""Who knows which round of a live debrief, and what is shown of it."""

from bot.chat.rounds import Rounds, RoundWork
from bot.flows.attending import RulesWork
from bot.flows.seating import FoursWork, PairsWork
from bot.flows.storytelling import StoriesWork
from bot.rules.board_round import BoardWork
from bot.rules.debrief_cards import Cards
from bot.rules.grouping import Grouping
from bot.rules.unsigned import AloneWork, UnsignedWork
from bot.rules.wall_rounds import SaidDoneRound, VoteRound, WallRound
from bot.rules.work_rounds import CommitmentsRound, ProblemsRound, ProjectsRound
from prompts.library import PROMPTS, Library
from prompts.run_sheet import ROUNDS


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
