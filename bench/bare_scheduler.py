"""What there is to beat: a job of APScheduler for each prompt, kept by its SQLAlchemy store as documented."""

import asyncio
import time
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler

from bench.child import answer


def remind(person: str, prompt: str) -> None:
    """What such a job would call; none of them is due while it is measured."""


async def _plan(asked: Mapping[str, Any]) -> Mapping[str, Any]:
    """Adds a job for each of `prompts`; the seconds are those of adding alone."""
    scheduler = BackgroundScheduler(jobstores={"default": SQLAlchemyJobStore(url=asked["url"])}, timezone="UTC")
    scheduler.start(paused=True)
    began = time.perf_counter()
    for one in asked["prompts"]:
        due_at = datetime.fromisoformat(one["due_at"])
        scheduler.add_job(remind, "date", run_date=due_at, args=(one["person"], one["prompt"]), id=one["id"])
    seconds = time.perf_counter() - began
    scheduler.shutdown()
    return {"seconds": seconds}


if __name__ == "__main__":
    asyncio.run(answer(_plan))
