"""The set-up checklist of a cohort: what must be there before it starts, and who can fill each gap."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.chat.command import ADMINISTRATOR, FACILITATOR, SPONSOR
from bot.chat.occasion import Occasion
from bot.chat.people_named import called
from bot.rules.partners import Roster, roster_of
from storage.tables import Cohort

FEWEST_PEOPLE = 2  # one pair
_LOPSIDED = 2 / 3  # product.md: a warning when one profession makes up more than two thirds


class Item(StrEnum):
    """One line of the checklist, in its order. `dates` are workshop days and debrief; visits can follow."""

    DATES = "dates"
    PEOPLE = "people"
    PAIRS = "pairs"
    STATEMENT = "statement"
    PROBLEMS = "problems"
    CONTACTS = "contacts"
    SPEAK_UP = "speak_up"
    FACILITATOR = "facilitator"


# who can fill a gap; the first role is asked
FILLED_BY = {
    Item.DATES: (FACILITATOR, ADMINISTRATOR),
    Item.PEOPLE: (ADMINISTRATOR,),
    Item.PAIRS: (ADMINISTRATOR,),
    Item.STATEMENT: (SPONSOR,),
    Item.PROBLEMS: (SPONSOR,),
    Item.CONTACTS: (ADMINISTRATOR,),
    Item.SPEAK_UP: (ADMINISTRATOR,),
    Item.FACILITATOR: (ADMINISTRATOR,),
}


@dataclass(frozen=True, slots=True)
class Checklist:
    """A cohort's set-up as it stands."""

    cohort: Cohort
    roster: Roster
    problems: int
    facilitators: tuple[str, ...]
    not_found: tuple[str, ...]
    expected: tuple[str, ...] = ()  # addresses that nobody can look up: those who have them will come

    def gaps(self) -> tuple[Item, ...]:
        """What is missing, in the order of the list; a cohort starts when nothing is."""
        there = {
            Item.DATES: all((self.cohort.workshop_1_on, self.cohort.workshop_2_on, self.cohort.debrief_on)),
            Item.PEOPLE: len(self.roster.candidates) >= FEWEST_PEOPLE,
            Item.PAIRS: bool(self.roster.candidates) and not self.roster.unpaired,
            Item.STATEMENT: bool(self.cohort.statement and self.cohort.shortfall),
            Item.PROBLEMS: self.problems > 0,
            Item.CONTACTS: bool(self.cohort.crisis_contacts and self.cohort.crisis_hours),
            Item.SPEAK_UP: bool(self.cohort.speak_up_route),
            Item.FACILITATOR: bool(self.facilitators),
        }
        return tuple(item for item in Item if not there[item])

    def lopsided(self) -> str:
        """The profession that makes up more than two thirds of the people, if one does."""
        return most_of([one.profession for one in self.roster.candidates.values()])


def most_of(professions: Sequence[str]) -> str:
    """The profession of more than two thirds, empty where there is none."""
    counted = Counter(one.strip().casefold() for one in professions if one.strip())
    name, number = counted.most_common(1)[0] if counted else ("", 0)
    if number <= len(professions) * _LOPSIDED:
        return ""
    return next(one.strip() for one in professions if one.strip().casefold() == name)


async def checklist_of(occasion: Occasion, cohort: Cohort) -> Checklist:
    """The cohort's set-up as it stands now."""
    store = occasion.store
    facilitators = await store.people.holding(cohort.organisation_id, cohort.id, FACILITATOR)
    not_found = await store.waiting.invitations(cohort.id, state="not_found")
    return Checklist(
        cohort=cohort,
        roster=await roster_of(occasion, cohort),
        problems=len(await store.projects.listed(cohort.id)),
        facilitators=tuple(dict.fromkeys(called(one, occasion.words) for _, one in facilitators)),
        not_found=tuple(one.email for one in not_found),
        expected=tuple(one.email for one in await store.waiting.invitations(cohort.id, state="expected")),
    )
