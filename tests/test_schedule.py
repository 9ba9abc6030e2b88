"""When each prompt comes: dates first, then quiet hours, pauses, joining and leaving, and two a day at most."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from bot.rules.days_off import days_off, public_holidays
from prompts.days import Days
from prompts.hours import is_quiet
from prompts.program import (
    Anchor,
    Audience,
    Calendar,
    Due,
    Edge,
    Leg,
    Moment,
    Participant,
    Pause,
    Phase,
    Program,
    Prompt,
)
from prompts.schedule import A_DAY, schedule
from tests.sizes import size

SPAN = date(2026, 1, 1), date(2028, 12, 31)
CALENDAR = Calendar(
    workshop_1=date(2027, 1, 25),
    workshop_2=date(2027, 1, 26),
    debrief=date(2027, 5, 20),
    days_off=days_off("BE", "", *SPAN),
    public_holidays=public_holidays("BE", "", *SPAN),
)
GOING = Leg("going", True, date(2027, 3, 8), date(2027, 3, 9))
COMING = Leg("coming", False, date(2027, 3, 22), date(2027, 3, 23))
ADA = Participant("ada", "Europe/Brussels", legs=(GOING, COMING), interview=date(2027, 4, 20))
NEW_YEAR = datetime(2027, 1, 1, tzinfo=UTC)
EARLIER = datetime(2026, 12, 1, tzinfo=UTC)


def moment(text: str) -> Moment:
    """`W1-14d 09:30`, `X1-10wd 09:30`, `X1 end+30m`, as the program's own file writes it."""
    anchor, at = text.split()
    name, sign, count = anchor.partition("-") if "-" in anchor else anchor.partition("+")
    working = count.endswith("wd")
    days = int(sign + count.rstrip("wd")) if count else 0
    for edge in Edge:
        if at.startswith(edge):
            return Moment(Anchor(name), days, working, edge=edge, minutes=int(at[len(edge) :].rstrip("m") or 0))
    return Moment(Anchor(name), days, working, at=time.fromisoformat(at))


def prompt(key: str, when: str, audience: Audience = Audience.PARTICIPANT, window: int = 24) -> Prompt:
    return Prompt(key, "X", moment(when), audience, 2, "kind", window)


def program(*prompts: Prompt) -> Program:
    return Program((Phase("X", prompts),))


# what comes first in a program: the setting of the terms
TERMS = prompt("terms", "I-30d 09:00")


def one(when: str, audience: Audience = Audience.PARTICIPANT, window: int = 24) -> Program:
    return program(prompt("it", when, audience, window))


def locally(found: tuple[Due, ...]) -> list[str]:
    return [f"{due.local:%Y-%m-%d %H:%M}" for due in found]


def named(found: tuple[Due, ...]) -> list[tuple[str, str]]:
    return [(due.prompt, f"{due.local:%Y-%m-%d %H:%M}") for due in found]


# -- dates ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("when", "local", "why"),
    [
        ("W1-14d 09:30", "2027-01-11 09:30", "a fortnight before, a Monday"),
        ("W1-9d 09:30", "2027-01-18 09:30", "a Saturday rolls to Monday"),
        ("W1-24d 09:30", "2027-01-04 09:30", "New Year's Day, a Friday, rolls over the weekend"),
        ("W1-3wd 09:30", "2027-01-20 09:30", "three working days before Monday are Wednesday"),
        ("W1 16:30", "2027-01-25 16:30", "the anchor's own day"),
        ("W2+2wd 09:00", "2027-01-28 09:00", "working days after"),
        ("X1-10wd 09:30", "2027-02-22 09:30", "a fortnight of working days before a visit"),
        ("X1 start-45m", "2027-03-08 07:45", "hangs on the hours of the visit"),
        ("X2 end+30m", "2027-03-09 17:00", "the same, at its end"),
        ("L+4wd 09:00", "2027-03-30 09:00", "Easter Monday does not count"),
        ("I-2wd 09:00", "2027-04-16 09:00", "the interview is the person's own date"),
        ("G-4d 09:00", "2027-05-18 09:00", "Whit Sunday and Monday roll to Tuesday"),
        ("G+90d 09:00", "2027-08-18 09:00", "three months later"),
    ],
)
def test_a_date_is_counted_from_its_anchor_and_rolls_to_a_working_day(when: str, local: str, why: str) -> None:
    audience = Audience.VISITOR if when.startswith("X") else Audience.PARTICIPANT

    found = schedule(one(when, audience), CALENDAR, ADA)

    assert locally(found) == [local], why


