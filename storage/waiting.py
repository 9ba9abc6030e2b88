"""What waits: changes that were shown and are not confirmed yet, and people who are still to be found."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import Draft, Invitation, Person, Workspace


@dataclass(frozen=True, slots=True)
class Waiting:
    """A draft belongs to the one who was shown it; an invitation to its cohort."""

    session: AsyncSession

    async def keep_draft(
        self, person: Person, cohort_id: str | None, change: str, values: Mapping[str, Any], now: datetime
    ) -> str:
        """Keeps a change until that person confirms it, and gives it an id."""
        draft = Draft(person_id=person.id, cohort_id=cohort_id, change=change, values=dict(values), made_at=now)
        self.session.add(draft)
        await self.session.flush()
        return draft.id

    async def take_draft(self, person: Person, draft_id: str, change: str) -> Draft | None:
        """That person's draft of that change, which is then gone. None for any other."""
        draft = await self.session.get(Draft, draft_id)
        if draft is None or draft.person_id != person.id or draft.change != change:
            return None
        gone = await self.session.exec(delete(Draft).where(col(Draft.id) == draft_id))
        return draft if gone.rowcount else None  # another press may have taken it meanwhile

    async def forget_drafts(self, before: datetime) -> None:
        """Drafts that nobody confirmed in time are forgotten."""
        await self.session.exec(delete(Draft).where(col(Draft.made_at) < before))

    async def invite(self, invitation: Invitation) -> None:
        """Remembers somebody to be looked up; what is known already of the same address is replaced."""
        found = await self.session.exec(
            select(Invitation).where(Invitation.cohort_id == invitation.cohort_id, Invitation.email == invitation.email)
        )
        if earlier := found.first():
            await self.session.delete(earlier)
            await self.session.flush()
        self.session.add(invitation)
        await self.session.flush()

    async def invitations(self, cohort_id: str = "", *, state: str, locked: bool = False) -> tuple[Invitation, ...]:
        """Who waits or was not found, in one cohort or in all, the first invited first.

        `locked` ones are nobody else's until the end of the transaction, and still of that state.
        """
        asked = select(Invitation).where(Invitation.state == state)
        if locked:
            asked = asked.with_for_update()
        if cohort_id:
            asked = asked.where(Invitation.cohort_id == cohort_id)
        return tuple(await self.session.exec(asked.order_by(col(Invitation.invited_at), col(Invitation.email))))

    async def lost(self, cohorts: Collection[str]) -> frozenset[str]:
        """Those of these cohorts in which an address could not be found."""
        asked = select(Invitation.cohort_id).where(col(Invitation.cohort_id).in_(cohorts))
        return frozenset(await self.session.exec(asked.where(Invitation.state == "not_found")))

    async def places(self, organisation_id: str) -> tuple[Workspace, ...]:
        """The workspaces of that organisation in which somebody may be looked for."""
        there = select(Workspace).where(Workspace.organisation_id == organisation_id, col(Workspace.installed))
        return tuple(await self.session.exec(there.order_by(col(Workspace.id))))

    async def arrived(self) -> tuple[tuple[Invitation, Person], ...]:
        """Those who were to be found, or to come by themselves, and are known by now in any of the workspaces."""
        theirs = func.lower(Person.email) == func.lower(Invitation.email)
        found = await self.session.exec(
            select(Invitation, Person)
            .join(Person, theirs & (col(Person.organisation_id) == Invitation.organisation_id))
            .where(col(Invitation.state).in_(("waiting", "expected")), col(Person.state).not_in(("gone", "erased")))
            .order_by(col(Person.met_at))
        )
        return tuple((invitation, person) for invitation, person in found.all())
