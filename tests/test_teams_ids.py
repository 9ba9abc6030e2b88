"""What comes from Teams is told apart by the chat it stands in, and what people type there is neither lost nor cut."""

import pytest

from bot.teams.incoming import event_id
from bot.teams.typed import command_in, typed_in


def test_two_chats_may_have_the_same_activity_id_at_the_same_moment() -> None:
    assert event_id("tenant", "chat of Ada", "message", "1700") != event_id("tenant", "chat of Ben", "message", "1700")


def test_long_ids_that_begin_alike_are_not_the_same() -> None:
    long = "1" * 250

    assert event_id("tenant", long + "2") != event_id("tenant", long + "3")
    assert len(event_id("tenant", long)) <= 200


@pytest.mark.parametrize(
    "thought",
    [
        "Exchange with Marta was hard, I listened badly.",
        "Exchange day two: we walked through the laundry.",
        "Exchange coach, I felt lost today.",
    ],
)
def test_a_thought_that_begins_like_our_name_is_kept(thought: str) -> None:
    assert command_in(thought) is None


@pytest.mark.parametrize(
    ("typed", "command"),
    [
        ("exchange help", "help"),
        ("Exchange Coach, help", "help"),
        ("/exchange anything goes", "anything goes"),
        ("exchange chort new", "chort new"),
        ("exchange", ""),
    ],
)
def test_what_is_meant_for_us_is_a_command(typed: str, command: str) -> None:
    assert command_in(typed) == command


def test_only_the_marks_that_teams_sets_are_taken_out() -> None:
    text = 'Look <at 5 pm> we met; <attention> gone <at id="0">Coach</at>'

    assert typed_in({"text": text, "entities": []}, "28:coach") == "Look <at 5 pm> we met; <attention> gone Coach"
