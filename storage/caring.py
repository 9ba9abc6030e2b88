"""Promises of care: the message to somebody in distress, which goes at once and is soon forgotten."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, exists, update
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.deliveries import promise_id
from storage.tables import Delivery, Person

CARE = "care"
_OVER = ("sent", "missed", "cancelled", "failed")


@dataclass(frozen=True, slots=True)
class Caring:
    """A promise of care names its person and, by `parts`, which sentences it has; no entry, and nothing from one."""

    session: AsyncSession

    async def promise(
        self, person: Person, once: str, parts: Iterable[str], due_at: datetime, cohort_id: str | None
    ) -> Delivery:
        """Promises the message: one for each `once`, with all the parts that were ever asked of it."""
        name = promise_id(person.id, CARE, once)
        row = await self.session.get(Delivery, name) or Delivery(
            id=name,
            organisation_id=person.organisation_id,
            person_id=person.id,
            cohort_id=cohort_id,
            kind=CARE,
            prompt=CARE,
            asked_for=True,
            due_at=due_at,
        )
        row.detail = {**row.detail, **dict.fromkeys(parts, "yes")}
        self.session.add(row)
        await self.session.flush()
        return row

    async def call_off(self, person: Person, once: str) -> None:
        """Takes the promise back, where it was not kept yet."""
        waiting = col(Delivery.id) == promise_id(person.id, CARE, once), col(Delivery.state) == "planned"
        await self.session.exec(update(Delivery).where(*waiting).values(state="cancelled", reason="seen"))

    async def unanswered(self, person_id: str, key: str, other: str, since: datetime) -> tuple[Delivery, ...]:
        """The notices of that key to that person, promised for since then, to which nobody got one of the `other` key.

        Two notices belong together by what each was promised once for. The oldest comes first.
        """
        answer = aliased(Delivery)
        answered = select(answer.id).where(
            answer.kind == "notice",
            answer.prompt == other,
            col(answer.cohort_id) == Delivery.cohort_id,
            col(answer.anchor_instance) == Delivery.anchor_instance,
        )
        found = await self.session.exec(
            select(Delivery)
            .where(Delivery.person_id == person_id, Delivery.kind == "notice", Delivery.prompt == key)
            .where(col(Delivery.due_at) >= since, ~exists(answered))
            .order_by(col(Delivery.due_at), col(Delivery.id))
        )
        return tuple(found.all())

    async def forget(self, before: datetime) -> None:
        """Forgets the promises of before that moment that are kept: nothing tells then that they ever were made."""
        over = col(Delivery.kind) == CARE, col(Delivery.state).in_(_OVER), col(Delivery.due_at) < before
        await self.session.exec(delete(Delivery).where(*over))
