"""What is known of promises that are about to be kept, read afresh, and for many of them at once.

Twenty looks cost hardly more than one: the same dozen questions are asked of the database, each for all of them.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.commitments import promises_of
from storage.deliveries import PROMPT_KINDS
from storage.standing import Company, Standing, companies_of, place_of
from storage.tables import Cohort, Delivery, Organisation, Participation, Person, Role, Workspace
from storage.tables.deliveries import ROOMS


@dataclass(frozen=True, slots=True)
class Known:
    """One promise as it stands now. `sent` are the prompts that its person has had, oldest first.

    `unasked` tells when unasked messages went, or may have gone, to that person lately (the program's time).
    """

    row: Delivery
    standing: Standing
    sent: tuple[Delivery, ...]
    unasked: tuple[datetime, ...]


async def known_of(
    session: AsyncSession, rows: Sequence[Delivery], real_until: datetime, since: datetime
) -> tuple[Known, ...]:
    """What is known of those of the rows that are still ours, with a lease that lasts beyond `real_until`.

    Locks their people until the end of the transaction, so that two senders cannot both find room for one more
    message to the same person; everybody in the order of their ids, so that no two senders wait for each other.
    `since` is how far back unasked messages are looked for.
    """
    people = await _locked(session, {row.person_id for row in rows})
    ours = await _ours(session, rows, real_until)
    whom = [row.person_id for row in ours]
    standings = await _standings(session, ours, people)
    sent, unasked = await _sent(session, whom), await _unasked(session, whom, since)
    return tuple(
        Known(row, standings[row.id], tuple(sent[row.person_id]), tuple(unasked[row.person_id])) for row in ours
    )


async def _locked(session: AsyncSession, people: Collection[str]) -> dict[str, Person]:
    # FOR NO KEY UPDATE: whoever writes to us meanwhile, and refers to their own row, need not wait
    asked = select(Person).where(col(Person.id).in_(people)).order_by(col(Person.id)).with_for_update(key_share=True)
    return {person.id: person for person in (await session.exec(asked)).all()}


async def _ours(session: AsyncSession, rows: Sequence[Delivery], real_until: datetime) -> list[Delivery]:
    """In the order in which they were given."""
    taken = {row.id: row.generation for row in rows}
    asked = select(Delivery).where(
        col(Delivery.id).in_(taken), col(Delivery.state) == "sending", col(Delivery.lease_until) > real_until
    )
    fresh = {row.id: row for row in (await session.exec(asked)).all() if row.generation == taken[row.id]}
    return [fresh[row.id] for row in rows if row.id in fresh]


async def _standings(session: AsyncSession, rows: Sequence[Delivery], people: dict[str, Person]) -> dict[str, Standing]:
    taking_part = await _by_id(session, Participation, {row.participation_id for row in rows})
    places = {row.id: _cohort_id(row, taking_part) for row in rows}
    cohorts = await _by_id(session, Cohort, places.values())
    said_in = {row.id: place_of(row, people[row.person_id], cohorts.get(places[row.id] or "")) for row in rows}
    workspaces = await _by_id(session, Workspace, set(said_in.values()))
    organisations = await _by_id(session, Organisation, {people[row.person_id].organisation_id for row in rows})
    companies, roles = await companies_of(session, cohorts), await _roles(session, [row.person_id for row in rows])
    promises = await promises_of(session, people)
    return {
        row.id: Standing(
            person=(person := people[row.person_id]),
            workspace=workspaces[said_in[row.id]],
            organisation=organisations[person.organisation_id],
            cohort=cohorts.get(places[row.id] or ""),
            participation=taking_part.get(row.participation_id or ""),
            company=companies.get(places[row.id] or "", Company()),
            roles=tuple(roles[person.id]),
            in_room=row.kind in ROOMS,
            promises=tuple(promises[person.id]),
        )
        for row in rows
    }


def _cohort_id(row: Delivery, taking_part: dict[str, Participation]) -> str | None:
    participation = taking_part.get(row.participation_id or "")
    return participation.cohort_id if participation else row.cohort_id


async def _by_id(session: AsyncSession, table: Any, ids: Collection[str | None]) -> dict[str, Any]:
    wanted = {one for one in ids if one}
    if not wanted:
        return {}
    found = await session.exec(select(table).where(table.id.in_(wanted)))
    return {one.id: one for one in found.all()}


async def _roles(session: AsyncSession, people: Sequence[str]) -> dict[str, list[Role]]:
    held = defaultdict[str, list[Role]](list)
    asked = select(Role).where(col(Role.person_id).in_(people), col(Role.revoked_at).is_(None))
    for role in (await session.exec(asked)).all():
        held[role.person_id].append(role)
    return held


async def _sent(session: AsyncSession, people: Sequence[str]) -> dict[str, list[Delivery]]:
    had = defaultdict[str, list[Delivery]](list)
    asked = select(Delivery).where(
        col(Delivery.person_id).in_(people),
        col(Delivery.kind).in_(PROMPT_KINDS),
        col(Delivery.state).in_(("sent", "unknown")),
    )
    for row in (await session.exec(asked.order_by(col(Delivery.sent_at), col(Delivery.id)))).all():
        had[row.person_id].append(row)
    return had


async def _unasked(session: AsyncSession, people: Sequence[str], since: datetime) -> dict[str, list[datetime]]:
    went = defaultdict[str, list[datetime]](list)
    asked = select(Delivery.person_id, Delivery.sent_at).where(
        col(Delivery.person_id).in_(people),
        col(Delivery.asked_for).is_(False),
        col(Delivery.sent_at) >= since,
        col(Delivery.state).in_(("sending", "sent", "unknown")),
    )
    for person_id, moment in (await session.exec(asked)).all():
        if moment is not None:
            went[person_id].append(moment)
    return went
