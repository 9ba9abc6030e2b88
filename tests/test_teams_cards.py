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

SCHEMA = json.loads(Path("tests/schemas/adaptive-card-1.5.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def cards(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("shown")
    with redirect_stdout(io.StringIO()) as printed:
        assert write(Library.load(PROMPTS), folder) == 0, printed.getvalue()
    return {file.stem: json.loads(file.read_text("utf-8")) for file in (folder / "teams").glob("*.json")}


def test_every_card_is_valid_by_the_schema_of_version_1_5(cards: dict[str, Any]) -> None:
    validator = Draft6Validator(SCHEMA)

    wrong = [name for name, card in cards.items() if any(validator.iter_errors(card))]
    without = [name for name in wrong if any(validator.iter_errors(_without_the_picker(cards[name])))]

    assert len(cards) > 600
    assert without == []
    # choosing people out of the directory is Teams' own addition: its documentation has it, the schema does not
    assert all("graph.microsoft.com/users" in json.dumps(cards[name]) for name in wrong)


def _without_the_picker(card: Any) -> Any:
    return {
        **card,
        "body": [{key: value for key, value in one.items() if key != "choices.data"} for one in card["body"]],
    }
