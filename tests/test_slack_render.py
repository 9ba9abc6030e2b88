"""Whatever a text holds, Slack shows it, takes it, and nothing in it comes to life."""

import json
from collections.abc import Iterator
from datetime import date, time
from pathlib import Path
from time import process_time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.chat.action import Skip, Write
from bot.playground.blocks import check_message_blocks, check_view
from bot.slack import render
from bot.slack.limits import MESSAGE_BLOCKS, VIEW_BLOCKS, check_limits, cut
from bot.slack.rich import plain, rich_text
from bot.slack.show import render_all, show
from prompts.message import (
    Button,
    ChoiceField,
    DateField,
    Field,
    Form,
    Image,
    Item,
    Message,
    Option,
    PeopleField,
    TextField,
    TickField,
    TimeField,
)
from prompts.words import Words
from prompts.words import plain as escaped
from tests.sizes import size
from tests.slack_edge import WORDS

EN: Words = WORDS["en"]
EVERYTHING = Message(
    title="Day one",
    text="Good **morning** *Ada*.\n\n> What did you notice?\n\n- first\n- second\n  - deeper\n\nType `help` any time.",
    items=(
        Item("One entry", (Button("Read", Skip("e1").pack()),)),
        Item("A chart", image=Image("https://example.org/chart.png", "Six of eight")),
    ),
    buttons=(
        Button("Write", Write("d1").pack(), opens_form=True, style="primary"),
        Button("Skip", Skip("d1").pack()),
    ),
    by_model=True,
)
FILLED = Form(
    title="What did you notice at your host's today?",
    text="Only you see this.",
    fields=(
        TextField("words", "In your own words", "She asked.", multiline=True, hint="As long as you like"),
        ChoiceField("value", "Which value?", (Option("care", "Care"), Option("time", "Time")), ("care",)),
        ChoiceField("tags", "Tags", (Option("a", "A"), Option("b", "B")), ("a", "b"), many=True, optional=True),
        ChoiceField("town", "Town", tuple(Option(str(n), f"Town {n}") for n in range(20)), ("3",)),
        DateField("day", "Day", date(2027, 3, 8)),
        TimeField("hour", "Hour", time(16, 30)),
        PeopleField("who", "Who?", ("U1",)),
        PeopleField("host", "Host", ("U2",), many=False),
        TickField("sure", "Keep it, it is not", value=True),
    ),
    submit="Keep",
    token='["Write","d1"]',
    items=(Item("Earlier", (Button("Show", Skip("e2").pack()),)),),
)
GOLDEN = Path(__file__).with_name("golden") / "slack"


def test_what_slack_shows_is_what_was_agreed() -> None:
    shown = render_all({"message": EVERYTHING, "form": FILLED, "home": EVERYTHING}, EN)

    for name, payload in shown.items():
        assert check_limits(payload) == []
        assert payload == json.loads((GOLDEN / f"{name}.json").read_text("utf-8")), name


def test_every_sample_is_written_to_its_own_file(tmp_path: Path) -> None:
    problems = show(tmp_path / "shown", {"prompt D1 / visitor": EVERYTHING, "form": FILLED}, EN)

    assert problems == []
    assert sorted(file.name for file in (tmp_path / "shown").iterdir()) == ["form.json", "prompt-d1-visitor.json"]


def test_a_link_of_a_person_stays_letters() -> None:
    text = "[press](https://evil.example) <https://evil.example|here> <!channel> <@U1> ![x](y)"

    [block] = rich_text(text)

    assert block["elements"][0]["elements"] == [{"type": "text", "text": text}]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("`help` lists it", "/exchange help lists it"),
        ("`pause until 2027-03-08`", "/exchange pause until 2027-03-08"),
        ("`reflect` at any time", "/reflect at any time"),
        ("`/ respect lived`", "/ respect lived"),
        ("after `leg` come two people", "after leg come two people"),
        (escaped("I typed `help` myself"), "I typed `help` myself"),
    ],
)
def test_a_command_is_shown_as_it_is_typed_in_slack(written: str, shown: str) -> None:
    assert plain(written) == shown