def test_a_leap_day_is_a_day_like_any_other() -> None:
    calendar = replace(CALENDAR, debrief=date(2028, 2, 22))

    found = schedule(one("G+7d 09:00"), calendar, ADA)

    assert locally(found) == ["2028-02-29 09:00"]


def test_a_date_that_is_not_set_makes_no_prompt() -> None:
    calendar = Calendar(None, None, None)
    undated = replace(ADA, interview=None, legs=(replace(GOING, first_day=None, second_day=None), COMING))
    whole = program(*(prompt(anchor, f"{anchor}+1d 09:00") for anchor in Anchor))

    found = schedule(whole, calendar, undated)

    assert {due.anchor_instance for due in found} == {"X1:coming", "X2:coming"}


def test_the_last_visit_is_known_once_every_visit_has_its_dates() -> None:
    later = replace(COMING, second_day=None)

    assert locally(schedule(one("L+1wd 09:00"), CALENDAR, ADA)) == ["2027-03-24 09:00"]
    assert schedule(one("L+1wd 09:00"), CALENDAR, replace(ADA, legs=(GOING, later))) == ()


def test_a_visit_on_a_holiday_keeps_its_own_days_and_hours() -> None:
    easter_monday = date(2027, 3, 29)
    late = Leg("going", True, easter_monday, easter_monday + timedelta(days=1), time(12, 0), time(20, 0))

    found = schedule(one("X1 end-30m", Audience.VISITOR), CALENDAR, replace(ADA, legs=(late,)))

    assert locally(found) == ["2027-03-29 19:30"]


def test_what_comes_before_a_visit_that_starts_at_midnight_does_not_come_on_a_day_off() -> None:
    saturday = Leg("going", True, date(2027, 3, 6), date(2027, 3, 7), time(0, 0), time(8, 0))
    awake_at_night = replace(ADA, legs=(saturday,), pattern=frozenset({1}), quiet_from=time(8), quiet_to=time(0))

    found = schedule(one("X1 start-45m", Audience.VISITOR), CALENDAR, awake_at_night)

    assert locally(found) == ["2027-03-06 00:00"]


def test_a_visit_over_midnight_ends_on_the_next_date() -> None:
    night = Leg("going", True, date(2027, 3, 8), date(2027, 3, 9), time(22, 0), time(6, 0))
    awake_at_night = replace(ADA, legs=(night,), quiet_from=time(8), quiet_to=time(16))

    found = schedule(one("X1 end", Audience.VISITOR), CALENDAR, awake_at_night)

    assert locally(found) == ["2027-03-09 06:00"]


# -- whose days ----------------------------------------------------------------------------------------------------


def test_a_pattern_of_ones_own_has_weekends_in_it_and_leaves_holidays_free() -> None:
    weekends = replace(ADA, pattern=frozenset({6, 7}))
    whit_sunday = date(2027, 5, 16)

    found = schedule(one("G-7d 09:00"), CALENDAR, weekends)
    at_whitsun = schedule(one("G-4d 09:00"), CALENDAR, weekends)

    assert locally(found) == ["2027-05-15 09:00"]
    assert whit_sunday in CALENDAR.public_holidays
    assert locally(at_whitsun) == ["2027-05-20 09:00"]  # the debrief itself, on which everybody is there


def test_part_time_days_count_as_working_days() -> None:
    mondays_and_fridays = replace(ADA, pattern=frozenset({1, 5}))

    found = schedule(one("I-2wd 09:00"), CALENDAR, mondays_and_fridays)

    assert locally(found) == ["2027-04-16 09:00"]


def test_another_country_has_other_weekends() -> None:
    calendar = replace(CALENDAR, days_off=days_off("IL", "", *SPAN))

    found = schedule(one("G-6d 09:00"), calendar, ADA)

    assert locally(found) == ["2027-05-16 09:00"]  # Friday rolls to Sunday


