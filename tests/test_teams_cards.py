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

# Where people are named: Teams' own list of the directory's people is of version 1.6.
NAMING = {"people-add-form": 1, "role-grant-form": 3}
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

    assert len(cards) > 600
    assert wrong == set()


def test_people_are_named_by_their_addresses_with_a_right_example(cards: dict[str, Any]) -> None:
    for name, fields in NAMING.items():
        body = cards[name]["body"]
        asked = [place for place, one in enumerate(body) if one.get("id", "").startswith("people.")]

        assert len(asked) == fields
        for place in asked:
            assert (body[place]["type"], body[place]["isMultiline"]) == ("Input.Text", True)
            assert "ada@example.org, ben@example.org" in str(body[place + 1])
