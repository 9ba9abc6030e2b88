"""One more workspace joins an organisation: the code that lets it in, and the moving of everything that is there."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import Cohort, Entry, JoinCode, Organisation, Person, Role, Table, Workspace

_COUNTED = timedelta(hours=1)  # codes that are typed in one workspace are counted for so long
_STAYS = frozenset({"audit", "workspace"})  # the trail cannot be changed; the workspace is moved by itself


@dataclass(frozen=True, slots=True)
class Joining:
    """Codes are known here by their hashes alone."""

    session: AsyncSession

    async def offer(self, by: Person, hashed: str, expires_at: datetime) -> None:
        """Keeps a new code of that person's organisation, in place of an earlier one."""
        await self.session.exec(delete(JoinCode).where(col(JoinCode.organisation_id) == by.organisation_id))
        code = JoinCode(organisation_id=by.organisation_id, made_by=by.id, hashed=hashed, expires_at=expires_at)
        self.session.add(code)
        await self.session.flush()

    async def offered(self, hashed: str, now: datetime) -> JoinCode | None:
        """The code, if there is one that is still good."""
        found = await self.session.exec(
            select(JoinCode).where(JoinCode.hashed == hashed, col(JoinCode.expires_at) > now)
        )
        return found.first()

    async def take(self, code_id: str, now: datetime) -> JoinCode | None:
        """The code, if it is still good; it is gone then."""
        code = await self.session.get(JoinCode, code_id)
        if code is None or code.expires_at <= now:
            return None
        gone = await self.session.exec(delete(JoinCode).where(col(JoinCode.id) == code_id))
        return code if gone.rowcount else None  # another workspace may have used it meanwhile

    async def organisation(self, organisation_id: str) -> Organisation:
        return await self.session.get_one(Organisation, organisation_id)

    async def count_try(self, workspace_id: str, now: datetime) -> int:
        """How many codes were typed in that workspace within the hour, this one included."""
        alone = select(Workspace).where(Workspace.id == workspace_id).with_for_update()
        workspace = (await self.session.exec(alone.execution_options(populate_existing=True))).one()
        since = workspace.codes_tried_since
        if since is None or now - since >= _COUNTED:
            workspace.codes_tried, workspace.codes_tried_since = 0, now
        workspace.codes_tried += 1
        await self.session.flush()
        return workspace.codes_tried

    async def obstacle(self, organisation_id: str) -> str:
        """What keeps the only workspace of an organisation from leaving it: "shared" with another workspace, "cohorts"

        or "entries"; "" for nothing. Until the transaction ends nothing of the kind can come.
        """
        await self.session.exec(select(Organisation.id).where(Organisation.id == organisation_id).with_for_update())
        if len((await self.session.exec(select(Workspace.id).where(_of(Workspace, organisation_id)))).all()) > 1:
            return "shared"
        for table, name in ((Cohort, "cohorts"), (Entry, "entries")):
            if (await self.session.exec(select(table.id).where(_of(table, organisation_id)).limit(1))).first():
                return name
        return ""

    async def move(self, workspace: Workspace, to: str, now: datetime) -> None:
        """The workspace and everybody in it belong to that organisation from now on; their own is gone.

        Only the first administrators, whom the operator named, keep their role: the others were given theirs by
        somebody who had nothing to give there. Call it only where there is no `obstacle`.
        """
        left = workspace.organisation_id
        await self.session.flush()
        given = col(Role.granted_by) != "", col(Role.revoked_at).is_(None)
        await self.session.exec(update(Role).where(_of(Role, left), *given).values(revoked_at=now))
        await self.session.exec(delete(JoinCode).where(_of(JoinCode, left)))
        for table in Table.metadata.sorted_tables:
            if "organisation_id" in table.columns and table.name not in _STAYS:
                mine = table.c.organisation_id == left
                await self.session.exec(update(table).where(mine).values(organisation_id=to))
        workspace.organisation_id = to
        await self.session.flush()
        # whoever is met for the first time just now runs into this, and is met again a moment later, where they belong
        await self.session.exec(delete(Organisation).where(col(Organisation.id) == left))
        for known in [one for one in self.session.identity_map.values() if isinstance(one, Person)]:
            await self.session.refresh(known)

    async def forget(self, before: datetime) -> None:
        """Codes that nobody used in time are forgotten."""
        await self.session.exec(delete(JoinCode).where(col(JoinCode.expires_at) < before))


def _of(table: type[Workspace | Cohort | Entry | Role | JoinCode], organisation_id: str) -> ColumnElement[bool]:
    return col(table.organisation_id) == organisation_id
