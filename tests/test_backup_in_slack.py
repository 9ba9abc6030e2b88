"""A bot that comes back from a backup looks into Slack before it speaks, and says nothing a second time."""

import asyncio
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.app import Application, running
from bot.keeping_safe import restore, restore_words
from bot.playground.inhabitant import Inhabitant
from bot.playground.weather import Weather
from bot.settings import PREFIX, read
from storage.master_keys import new_master_key
from tests.factories import NAMES, running_cohort
from tests.running_bot import SHORTCUTS
from tests.slack_people import BOT_TOKEN, SECRET, SlackWorkspace, workspace_for

PEOPLE = tuple(Inhabitant(f"U{at + 1}", name, "Europe/Brussels") for at, name in enumerate(NAMES[:2]))
LEADING = (Inhabitant("F1", "Faye", "Europe/Brussels"), Inhabitant("S1", "Sol", "Europe/Brussels"))
TAKEN, LOST, END = (datetime(2027, *day, 12, 0, tzinfo=UTC) for day in ((1, 20), (2, 1), (2, 28)))
Environment = dict[str, str]


@pytest.mark.one_database("PostgreSQL is backed up by its own tools")
async def test_what_slack_was_told_after_the_backup_is_not_told_again(tmp_path: Path) -> None:
    async with workspace_for((*PEOPLE, *LEADING), shortcuts=SHORTCUTS) as workspace:
        # Slack says nowhere that it knows a repeat by its id, so here it does not
        workspace.playground.change_weather(Weather(honours_client_msg_id=False))
        first, second = (environment(tmp_path / name, workspace) for name in ("first", "second"))
        second[f"{PREFIX}MASTER_KEYS"] = first[f"{PREFIX}MASTER_KEYS"]
        async with running(read(first)) as bot:
            await begin(bot, workspace)
            await bot.clock.move_to(TAKEN)
            await backed_up_while_people_write(first, tmp_path / "copy", workspace)
            await bot.clock.move_to(LOST)
            await erase(bot, workspace, "U2")
            said, number = told(workspace), len(workspace.playground.workspace.posts)
            erased_at = bot.clock.now()

        ledger = str(tmp_path / "first" / "erasures.jsonl")
        await asyncio.to_thread(
            restore, restore_words().parse_args([str(tmp_path / "copy"), "--ledger", ledger]), read(second), erased_at
        )
        async with running(read(second)) as bot:
            serve(bot, workspace)
            await bot.clock.move_to(END)

            again = told(workspace)
            to_ben = [post for post in workspace.playground.workspace.posts[number:] if post.room == "DU2"]
            async with bot.database.reading() as store:
                erased = await store.people.erased()
    assert said.total() > 5
    assert again.total() > said.total()
    assert max(again.values()) == 1
    assert len(erased) == 1
    assert to_ben == []


def environment(folder: Path, workspace: SlackWorkspace) -> Environment:
    return {
        f"{PREFIX}PORT": "0",
        f"{PREFIX}DATABASE_URL": f"sqlite:///{folder}/exchange.db",
        f"{PREFIX}KEYS_URL": f"sqlite:///{folder}/keys.db",
        f"{PREFIX}MASTER_KEYS": new_master_key(),
        f"{PREFIX}ADMINISTRATORS": "F1",
        f"{PREFIX}SLACK_API_URL": workspace.playground.api_url,
        f"{PREFIX}SLACK_BOT_TOKEN": BOT_TOKEN,
        f"{PREFIX}SLACK_SIGNING_SECRET": SECRET,
        f"{PREFIX}CLOCK": "movable",
    }


async def begin(bot: Application, workspace: SlackWorkspace) -> None:
    """Serves, with a cohort of two under way."""
    serve(bot, workspace)
    async with bot.database.transaction() as store:
        await running_cohort(store, len(PEOPLE))


def serve(bot: Application, workspace: SlackWorkspace) -> None:
    workspace.playground.app_at(f"http://127.0.0.1:{bot.port}/slack/events")
    workspace.playground.workspace.now = bot.clock.now


async def backed_up_while_people_write(where: Environment, folder: Path, workspace: SlackWorkspace) -> None:
    """The operator's command, in a process of its own."""
    command = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "backup", str(folder)), env=where, stdout=asyncio.subprocess.DEVNULL
    )
    while command.returncode is None:
        await workspace.person("U1").says("It is copied while I write.")
        await asyncio.sleep(0.5)  # each of them is followed by a question, one a second
    assert command.returncode == 0


async def erase(bot: Application, workspace: SlackWorkspace, id: str) -> None:
    async with bot.database.transaction() as store:
        found = await store.people.workspace("slack", workspace.playground.workspace.team)
        assert found is not None
        person = await store.people.at(found.id, id)
        assert person is not None
        await store.people.erase(person, bot.clock.now())


def told(workspace: SlackWorkspace) -> Counter[str]:
    """How often each promise stands in Slack, by the id that its message carries."""
    marks = [post.metadata for post in workspace.playground.workspace.posts if post.metadata]
    return Counter(str(mark["event_payload"]["delivery_id"]) for mark in marks)
