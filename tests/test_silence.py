"""What people write never reaches a log; and the listener that watches over it would hear it if it did."""

import logging
from datetime import date

import pytest

from bot.chat.command import understand
from bot.chat.reply import Reply
from bot.documents.paper import Bullets, Grid, Heading, Paper, Paragraph, Part, Picture
from bot.rules.pair_card_forms import Change, Line
from prompts.message import Button, ChoiceField, Form, Image, Item, Message, Option, TextField, TickField
from tests.silence import Listening, remember
from tests.what_is_there import words_in

WRITTEN = "Nobody asked the night shift."


def test_a_line_with_something_that_somebody_wrote_is_heard() -> None:
    listening, log = Listening(), logging.getLogger("tests.silence")
    log.propagate = False
    log.addHandler(listening)
    remember(WRITTEN)

    log.warning("stored: %s", WRITTEN)
    log.warning("stored one entry")

    assert listening.leaks == [f"tests.silence: stored: {WRITTEN}"]


@pytest.mark.parametrize("typed", [f"note {WRITTEN}", f'note "{WRITTEN}"', f"nto {WRITTEN}", WRITTEN])
def test_what_was_typed_behind_a_command_is_not_printed_with_it(typed: str) -> None:
    assert "night" not in f"{understand(typed)!r}"


@pytest.mark.parametrize(
    "part",
    [
        Heading(WRITTEN),
        Paragraph(WRITTEN, WRITTEN),
        Bullets((WRITTEN,)),
        Grid(("Day",), ((WRITTEN,),)),
        Picture(b"", WRITTEN),
    ],
)
def test_a_document_is_printed_without_what_stands_in_it(part: Part) -> None:
    assert "night" not in f"{Paper('Journal', '', 'en-GB', date(2027, 3, 8), (part,))!r}"


def test_a_line_of_a_card_is_printed_without_its_words() -> None:
    assert "night" not in f"{Change(Line('notice', WRITTEN), WRITTEN, approves=True)!r}"


@pytest.mark.parametrize(
    "seen",
    [
        Message(WRITTEN, WRITTEN, (Item(WRITTEN, (Button(WRITTEN, ""),), Image("", WRITTEN)),)),
        Reply(problems={"words": WRITTEN}),
        Form(WRITTEN, WRITTEN, (TextField("words", WRITTEN, WRITTEN, WRITTEN),), items=(Item(WRITTEN),)),
        ChoiceField("line", WRITTEN, (Option("1", WRITTEN),), hint=WRITTEN),
        TickField("line", WRITTEN, hint=WRITTEN),
    ],
)
def test_what_is_shown_is_printed_without_its_words(seen: object) -> None:
    assert "night" not in f"{seen!r}"
    assert WRITTEN in words_in(seen)
