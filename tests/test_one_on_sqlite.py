"""SQLite carries one `python -m bot serve`: a second one is refused, and every other command works beside it."""

import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.hold import Hold
from tests.served_bot import begun, in_slack, on_sqlite, serving
from tests.slack_people import workspace_for

pytestmark = pytest.mark.one_database("PostgreSQL carries any number")


@pytest.fixture
async def environment(tmp_path: Path) -> AsyncIterator[dict[str, str]]:
    async with workspace_for(()) as workspace:
        yield {**on_sqlite(tmp_path), **in_slack(workspace.playground)}


async def test_a_second_one_on_the_same_file_is_refused_with_a_sentence_until_the_first_one_ends(
    environment: dict[str, str], tmp_path: Path
) -> None:
    async with serving(environment, tmp_path / "first") as first:
        async with begun(environment, tmp_path / "backing up", f"backup {tmp_path / 'copy'}") as backup:
            assert await backup.ends() == 0, backup.said
        first.send(signal.SIGSTOP)  # it stands still, and goes on later
        async with begun(environment, tmp_path / "second") as second:
            assert await second.ends() == 2
        first.send(signal.SIGKILL)
        await first.ends()

    async with serving(environment, tmp_path / "third") as third:
        assert third.process.returncode is None
    assert (tmp_path / "copy" / "manifest.json").exists()
    sentence = f"Another `python -m bot serve` works on {tmp_path}/exchange.db already, and SQLite carries one."
    assert second.said.startswith(f"Exchange Coach cannot start:\n{sentence}")


async def test_a_clean_end_is_the_last_line_of_its_log(environment: dict[str, str], tmp_path: Path) -> None:
    async with serving(environment, tmp_path / "log") as bot:
        bot.send(signal.SIGTERM)
        assert await bot.ends() == 0

    assert bot.said.splitlines()[-1].endswith(
        "INFO bot.app stopped: what was begun is finished, and the rest is given back"
    )


def test_another_way_to_the_same_file_leads_to_the_same_hold(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path)
    first, second = (Hold(f"sqlite+aiosqlite:///{folder}/a.db") for folder in (tmp_path, tmp_path / "link"))

    assert first.take()
    assert not second.take()

    first.let_go()
    assert second.take()
    second.let_go()


def test_what_is_no_file_is_never_held() -> None:
    for url in ("sqlite+aiosqlite://", "sqlite+aiosqlite:///:memory:", "postgresql+asyncpg://coach@database/coach"):
        first, second = Hold(url), Hold(url)

        assert first.take()
        assert second.take()
