"""Looking people up at their platform goes on for everybody else, whatever one workspace or one profile does."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest
from sqlmodel import select

from bot.chat.event import Address, Profile
from bot.errors import Rejected, Revoked, TryLater, Unknown
from bot.flows.inviting import Inviting
from storage.master_keys import UnknownMaster
from storage.sealed import Tampered
from storage.store import Store
from storage.tables import Invitation, Person
from tests.factories import RunningCohort, person, running_cohort
from tests.world import FakeChannel, World

MANY = 25  # more than are looked up at once


@dataclass
class Troubled(FakeChannel):
    """A platform on which one workspace is in trouble."""

    workspace: str = "T1"
    kind: type[Exception] = TryLater
    asked: list[str] = field(default_factory=list)

    async def profile(self, who: Address) -> Profile:
        self._ask(who.workspace)
        return await super().profile(who)

    async def find_by_email(self, workspace: str, email: str) -> str | None:
        self._ask(workspace)
        return await super().find_by_email(workspace, email)

    def _ask(self, workspace: str) -> None:
        self.asked.append(workspace)
        if workspace == self.workspace:
            raise self.kind("away") if issubclass(self.kind, Rejected) else self.kind()


async def invited(store: Store, made: RunningCohort, address: str) -> None:
    inviter = made.facilitator
    await store.waiting.invite(
        Invitation(
            organisation_id=made.cohort.organisation_id,
            cohort_id=made.cohort.id,
            workspace_id=inviter.workspace_id,
            invited_by=inviter.id,
            email=address,
            invited_at=made.cohort.created_at,
        )
    )


async def two_workspaces(world: World) -> None:
    """Each with somebody to find and somebody without a name; the first with many, who were there before."""
    async with world.database.transaction() as store:
        await store.people.install("slack", "T2", "Rival Health", world.now)
        here = await running_cohort(store)
        there = await running_cohort(store, name="Elsewhere", ids="C", team="T2")
        for number in range(MANY):
            await invited(store, here, f"new{number}@x.org")
            await store.people.mentioned(here.facilitator, f"UNEW{number}", "", world.now)
        await invited(store, there, "nia@y.org")
        await store.people.mentioned(there.facilitator, "UZOE", "", world.now)
    world.channel.profiles |= {"UNIA": Profile(name="Nia", email="nia@y.org"), "UZOE": Profile(name="Zoe")}


async def names(world: World) -> set[str]:
    async with world.database.transaction() as store:
        return set(await store.session.exec(select(Person.name)))


@pytest.mark.parametrize("kind", [TryLater, Unknown, Revoked, Tampered, UnknownMaster])
async def test_a_workspace_in_trouble_keeps_no_other_waiting(world: World, kind: type[Exception]) -> None:
    await two_workspaces(world)
    channel = Troubled(profiles=world.channel.profiles, kind=kind)

    await Inviting(world.database, {"slack": channel}).look_up(world.now)

    assert {"Nia", "Zoe"} <= await names(world)
    assert channel.asked.count("T1") == 2  # once for the addresses, and once for the names


async def test_a_workspace_that_took_its_permission_back_keeps_no_other_waiting(world: World) -> None:
    await two_workspaces(world)
    async with world.database.transaction() as store:
        workspace = await store.people.workspace("slack", "T1")
        assert workspace is not None
        workspace.installed = False

    await Inviting(world.database, {"slack": world.channel}).look_up(world.now)

    assert {"Nia", "Zoe"} <= await names(world)


async def test_that_we_may_not_ask_says_of_nobody_that_they_are_gone(world: World) -> None:
    await two_workspaces(world)
    channel = Troubled(profiles=world.channel.profiles, kind=Rejected)

    await Inviting(world.database, {"slack": channel}).look_up(world.now)

    async with world.database.transaction() as store:
        assert set(await store.session.exec(select(Person.state))) == {"active"}
    assert {"Nia", "Zoe"} <= await names(world)


async def test_people_of_a_platform_that_is_served_no_more_keep_nobody_waiting(world: World) -> None:
    await two_workspaces(world)
    async with world.database.transaction() as store:
        there = await store.people.install("teams", "T3", "Once in Teams", world.now)
        ada = await person(store, "UADA", "Ada")
        ada.workspace_id, ada.met_at = there.id, datetime(2020, 1, 1, tzinfo=UTC)  # whoever was met first comes first

    await Inviting(world.database, {"slack": world.channel}).look_up(world.now)

    assert {"Nia", "Zoe"} <= await names(world)


@pytest.mark.parametrize("name", ["N\0ia", "\ud800", "\0", "", "n" * 5_000])
async def test_a_name_that_cannot_be_stored_is_no_reason_to_stop(world: World, name: str) -> None:
    await two_workspaces(world)
    world.channel.profiles |= {f"UNEW{number}": Profile(name=name, email="\0" * 500) for number in range(MANY)}

    for _ in range(3):
        await Inviting(world.database, {"slack": world.channel}).look_up(world.now)

    assert "" not in await names(world)
