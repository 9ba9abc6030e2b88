"""A second workspace joins an organisation by a code that works once, and only where nothing would be mixed up."""

import re
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from bot.chat.reply import Reply
from bot.flows.auditing import Auditing
from bot.flows.founding import Founding
from bot.flows.granting import Granting
from bot.flows.helping import Helping
from bot.flows.joining import Joining
from storage.tables import AuditRow, Delivery, Entry, JoinCode, Organisation, Person, Role, Table, Workspace
from tests.administering import said
from tests.world import Someone, World

TENANT = "tenant-1"


@pytest.fixture
async def place(world: World) -> World:
    """Halden Health in Slack with its administrator Alma, and a Teams tenant in which Theo is known."""
    flows = (Joining(), Founding(), Granting(), Helping(), Auditing())
    world.desks = tuple(flow.desk for flow in flows)
    await installed(world)
    await alma(world).types("help")
    await theo(world).types("help")
    await grant(world, "UALMA", None)
    return world


async def installed(world: World, tenant: str = TENANT) -> None:
    async with world.database.transaction() as store:
        await store.people.install("teams", tenant, "", world.now)


def alma(world: World) -> Someone:
    return world.someone("UALMA", "Alma")


def theo(world: World, id: str = "theo", tenant: str = TENANT) -> Someone:
    return world.someone(id, id.title(), platform="teams", workspace=tenant)


async def grant(world: World, id: str, cohort: str | None, by: str = "") -> None:
    async with world.database.transaction() as store:
        person = (await store.session.exec(select(Person).where(Person.external_id == id))).one()
        await store.people.grant(person, "administrator", cohort, by, world.now)


async def code(world: World) -> str:
    found = re.search(r"workspace join (\S+)`", said(await alma(world).types("workspace code")))
    assert found
    return found[1]


async def joins(someone: Someone, typed: str) -> Reply:
    shown = await someone.types(f"workspace join {typed}")
    assert shown.say
    assert shown.say.buttons, shown.say.text
    return await someone.presses(shown.say.buttons[0])


async def rows(world: World, table: type[Table]) -> list[Any]:
    async with world.database.transaction() as store:
        return list((await store.session.exec(select(table))).all())


async def belongs_to(world: World, person: str) -> str:
    found = {one.external_id: one for one in await rows(world, Person)}
    named = {one.id: one.name for one in await rows(world, Organisation)}
    return str(named[found[person].organisation_id])


async def test_a_tenant_joins_by_its_code_with_everybody_who_was_met_there(place: World) -> None:
    typed = await code(place)

    shown = await theo(place).types(f"workspace join {typed}")
    before = await belongs_to(place, "theo")
    assert shown.say
    joined = await theo(place).presses(shown.say.buttons[0])
    await theo(place, "tara").types("help")

    assert "Halden Health" in said(shown)
    assert before == ""
    assert "Halden Health" in said(joined)
    assert await belongs_to(place, "theo") == await belongs_to(place, "tara") == "Halden Health"
    assert [one.name for one in await rows(place, Organisation)] == ["Halden Health"]
    assert len({one.organisation_id for one in await rows(place, Workspace)}) == 1
    assert [one.prompt for one in await rows(place, Delivery)] == ["joining.told"]


async def test_a_code_is_kept_as_a_hash_and_both_deeds_stand_in_the_trail(place: World) -> None:
    typed = await code(place)
    kept = [one for table in Table.metadata.sorted_tables for one in await everything(place, table.name)]
    await joins(theo(place), typed)

    assert not any(typed in one or typed.replace("-", "") in one for one in kept)
    assert [one.deed for one in await rows(place, AuditRow)] == ["workspace_code", "workspace_joined"]
    assert "let a workspace join" in said(await alma(place).types("audit"))
    async with place.database.transaction() as store:
        assert await store.audit.verify() is None


async def everything(world: World, table: str) -> list[str]:
    async with world.database.transaction() as store:
        connection = await store.session.connection()
        return [str(row) for row in (await connection.execute(Table.metadata.tables[table].select())).all()]


@pytest.mark.parametrize("how", [str.lower, lambda one: one.replace("-", ""), lambda one: f'" {one} "'])
async def test_a_code_is_understood_however_it_is_typed(place: World, how: Any) -> None:
    await joins(theo(place), how(await code(place)))

    assert await belongs_to(place, "theo") == "Halden Health"