# -- hours ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("quiet", "when", "local"),
    [
        (("20:00", "07:30"), "G+1d 07:30", "2027-05-21 07:30"),
        (("20:00", "07:30"), "G+1d 06:00", "2027-05-21 07:30"),
        (("20:00", "07:30"), "G+1d 19:59", "2027-05-21 19:59"),
        (("20:00", "07:30"), "G 20:00", "2027-05-21 07:30"),  # over midnight, to the end of the quiet hours
        (("20:00", "07:30"), "G+1d 21:00", "2027-05-24 07:30"),  # and over the weekend
        (("12:00", "14:00"), "G+1d 12:30", "2027-05-21 14:00"),  # quiet in the middle of the day
        (("00:00", "00:00"), "G+1d 03:00", "2027-05-21 03:00"),  # none
        (("08:00", "16:00"), "G+1d 09:30", "2027-05-21 16:00"),  # somebody who works at night
    ],
)
def test_quiet_hours_move_a_moment_to_their_end(quiet: tuple[str, str], when: str, local: str) -> None:
    start, end = (time.fromisoformat(hour) for hour in quiet)

    found = schedule(one(when, window=80), CALENDAR, replace(ADA, quiet_from=start, quiet_to=end))

    assert locally(found) == [local]


def test_the_same_hour_is_another_instant_across_the_change_of_clocks_and_in_a_far_zone() -> None:
    calendar = replace(CALENDAR, debrief=date(2027, 3, 26))
    around = program(prompt("before", "G 09:00"), prompt("after", "G+5d 09:00"))

    here = schedule(around, calendar, ADA)
    far = schedule(around, calendar, replace(ADA, timezone="Pacific/Chatham"))

    assert [f"{due.at:%m-%d %H:%M}" for due in here] == ["03-26 08:00", "03-31 07:00"]
    assert [f"{due.at:%m-%d %H:%M}" for due in far] == ["03-25 19:15", "03-30 19:15"]
    assert locally(far) == ["2027-03-26 09:00", "2027-03-31 09:00"]


def test_a_window_is_counted_in_hours_that_really_pass() -> None:
    sunday = replace(ADA, quiet_from=time(0), quiet_to=time(0), pattern=frozenset(range(1, 8)))
    calendar = replace(CALENDAR, debrief=date(2027, 10, 31))  # the day has 25 hours

    (found,) = schedule(one("G 00:30", window=24), calendar, sunday)

    assert found.window_ends_at - found.at == timedelta(hours=24)
    assert found.window_ends_at == datetime(2027, 10, 31, 22, 30, tzinfo=UTC)


# -- audiences -----------------------------------------------------------------------------------------------------


def test_a_visitor_and_a_host_each_hear_of_their_own_visit_and_a_pair_of_both() -> None:
    whole = program(
        prompt("visiting", "X1 start", Audience.VISITOR),
        prompt("hosting", "X1 start", Audience.HOST),
        prompt("both", "X2+1wd 09:00", Audience.PAIR),
        prompt("talk", "G+1wd 09:00", Audience.PAIR),
        prompt("room", "G+2wd 09:00", Audience.ROOM),
        prompt("guide", "G+3wd 09:00", Audience.FACILITATOR),
    )

    found = schedule(whole, CALENDAR, ADA)

    assert [(due.prompt, due.anchor_instance) for due in found] == [
        ("visiting", "X1:going"),
        ("both", "X2:going"),
        ("hosting", "X1:coming"),
        ("both", "X2:coming"),
        ("talk", "G"),
    ]


def test_a_facilitator_gets_what_is_for_facilitators_and_nothing_else() -> None:
    whole = program(prompt("all", "W1-7d 09:00"), prompt("guide", "I-1wd 09:00", Audience.FACILITATOR))

    found = schedule(whole, CALENDAR, replace(ADA, legs=(), facilitator=True))

    assert [due.prompt for due in found] == ["guide"]


def test_each_of_a_trio_goes_to_one_and_receives_another() -> None:
    legs = (Leg("ab", True, date(2027, 3, 8), date(2027, 3, 9)), Leg("ca", False, date(2027, 3, 11), date(2027, 3, 12)))
    whole = program(
        prompt("visiting", "X1 start-45m", Audience.VISITOR),
        prompt("hosting", "X1-3wd 09:00", Audience.HOST),
        prompt("last", "L+1wd 09:00"),
    )

    found = schedule(whole, CALENDAR, replace(ADA, legs=legs))

    assert [(due.prompt, due.anchor_instance, f"{due.local:%d %H:%M}") for due in found] == [
        ("visiting", "X1:ab", "08 07:45"),
        ("hosting", "X1:ca", "08 09:00"),
        ("last", "L", "15 09:00"),
    ]


