"""The moves of a live debrief, one by one."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.rules.debrief_state import (
    LAST,
    Back,
    Close,
    DebriefState,
    Drop,
    End,
    Extend,
    Next,
    Refused,
    Reveal,
    RoundState,
    Skip,
    begun,
    moved,
    takes,
)

NOW = datetime(2027, 5, 20, 11, 0, tzinfo=UTC)
LATER = NOW + timedelta(minutes=4)


def debrief() -> DebriefState:
    rounds = (
        RoundState("rules", 5, collects=True),
        RoundState("pairs", 10),
        RoundState("wall", 20, collects=True, hidden=True),
        RoundState("word", 5, collects=True, hidden=True),
    )
    return begun(rounds, NOW)


def at(key: str) -> DebriefState:
    state = debrief()
    while state.current.key != key:
        state = after(state, Next())
    return state


def after(state: DebriefState, *commands: object, now: datetime = LATER) -> DebriefState:
    for command in commands:
        changed = moved(state, command, now)  # type: ignore[arg-type]  # a test gives only commands
        assert isinstance(changed, DebriefState), changed
        state = changed
    return state


def test_a_debrief_begins_with_its_first_round_on_and_its_time_running() -> None:
    state = debrief()

    assert (state.current.key, state.current.state) == ("rules", "collecting")
    assert state.current.ends_at == NOW + timedelta(minutes=5)
    assert [one.state for one in state.rounds[1:]] == ["waiting"] * 3


def test_next_closes_what_is_on_and_shows_nothing() -> None:
    state = after(at("wall"), Next())

    assert (state.rounds[2].state, state.rounds[2].revealed_at) == ("closed", None)
    assert state.current.key == "word"


def test_a_round_that_collects_nothing_is_only_open() -> None:
    assert at("pairs").current.state == "open"


def test_back_brings_the_round_before_on_again_with_what_is_left_of_its_time() -> None:
    state = after(at("pairs"), Back(), now=LATER)

    assert (state.current.key, state.current.state) == ("rules", "collecting")
    assert state.current.ends_at == NOW + timedelta(minutes=5)


def test_a_round_that_comes_back_after_its_time_gets_a_few_minutes() -> None:
    long_after = NOW + timedelta(hours=1)

    state = after(at("pairs"), Back(), now=long_after)

    assert state.current.ends_at == long_after + timedelta(minutes=5)


def test_what_was_shown_stays_shown_when_one_comes_back_to_it() -> None:
    state = after(at("wall"), Reveal(), Next(), Back())

    assert (state.current.key, state.current.state) == ("wall", "revealed")
    assert not takes(state, "wall")


def test_what_was_shown_stays_shown_when_one_skips_from_it() -> None:
    state = after(at("wall"), Reveal(), Skip())

    assert (state.rounds[2].state, state.current.key) == ("revealed", "word")
    assert not takes(after(state, Back()), "wall")


def test_back_returns_to_a_round_that_was_skipped_by_mistake() -> None:
    state = after(at("pairs"), Skip(), Back())

    assert (state.current.key, state.current.state) == ("pairs", "open")


def test_back_and_next_pass_over_a_round_that_was_dropped_before_it_began() -> None:
    dropped = after(debrief(), Drop("pairs"))

    forth = after(dropped, Next())

    assert forth.current.key == "wall"
    assert after(forth, Back()).current.key == "rules"


def test_minutes_more_count_from_now_when_the_time_is_up() -> None:
    in_time = after(debrief(), Extend(5), now=LATER)
    too_late = after(debrief(), Extend(5), now=NOW + timedelta(minutes=9))

    assert in_time.current.ends_at == NOW + timedelta(minutes=10)
    assert too_late.current.ends_at == NOW + timedelta(minutes=14)


def test_closing_takes_nothing_more_and_still_hides() -> None:
    state = after(at("wall"), Close())

    assert (state.current.state, takes(state, "wall")) == ("closed", False)


def test_showing_a_round_that_still_collects_closes_it_too() -> None:
    state = after(at("wall"), Reveal())

    assert (state.current.state, state.current.closed_at, state.current.revealed_at) == ("revealed", LATER, LATER)


def test_only_the_round_that_is_on_takes_anything() -> None:
    state = at("wall")

    assert [takes(state, one.key) for one in state.rounds] == [False, False, True, False]


def test_ending_closes_what_is_on() -> None:
    state = after(at("wall"), End())

    assert (state.state, state.closed_at, state.current.state) == ("closed", LATER, "closed")


REFUSED = {
    "next on the last round": (at("word"), Next(), LAST),
    "skip on the last round": (at("word"), Skip(), LAST),
    "back on the first": (debrief(), Back(), Refused("debrief.first_round")),
    "no minutes": (debrief(), Extend(0), Refused("debrief.wrong_minutes", {"most": "60"})),
    "a day": (debrief(), Extend(1440), Refused("debrief.wrong_minutes", {"most": "60"})),
    "closing what collects nothing": (at("pairs"), Close(), Refused("debrief.nothing_to_close", round="pairs")),
    "closing twice": (after(at("wall"), Close()), Close(), Refused("debrief.closed_already", round="wall")),
    "showing what hides nothing": (debrief(), Reveal(), Refused("debrief.nothing_hidden", round="rules")),
    "showing twice": (after(at("wall"), Reveal()), Reveal(), Refused("debrief.revealed_already", round="wall")),
    "dropping what is on": (at("pairs"), Drop("pairs"), Refused("debrief.was_on", round="pairs")),
    "dropping what is over": (at("pairs"), Drop("rules"), Refused("debrief.was_on", round="rules")),
    "dropping twice": (after(debrief(), Drop("word")), Drop("word"), Refused("debrief.dropped_already", round="word")),
    "dropping what is not there": (debrief(), Drop("fours"), Refused("debrief.no_such_round", {"what": "fours"})),
    "anything after the end": (after(debrief(), End()), Next(), Refused("debrief.is_over")),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_done_says_why(case: str) -> None:
    state, command, refusal = REFUSED[case]

    assert moved(state, command, LATER) == refusal  # type: ignore[arg-type]  # only commands stand in the table
