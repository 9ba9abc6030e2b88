"""Every measurement still measures; what it measures is no matter of a test."""

import pytest

from bench.databases import sqlite
from bench.measured import Compared, Measured
from bench.planning import planning
from bench.receiving import receiving
from bench.sending import sending
from bench.sizes import TINY
from bench.table import table
from bench.waiting import waiting

pytestmark = pytest.mark.xdist_group("bench")  # each starts processes: one after the other


async def test_taking_is_measured_beside_two_bare_apps() -> None:
    with sqlite() as places:
        found = await receiving(places, 1, 0.0, TINY)

    assert [(one.ratio > 0, one.target) for one in found] == [(True, 0.8), (True, None)]


async def test_sending_is_measured_beside_two_bare_loops() -> None:
    with sqlite() as places:
        found = await sending(places, 1, 0.0, TINY)

    assert [(one.ratio > 0, one.target) for one in found] == [(True, 1.0), (True, 0.5)]


async def test_planning_is_measured_beside_a_job_for_each_prompt() -> None:
    with sqlite() as places:
        (found,) = await planning(places, TINY)

    assert found.ratio > 0
    assert found.target == 50


async def test_waiting_is_measured_with_few_and_with_many_rows() -> None:
    with sqlite() as places:
        beats, memory = await waiting(places, TINY)

    assert isinstance(beats, Compared)
    assert isinstance(memory, Measured)
    assert beats.ratio > 0
    assert memory.value > 0


def test_the_table_says_which_figure_is_not_as_wanted() -> None:
    good = Compared("fast", "slow", [4.0], [2.0], "/s", 1.0)
    bad = Measured("weight", 3, "kg", 2)

    told = table([good, bad]).splitlines()

    assert "2.00" in told[1]
    assert not told[1].endswith("too little")
    assert told[2].endswith("too much")
