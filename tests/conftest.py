"""The rooms that every test starts in."""

import logging
import os
import shutil
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import settings

from prompts.words import Words
from storage.store import Database
from tests.databases import KINDS, on_postgresql, on_sqlite, postgresql_server, sqlite_template
from tests.model_talk import loaded_library
from tests.silence import TALKATIVE, Listening
from tests.teams_tenant import agents_playground
from tests.world import TEAM, FakeChannel, World

__all__ = [
    "agents_playground",
    "loaded_library",
    "postgresql_server",
    "sqlite_template",
]  # fixtures of the whole session, found here by their names

# How long an example takes tells of the machine; what must be quick is measured by `make bench`.
settings.register_profile("untimed", settings(), deadline=None)
settings.load_profile("untimed")

for name in [name for name in os.environ if name.startswith(("EXCHANGE_", "SLACK_"))]:
    del os.environ[name]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Whatever needs a database runs on both, unless it is marked with the reason why one is enough."""
    if "database_kind" in metafunc.fixturenames:
        enough = metafunc.definition.get_closest_marker("one_database")
        metafunc.parametrize("database_kind", KINDS[:1] if enough else KINDS)


@pytest.fixture(scope="session")
def listening() -> Iterator[Listening]:
    """Hears the whole run."""
    handler = Listening()
    logging.getLogger().addHandler(handler)
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.DEBUG)
    yield handler
    logging.getLogger().removeHandler(handler)


@pytest.fixture(autouse=True)
def _nothing_that_people_write_is_logged(listening: Listening) -> Iterator[None]:
    heard = len(listening.leaks)
    yield
    assert listening.leaks[heard:] == []


@pytest.fixture
async def database(database_kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    if database_kind == "sqlite":
        place = on_sqlite(request.getfixturevalue("sqlite_template"), tmp_path)
    else:
        place = on_postgresql(request.getfixturevalue("postgresql_server"))
    async with place as database:
        yield database


@pytest.fixture
async def world(database: Database) -> World:
    async with database.transaction() as store:
        await store.people.install("slack", TEAM, "Halden Health", datetime(2027, 1, 1, tzinfo=UTC))
    words = {"en": Words.read("en", Path("prompts/en/interface.toml"))}
    return World(database, FakeChannel(), words)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the program and its words, to make mistakes in."""
    return Path(shutil.copytree("prompts", tmp_path / "prompts", ignore=shutil.ignore_patterns("*.py", "__pycache__")))
