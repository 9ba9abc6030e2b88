"""`make bench`: measures the bot, prints a table with ratios and limits, and keeps it in `build/bench.json`.

`python -m bench --quick` measures little, to see that everything measures; its figures say nothing. Names of
measurements (`receiving sending planning waiting starting caring`) restrict it to those.
"""

import argparse
import asyncio
import json
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path

from bench.caring import caring
from bench.databases import Places, postgresql_server, sqlite
from bench.measured import Compared, Measured
from bench.planning import planning
from bench.proactive import proactive
from bench.receiving import receiving
from bench.sending import sending
from bench.sizes import FULL, QUICK, Sizes
from bench.starting import starting
from bench.table import table
from bench.waiting import waiting

RESULTS = Path("build/bench.json")
SLOW = 0.02  # seconds that Slack takes to answer, about what a close one takes
_ALL = ("receiving", "sending", "planning", "waiting", "starting", "proactive", "caring")


def main() -> None:
    """Always ends well where it could measure: who reads the table judges it. What was measured is told in any case."""
    asked, found = _asked(), list[Compared | Measured]()
    try:
        with ExitStack() as stack:
            everywhere = [stack.enter_context(one()) for one in (sqlite, postgresql_server)]
            asyncio.run(_find(found, everywhere, set(asked.only or _ALL), QUICK if asked.quick else FULL))
    finally:
        sys.stdout.write(table(found))
        RESULTS.parent.mkdir(exist_ok=True)
        RESULTS.write_text(json.dumps([_kept(one) for one in found], indent=2) + "\n", "utf-8")


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("only", nargs="*", choices=[*_ALL, []], metavar="measurement")
    parser.add_argument("--quick", action="store_true")
    return parser.parse_args()


async def _find(found: list[Compared | Measured], everywhere: Sequence[Places], only: set[str], sizes: Sizes) -> None:
    for places in everywhere:
        async for one in _beside(places, only, sizes):
            found.append(one)  # noqa: PERF401 one by one, so that none is lost where the next one fails
    found += await starting() if "starting" in only else []
    found += await proactive() if "proactive" in only else []
    found += caring() if "caring" in only else []


async def _beside(places: Places, only: set[str], sizes: Sizes) -> AsyncIterator[Compared | Measured]:
    """Everything that depends on the database. Only PostgreSQL lets a second process in."""
    for measure in (receiving, sending):
        if measure.__name__ not in only:
            continue
        for processes, delay in ((1, 0.0), (1, SLOW), *(((2, 0.0),) if places.kind == "PostgreSQL" else ())):
            _tell(f"{measure.__name__}, {places.told(processes, delay)}")
            for one in await measure(places, processes, delay, sizes):
                yield one
    for alone in (planning, waiting):
        if alone.__name__ in only:
            _tell(f"{alone.__name__}, {places.kind}")
            for figure in await alone(places, sizes):
                yield figure


def _tell(what: str) -> None:
    sys.stderr.write(f"measuring: {what}\n")


def _kept(one: Compared | Measured) -> dict[str, object]:
    ratio = {"ratio": one.ratio} if isinstance(one, Compared) else {}
    return {**asdict(one), **ratio, "within": one.within}


if __name__ == "__main__":
    main()
