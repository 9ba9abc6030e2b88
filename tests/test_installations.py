"""A workspace's token is kept sealed, and forgotten when the workspace takes its permission back."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from storage.installations import Installations
from storage.master_keys import MasterKeys, UnknownMaster, master_keys, new_master_key
from storage.sealed import Tampered
from storage.store import Database
from tests.databases import MASTERS

TOKEN = "xoxb-canary-token"  # made up; no workspace has it


@pytest.fixture
def installations(database: Database) -> Installations:
    return kept_under(database, MASTERS)


async def test_a_token_that_was_kept_is_there_again(installations: Installations) -> None:
    await installations.keep("slack", "T9", "Halden Health", TOKEN)

    assert await installations.token("slack", "T9") == TOKEN
    assert await installations.token("slack", "T8") is None
    assert await installations.token("teams", "T9") is None


async def test_a_token_stands_in_the_database_sealed(installations: Installations) -> None:
    await installations.keep("slack", "T9", "Halden Health", TOKEN)

    async with installations.database.engine.connect() as connection:
        [row] = await connection.execute(text("SELECT * FROM workspace"))
    assert TOKEN.encode() not in b"".join(value for value in row if isinstance(value, bytes))
    assert TOKEN not in f"{row} {installations}"


async def test_a_token_that_was_forgotten_is_gone(installations: Installations) -> None:
    await installations.keep("slack", "T9", "Halden Health", TOKEN)

    await installations.forget("slack", "T9")

    assert await installations.token("slack", "T9") is None


async def test_installing_again_replaces_the_token_and_stays_in_the_organisation(installations: Installations) -> None:
    await installations.keep("slack", "T9", "Halden Health", "an older one")
    await installations.forget("slack", "T9")

    await installations.keep("slack", "T9", "Halden Health", TOKEN)

    assert await installations.token("slack", "T9") == TOKEN
    async with installations.database.engine.connect() as connection:
        assert await connection.scalar(text("SELECT count(*) FROM organisation")) == 1


async def test_a_token_copied_to_another_workspace_does_not_open(installations: Installations) -> None:
    await installations.keep("slack", "T9", "Halden Health", TOKEN)
    await installations.keep("slack", "T8", "Somewhere else", "another")
    async with installations.database.engine.begin() as connection:
        source = "SELECT sealed_token FROM workspace WHERE external_id = 'T9'"
        await connection.execute(text(f"UPDATE workspace SET sealed_token = ({source})"))

    with pytest.raises(Tampered):
        await installations.token("slack", "T8")


async def test_tokens_are_sealed_anew_under_a_new_master_key(installations: Installations) -> None:
    await installations.keep("slack", "T9", "Halden Health", TOKEN)
    newest = master_keys(new_master_key()).newest

    newer = kept_under(installations.database, MasterKeys(newest, (MASTERS.newest,)))
    done = [await newer.rewrap(), await newer.rewrap()]

    assert done == [1, 0]
    assert await newer.missing_master() == ""
    assert await installations.missing_master() == newest.version
    assert await kept_under(installations.database, MasterKeys(newest)).token("slack", "T9") == TOKEN
    with pytest.raises(UnknownMaster):
        await installations.token("slack", "T9")


async def test_a_token_that_does_not_open_stays_as_it_is_and_keeps_no_other_waiting(
    installations: Installations, caplog: pytest.LogCaptureFixture
) -> None:
    for workspace in ("T7", "T8", "T9"):
        await installations.keep("slack", workspace, "Halden Health", TOKEN)
    async with installations.database.engine.begin() as connection:
        await connection.execute(
            text("UPDATE workspace SET sealed_token = :bad WHERE external_id = 'T8'"), {"bad": b"x"}
        )
    newest = master_keys(new_master_key()).newest
    newer = kept_under(installations.database, MasterKeys(newest, (MASTERS.newest,)))

    done = [await newer.rewrap(), await newer.rewrap()]

    assert done == [2, 0]
    assert caplog.messages == ["tokens that do not open, and stay under an older master key: 1"] * 2
    for workspace in ("T7", "T9"):
        assert await kept_under(installations.database, MasterKeys(newest)).token("slack", workspace) == TOKEN


def kept_under(database: Database, masters: MasterKeys) -> Installations:
    return Installations(database, masters, lambda: datetime(2027, 1, 1, tzinfo=UTC))
