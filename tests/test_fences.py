"""What a whole folder must not name, whatever lies in it: the import contracts see modules alone."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize("folder", ["bot", "storage", "prompts"])
@pytest.mark.parametrize("name", [b"botbuilder", b"botframework"])
def test_microsofts_library_is_named_in_the_folder_of_teams_alone(folder: str, name: bytes) -> None:
    files = [one for one in (ROOT / folder).rglob("*") if one.is_file()]

    naming = [one for one in files if name in one.read_bytes() and ROOT / "bot" / "teams" not in one.parents]

    assert files
    assert naming == []
