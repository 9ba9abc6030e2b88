"""When a nudge comes and when it must not: for each rule a table, and one for the limits that hold for all of them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.nudging import Asked, Facts, Had, Nudge, Project, Visit, days_between, may_come, nudge_of
from bot.rules.nudging_asked import lapse_return, missed_prompt, resume_draft
from bot.rules.nudging_leading import value_strained, visits_undated
from bot.rules.nudging_projects import project_stale
from bot.rules.nudging_room import WORDINGS, Room, room_nudge, wording_of
from bot.rules.nudging_visits import appreciation, pair_talk, unset_dates
from prompts.days import Days
from prompts.program import Calendar, Participant, Pause

MONDAY = date(2027, 3, 15)
WEEKENDS = frozenset(
    day for day in (date(2027, 1, 1) + timedelta(number) for number in range(300)) if day.isoweekday() > 5
)
CALENDAR = Calendar(
    date(2027, 1, 25), date(2027, 1, 26), date(2027, 5, 20), days_off=WEEKENDS, public_holidays=frozenset()
)
ADA = Participant(id="ada", timezone="UTC")


def at(day: date, hour: int = 10, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), UTC)


def facts(today: date = MONDAY, *, hour: int = 10, person: Participant = ADA, **known: Any) -> Facts:
    calendar = known.pop("calendar", CALENDAR)
    return Facts(at(today, hour), today, Days(calendar, person), cohort="c1", **known)


def before(days: float, *, today: date = MONDAY) -> datetime:
    return at(today) - timedelta(days=days)


# -- a form that was opened and not sent in ----------------------------------------------------------------------------

OPENED = Asked("d1", "F1", sent_at=before(1), ends_at=before(-2), opened_at=before(1))


@pytest.mark.parametrize(
    ("known", "comes"),
    [
        ({"asked": [OPENED]}, True),
        ({"asked": [replace(OPENED, opened_at=before(20 / 24))]}, True),
        ({"asked": [replace(OPENED, opened_at=before(19.9 / 24))]}, False),
        ({"asked": [replace(OPENED, opened_at=None)]}, False),
        ({"asked": [replace(OPENED, done=True)]}, False),
        ({"asked": [replace(OPENED, opened_at=before(7))]}, False),
        (
            {"asked": [replace(OPENED, ends_at=before(0.5))]},
            True,
        ),  # it can still be written, and the words are half there
        ({"asked": [OPENED], "had": [Had("resume_draft", "d1", MONDAY - timedelta(14))]}, False),
        ({"asked": [OPENED], "had": [Had("missed_prompt", "d1", MONDAY - timedelta(14))]}, False),
        ({"asked": [OPENED], "had": [Had("resume_draft", "d0", MONDAY - timedelta(14))]}, True),
    ],
)
def test_a_form_left_half_written_is_brought_back_once_after_twenty_hours(known: dict[str, Any], comes: bool) -> None:
    nudge = resume_draft(facts(**known))

    assert (nudge is not None) == comes
    if nudge:
        assert (nudge.kind, nudge.about, list(nudge.buttons)) == (
            "resume_draft",
            "d1",
            ["+nudge.finish", "nudge.let_go"],
        )


def test_a_question_of_the_coach_that_was_opened_and_not_answered_is_brought_back_too() -> None:
    nudge = resume_draft(facts(asked=[replace(OPENED, entry="e1", ends_at=None)]))

    assert nudge is not None
    assert (nudge.kind, nudge.prompt) == ("resume_question", "")
    assert [*nudge.buttons.values()] == ['["Answer","e1"]', '["StopHere","e1"]']


# -- the one reminder of a prompt --------------------------------------------------------------------------------------

WAITING = Asked("d1", "F1", sent_at=before(2), ends_at=before(-1))


@pytest.mark.parametrize(
    ("known", "comes"),
    [
        ({"asked": [WAITING]}, True),
        ({"asked": [replace(WAITING, sent_at=before(1), ends_at=before(-1))]}, True),  # just half
        ({"asked": [replace(WAITING, sent_at=before(0.9), ends_at=before(-1))]}, False),
        ({"asked": [replace(WAITING, ends_at=before(-1 / 24))]}, True),  # an hour is left
        ({"asked": [replace(WAITING, ends_at=before(-0.9 / 24))]}, False),
        ({"asked": [replace(WAITING, ends_at=None)]}, False),
        ({"asked": [replace(WAITING, done=True)]}, False),
        ({"asked": [replace(WAITING, again=True)]}, False),
        ({"asked": [replace(WAITING, entry="e1")]}, False),
        ({"asked": [WAITING], "had": [Had("missed_prompt", "d1", MONDAY - timedelta(1))]}, False),
        ({"asked": [WAITING], "had": [Had("resume_draft", "d1", MONDAY - timedelta(1))]}, False),
        ({"asked": [replace(WAITING, first="d0")], "had": [Had("missed_prompt", "d0", MONDAY - timedelta(9))]}, False),
    ],
)
def test_a_prompt_is_recalled_once_when_half_of_its_time_is_over(known: dict[str, Any], comes: bool) -> None:
    nudge = missed_prompt(facts(**known))

    assert (nudge is not None) == comes
    if nudge:
        assert (nudge.about, nudge.prompt, nudge.until) == ("d1", "F1", known["asked"][0].ends_at)


# -- three in a row ----------------------------------------------------------------------------------------------------


def went_by(*days: float, **changes: Any) -> list[Asked]:
    """Prompts that were sent so many days ago, each open for two."""
    return [Asked(f"d{one}", "F1", before(one), before(one - 2), **changes) for one in days]


@pytest.mark.parametrize(
    ("known", "comes"),
    [
        ({"asked": went_by(12, 8, 4)}, True),
        ({"asked": went_by(8, 4)}, False),
        ({"asked": [*went_by(12, 8), *went_by(1)]}, False),  # the third is still open
        ({"asked": [*went_by(20, done=True), *went_by(12, 8, 4)]}, True),
        ({"asked": [*went_by(12, 8), *went_by(4, done=True)]}, False),
        ({"asked": [*went_by(12, 8), *went_by(4, again=True)]}, False),
        ({"asked": went_by(12, 8, 4), "wrote_at": before(5)}, False),
        ({"asked": went_by(12, 8, 4), "wrote_at": before(13)}, True),
        ({"asked": went_by(60, 40, 15)}, False),  # long ago: nothing to come back from
        ({"asked": went_by(12, 8, 4), "had": [Had("lapse_return", "d", MONDAY - timedelta(13))]}, False),
        ({"asked": went_by(12, 8, 4), "had": [Had("lapse_return", "d", MONDAY - timedelta(14))]}, True),
        (
            {"asked": went_by(30, 24, 14), "had": [Had("lapse_return", "d", MONDAY - timedelta(14))]},
            False,
        ),  # nothing new
    ],
)
def test_three_questions_that_went_by_are_answered_with_a_way_back(known: dict[str, Any], comes: bool) -> None:
    nudge = lapse_return(facts(**known))

    assert (nudge is not None) == comes
    if nudge:
        assert [*nudge.buttons] == ["+nudge.write_today", "+nudge.pause"]


# -- visits ------------------------------------------------------------------------------------------------------------

# The second day was Monday 8 March: the fifth working day after it is the 15th, the twentieth 5 April.
SEEN = Visit("leg", "pair", visitor=True, partner="Ben", first_day=date(2027, 3, 5), second_day=date(2027, 3, 8))


@pytest.mark.parametrize(
    ("visit", "today", "had", "comes"),
    [
        (SEEN, MONDAY, [], True),
        (SEEN, date(2027, 3, 12), [], False),
        (SEEN, date(2027, 4, 4), [], True),
        (SEEN, date(2027, 4, 5), [], False),
        (replace(SEEN, visitor=False), MONDAY, [], True),
        (replace(SEEN, second_day=None), MONDAY, [], False),
        (replace(SEEN, said="yes"), MONDAY, [], False),
        (replace(SEEN, said="booked"), MONDAY, [], False),
        (replace(SEEN, said="not_yet"), MONDAY, [], False),
        (replace(SEEN, partner_said="yes"), MONDAY, [], False),
        (replace(SEEN, partner_said="booked"), MONDAY, [], False),
        (replace(SEEN, partner_said="not_yet"), MONDAY, [], True),
        (SEEN, MONDAY, [Had("pair_talk", "leg", date(2027, 3, 1))], False),
        (SEEN, MONDAY, [Had("pair_talk", "another", date(2027, 3, 1))], True),
        (SEEN, MONDAY, [Had("appreciation", "leg", date(2027, 3, 1))], True),
    ],
)
def test_a_talk_that_is_owed_is_asked_about_once_for_each_leg(
    visit: Visit, today: date, had: list[Had], comes: bool
) -> None:
    nudge = pair_talk(facts(today, visits=[visit], had=had))

    assert (nudge is not None) == comes
    if nudge:
        assert [*nudge.buttons] == ["talking.yes", "talking.booked", "talking.not_yet"]
        assert nudge.gaps == {"partner": "Ben"}


def test_nobody_is_asked_about_a_talk_once_the_debrief_is_there() -> None:
    early = replace(CALENDAR, debrief=MONDAY)

    assert pair_talk(facts(visits=[SEEN], calendar=early)) is None
    assert pair_talk(facts(visits=[SEEN], calendar=replace(CALENDAR, debrief=None))) is not None


@pytest.mark.parametrize(
    ("visit", "today", "had", "comes"),
    [
        (SEEN, MONDAY, [], True),
        (SEEN, date(2027, 3, 12), [], False),
        (SEEN, date(2027, 4, 5), [], False),
        (replace(SEEN, visitor=False), MONDAY, [], False),
        (replace(SEEN, second_day=None), MONDAY, [], False),
        (SEEN, MONDAY, [Had("appreciation", "leg", date(2027, 3, 1))], False),
        (SEEN, MONDAY, [Had("pair_talk", "leg", date(2027, 3, 1))], True),
    ],
)
def test_a_visitor_is_asked_for_one_good_thing_once_after_a_visit(
    visit: Visit, today: date, had: list[Had], comes: bool
) -> None:
    assert (appreciation(facts(today, visits=[visit], had=had)) is not None) == comes


# The workshop ended on Tuesday 26 January: the fifteenth working day after it is 16 February, the twentieth the 23rd.
UNSET = replace(SEEN, first_day=None, second_day=None)


@pytest.mark.parametrize(
    ("visit", "today", "had", "calendar", "comes"),
    [
        (UNSET, date(2027, 2, 16), [], CALENDAR, True),
        (UNSET, date(2027, 2, 15), [], CALENDAR, False),
        (SEEN, date(2027, 2, 16), [], CALENDAR, False),
        (UNSET, date(2027, 3, 16), [Had("unset_dates", "pair", date(2027, 2, 16))], CALENDAR, False),
        (UNSET, date(2027, 5, 20), [], CALENDAR, False),
        (UNSET, date(2027, 2, 16), [], replace(CALENDAR, workshop_2=None), False),
    ],
)
def test_a_visit_without_dates_is_brought_up_with_its_two_people_once(
    visit: Visit, today: date, had: list[Had], calendar: Calendar, comes: bool
) -> None:
    nudge = unset_dates(facts(today, visits=[visit], had=had, calendar=calendar, facilitators="Faye"))

    assert (nudge is not None) == comes
    if nudge:
        assert nudge.gaps == {"partner": "Ben", "facilitators": "Faye"}


# -- projects ----------------------------------------------------------------------------------------------------------


def silent(days: int, key: str = "p1") -> Project:
    return Project(key, f"Beds, {key}", MONDAY - timedelta(days), "[]")


@pytest.mark.parametrize(
    ("projects", "had", "comes"),
    [
        ([silent(21)], [], "p1"),
        ([silent(20)], [], ""),
        ([], [], ""),
        ([silent(21), silent(40, "p2")], [], "p2"),
        ([silent(60)], [Had("project_stale", "p1", MONDAY - timedelta(21))], "p1"),
        ([silent(60)], [Had("project_stale", "p1", MONDAY - timedelta(20))], ""),
    ],
)
def test_a_project_of_which_nothing_was_heard_is_brought_up_every_three_weeks(
    projects: list[Project], had: list[Had], comes: str
) -> None:
    nudge = project_stale(facts(projects=projects, had=had))

    assert (nudge.about if nudge else "") == comes


# -- those who lead ----------------------------------------------------------------------------------------------------

HOUSING = {"undated": ["Housing → Emergency"], "undated_leg": "leg"}


@pytest.mark.parametrize(
    ("today", "had", "known", "comes"),
    [
        (date(2027, 2, 23), [], HOUSING, True),
        (date(2027, 2, 22), [], HOUSING, False),
        (date(2027, 2, 23), [], {}, False),
        (date(2027, 3, 2), [Had("visits_undated", "c1", date(2027, 2, 23))], HOUSING, True),
        (date(2027, 3, 1), [Had("visits_undated", "c1", date(2027, 2, 23))], HOUSING, False),
        (date(2027, 5, 20), [], HOUSING, False),
    ],
)
def test_a_facilitator_hears_of_visits_without_dates_after_their_people_did(
    today: date, had: list[Had], known: dict[str, Any], comes: bool
) -> None:
    assert (visits_undated(facts(today, had=had, **known)) is not None) == comes


def test_no_more_visits_are_named_than_can_be_read_at_a_glance() -> None:
    nudge = visits_undated(facts(undated=["A → B", "B → A", "C → D", "D → C"], undated_leg="leg"))

    assert nudge is not None
    assert nudge.gaps == {"visits": "A → B, B → A, C → D", "number": "4"}


@pytest.mark.parametrize(
    ("today", "had", "strained", "comes"),
    [
        (MONDAY, [], ["Courage"], "Courage"),
        (MONDAY, [], [], ""),
        (MONDAY, [Had("value_strained", "Courage", date(2027, 3, 1))], ["Courage"], ""),
        (MONDAY, [Had("value_strained", "Courage", date(2027, 3, 1))], ["Courage", "Respect"], "Respect"),
        (date(2027, 5, 20), [], ["Courage"], ""),
    ],
)
def test_a_value_under_strain_is_told_to_those_who_lead_once(
    today: date, had: list[Had], strained: list[str], comes: str
) -> None:
    nudge = value_strained(facts(today, had=had, strained=strained))

    assert (nudge.about if nudge else "") == comes


# -- the limits of them all --------------------------------------------------------------------------------------------


def ignored(*days: int) -> list[Had]:
    return [Had("any", str(one), MONDAY - timedelta(one), heeded=False) for one in days]


@pytest.mark.parametrize(
    ("known", "comes"),
    [
        ({}, True),
        ({"prompted": True}, False),
        ({"wish": "none"}, False),
        ({"wish": "fewer"}, True),
        ({"today": date(2027, 3, 13)}, False),  # a Saturday
        ({"person": replace(ADA, pauses=(Pause(MONDAY, MONDAY),))}, False),
        ({"person": replace(ADA, pattern=frozenset({2, 3}))}, False),
        ({"visit_days": frozenset({date(2027, 3, 21)})}, False),  # that week's Sunday
        ({"visit_days": frozenset({date(2027, 3, 14), date(2027, 3, 22)})}, True),  # the weeks before and after
        ({"had": [Had("any", "", date(2027, 3, 8))]}, True),
        ({"had": [Had("any", "", date(2027, 3, 9))]}, False),
        ({"had": [Had("any", "", date(2027, 3, 21))]}, False),  # promised for that Sunday
        ({"had": [Had("any", "", date(2027, 3, 22))]}, True),
        ({"had": ignored(7)}, True),
        ({"had": ignored(14, 7)}, False),
        ({"had": ignored(21, 14)}, True),
        ({"had": [*ignored(21), Had("any", "", MONDAY - timedelta(7))]}, True),  # the last one was heeded
        ({"had": ignored(50, 43, 29, 15)}, False),
        ({"had": ignored(63, 56, 42, 28)}, True),
        ({"had": [Had("any", "", MONDAY - timedelta(27))], "wish": "fewer"}, False),
        ({"had": [Had("any", "", MONDAY - timedelta(28))], "wish": "fewer"}, True),
    ],
)
def test_no_nudge_comes_where_any_limit_stands_against_it(known: dict[str, Any], comes: bool) -> None:
    assert may_come(facts(**known)) == comes


@pytest.mark.parametrize(("number", "days"), [(0, 7), (1, 7), (2, 14), (3, 14), (4, 28), (5, 28), (6, 56)])
def test_each_two_that_were_ignored_in_a_row_halve_the_rate(number: int, days: int) -> None:
    assert days_between(ignored(*range(number, 0, -1)), "") == days
    assert days_between([*ignored(*range(number, 0, -1)), Had("any", "", MONDAY)], "") == 7


def test_the_first_rule_that_has_something_to_say_says_it_and_no_other() -> None:
    one, other = Nudge("one", ""), Nudge("other", "")

    assert nudge_of(facts(), [lambda _: None, lambda _: one, lambda _: other]) == one
    assert nudge_of(facts(prompted=True), [lambda _: one]) is None


@given(st.lists(st.tuples(st.integers(0, 180), st.booleans()), max_size=30), st.sampled_from(["", "fewer", "none"]))
def test_days_on_which_a_nudge_may_come_are_never_less_than_a_week_apart(
    days: list[tuple[int, bool]], wish: str
) -> None:
    had: list[Had] = []
    for number, heeded in sorted(days):
        day = date(2027, 1, 4) + timedelta(number)
        if may_come(facts(day, had=had, wish=wish)):
            had.append(Had("any", "", day, heeded))

    gaps = [(later.on - earlier.on).days for earlier, later in pairwise(had)]
    assert all(gap >= {"": 7, "fewer": 28, "none": 0}[wish] for gap in gaps)
    assert wish != "none" or not had


# -- the room ----------------------------------------------------------------------------------------------------------

# The first visit ended on 4 March, the last one begins on the 29th.
VISITS = ((date(2027, 3, 3), date(2027, 3, 4)), (date(2027, 3, 29), date(2027, 3, 30)))
VALUES = ("Respect", "Courage")
MAP: Mapping[str, tuple[str, ...]] = {"Respect": ("lived",), "Courage": ()}
ROOM = Room(MONDAY, open=True, values=VALUES, visits=VISITS, debrief=date(2027, 5, 20))


def posted(kind: str, days: int, about: str = "1") -> Had:
    return Had(kind, about, MONDAY - timedelta(days))


@pytest.mark.parametrize(
    ("room", "comes"),
    [
        (ROOM, "dialogue_starter"),
        (replace(ROOM, today=date(2027, 3, 14)), "dialogue_starter"),  # the tenth day after the first visit
        (replace(ROOM, today=date(2027, 3, 13)), ""),
        (replace(ROOM, today=date(2027, 3, 29)), ""),
        (replace(ROOM, open=False), ""),
        (replace(ROOM, values=()), ""),
        (replace(ROOM, visits=()), ""),
        (replace(ROOM, visits=VISITS[:1]), ""),
        (replace(ROOM, had=[posted("board", 9)]), ""),
        (replace(ROOM, had=[posted("board", 10)]), "dialogue_starter"),
        (replace(ROOM, wish="none"), ""),
        (replace(ROOM, wish="fewer", had=[posted("dialogue_starter", 27)]), ""),
        (replace(ROOM, wish="fewer", had=[posted("dialogue_starter", 28)]), "dialogue_starter"),
        (replace(ROOM, shown=MAP), "value_silent"),
        (replace(ROOM, shown=MAP, today=date(2027, 5, 19)), "value_silent"),
        (replace(ROOM, shown=MAP, today=date(2027, 5, 20)), ""),
        (replace(ROOM, shown=MAP, had=[posted("value_silent", 12, "Courage")]), "dialogue_starter"),
        (replace(ROOM, shown=MAP, had=[posted("value_silent", 5, "Courage")]), ""),
        (replace(ROOM, shown=dict.fromkeys(VALUES, ())), "dialogue_starter"),  # a map of nothing tells nothing
        (replace(ROOM, shown=dict.fromkeys(VALUES, ("lived",))), "dialogue_starter"),
        (replace(ROOM, shown=MAP, values=("Respect",)), "dialogue_starter"),  # a value that was given up since
    ],
)
def test_a_room_is_asked_about_values_when_it_is_quiet(room: Room, comes: str) -> None:
    nudge = room_nudge(room)

    assert (nudge.kind if nudge else "") == comes


def test_dialogue_starters_go_round_values_and_wordings() -> None:
    found = []
    for number in range(2 * WORDINGS):
        had = [Had("dialogue_starter", str(one + 1), MONDAY - timedelta(20)) for one in range(number)]
        nudge = room_nudge(replace(ROOM, had=had))
        assert nudge is not None
        found.append((wording_of(nudge), nudge.gaps["value"]))

    assert len(set(found[:WORDINGS])) == WORDINGS
    assert {value for _, value in found} == {*VALUES}