def test_a_numbered_list_goes_on_with_its_number() -> None:
    elements = rich_text("1. one\n   - between\n2. two")[0]["elements"]

    assert [(one["style"], one["indent"], one.get("offset")) for one in elements] == [
        ("ordered", 0, None),
        ("bullet", 1, None),
        ("ordered", 0, 1),
    ]


def test_a_long_text_is_parted_and_complete() -> None:
    text = "\n\n".join(f"Paragraph {n}: " + "word " * 100 for n in range(12))

    blocks = rich_text(text)

    assert len(blocks) == 3
    assert "".join(_texts(blocks)).replace("\n", "").replace(" ", "") == text.replace("\n", "").replace(" ", "")


def test_too_many_items_end_with_how_many_more_there_are() -> None:
    items = tuple(Item(f"Entry {n}", (Button("Read", Skip(str(n)).pack()),)) for n in range(200))

    shown = render.message(Message("Yours", items=items, buttons=(Button("Next", Skip("").pack()),)), EN)

    assert check_limits(shown) == []
    assert MESSAGE_BLOCKS - 2 <= len(shown["blocks"]) <= MESSAGE_BLOCKS
    assert shown["blocks"][-1]["elements"][0]["text"]["text"] == "Next"
    told = "".join(_texts([shown["blocks"][-2]]))
    assert told == f"There are {200 - _entries(shown)} more that do not fit here."


def test_exactly_as_many_items_as_fit_are_all_shown() -> None:
    view = render.home(Message("", items=tuple(Item(f"Entry {n}") for n in range(VIEW_BLOCKS))), EN)

    assert len(view["blocks"]) == _entries(view) == VIEW_BLOCKS


def test_a_text_too_long_for_a_message_says_that_it_goes_on() -> None:
    shown = render.message(Message("word " * 10_000, buttons=(Button("Read", Skip("1").pack()),)), EN)

    assert check_limits(shown) == []
    assert "no more room" in "".join(_texts(shown["blocks"]))
    assert shown["blocks"][-1]["type"] == "actions"


def test_a_value_longer_than_a_field_holds_is_cut_with_a_word_about_the_rest() -> None:
    view = render.modal(Form("Write", fields=(TextField("a", "A", "x" * 4000, multiline=True, longest=9000),)), EN)

    [block] = view["blocks"]
    assert len(block["element"]["initial_value"]) == 3000
    assert "reply" in block["hint"]["text"]
    assert check_limits(view) == []


def test_a_choice_of_nothing_says_so() -> None:
    view = render.modal(Form("Pick", fields=(ChoiceField("a", "Your *host*", ()),)), EN)

    assert "Your *host*: there is nothing to choose from yet." in "".join(_texts(view["blocks"]))
    assert "submit" not in view


def test_another_form_never_inherits_what_was_typed_in_the_one_before() -> None:
    first = render.modal(Form("Write", fields=(TextField("words", "A"),), token='["Write","d1"]'), EN)
    again = render.modal(Form("Write", fields=(TextField("words", "A"),), token='["Write","d1"]'), EN)
    other = render.modal(Form("Write", fields=(TextField("words", "A"),), token='["Answer","e1"]'), EN)

    names = [view["blocks"][0]["element"]["action_id"] for view in (first, again, other)]
    assert names[0] == names[1] != names[2]


def test_a_label_is_cut_between_words() -> None:
    assert cut("Who was carrying the heaviest load", 24) == "Who was carrying the…"
    assert cut("Donaudampfschifffahrtsgesellschaft", 24) == "Donaudampfschifffahrtsg…"
    assert cut(" \n ", 24) == "–"