# -- pauses, joining, leaving --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("last_day", "window", "local"),
    [
        (date(2027, 5, 25), 24, []),  # its window ends in the pause: missed
        (date(2027, 5, 21), 24, []),  # the pause ends on Friday, the window before Monday
        (date(2027, 5, 21), 72, ["2027-05-24 07:30"]),  # still open on the first working day after: comes then
        (date(2027, 5, 20), 24, ["2027-05-21 09:00"]),  # over before it is due
    ],
)
def test_what_falls_in_a_pause_comes_after_it_or_is_missed(last_day: date, window: int, local: list[str]) -> None:
    paused = replace(ADA, pauses=(Pause(date(2027, 5, 19), last_day),))

    found = schedule(one("G+1d 09:00", window=window), CALENDAR, paused)

    assert locally(found) == local


def test_what_belongs_to_a_visit_day_in_a_pause_is_not_sent_after_it() -> None:
    paused = replace(ADA, pauses=(Pause(date(2027, 3, 8), date(2027, 3, 8)),))

    found = schedule(one("X1 end", Audience.VISITOR, window=48), CALENDAR, paused)

    assert found == ()


def test_two_pauses_that_meet_are_one() -> None:
    paused = replace(
        ADA, pauses=(Pause(date(2027, 5, 24), date(2027, 5, 25)), Pause(date(2027, 5, 19), date(2027, 5, 23)))
    )

    found = schedule(one("G+1d 09:00", window=200), CALENDAR, paused)

    assert locally(found) == ["2027-05-26 07:30"]


def test_a_late_joiner_gets_the_terms_and_what_is_still_open_at_once_and_nothing_else_from_before() -> None:
    whole = program(
        prompt("terms", "W1-14d 09:30", window=72),
        prompt("values", "W1-7d 09:30", window=72),
        prompt("assumptions", "W1-3d 09:30", window=72),
        prompt("evening", "W1 16:30"),
    )
    on_friday_noon = datetime(2027, 1, 22, 11, 0, tzinfo=UTC)

    found = schedule(whole, CALENDAR, replace(ADA, joined_at=on_friday_noon))

    assert named(found) == [
        ("terms", "2027-01-22 12:00"),
        ("assumptions", "2027-01-22 12:00"),
        ("evening", "2027-01-25 16:30"),
    ]
    assert found[0].window_ends_at - found[0].at == timedelta(hours=72)


def test_somebody_who_joins_after_the_workshop_still_sets_the_terms_when_their_day_begins() -> None:
    whole = program(prompt("terms", "W1-14d 09:30"), prompt("question", "W2+7d 09:30", window=72))
    on_sunday_night = datetime(2027, 3, 6, 23, 0, tzinfo=UTC)

    found = schedule(whole, CALENDAR, replace(ADA, joined_at=on_sunday_night))

    assert named(found) == [("terms", "2027-03-08 07:30")]


def test_nothing_comes_after_leaving_or_after_the_cohort_is_finished() -> None:
    whole = program(TERMS, prompt("one", "G-7d 09:00"), prompt("two", "G+7d 09:00"))

    left = schedule(whole, CALENDAR, replace(ADA, left_on=date(2027, 5, 20)))
    finished = schedule(whole, replace(CALENDAR, finished_on=date(2027, 5, 1)), ADA)

    assert [due.prompt for due in left] == ["terms", "one"]
    assert [due.prompt for due in finished] == ["terms"]


# -- two a day -----------------------------------------------------------------------------------------------------


def test_a_third_message_on_a_day_rolls_to_the_next_working_day() -> None:
    friday = program(*(prompt(f"{hour}", f"G+1d {hour}:00") for hour in ("09", "10", "11", "12", "13")))

    found = schedule(friday, CALENDAR, ADA)

    assert named(found) == [
        ("09", "2027-05-21 09:00"),
        ("10", "2027-05-21 10:00"),
        ("11", "2027-05-24 11:00"),
        ("12", "2027-05-24 12:00"),
        ("13", "2027-05-25 13:00"),
    ]


