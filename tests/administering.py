"""A cohort on its way from nothing to started, for the tests of administering."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

from sqlmodel import select

from bot.chat.desk import Desk
from bot.chat.reply import Reply
from bot.flows.auditing import Auditing
from bot.flows.founding import Founding
from bot.flows.gathering import Gathering
from bot.flows.gauging import Gauging
from bot.flows.granting import Granting
from bot.flows.helping import Helping
from bot.flows.lodging import Lodging
from bot.flows.mapping import ValuesMapping
from bot.flows.overseeing import Overseeing
from bot.flows.pairing import Pairing
from bot.flows.parting import Parting
from bot.flows.preparing import Preparing
from bot.flows.running import Running
from bot.flows.safeguarding import Safeguarding
from bot.flows.sponsoring import Sponsoring
from bot.flows.stating import Stating
from bot.flows.valuing import Valuing
from bot.flows.wishing import Wishing
from prompts.library import Library
from storage.tables import Cohort, Delivery, Leg, Participation, Person, Table
from tests.world import Someone, World

_Row = TypeVar("_Row", bound=Table)

NEW = 'cohort new "Spring 2027" workshop 2027-02-01 2027-02-02 debrief 2027-05-10 country BE'
CONTACTS = 'settings contacts "Staff support 555 0100" hours "every day" speak-up "speakup@x.org"'
STATEMENT = 'values statement "We listen first." shortfall "Night shifts hear last." problems "Long waits; Lost notes"'


@cache
def desks() -> tuple[Desk, ...]:
    """Of every flow of administering; read once, because reading all prompts takes a while."""
    program = Library.load(Path("prompts")).program
    flows = (
        Auditing(),
        Founding(),
        Gathering(),
        Gauging(program),
        Granting(),
        Helping(),
        Lodging(),
        Overseeing(),
        Pairing(),
        Wishing(),
        Parting(),
        Preparing(),
        Running(),
        Safeguarding(),
        Sponsoring(),
        Stating(),
        Valuing(),
        ValuesMapping(),
    )
    return tuple(flow.desk for flow in flows)


@dataclass
class Office:
    """The people who run a cohort. `requests` counts what was done to get where we are."""

    world: World
    admin: Someone
    eve: Someone  # facilitator
    bo: Someone  # sponsor

    @classmethod
    async def opened(cls, world: World) -> "Office":
        world.desks = desks()
        office = cls(
            world,
            world.someone("UADMIN", "Admin", email="admin@x.org"),
            world.someone("UEVE", "Eve", email="eve@x.org"),
            world.someone("UBO", "Bo", email="bo@x.org"),
        )
        for one in (office.eve, office.bo, *(world.someone(f"U{name}", name) for name in ("Ada", "Ben", "Cy", "Di"))):
            await one.types("help")
        await office.grant(office.admin, "administrator")
        return office

    async def grant(self, someone: Someone, role: str, cohort: Cohort | None = None) -> None:
        await someone.types("help")
        async with self.world.database.transaction() as store:
            person = (await store.session.exec(select(Person).where(Person.external_id == someone.id))).one()
            await store.people.grant(person, role, cohort.id if cohort else None, "", self.world.now)

    async def does(self, someone: Someone, text: str, **more: str) -> Reply:
        """Types it and confirms the preview: two requests."""
        shown = await someone.types(text, **more)
        assert shown.say is not None, shown
        assert shown.say.buttons, shown
        return await someone.presses(shown.say.buttons[0])

    async def founded(self) -> Cohort:
        await self.does(self.admin, NEW)
        return await self.cohort()

    async def gathered(self) -> Cohort:
        cohort = await self.founded()
        await self.does(
            self.admin,
            "people add <@UAda> department Housing <@UBen> department Emergency <@UCy> department Housing "
            "<@UDi> department Emergency",
        )
        return cohort

    async def ready(self) -> Cohort:
        await self.gathered()
        await self.does(self.admin, "pairs suggest")
        await self.does(self.admin, "role grant facilitator <@UEVE> sponsor <@UBO>")
        await self.does(self.admin, CONTACTS)
        await self.does(self.bo, STATEMENT)
        return await self.cohort()

    async def started(self) -> Cohort:
        await self.ready()
        await self.does(self.admin, "cohort start")
        return await self.cohort()

    async def cohort(self, name: str = "Spring 2027") -> Cohort:
        found = await self.rows(Cohort)
        return next(one for one in found if one.name == name)

    async def rows(self, table: type[_Row]) -> list[_Row]:
        async with self.world.database.transaction() as store:
            return list((await store.session.exec(select(table))).all())

    async def names_of(self, state: str = "active") -> list[str]:
        """Who takes part, by name."""
        people = {one.id: one.name for one in await self.rows(Person)}
        return sorted(people[one.person_id] for one in await self.rows(Participation) if one.state == state)

    async def visits(self) -> list[str]:
        people = {one.id: one.name for one in await self.rows(Person)}
        names = {one.id: people[one.person_id] for one in await self.rows(Participation)}
        return sorted(f"{names[leg.visitor_id]} visits {names[leg.host_id]}" for leg in await self.rows(Leg))

    async def notices(self, name: str) -> list[str]:
        """The keys of what somebody is told, by name: what is told at one moment has no order."""
        people = {one.id: one.name for one in await self.rows(Person)}
        rows = await self.rows(Delivery)
        return sorted(row.prompt for row in rows if people[row.person_id] == name and row.kind == "notice")


def said(reply: Reply) -> str:
    """Everything that somebody reads in an answer."""
    message = reply.say or reply.replace
    assert message is not None, reply
    return "\n".join([message.text, *(item.text for item in message.items)])
