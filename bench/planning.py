"""Planning: stored rows a second for many participants, beside a job of APScheduler for each of the same prompts."""

from bench.child import child
from bench.databases import MASTER_KEY, Places
from bench.measured import Compared
from bench.population import settle_in
from bench.promises import planned, rows, want_plans
from bench.sizes import Sizes

_TARGET = 50
_NOW = "2027-01-04T09:00:00+00:00"  # an hour after every cohort started: nothing is over yet


async def planning(places: Places, sizes: Sizes) -> list[Compared]:
    """Every cohort's plan is written once, from nothing.

    APScheduler is given the first prompts of all, because it would need an hour for the rest, and a SQLite file of
    its own in every case: its store needs a driver for PostgreSQL that nothing else here does.
    """
    place = await places.another()
    async with place.opened() as database, child("bench.wired") as bot, child("bench.bare_scheduler") as bare:
        await settle_in(database, sizes.planned_people)
        await bot.ask(do="begin", place=place.told(), master_key=MASTER_KEY, slack="http://127.0.0.1:9/")
        await want_plans(database)
        took = (await bot.ask(do="plan", now=_NOW))["seconds"]
        stored, some = await rows(database, "planned"), await planned(database, sizes.jobs)
        jobs = await bare.ask(url=f"sqlite:///{places.folder}/jobs.{places.kind}.db", prompts=some)
    what = f"rows planned for {sizes.planned_people} people, {places.kind}"
    ours, theirs = stored / took, len(some) / jobs["seconds"]
    return [Compared(what, "APScheduler, a job each", [ours], [theirs], "/s", _TARGET)]
