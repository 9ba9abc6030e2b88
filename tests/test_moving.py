"""What a change of dates does to the coming messages."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from bot.rules.days_off import days_off
from bot.rules.moving import Comes, Goes, Moves, Stays, changes, key
from prompts.program import Anchor, Audience, Calendar, Edge, Leg, Moment, Participant, Phase, Program, Prompt
from prompts.schedule import schedule

CALENDAR = Calendar(
    date(2027, 1, 25), date(2027, 1, 26), date(2027, 5, 20), days_off("BE", "", date(2027, 1, 1), date(2027, 12, 31))
)
VISIT = Leg("leg", True, date(2027, 3, 8), date(2027, 3, 9))
ADA = Participant("ada", "Europe/Brussels", legs=(VISIT,))


def prompt(name: str, moment: Moment, audience: Audience = Audience.VISITOR) -> Prompt:
    return Prompt(name, "X", moment, audience, 2, "kind", 24)


PROGRAM = Program(
    (
        Phase(
            "X",
            (
                prompt("terms", Moment(Anchor.WORKSHOP_1, -14, at=time(9, 30)), Audience.PARTICIPANT),
                prompt("ready", Moment(Anchor.VISIT_1, -10, working=True, at=time(9, 30))),
                prompt("lens", Moment(Anchor.VISIT_1, edge=Edge.START, minutes=-45)),
                prompt("evening", Moment(Anchor.VISIT_2, edge=Edge.END)),
                prompt("closing", Moment(Anchor.DEBRIEF, 1, at=time(9))),
            ),
        ),
    )
)
BEFORE = schedule(PROGRAM, CALENDAR, ADA)
READY = ("ada", "ready", "X1:leg")


def with_visit(first: date | None) -> Participant:
    second = first + timedelta(days=1) if first else None
    return replace(ADA, legs=(replace(VISIT, first_day=first, second_day=second),))


def test_a_visit_that_moves_by_a_week_takes_what_was_not_sent_with_it() -> None:
    after = schedule(PROGRAM, CALENDAR, with_visit(date(2027, 3, 15)))

    found = changes(BEFORE, after, {READY}, datetime(2027, 3, 1, tzinfo=UTC))

    assert [type(one) for one in found] == [Stays, Moves, Moves]
    assert [one.after.at - one.before.at for one in found if isinstance(one, Moves)] == [timedelta(days=7)] * 2
    assert [one.sent.prompt for one in found if isinstance(one, Stays)] == ["ready"]


def test_dates_that_are_taken_away_let_messages_go_and_new_ones_let_them_come() -> None:
    without = schedule(PROGRAM, CALENDAR, with_visit(None))
    now = datetime(2027, 2, 1, tzinfo=UTC)

    assert [type(one) for one in changes(BEFORE, without, (), now)] == [Goes] * 3
    assert [type(one) for one in changes(without, BEFORE, (), now)] == [Comes] * 3


def test_what_is_too_late_to_be_sent_does_not_come() -> None:
    after = schedule(PROGRAM, CALENDAR, with_visit(date(2027, 3, 2)))

    found = changes(BEFORE, after, (), datetime(2027, 3, 1, tzinfo=UTC))

    assert [type(one) for one in found] == [Moves, Moves]  # getting ready was due a fortnight before, and is missed


def test_nothing_changes_when_nothing_moves() -> None:
    assert changes(BEFORE, BEFORE, {key(due) for due in BEFORE}, datetime(2027, 2, 1, tzinfo=UTC)) == ()


def test_what_was_sent_does_not_come_again_after_its_dates_were_taken_away() -> None:
    without = schedule(PROGRAM, CALENDAR, with_visit(None))

    found = changes(without, BEFORE, {READY}, datetime(2027, 3, 1, tzinfo=UTC))

    assert [one.after.prompt for one in found if isinstance(one, Comes)] == ["lens", "evening"]
