"""Starts and stops the Agents Playground, Microsoft's Teams client for developers, with people of ours in it."""

import asyncio
import json
import os
import shutil
import socket
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Protocol

import aiohttp

TENANT = "77777777-6666-5555-4444-333333333333"
BOT = "28:exchange-coach"
OTHERS = 5  # people whom the Playground knows besides the one who sits before it; its configuration wants just as many
CHANNEL = "19:halden-managers"

_PINNED = tuple(Path(__file__).with_name(name) for name in ("package.json", "package-lock.json"))
_FOLDER = Path(__file__).parents[2] / "build" / "agents_playground"  # beside the program: nothing of it is ours
_CLIENT = _FOLDER / "node_modules" / "@microsoft" / "m365agentsplayground" / "cli.js"
_STARTING = 60.0  # seconds; on an idle machine it takes two
_ENDING = 10.0  # seconds after which a client that does not stop is stopped
_TRIES_APART = 0.1  # seconds between two questions whether it answers


class NotInstalled(Exception):
    """Node or the Playground is not on this machine; the text says what to do."""


class Somebody(Protocol):
    """Who may sit before the Playground or be written to. `id` is the one of the directory."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def email(self) -> str: ...
    @property
    def timezone(self) -> str: ...


def is_installed() -> bool:
    """Whether node is there, and the version that is pinned."""
    here = all((_FOLDER / one.name).exists() and _same(one, _FOLDER / one.name) for one in _PINNED)
    return here and _CLIENT.exists() and shutil.which("node") is not None


def _same(one: Path, other: Path) -> bool:
    return one.read_bytes() == other.read_bytes()


async def install() -> None:
    """Puts the pinned version into `build`, once. Raises NotInstalled where node or its registry is missing."""
    if is_installed():
        return
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        raise NotInstalled("The Agents Playground needs node and npm (on Debian: apt-get install nodejs npm).")
    _FOLDER.mkdir(parents=True, exist_ok=True)
    for one in _PINNED:
        shutil.copy(one, _FOLDER)
    process = await asyncio.create_subprocess_exec(
        npm,
        *("ci", "--no-audit", "--no-fund", "--ignore-scripts"),
        cwd=_FOLDER,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    if await process.wait() or not is_installed():
        raise NotInstalled(f"`npm ci` in {'/'.join(_FOLDER.parts[-2:])} could not install the Agents Playground.")


@asynccontextmanager
async def client(people: Sequence[Somebody], bot: str, service: str, port: int = 0) -> AsyncIterator[str]:
    """A running Playground; gives its address. The first of the people sits before it, five more are its others.

    `bot` is where it sends what people do, `service` what it names as its own address to the bot. It listens on all
    addresses of this machine. Raises NotInstalled, and TimeoutError where it does not answer.
    """
    if not is_installed():
        raise NotInstalled("The Agents Playground is not installed: `make demo-teams` installs it.")
    port = port or _free_port()
    with tempfile.TemporaryDirectory(prefix="agents-playground-") as folder:
        process = await _begin(Path(folder), people, bot, service, port)
        try:
            await _answers(f"http://127.0.0.1:{port}/_debug/ping")
            yield f"http://127.0.0.1:{port}"
        finally:
            await _end(process)


async def _begin(
    folder: Path, people: Sequence[Somebody], bot: str, service: str, port: int
) -> asyncio.subprocess.Process:
    # it reads YAML, of which JSON is a part
    (folder / ".m365agentsplayground.yml").write_text(json.dumps(_configuration(people)), "utf-8")
    arguments = ("start", "-e", bot, "-c", "msteams", "-p", str(port), "--service-url", service, "--disable-telemetry")
    return await asyncio.create_subprocess_exec(
        "node",
        str(_CLIENT),
        *arguments,
        cwd=folder,
        env={
            **os.environ,
            "TEAMSAPPTESTER_BROWSER": "none",  # it would start one, and die where there is none
            "M365_AGENTS_PLAYGROUND_LOGFILE": str(folder / "log"),
            "TZ": people[0].timezone,  # what it says of the zone of whoever sits before it
        },
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )


async def _answers(url: str) -> None:
    async with asyncio.timeout(_STARTING), aiohttp.ClientSession() as session:
        while True:
            try:
                async with session.get(url) as answer:
                    if answer.ok:
                        return
            except aiohttp.ClientError:
                pass  # it is not there yet
            await asyncio.sleep(_TRIES_APART)


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is not None:
        return
    process.terminate()
    try:
        async with asyncio.timeout(_ENDING):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()


def _configuration(people: Sequence[Somebody]) -> dict[str, Any]:
    """https://aka.ms/teams-app-test-tool-config-guide, as version 0.2.28 checks it."""
    first, *others = people
    return {
        "version": "0.1.1",
        "tenantId": TENANT,
        "bot": {"id": BOT, "name": "Exchange Coach"},
        "currentUser": _user(first),
        "users": [_user(one) for one in others[:OTHERS]],
        "personalChat": {"id": f"a:{first.id}"},
        "groupChat": {"id": "19:halden-group", "name": "Halden"},
        "team": {
            "id": "19:halden-team",
            "name": "Halden",
            "aadGroupId": "00000000-0000-0000-0000-000000000031",
            "channels": [{"id": CHANNEL, "name": "Managers"}],
        },
    }


def _user(one: Somebody) -> dict[str, str]:
    given, _, surname = one.name.partition(" ")
    # Teams knows people by the id of the directory too, the Playground by one id alone: here it is the same
    return {
        "id": one.id,
        "aadObjectId": one.id,
        "name": one.name,
        "givenName": given,
        "surname": surname or given,
        "email": one.email,
        "userPrincipleName": one.email,
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
