"""People, the workspaces they are in, the roles they hold and what they consented to."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.acquaintance import Known, Whereabouts, learn
from storage.erasing import ERASED, erase
from storage.exporting import rows_about
from storage.tables import Cohort, Consent, Invitation, Organisation, Participation, Person, Role, Workspace, new_id

_TELL_NO_ADDRESS = ("teams",)  # what comes from there never bears the e-mail address of whoever did it
_AWAY = ("gone", "unreachable")  # the states of those to whom nothing is sent


@dataclass(frozen=True, slots=True)
class People:
    """People are found by where they are, never by a name; everything is inside one workspace's organisation."""

    session: AsyncSession

    async def workspace(self, platform: str, external_id: str) -> Workspace | None:
        found = await self.session.exec(
            select(Workspace).where(Workspace.platform == platform, Workspace.external_id == external_id)
        )
        return found.first()

    async def workspace_by_id(self, workspace_id: str) -> Workspace | None:
        return await self.session.get(Workspace, workspace_id)

    async def install(self, platform: str, external_id: str, name: str, now: datetime) -> Workspace:
        """The workspace, made with an organisation of its own when it is new."""
        workspace = await self.workspace(platform, external_id)
        if workspace is None:
            organisation = Organisation(name=name, created_at=now)
            workspace = Workspace(organisation_id=organisation.id, platform=platform, external_id=external_id)
            self.session.add(organisation)
            await self.session.flush()
            self.session.add(workspace)
        workspace.name, workspace.installed = name or workspace.name, True
        await self.session.flush()
        return workspace

    async def meet(self, where: Whereabouts, profile: Known, now: datetime) -> Person | None:
        """The person who did something there, made when new, with what the profile says.

        Whoever was gone, or could not be reached, is back. None in a workspace we are not in.
        """
        workspace = await self.workspace(where.platform, where.workspace)
        if workspace is None or not workspace.installed:
            return None
        person = await self.at(workspace.id, where.person)
        if person is None:
            person = Person(
                organisation_id=workspace.organisation_id,
                workspace_id=workspace.id,
                external_id=where.person,
                met_at=now,
            )
            self.session.add(person)
        if person.state in _AWAY:
            await self._back(person)
        await self._learned(person, profile)
        await self.session.flush()
        return person

    async def known(self, where: Whereabouts, profile: Known) -> Person | None:
        """The person at that address, with what the profile says now; None for somebody we have never met."""
        workspace = await self.workspace(where.platform, where.workspace)
        person = await self.at(workspace.id, where.person) if workspace and workspace.installed else None
        if person is not None:
            await self._learned(person, profile)
        return person

    async def _back(self, person: Person) -> None:
        """What was taken back while nobody could be reached is planned again."""
        person.state = "active"
        await self._plan_anew(person)

    async def _learned(self, person: Person, profile: Known) -> None:
        """What the profile says now; a new time zone moves what is planned."""
        before = person.timezone
        learn(person, profile)
        if person.timezone != before:
            await self._plan_anew(person)

    async def _plan_anew(self, person: Person) -> None:
        """Every cohort that the person takes part in or leads."""
        joined = select(Participation.cohort_id).where(Participation.person_id == person.id)
        leading = select(Role.cohort_id).where(Role.person_id == person.id)
        theirs = or_(col(Cohort.id).in_(joined), col(Cohort.id).in_(leading))
        await self.session.exec(update(Cohort).where(theirs).values(plan_wanted=new_id()))

    async def at(self, workspace_id: str, external_id: str) -> Person | None:
        found = await self.session.exec(
            select(Person).where(Person.workspace_id == workspace_id, Person.external_id == external_id)
        )
        return found.first()

    async def person(self, person_id: str) -> Person | None:
        return await self.session.get(Person, person_id)

    async def names(self, organisation_id: str) -> tuple[str, ...]:
        """The names of everybody of the organisation whom we know, those who are only invited among them."""
        met = select(Person.name).where(Person.organisation_id == organisation_id, Person.name != "")
        invited = select(Invitation.name).where(Invitation.organisation_id == organisation_id, Invitation.name != "")
        return tuple(await self.session.exec(met)) + tuple(await self.session.exec(invited))

    async def roles(self, person_id: str) -> tuple[Role, ...]:
        """The roles that the person holds now, for a cohort or for the whole organisation."""
        found = await self.session.exec(select(Role).where(Role.person_id == person_id, col(Role.revoked_at).is_(None)))
        return tuple(found.all())

    async def mentioned(self, by: Person, external_id: str, name: str, now: datetime) -> Person:
        """Somebody of the same workspace, as `somebody`."""
        return await self.somebody(by.workspace_id, external_id, name, now)

    async def somebody(self, workspace_id: str, external_id: str, name: str, now: datetime) -> Person:
        """Somebody of that workspace, made when we have not met; what is known of them stays, but for no name."""
        person = await self.at(workspace_id, external_id)
        if person is None:
            workspace = await self.session.get_one(Workspace, workspace_id)
            person = Person(
                organisation_id=workspace.organisation_id,
                workspace_id=workspace_id,
                external_id=external_id,
                name=name,
                met_at=now,
            )
            self.session.add(person)
            await self.session.flush()
        person.name = person.name or name
        return person

    async def with_email(self, organisation_id: str, email: str) -> Person | None:
        """The organisation's person with that address, however its letters are cased; the one met first."""
        found = await self.session.exec(
            select(Person)
            .where(
                Person.organisation_id == organisation_id,
                func.lower(Person.email) == email.lower(),
                col(Person.state).not_in(("gone", "erased")),
            )
            .order_by(col(Person.met_at))
        )
        return found.first()

    async def looked_up(self, person_id: str, profile: Known, now: datetime) -> None:
        """What a platform says of somebody becomes known; what it does not say stays as it was."""
        if person := await self.person(person_id):
            await self._learned(person, profile)
            person.looked_up_at = now

    async def to_look_up(self) -> tuple[tuple[Person, Workspace], ...]:
        """People who were mentioned before we met them, with their workspace: the platform knows who they are.

        Each is looked up once; whoever has a name, and a zone or a language, has told us by doing something. Only
        their address some platforms tell nobody who does not ask.
        """
        untold = (col(Person.timezone) == "") & (col(Person.language) == "")
        no_address = (col(Person.email) == "") & col(Workspace.platform).in_(_TELL_NO_ADDRESS)
        unknown = or_(col(Person.name) == "", untold, no_address) & col(Person.looked_up_at).is_(None)
        found = await self.session.exec(
            select(Person, Workspace)
            .join(Workspace, col(Workspace.id) == Person.workspace_id)
            .where(unknown, Person.state == "active", col(Workspace.installed))
            .order_by(col(Person.met_at))
        )
        return tuple((person, workspace) for person, workspace in found.all())

    async def holding(self, organisation_id: str, cohort_id: str, *names: str) -> tuple[tuple[Role, Person], ...]:
        """Who holds one of these roles now, for that cohort or for the whole organisation, by name."""
        found = await self.session.exec(
            select(Role, Person)
            .join(Person, col(Person.id) == Role.person_id)
            .where(
                Role.organisation_id == organisation_id,
                or_(col(Role.cohort_id).is_(None), col(Role.cohort_id) == cohort_id),
                col(Role.name).in_(names),
                col(Role.revoked_at).is_(None),
            )
            .order_by(col(Person.name), col(Role.granted_at))
        )
        return tuple((role, person) for role, person in found.all())

    async def grant(self, person: Person, name: str, cohort_id: str | None, by: str, now: datetime) -> bool:
        """Gives a role; False when the person holds it already."""
        held = await self.roles(person.id)
        if any(one.name == name and one.cohort_id == cohort_id for one in held):
            return False
        self.session.add(
            Role(
                organisation_id=person.organisation_id,
                cohort_id=cohort_id,
                person_id=person.id,
                name=name,
                granted_by=by,
                granted_at=now,
            )
        )
        await self.session.flush()
        return True

    async def ever_held(self, person_id: str, name: str) -> bool:
        """Whether the person holds that role or held it before."""
        found = await self.session.exec(select(Role.id).where(Role.person_id == person_id, Role.name == name))
        return found.first() is not None

    async def consent(self, consent: Consent) -> None:
        """Adds one provable yes or no; earlier ones stay."""
        self.session.add(consent)
        await self.session.flush()

    async def consents(self, person_id: str) -> tuple[Consent, ...]:
        """Every yes and no of the person, oldest first."""
        found = await self.session.exec(
            select(Consent).where(Consent.person_id == person_id).order_by(col(Consent.said_at), col(Consent.id))
        )
        return tuple(found.all())

    async def erase(self, person: Person, now: datetime) -> None:
        """Forgets everything of and about the person; their key is destroyed once the transaction is committed."""
        await erase(self.session, person, now)

    async def rows_about(self, person: Person) -> dict[str, list[dict[str, Any]]]:
        """Every row that belongs or refers to the person, by table, without what is sealed."""
        return await rows_about(self.session, person)

    async def erased(self) -> frozenset[str]:
        """Everybody who was ever erased."""
        return frozenset(await self.session.exec(select(Person.id).where(Person.state == ERASED)))

    async def organisations(self) -> tuple[str, ...]:
        """The ids of all organisations."""
        return tuple(await self.session.exec(select(Organisation.id).order_by(col(Organisation.id))))

    async def with_token(self) -> tuple[Workspace, ...]:
        """Every workspace whose token we hold, sealed; locked, so that none is kept anew or forgotten meanwhile."""
        held = select(Workspace).where(col(Workspace.sealed_token).is_not(None))
        return tuple(await self.session.exec(held.with_for_update()))

    async def workspace_left(self, where: Whereabouts) -> None:
        """The workspace took its permission back: nothing is sent there and its token is forgotten."""
        if workspace := await self.workspace(where.platform, where.workspace):
            workspace.installed, workspace.sealed_token = False, None
