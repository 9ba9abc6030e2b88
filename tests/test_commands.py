"""The operator's commands tell in a sentence what keeps them from starting, and how they are used."""

import asyncio
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.app import running
from bot.demo import demo
from bot.errors import Misconfigured
from bot.settings import read

ENOUGH = {
    "EXCHANGE_SLACK_BOT_TOKEN": "xoxb-1",
    "EXCHANGE_SLACK_SIGNING_SECRET": "secret",
    "EXCHANGE_ADMINISTRATORS": "U1",
    "EXCHANGE_MASTER_KEYS": "A" * 43 + "=",
    "EXCHANGE_PORT": "0",
    "EXCHANGE_SLACK_API_URL": "http://127.0.0.1:1/api/",
}
EVERY = ("serve", "demo", "demo-teams", "check", "rehearse", "show", "backup", "restore", "resume", "teams-package")
NOWHERE = "postgresql://coach:hidden@127.0.0.1:1/coach"  # nothing listens on port 1


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that something else listens on."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        yield other.getsockname()[1]


def settings_in(folder: Path) -> dict[str, str]:
    return ENOUGH | {
        "EXCHANGE_DATABASE_URL": f"sqlite:///{folder}/exchange.db",
        "EXCHANGE_KEYS_URL": f"sqlite:///{folder}/keys.db",
    }


async def refusal(environment: dict[str, str]) -> str:
    with pytest.raises(Misconfigured) as refused:
        async with running(read(environment)):
            pass
    return str(refused.value)


async def test_a_port_in_use_is_named(tmp_path: Path, taken: int) -> None:
    told = await refusal(settings_in(tmp_path) | {"EXCHANGE_PORT": str(taken)})

    assert f"Port {taken} is in use already" in told
    assert "EXCHANGE_PORT" in told


async def test_the_demo_names_a_port_in_use_too(tmp_path: Path, taken: int) -> None:
    with pytest.raises(Misconfigured, match=f"Port {taken} is in use already"):
        async with demo({"EXCHANGE_PORT": str(taken)}, tmp_path):
            pass


@pytest.mark.parametrize("host", ["nowhere.invalid", "192.0.2.1"])
async def test_a_host_that_is_not_this_machine_is_named(tmp_path: Path, host: str) -> None:
    told = await refusal(settings_in(tmp_path) | {"EXCHANGE_HOST": host})

    assert f"EXCHANGE_HOST is {host}" in told


@pytest.mark.parametrize("name", ["EXCHANGE_DATABASE_URL", "EXCHANGE_KEYS_URL"])
async def test_a_database_that_cannot_be_reached_is_named_without_its_password(tmp_path: Path, name: str) -> None:
    told = await refusal(settings_in(tmp_path) | {name: NOWHERE})

    assert f"The database of {name} cannot be reached" in told
    assert "hidden" not in told


async def test_a_slack_that_cannot_be_reached_is_not_called_a_wrong_token(tmp_path: Path) -> None:
    told = await refusal(settings_in(tmp_path))

    assert told.startswith("Slack's server at http://127.0.0.1:1/api/ cannot be reached")


async def test_a_language_without_words_is_refused_with_those_that_there_are(tmp_path: Path) -> None:
    told = await refusal(settings_in(tmp_path) | {"EXCHANGE_LANGUAGE": "nl"})

    assert told == "EXCHANGE_LANGUAGE is nl, in which it has no words. It speaks: en."


@pytest.mark.parametrize("name", ["exchange.db", "keys.db"])
def test_a_database_file_is_its_owners_alone(tmp_path: Path, name: str) -> None:
    asyncio.run(refusal(settings_in(tmp_path)))

    assert (tmp_path / name).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("command", EVERY)
def test_every_command_has_help_and_takes_nothing_unknown(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as helped:
        main([command, "--help"])
    with pytest.raises(SystemExit) as refused:
        main([command, "somewhere", "--fast"])

    told = capsys.readouterr()
    assert (helped.value.code, refused.value.code) == (0, 2)
    assert f"python -m bot {command}" in told.out
    assert "--fast" in told.err


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("serve", "Exchange Coach cannot start:\nEXCHANGE_"),
        ("backup copy", "The backup was not made:\nThere is nothing to back up at data/exchange.db"),
        ("restore copy", "Nothing was restored:\nFirst the master key: in EXCHANGE_MASTER_KEYS or at data/master.key."),
        ("resume", "Nothing was resumed:\nThere is nothing to resume at data/exchange.db"),
        ("teams-package coach.zip", "The app package was not written:\nEXCHANGE_TEAMS_APP_ID"),
    ],
)
def test_a_refusal_begins_with_what_was_asked_for_and_asks_for_no_more_than_that_needs(
    asked: str, told: str, tmp_path: Path
) -> None:
    refused = subprocess.run(
        [sys.executable, "-m", "bot", *asked.split()],
        cwd=tmp_path,
        env={"PYTHONPATH": str(Path.cwd())},
        capture_output=True,
        check=False,
        text=True,
    )

    assert refused.returncode == 2
    assert refused.stderr.startswith(told)
    assert "SLACK" not in refused.stderr or asked == "serve"
