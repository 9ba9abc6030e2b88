"""An older database follows to today's tables, whichever process comes first."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect, text
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.engine import connect
from storage.migrations import configuration, migrate
from storage.tables import Table, new_id
from tests.postgres import make_database, url


@pytest.fixture
async def empty(database_kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[list[AsyncEngine]]:
    """A database without tables, as five processes see it."""
    address = f"sqlite+aiosqlite:///{tmp_path}/empty.db"
    if database_kind == "postgresql":
        server, name = request.getfixturevalue("postgresql_server"), f"empty_{new_id()[:8]}"
        make_database(server, name)
        address = url(server, name)
    engines = [connect(address) for _ in range(5)]
    yield engines
    for engine in engines:
        await engine.dispose()


async def test_migrating_an_empty_database_makes_today_s_tables(empty: list[AsyncEngine]) -> None:
    await migrate(empty[0])

    async with empty[0].connect() as connection:
        assert await connection.run_sync(differences) == []
        assert await connection.scalar(text("SELECT count(*) FROM organisation")) == 0


async def test_migrating_twice_changes_nothing(empty: list[AsyncEngine]) -> None:
    await migrate(empty[0])

    await migrate(empty[0])

    async with empty[0].connect() as connection:
        assert await connection.run_sync(differences) == []


async def test_five_processes_that_start_at_once_migrate_once(empty: list[AsyncEngine]) -> None:
    await asyncio.gather(*(migrate(engine) for engine in empty))

    async with empty[0].connect() as connection:
        assert await connection.run_sync(differences) == []


async def test_every_step_can_be_taken_back(empty: list[AsyncEngine]) -> None:
    await migrate(empty[0])

    async with empty[0].begin() as connection:
        await connection.run_sync(lambda one: command.downgrade(configuration(one), "base"))

    async with empty[0].connect() as connection:
        assert await connection.run_sync(lambda one: inspect(one).get_table_names()) == ["alembic_version"]


def differences(connection: Connection) -> list[Any]:
    return list(compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), Table.metadata))
