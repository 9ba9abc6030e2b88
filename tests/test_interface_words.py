"""Every sentence that the code asks for is there with all that fills its gaps, and none is there for nothing."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TypeGuard

from bot.chat.command import COMMANDS
from bot.rules.arrangements import Kind
from prompts.demands import BUTTONS, GAPS, TITLES
from prompts.wordings import gaps
from prompts.words import Words

WORDS = Words.read("en", Path("prompts/en/interface.toml"))
TREES = {path: ast.parse(path.read_text("utf-8")) for path in sorted(Path("bot").rglob("*.py"))}

# Sections whose keys are put together from what is stored or typed, and where that happens.
LOOKED_UP = (
    "language",  # prompts/words.py and the list of languages
    "command",  # help and example of each command, by its words
)


def calls(*names: str) -> Iterator[tuple[str, ast.Call]]:
    for path, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in names:
                yield f"{path}:{node.lineno}", node


def keys(node: ast.expr) -> Iterator[str]:
    """The keys that an argument can be, as far as they are written out."""
    if isinstance(node, ast.IfExp):
        yield from keys(node.body)
        yield from keys(node.orelse)
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value


def asked_for() -> Iterator[tuple[str, str, ast.Call]]:
    """Where a sentence is asked for, by which key, in which call."""
    for place, call in calls("say", "label"):
        yield from ((place, key, call) for argument in call.args[:1] for key in keys(argument))
    for place, call in calls("notice"):
        yield from ((place, key, call) for argument in call.args[1:2] for key in keys(argument))


def patterns() -> list[str]:
    """Keys of which a part is filled in when they are asked for, as regular expressions."""
    found = []
    for tree in TREES.values():
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr):
                parts = [re.escape(str(p.value)) if isinstance(p, ast.Constant) else r"[\w.-]+" for p in node.values]
                found.append("".join(parts))
    return [one for one in found if re.match(r"(?:action:\\?\+?)?[a-z_]+\\\.", one)]


def test_every_sentence_that_is_asked_for_is_there() -> None:
    missing = [f"{place} {key}" for place, key, _ in asked_for() if key not in WORDS.sentences]

    assert missing == []


def test_every_sentence_gets_what_fills_its_gaps() -> None:
    lacking = [
        f"{place} {key} lacks {', '.join(sorted(lack))}"
        for place, key, call in asked_for()
        if key in WORDS.sentences
        and None not in (given := {one.arg for one in call.keywords})
        and (lack := gaps(WORDS.sentences[key]) - given)
    ]

    assert lacking == []


def test_the_check_knows_every_gap_and_no_other() -> None:
    used = {gap for text in WORDS.sentences.values() for gap in gaps(text)}

    assert used == GAPS


def test_the_check_knows_every_label_of_a_button() -> None:
    buttons = [call for tree in TREES.values() for call in ast.walk(tree) if is_button(call)]
    labels = [one for call in buttons for one in call.args[:1] if isinstance(one, ast.Call) and one.args]
    shown = {key for label in labels for key in keys(label.args[0])}

    assert len(shown) > 30
    assert sorted(shown - BUTTONS) == []
    assert sorted((BUTTONS | TITLES) - set(WORDS.sentences)) == []


def is_button(node: ast.AST) -> TypeGuard[ast.Call]:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Button"


def test_no_sentence_is_there_for_nothing() -> None:
    written = "\n".join(
        node.value
        for tree in TREES.values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )
    names = set(re.findall(r"[a-z_0-9]+(?:\.[a-z_0-9]+)+", written))
    sections = (*LOOKED_UP, *(key for _, call in calls("under") for one in call.args[:1] for key in keys(one)))
    filled_in = re.compile("|".join(f"(?:{one})" for one in (*patterns(), "-")))

    unused = [
        key
        for key in WORDS.sentences
        if key not in names
        and not key.startswith(tuple(f"{one}." for one in sections))
        and not filled_in.fullmatch(key)
    ]

    assert unused == []


def test_every_command_has_help_and_an_example() -> None:
    wanted = {f"command.{command.key}.{part}" for command in COMMANDS for part in ("help", "example")}
    wanted |= {f"command.dates_{kind}.example" for kind in Kind}  # each kind of date is typed in its own way
    wanted |= {f"command.values_statement.{part}" for part in ("help", "example")}  # the sponsor's way with `values`
    there = {key for key in WORDS.sentences if key.startswith("command.")}

    assert sorted(wanted - there) == []
    assert sorted(there - wanted) == []
