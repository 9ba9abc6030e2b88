"""Every card that Teams is sent is one: by the published schema, and small enough for every client."""

import io
import json
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft6Validator

from bot.showing.show import write
from prompts.library import PROMPTS, Library

# Teams shows its people picker on cards of version 1.5, and for 1.5 the schema has no place for it: an
# `Input.ChoiceSet` may have no property beyond those listed, and `choices.data` is listed first in that of 1.6. These
# two forms have it, because otherwise an administrator would type every address; all else in them is valid.
PICKING = {"people-add-form", "role-grant-form"}
SCHEMA = json.loads(Path("tests/schemas/adaptive-card-1.5.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def cards(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("shown")
    with redirect_stdout(io.StringIO()) as printed:
        assert write(Library.load(PROMPTS), folder) == 0, printed.getvalue()
    return {file.stem: json.loads(file.read_text("utf-8")) for file in (folder / "teams").glob("*.json")}


def test_every_card_is_valid_by_the_schema_of_version_1_5(cards: dict[str, Any]) -> None:
    validator = Draft6Validator(SCHEMA)

    wrong = {name for name, card in cards.items() if any(validator.iter_errors(card))}
    without = [name for name in wrong if any(validator.iter_errors(_without_the_picker(cards[name])))]

    assert len(cards) > 600
    assert wrong == PICKING
    assert without == []


def test_people_are_chosen_out_of_the_directory_as_teams_asks(cards: dict[str, Any]) -> None:
    chosen = {name: [one for one in card["body"] if "choices.data" in one] for name, card in cards.items()}

    assert {name for name, found in chosen.items() if found} == PICKING
    for field in (one for found in chosen.values() for one in found):
        assert field["type"] == "Input.ChoiceSet"
        assert field["choices.data"] == {"type": "Data.Query", "dataset": "graph.microsoft.com/users"}


def _without_the_picker(card: Any) -> Any:
    return {
        **card,
        "body": [{key: value for key, value in one.items() if key != "choices.data"} for one in card["body"]],
    }