def test_messages_of_a_visit_go_first() -> None:
    whole = program(
        prompt("other", "W1+42d 09:00"),
        prompt("lens", "X1 start-45m", Audience.VISITOR),
        prompt("evening", "X1 end", Audience.VISITOR),
    )

    found = schedule(whole, CALENDAR, ADA)

    assert named(found) == [
        ("lens", "2027-03-08 07:45"),
        ("evening", "2027-03-08 16:30"),
        ("other", "2027-03-09 09:00"),
    ]


def test_what_prepares_for_a_day_does_not_come_after_it() -> None:
    crowded = program(
        TERMS,
        *(prompt(f"visit {hour}", f"X1-1wd {hour}:00", Audience.VISITOR) for hour in ("09", "10")),
        *(prompt(f"day {hour}", f"X1 {hour}:00", Audience.VISITOR) for hour in ("09", "10")),
        prompt("look ahead", "X1-1wd 15:30", Audience.VISITOR),
    )

    found = schedule(crowded, CALENDAR, replace(ADA, interview=None))

    assert "look ahead" not in [due.prompt for due in found]
    assert len(found) == 2 * A_DAY


# -- always --------------------------------------------------------------------------------------------------------

_days = some.dates(date(2027, 1, 1), date(2027, 6, 30))
_hours = some.times(timezones=some.none()).map(lambda one: one.replace(second=0, microsecond=0))
_zones = some.sampled_from(["Europe/Brussels", "America/St_Johns", "Pacific/Apia", "Australia/Lord_Howe", "UTC"])
_visits = some.builds(
    lambda first, gap, starts, ends: (first, first + timedelta(days=gap), starts, ends),
    _days,
    some.integers(1, 3),
    _hours,
    _hours,
)
_pauses = some.builds(lambda first, long: Pause(first, first + timedelta(days=long)), _days, some.integers(0, 30))
_people = some.builds(
    lambda visits, **own: Participant(
        "ada", legs=tuple(Leg(f"leg {at}", at == 0, *visit) for at, visit in enumerate(visits)), **own
    ),
    some.lists(_visits, max_size=2),
    timezone=_zones,
    pattern=some.frozensets(some.integers(1, 7)),
    quiet_from=_hours,
    quiet_to=_hours,
    interview=some.none() | _days,
    joined_at=some.none() | some.integers(0, 200 * 24 * 60).map(lambda minutes: NEW_YEAR + timedelta(minutes=minutes)),
    left_on=some.none() | _days,
    pauses=some.lists(_pauses, max_size=3).map(tuple),
)
WHOLE = program(
    prompt("A1", "W1-14d 09:30", window=72),
    prompt("A3", "W1-2wd 09:30"),
    prompt("B1", "W1 16:30", window=16),
    prompt("C2", "X1-10wd 09:30", Audience.PAIR, 72),
    prompt("D2", "X1 start-45m", Audience.VISITOR, 3),
    prompt("D3", "X1 end", Audience.VISITOR, 16),
    prompt("E2", "X1 end+30m", Audience.HOST, 16),
    prompt("D6", "X2+2wd 12:30", Audience.VISITOR, 48),
    prompt("F1", "L+5wd 09:30", window=72),
    prompt("G1", "I-2wd 09:30"),
    prompt("H1", "G-7d 09:30", window=72),
    prompt("J4", "G+90d 09:30", window=72),
)


@settings(max_examples=size(6000))
@given(_people)
def test_nobody_is_ever_disturbed_and_nothing_comes_twice(person: Participant) -> None:
    found = schedule(WHOLE, CALENDAR, person)

    days = Days(CALENDAR, person)
    assert max(Counter(due.local.date() for due in found).values(), default=0) <= A_DAY
    assert len({(due.prompt, due.anchor_instance) for due in found}) == len(found)
    assert [due.at for due in found] == sorted(due.at for due in found)
    for due in found:
        assert days.open(due.local.date())
        assert not is_quiet(due.local.time(), person.quiet_from, person.quiet_to)
        assert due.at < due.window_ends_at
        assert person.joined_at is None or due.at >= person.joined_at
        assert person.left_on is None or due.local.date() <= person.left_on


def test_the_schedule_does_not_hang_on_the_order_of_the_legs() -> None:
    turned = replace(ADA, legs=(COMING, GOING), joined_at=EARLIER)

    assert schedule(WHOLE, CALENDAR, turned) == schedule(WHOLE, CALENDAR, replace(ADA, joined_at=EARLIER))
