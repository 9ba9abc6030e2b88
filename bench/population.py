"""Who is in the measurements: people in running cohorts of twenty, paired, with every date set."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bench.workspace import TEAM, TIMEZONE
from storage.store import Database
from storage.tables import Attendance, Cohort, Leg, Organisation, Participation, Person, Workspace, new_id

_COHORT = 20  # people in one
_STARTED = datetime(2027, 1, 4, 8, 0, tzinfo=UTC)
_VISITS = (date(2027, 3, 8), date(2027, 3, 22))  # the first days of the two visits of a pair


async def settle_in(database: Database, people: int) -> None:
    """So many people with the platform's ids U000000, U000001, …; all have said that their entries may be kept.

    Their cohorts have no plan yet, and none is asked for before `promises.want_plans`. A bot was there just now.
    """
    organisation, workspace = new_id(), new_id()
    async with database.engine.begin() as connection:
        await _add(connection, Organisation, [{"id": organisation, "name": "Bench", "created_at": _STARTED}])
        await _add(connection, Attendance, [{**defaults(Attendance), "seen_at": datetime.now(UTC)}])
        place = {"id": workspace, "organisation_id": organisation, "platform": "slack", "external_id": TEAM}
        await _add(connection, Workspace, [{**defaults(Workspace), **place}])
        for at in range(0, people, _COHORT):
            await _add_cohort(connection, organisation, workspace, range(at, min(at + _COHORT, people)))


async def _add(connection: AsyncConnection, table: Any, added: list[dict[str, Any]]) -> None:
    await connection.execute(insert(table.__table__), added)


def defaults(table: Any) -> dict[str, Any]:
    """What a column has where nothing is said, except for ids."""
    return {
        column.name: column.default.arg
        for column in table.__table__.columns
        if column.default is not None and column.default.is_scalar
    }


async def _add_cohort(connection: AsyncConnection, organisation: str, workspace: str, numbers: range) -> None:
    cohort = {
        **defaults(Cohort),
        "id": new_id(),
        "organisation_id": organisation,
        "name": f"Cohort {numbers.start}",
        "state": "running",
        "timezone": TIMEZONE,
        "country": "BE",
        "workshop_1_on": date(2027, 1, 25),
        "workshop_2_on": date(2027, 1, 26),
        "debrief_on": date(2027, 5, 20),
        "created_at": _STARTED,
        "started_at": _STARTED,
        "plan_wanted": "",
        "planned": "",
    }
    inside = {"organisation_id": organisation}
    people = [
        {
            **defaults(Person),
            **inside,
            "id": new_id(),
            "workspace_id": workspace,
            "external_id": f"U{number:06}",
            "name": f"U{number:06}",
            "timezone": TIMEZONE,
            "keeps_entries": True,
            "met_at": _STARTED,
        }
        for number in numbers
    ]
    taking_part = [
        {
            **defaults(Participation),
            **inside,
            "id": new_id(),
            "cohort_id": cohort["id"],
            "person_id": person["id"],
            "department": "Public health",
            "joined_at": _STARTED,
            "interview_on": date(2027, 4, 20),
        }
        for person in people
    ]
    await _add(connection, Cohort, [cohort])
    await _add(connection, Person, people)
    await _add(connection, Participation, taking_part)
    if legs := _legs(cohort["id"], [one["id"] for one in taking_part]):
        await _add(connection, Leg, legs)


def _legs(cohort: str, taking_part: list[str]) -> list[dict[str, Any]]:
    """Both visits of each pair."""
    legs = []
    for first, second in zip(taking_part[::2], taking_part[1::2], strict=False):
        group = new_id()
        for day, visitor, host in zip(_VISITS, (first, second), (second, first), strict=True):
            dates = {"first_day_on": day, "second_day_on": day + timedelta(days=1)}
            who = {"group_id": group, "visitor_id": visitor, "host_id": host}
            legs.append({**defaults(Leg), "id": new_id(), "cohort_id": cohort, **who, **dates})
    return legs
