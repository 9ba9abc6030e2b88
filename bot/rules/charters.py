"""What a project needs before it is one: a problem of the list, two departments, a test within 30 days, a measure."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from bot.chat.occasion import Occasion
from bot.chat.wrong import Wrong
from bot.rules.writing_forms import chosen_in
from storage.cohorts import Member
from storage.projects import Charter

PROBLEM, NAME, AFFECTED, TEST, TEST_ON = "problem", "name", "affected", "test", "test_on"
MEASURE, OWNERS, HELP = "measure", "owners", "help_asked"
TEXTS = (NAME, AFFECTED, TEST, MEASURE, HELP)
_NEEDED = (NAME, AFFECTED, TEST, MEASURE)
LONGEST_NAME, LONGEST = 80, 500  # characters: each is read in a list, and stands in the note to the board
FIRST_TEST = timedelta(days=30)  # from the making; what cannot be tried by then is too large for a first step
MONTH = timedelta(days=30)  # between two questions how a project stands
_LATELY = timedelta(days=7)  # who has said it, or was asked, within these days is not asked or reminded again


@dataclass(frozen=True, slots=True)
class Filled:
    """A project as it was filled in. `owners` are ids of participations, `problem` the id of one."""

    problem: str
    texts: Mapping[str, str] = field(repr=False)
    test_on: date | None
    owners: tuple[str, ...]


def filled_project(occasion: Occasion, problems: Collection[str], owners: Collection[str]) -> Filled:
    """What came in with the form. Of problems and owners, only those that can be chosen count."""
    test_on = occasion.filled_in.get(TEST_ON)
    return Filled(
        chosen_in(occasion, PROBLEM, problems),
        {key: " ".join(occasion.entered(key).split()) for key in TEXTS},
        test_on if isinstance(test_on, date) else None,
        tuple(one for one in occasion.chosen(OWNERS) if one in owners),
    )


def wrong_project(filled: Filled, made_on: date, today: date, members: Mapping[str, Member]) -> dict[str, Wrong]:
    """What is wrong in each field, and what to do about it. `members` are those who can be owners."""
    return dict(_wrong(filled, made_on, today, members))


def may_be_reminded_of(charter: Charter, at: datetime) -> bool:
    """Whether a nudge may bring it up: it stands, it goes on, and the month's question has not just come."""
    months, days = divmod(at - charter.project.made_at, MONTH)
    return charter.goes_on and charter.stands and (months < 1 or days >= _LATELY)


def month_to_ask(charter: Charter, now: datetime) -> int:
    """The number of the month, from 1, for which the owners are asked now how it stands; 0 where they are not."""
    months = (now - charter.project.made_at) // MONTH
    said_lately = charter.latest is not None and now - charter.latest.said_at < _LATELY
    return months if charter.goes_on and charter.stands and not said_lately else 0


def _wrong(filled: Filled, made_on: date, today: date, members: Mapping[str, Member]) -> Iterator[tuple[str, Wrong]]:
    if not filled.problem:
        yield PROBLEM, Wrong("projects.no_problem")
    for key in TEXTS:
        longest = LONGEST_NAME if key == NAME else LONGEST
        if not filled.texts[key] and key in _NEEDED:
            yield key, Wrong(f"projects.no_{key}")
        elif len(filled.texts[key]) > longest:
            yield key, Wrong("projects.too_long", {"longest": str(longest)})
    if wrong := _wrong_day(filled.test_on, made_on, today):
        yield TEST_ON, wrong
    departments = {members[one].participation.department.strip().casefold() for one in filled.owners} - {""}
    if len(departments) < 2:
        yield OWNERS, Wrong("projects.one_department" if filled.owners else "projects.no_owners")


def _wrong_day(test_on: date | None, made_on: date, today: date) -> Wrong | None:
    if test_on is None:
        return Wrong("projects.no_test_on")
    if test_on > made_on + FIRST_TEST:
        return Wrong("projects.late_test", {"days": str(FIRST_TEST.days)})
    return Wrong("projects.past_test") if test_on < min(made_on, today) else None
