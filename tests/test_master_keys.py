"""A master key is changed for a new one without anybody noticing, and after a night the old one can be dropped."""

from pathlib import Path

import pytest

from bot.clock import real_now
from bot.errors import Misconfigured
from storage.installations import Installations
from storage.master_keys import master_keys, new_master_key
from tests.running_bot import hospital
from tests.story_facts import NORA

INSTALLED_BY_ITSELF = {
    "EXCHANGE_SLACK_BOT_TOKEN": "",
    "EXCHANGE_SLACK_CLIENT_ID": "1.2",
    "EXCHANGE_SLACK_CLIENT_SECRET": "secret",
    "EXCHANGE_PUBLIC_URL": "https://coach.halden.example",
}


@pytest.mark.one_database("what is wrapped anew is tested on both with the key store and the installations")
async def test_after_a_night_the_old_master_key_can_be_dropped(tmp_path: Path) -> None:
    old, new = new_master_key(), new_master_key()
    async with hospital(tmp_path, (NORA,), EXCHANGE_MASTER_KEYS=old) as place:
        database = place.application.database
        await database.keys.create("Ada")
        key = await database.keys.key("Ada")
        await Installations(database, master_keys(old), real_now).keep("slack", "T9", "Elsewhere", "a token")

    async with hospital(tmp_path, (NORA,), EXCHANGE_MASTER_KEYS=f"{new},{old}") as place:
        await place.application.clock._tidy()

    async with hospital(tmp_path, (NORA,), EXCHANGE_MASTER_KEYS=new) as place:
        database = place.application.database
        assert await database.keys.key("Ada") == key
        assert await Installations(database, master_keys(new), real_now).token("slack", "T9") == "a token"


@pytest.mark.one_database("the keys under other master keys are looked for on both with the key store")
@pytest.mark.parametrize("rewrapped", [False, True])
async def test_a_master_key_that_is_dropped_before_a_night_keeps_the_bot_from_starting(
    tmp_path: Path, rewrapped: bool
) -> None:
    old, new = new_master_key(), new_master_key()
    async with hospital(tmp_path, (NORA,), EXCHANGE_MASTER_KEYS=old) as place:
        await place.application.database.keys.create("Ada")
    async with hospital(tmp_path, (NORA,), EXCHANGE_MASTER_KEYS=f"{new},{old}") as place:
        if rewrapped:
            await place.application.clock._tidy()
        await place.application.database.keys.create("Ben")

    assert await starts(tmp_path, new) is rewrapped
    assert await starts(tmp_path, f"{new},{old}")


@pytest.mark.one_database("the tokens under other master keys are looked for on both with the installations")
@pytest.mark.parametrize("rewrapped", [False, True])
async def test_a_token_under_a_master_key_that_is_dropped_keeps_the_bot_from_starting(
    tmp_path: Path, rewrapped: bool
) -> None:
    old, new = new_master_key(), new_master_key()
    async with hospital(tmp_path, (NORA,), EXCHANGE_MASTER_KEYS=old) as place:
        installed = Installations(place.application.database, master_keys(old), real_now)
        await installed.keep("slack", "T9", "Elsewhere", "a token")
    if rewrapped:
        async with hospital(tmp_path, (NORA,), EXCHANGE_MASTER_KEYS=f"{new},{old}") as place:
            await place.application.clock._tidy()

    assert await starts(tmp_path, new, **INSTALLED_BY_ITSELF) is rewrapped
    assert await starts(tmp_path, f"{new},{old}", **INSTALLED_BY_ITSELF)
    assert await starts(tmp_path, new)  # with the one token that the settings give


@pytest.mark.one_database("a file beside a file")
async def test_no_master_key_is_made_in_the_place_of_one_that_was_lost(tmp_path: Path) -> None:
    async with hospital(tmp_path, (NORA,), EXCHANGE_MASTER_KEYS="") as place:
        await place.application.database.keys.create("Ada")
    file = (tmp_path / "master.key").rename(tmp_path / "a copy elsewhere")

    with pytest.raises(Misconfigured, match=r"Put the file back.*EXCHANGE_MASTER_KEYS"):
        async with hospital(tmp_path, (NORA,), EXCHANGE_MASTER_KEYS=""):
            pass
    assert not (tmp_path / "master.key").exists()

    file.rename(tmp_path / "master.key")
    assert await starts(tmp_path, "")


@pytest.mark.one_database("a file beside a file")
async def test_where_nothing_was_sealed_yet_a_master_key_is_made(tmp_path: Path) -> None:
    async with hospital(tmp_path, (NORA,)):
        pass

    assert await starts(tmp_path, "")


async def starts(folder: Path, masters: str, **environment: str) -> bool:
    """Whether the bot does, with those master keys."""
    try:
        async with hospital(folder, (NORA,), socket_mode=False, **environment, EXCHANGE_MASTER_KEYS=masters):
            return True
    except Misconfigured:
        return False
