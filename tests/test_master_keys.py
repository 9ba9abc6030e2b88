"""A master key is changed for a new one without anybody noticing, and after a night the old one can be dropped."""

from pathlib import Path

import pytest

from bot.clock import real_now
from storage.installations import Installations
from storage.master_keys import master_keys, new_master_key
from tests.running_bot import hospital
from tests.story_facts import NORA


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
