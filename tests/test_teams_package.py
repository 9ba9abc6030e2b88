"""The app package for Teams is what Microsoft's own schema asks for."""

import io
import json
import struct
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from bot.errors import Misconfigured
from bot.teams.packing import package
from tests.slack_edge import WORDS

SCHEMA = json.loads(Path("tests/schemas/teams-manifest-1.22.json").read_text("utf-8"))
APP_ID = "11111111-2222-3333-4444-555555555555"
SITE = "https://coach.halden.example/"


def contents(zipped: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(zipped)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def manifest_in(zipped: bytes) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(contents(zipped)["manifest.json"])
    return read


def test_the_manifest_is_as_microsofts_schema_asks() -> None:
    manifest = manifest_in(package(APP_ID, SITE, WORDS["en"]))

    assert [error.message for error in Draft7Validator(SCHEMA).iter_errors(manifest)] == []
    assert (manifest["id"], manifest["bots"][0]["botId"]) == (APP_ID, APP_ID)
    assert manifest["validDomains"] == ["coach.halden.example"]


def test_the_icons_have_the_sizes_that_teams_shows() -> None:
    packed = contents(package(APP_ID, SITE, WORDS["en"]))

    sizes = {name: struct.unpack(">II", packed[name][16:24]) for name in ("color.png", "outline.png")}
    assert sizes == {"color.png": (192, 192), "outline.png": (32, 32)}


def test_slash_commands_are_for_channels_alone() -> None:
    bot = manifest_in(package(APP_ID, SITE, WORDS["en"], slash=True))["bots"][0]

    assert bot["supportsTargetedMessages"]
    assert [one.get("triggers") for one in bot["commandLists"]] == [None, ["slash"]]


@pytest.mark.parametrize(
    ("app_id", "url", "missing"),
    [("", SITE, "TEAMS_APP_ID"), (APP_ID, "", "PUBLIC_URL"), (APP_ID, "http://x.example", "https://")],
)
def test_without_its_settings_there_is_no_package(app_id: str, url: str, missing: str) -> None:
    with pytest.raises(Misconfigured, match=missing):
        package(app_id, url, WORDS["en"])


def test_the_command_writes_the_package(tmp_path: Path) -> None:
    file = tmp_path / "coach.zip"
    settings = {"EXCHANGE_TEAMS_APP_ID": APP_ID, "EXCHANGE_PUBLIC_URL": SITE}

    done = subprocess.run(
        [sys.executable, "-m", "bot", "teams-package", str(file)], env=settings, capture_output=True, check=False
    )

    assert (done.returncode, done.stderr) == (0, b"")
    assert manifest_in(file.read_bytes())["id"] == APP_ID