ALIVE = {"mrkdwn", "markdown", "link", "user", "usergroup", "broadcast", "channel", "emoji"}
HOSTILE = st.one_of(
    st.text(max_size=200),
    st.lists(
        st.sampled_from([
            "<!channel>", "<@U1>", "<https://evil.example|x>", "[x](https://evil.example)", "*", "**", "_", "`", "```",
            "> ", "- ", "1. ", "\n", "\n\n", "    ", "# ", "\\", "&", "<", "&lt;", "@here", ":smile:", "|", "\0",
            "\u202e", "word ", "x" * 3500, "🙂" * 50, "\r", "\t", "---\n", "***", "~~", "2) ",
        ]),
        max_size=25,
    ).map("".join),
)  # fmt: skip
BUTTONS = st.lists(
    st.builds(Button, label=HOSTILE, action=st.just(Skip("d1").pack()), style=st.sampled_from(["", "primary", "odd"])),
    max_size=4,
).map(tuple)
IMAGES = st.none() | st.builds(Image, url=st.just("https://example.org/c.png"), alternative=HOSTILE)
ITEMS = st.lists(st.builds(Item, text=HOSTILE, buttons=BUTTONS, image=IMAGES), max_size=70).map(tuple)
MESSAGES = st.builds(Message, text=HOSTILE, title=HOSTILE, items=ITEMS, buttons=BUTTONS, by_model=st.booleans())
OPTIONS = st.lists(st.text("abc", min_size=1, max_size=5), unique=True, max_size=120).flatmap(
    lambda values: HOSTILE.map(lambda label: tuple(Option(value, label) for value in values))
)


@st.composite
def fields(draw: st.DrawFn) -> tuple[Field, ...]:
    kinds = draw(st.lists(st.sampled_from(["text", "choice", "many", "date", "time", "who", "tick"]), max_size=8))
    return tuple(draw(_field(kind, f"key{place}")) for place, kind in enumerate(kinds))


def _field(kind: str, key: str) -> st.SearchStrategy[Field]:
    same = {"key": st.just(key), "label": HOSTILE, "hint": HOSTILE, "optional": st.booleans()}
    match kind:
        case "text":
            return st.builds(TextField, **same, value=HOSTILE, longest=st.integers(1, 9000))
        case "choice" | "many":
            return st.builds(ChoiceField, **same, options=OPTIONS, many=st.just(kind == "many"))
        case "date":
            return st.builds(DateField, **same, value=st.none() | st.dates())
        case "time":
            return st.builds(TimeField, **same, value=st.none() | st.times())
        case "who":
            return st.builds(PeopleField, **same, many=st.booleans())
        case _:
            return st.builds(TickField, **same, value=st.booleans())


FORMS = st.builds(Form, title=HOSTILE, text=HOSTILE, fields=fields(), submit=st.just("Keep"), items=ITEMS)


@settings(max_examples=size(2000))
@given(MESSAGES)
def test_any_message_is_inside_the_limits_and_dead(message: Message) -> None:
    posted, home = render.message(message, EN), render.home(message, EN)

    for payload in (posted, home):
        assert check_limits(payload) == []
        _is_dead(payload)
    check_message_blocks(posted["blocks"])
    check_view(home, "home")


@settings(max_examples=size(2000))
@given(FORMS)
def test_any_form_is_inside_the_limits_and_dead(form: Form) -> None:
    view = render.modal(form, EN)

    assert check_limits(view) == []
    _is_dead(view)
    check_view(view, "modal")


@settings(max_examples=size(4000))
@given(st.text(max_size=300))
def test_what_somebody_wrote_shows_exactly_as_it_was_written(text: str) -> None:
    words = " ".join(text.split())

    assert plain("It says: " + escaped(words) + ".") == ("It says: " + words + ".").replace("\0", "")


def _is_dead(payload: dict[str, Any]) -> None:
    """Nothing that Slack would read as a mention or a link: plain text, and rich text that holds only words."""
    assert "<" not in payload.get("text", "")
    for part in _parts(payload):
        assert part.get("type") not in {
            "mrkdwn",
            "link",
            "user",
            "usergroup",
            "broadcast",
            "channel",
            "emoji",
            "markdown",
        }
        assert not part.get("emoji")


def _parts(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from _parts(one)


def _texts(blocks: list[dict[str, Any]]) -> Iterator[str]:
    return (part["text"] for part in _parts(blocks) if part.get("type") == "text")


def _entries(payload: dict[str, Any]) -> int:
    return sum(text.startswith("Entry ") for text in _texts(payload["blocks"]))


def test_a_long_list_of_short_lines_is_rendered_at_once() -> None:
    longest = "- a\n" * 10_000  # 40,000 characters: as much as one message of Slack's holds

    started = process_time()
    blocks = rich_text(escaped(longest))

    assert sum(len(one["elements"]) for one in blocks) > 0
    assert process_time() - started < 5, "the work grows with the square of the lines"
