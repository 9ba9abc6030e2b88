"""Whatever the settings do not use is not loaded: it would cost start-up time and memory for nothing."""

import pytest

from bench.loaded import loaded, unneeded

pytestmark = pytest.mark.xdist_group("light")  # one process is looked into, not one on each core


@pytest.fixture(scope="module")
def names() -> list[str]:
    """All modules of a process that is wired for SQLite and for Slack over requests."""
    return loaded()


def test_sqlite_and_requests_load_nothing_that_only_other_settings_need(names: list[str]) -> None:
    assert {"aiosqlite", "bot.slack.requests"} <= set(names)

    assert unneeded(names) == []


def test_no_country_is_loaded_before_a_cohort_is_in_it(names: list[str]) -> None:
    assert [name for name in names if name.startswith("holidays.countries.")] == []
