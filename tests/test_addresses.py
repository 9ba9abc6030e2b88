"""An address of a database that cannot be used is refused in a sentence, by whichever command meets it first."""

import base64
from itertools import product
from pathlib import Path

import pytest
from sqlalchemy import make_url

from bot.__main__ import main
from bot.settings import read
from storage.addresses import driven
from storage.engine import connect

COMMANDS = ("serve", "backup {folder}/copy", "restore {folder}/copy", "resume")
NAMES = ("EXCHANGE_DATABASE_URL", "EXCHANGE_KEYS_URL")
PASSWORD = "hidden"
HERE = f"postgresql://coach:{PASSWORD}@127.0.0.1:1"
RIGHT_PLACE = "for example postgresql://coach:PASSWORD@127.0.0.1:5432/exchange"

WRONG = [
    (f"postgresql://coach:{PASSWORD}@127.0.0.1:abc/x", f"host and a port from 1 to 65535, {RIGHT_PLACE}"),
    (f"postgresql://coach:{PASSWORD}@127.0.0.1:99999/x", "a port from 1 to 65535"),
    (f"postgresql://coach:{PASSWORD}/x", "a port from 1 to 65535"),
    (f"postgresql://coach:p@{PASSWORD}@127.0.0.1/x", "@ %40"),
    (f"postgresql://coach:p@{PASSWORD}:w@127.0.0.1/x", "@ %40"),
    (f"{HERE[:-1]}1,127.0.0.1:2/x", "a port from 1 to 65535"),
    (f"postgresql://coach:{PASSWORD}@nowhere..invalid/x", "must have a host"),
    (f"{HERE}/x?host=127.0.0.1&port={PASSWORD}", "a port from 1 to 65535"),
    (f"{HERE}/x?sslmode=sometimes", "one sslmode, of disable, allow, prefer, require, verify-ca, verify-full"),
    (f"{HERE}/x?sslmode=require&ssl=disable", "one sslmode"),
    (f"{HERE}/x?sslmode=require&channel_binding=require", "cannot have channel_binding behind the ?"),
    (
        f"{HERE}/x?sslmode=verify-full&sslrootcert=/ca.pem",
        "behind the ?: name that file in the variable PGSSLROOTCERT",
    ),
    (f"{HERE}/x?{PASSWORD}=1", "the driver does not know; right is postgresql://"),
    (f"{HERE}/x?prepared_statement_cache_size={PASSWORD}", "must have a number"),
    ("sqlite://", "must name a file after three slashes"),
    ("sqlite:///", "must name a file"),
    ("sqlite:///:memory:", "must name a file"),
    ("sqlite://data/exchange.db", "must name a file after three slashes"),
    (f"mysql://coach:{PASSWORD}@127.0.0.1/x", "must begin with sqlite:/// or postgresql://"),
    (f"coach:{PASSWORD}@127.0.0.1/x", "must begin with sqlite:/// or postgresql://"),
]
NOWHERE = ("/dev/null/x.db", "{folder}/a folder", "{folder}/a file/deeper/x.db")

pytestmark = pytest.mark.one_database("no database is reached")


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """With all the settings that it needs, a master key at its place, a folder and a file."""
    (tmp_path / "a folder").mkdir()
    (tmp_path / "a file").touch()
    for name, text in {
        "DATABASE_URL": f"sqlite:///{tmp_path}/exchange.db",
        "KEYS_URL": f"sqlite:///{tmp_path}/keys.db",
        "MASTER_KEYS": base64.b64encode(bytes(32)).decode(),
        "ERASURES_FILE": f"{tmp_path}/erasures.jsonl",
        "SLACK_BOT_TOKEN": "xoxb-1",
        "SLACK_SIGNING_SECRET": "secret",
        "SLACK_API_URL": "http://127.0.0.1:1/api/",
        "ADMINISTRATORS": "U1",
        "PORT": "0",
    }.items():
        monkeypatch.setenv(f"EXCHANGE_{name}", text)
    return tmp_path


def refused(command: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> str:
    assert main(command.format(folder=folder).split(" ")) == 2
    return capsys.readouterr().err


@pytest.mark.parametrize(("name", "wrong"), list(product(NAMES, WRONG)))
@pytest.mark.parametrize("command", COMMANDS)
def test_an_address_that_cannot_be_used_is_named_with_a_right_one_and_without_its_password(
    machine: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    command: str,
    name: str,
    wrong: tuple[str, str],
) -> None:
    address, sentence = wrong
    monkeypatch.setenv(name, address)

    told = refused(command, machine, capsys)

    [line] = [one for one in told.splitlines() if one.startswith(name)]
    assert sentence in line
    assert PASSWORD not in told


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("file", NOWHERE)
@pytest.mark.parametrize("masters", [True, False])
def test_a_file_that_cannot_be_made_is_refused_with_a_right_one(
    machine: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    file: str,
    name: str,
    masters: bool,
) -> None:
    monkeypatch.setenv(name, f"sqlite:///{file.format(folder=machine)}")
    if not masters:
        monkeypatch.delenv("EXCHANGE_MASTER_KEYS")

    told = refused("serve", machine, capsys)

    assert f"The file of {name}, or one beside it, cannot be made or used" in told
    assert "for example sqlite:///data/" in told


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("file", NOWHERE)
@pytest.mark.parametrize("command", ["backup {folder}/copy", "restore {folder}/copy --no-ledger", "resume"])
def test_nothing_is_copied_from_or_to_a_file_that_cannot_be_made(
    machine: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    command: str,
    file: str,
    name: str,
) -> None:
    monkeypatch.setenv(name, f"sqlite:///{file.format(folder=machine)}")

    assert refused(command, machine, capsys).count("\n") == 2


@pytest.mark.parametrize("mode", ["disable", "allow", "prefer", "require", "verify-ca", "verify-full"])
@pytest.mark.parametrize("written", ["sslmode", "ssl"])
async def test_the_driver_is_told_of_tls_in_its_own_word(written: str, mode: str) -> None:
    engine = connect(driven(f"{HERE}/x?target_session_attrs=any&{written}={mode}"))

    _, told = engine.dialect.create_connect_args(engine.url)

    assert told["ssl"] == mode
    assert "sslmode" not in told


@pytest.mark.parametrize(
    ("address", "host", "port"),
    [
        ("postgresql://coach:p%40ss%3Aw@db.example.org:6432/x", "db.example.org", 6432),
        ("postgresql://coach:what?sslmode@[::1]:5432/x?sslmode=require", "::1", 5432),
        ("postgresql+asyncpg://coach@/x?host=/var/run/" + "s" * 70, None, None),
    ],
)
def test_a_right_address_is_taken_as_it_is(address: str, host: str | None, port: int | None) -> None:
    settings = read(
        {
            "EXCHANGE_DATABASE_URL": address,
            "EXCHANGE_KEYS_URL": "sqlite:///data/keys.db",
        },
        to_serve=False,
    )

    url = make_url(settings.database_url)
    assert (url.host, url.port) == (host, port)