async def test_wrong_used_replaced_and_old_codes_get_one_and_the_same_sentence(place: World) -> None:
    for tenant in ("t2", "t3"):
        await installed(place, tenant)
    used, now = await code(place), place.now
    await joins(theo(place), used)
    replaced, old = await code(place), await code(place)
    tom = theo(place, "tom", "t2")

    answers = {said(await tom.types(f"workspace join {one}")) for one in (used, replaced, "7KQF-2MXP-9RTD-HWAC", "")}
    place.now = now + timedelta(hours=24)
    answers.add(said(await theo(place, "tim", "t3").types(f"workspace join {old}")))

    assert len(answers) == 1
    assert "does not work" in answers.pop()
    assert await belongs_to(place, "tom") == ""


async def test_codes_cannot_be_guessed_in_a_row(place: World) -> None:
    typed = await code(place)
    for _ in range(5):
        await theo(place).types("workspace join ABCD")

    by_another = said(await theo(place, "tara").types(f"workspace join {typed}"))
    place.now += timedelta(hours=1)
    later = await theo(place).types(f"workspace join {typed}")

    assert "wait an hour" in by_another
    assert later.say
    assert later.say.buttons


async def test_what_runs_out_or_is_used_between_preview_and_press_joins_nobody(place: World) -> None:
    await installed(place, "t2")
    typed = await code(place)
    first, second = theo(place), theo(place, "tom", "t2")
    shown = [await one.types(f"workspace join {typed}") for one in (first, second)]
    buttons = [one.say.buttons[0] for one in shown if one.say]

    await first.presses(buttons[0])
    too_late = await second.presses(buttons[1])

    assert "does not work" in said(too_late)
    assert await belongs_to(place, "tom") == ""


async def test_a_workspace_with_cohorts_of_its_own_stays(place: World) -> None:
    await grant(place, "theo", None)
    shown = await theo(place).types('cohort new "Autumn" country BE')
    assert shown.say
    await theo(place).presses(shown.say.buttons[0])

    assert "cohorts of its own" in said(await theo(place).types(f"workspace join {await code(place)}"))


async def test_a_workspace_where_somebody_wrote_stays(place: World) -> None:
    async with place.database.transaction() as store:
        person = (await store.session.exec(select(Person).where(Person.external_id == "theo"))).one()
        await store.reflections.begin(
            Entry(organisation_id=person.organisation_id, person_id=person.id, kind="free", written_at=place.now)
        )

    assert "written something" in said(await theo(place).types(f"workspace join {await code(place)}"))


async def test_a_workspace_that_joined_stays_and_its_own_code_is_of_no_use(place: World) -> None:
    own = said(await alma(place).types(f"workspace join {await code(place)}"))
    await joins(theo(place), await code(place))

    again = said(await theo(place).types(f"workspace join {await code(place)}"))

    assert "belongs to **Halden Health** already" in own
    assert "together with another workspace" in again


async def test_where_there_are_administrators_only_they_decide_and_only_the_operators_own_stay(place: World) -> None:
    await theo(place, "tara").types("help")
    await grant(place, "theo", None)
    await grant(place, "tara", None, by="somebody")
    await theo(place, "tom").types("help")
    typed = await code(place)

    refused = await theo(place, "tom").types(f"workspace join {typed}")
    await joins(theo(place), typed)

    assert "administrators of its own" in said(refused)
    async with place.database.transaction() as store:
        held = select(Person.external_id).join(Role, col(Role.person_id) == Person.id)
        still = held.where(col(Role.revoked_at).is_(None)).order_by(col(Person.external_id))
        assert list(await store.session.exec(still)) == ["UALMA", "theo"]
        assert len(set(await store.session.exec(select(Role.organisation_id)))) == 1


async def test_only_an_administrator_of_everything_makes_codes(place: World) -> None:
    await grant(place, "UALMA", None)
    shown = await alma(place).types('cohort new "Autumn" country BE')
    assert shown.say
    await alma(place).presses(shown.say.buttons[0])
    bo = place.someone("UBO", "Bo")
    await bo.types("help")
    async with place.database.transaction() as store:
        person = (await store.session.exec(select(Person).where(Person.external_id == "UBO"))).one()
        (cohort,) = await store.cohorts.all()
        await store.people.grant(person, "administrator", cohort.id, "", place.now)

    assert "whole organisation" in said(await bo.types("workspace code"))
    assert "not for your role" in said(await theo(place).types("workspace code"))
    assert await rows(place, JoinCode) == []


async def test_codes_that_nobody_used_are_forgotten(place: World) -> None:
    await code(place)

    async with place.database.transaction() as store:
        await store.joining.forget(place.now + timedelta(hours=25))

    assert await rows(place, JoinCode) == []
