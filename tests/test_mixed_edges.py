"""Ada in Slack and Theo in Teams go through one exchange together, seen from their two chats alone."""

import re
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import aiohttp
import pytest
from sqlmodel import select

from bot.agents_playground.hands import Teams
from bot.agents_playground.reading import buttons_of
from bot.playground.inhabitant import Inhabitant
from storage.tables import Delivery, Person
from tests.chat import Someone
from tests.running_bot import Hospital, hospital
from tests.story import A_MOMENT, a_monday
from tests.story_facts import GRACE, NORA, TOMAS
from tests.teams_people import Person as AtTeams
from tests.teams_people import Screens
from tests.teams_without_client import tenant_without_client

ADA = Inhabitant("U11", "Ada Novak", "Europe/London")
THEO = Inhabitant("theo", "Theo Brandt", "Europe/Brussels", email="theo@halden.example")
TESS = Inhabitant("tess", "Tess Maes", "Europe/Brussels", email="tess@halden.example")
WRITTEN = "She asked who was carrying the heaviest load. Nobody answered at first."
OF_THE_PAIR = {"B2": 1, "C2": 2, "E4": 2}  # how often each of the two is asked: once a workshop, once a visit


@dataclass
class Mixed:
    """`place` is the bot with its Slack, `tenant` the Teams that it is in too."""

    place: Hospital
    tenant: Teams
    screens: Screens

    @property
    def ada(self) -> Someone:
        return self.place.person(ADA.id)

    def at_teams(self, who: Inhabitant) -> AtTeams:
        return AtTeams(self.tenant, who.id, self.screens, self.tenant.rooms[who.id])

    @property
    def theo(self) -> AtTeams:
        return self.at_teams(THEO)

    async def a_moment(self) -> None:
        await self.place.until(self.place.now + A_MOMENT)

    async def confirms(self, who: Someone, line: str, label: str) -> None:
        await who.runs(f"/exchange {line}")
        await who.waits_until(lambda seen: label in seen.buttons)
        await who.presses(label)
        await self.a_moment()

    async def joined(self) -> None:
        """The tenant belongs to the organisation that Nora administers."""
        nora, tess = self.place.person(NORA.id), self.at_teams(TESS)
        await nora.runs("/exchange workspace code")
        shown = "\n".join((await nora.waits_for("workspace join")).messages)
        (code,) = set(re.findall(r"workspace join ([A-Z0-9-]+)", shown))
        await self.confirms(tess, f"workspace join {code}", "Join this organisation")

    async def started(self) -> date:
        """A pair of the two; gives the first day of the workshop. Theo was not known when he was added."""
        first = a_monday(self.place.now.date() + timedelta(days=16))
        debrief = first + timedelta(days=98)
        nora, dates = self.place.person(NORA.id), f"{first} {first + timedelta(days=1)} debrief {debrief}"
        await self.confirms(nora, f"cohort new Halden workshop {dates} country GB", "Make this cohort")
        added = f'<@{ADA.id}> department "Housing" {THEO.email} department "Mental health"'
        await self.confirms(nora, f"people add {added}", "Add these people")
        await self.theo.runs("/exchange help")
        await self.a_moment()
        await self.a_moment()
        await self.confirms(nora, f"pairs set <@{ADA.id}> {THEO.email}", "Make these pairs")
        granted = f"role grant facilitator <@{TOMAS.id}> sponsor <@{GRACE.id}>"
        await self.confirms(nora, granted, "Confirm")
        contacts = 'settings contacts "Staff support 555 0100" hours "every day" speak-up "the guardian"'
        await self.confirms(nora, contacts, "Confirm")
        values = 'values statement "Respect." shortfall "Handovers." problems "Long waits"'
        await self.confirms(self.place.person(GRACE.id), values, "Confirm")
        await self.confirms(nora, "cohort start", "Start it")
        for one in (self.ada, self.theo):
            await one.waits_for("May I keep what you write?")
            await one.presses("Yes, keep what I write")
        return first

    async def sent(self) -> dict[str, list[Delivery]]:
        """The prompts that each of them was sent."""
        async with self.place.application.database.reading() as store:
            wanted = select(Delivery, Person).where(Delivery.person_id == Person.id, Delivery.kind == "prompt")
            rows = (await store.session.exec(wanted.where(Delivery.state == "sent"))).all()
        found: dict[str, list[Delivery]] = {ADA.id: [], THEO.id: []}
        for row, person in rows:
            found.setdefault(person.external_id, []).append(row)
        return found


@pytest.fixture
async def mixed(tmp_path: Path) -> AsyncIterator[Mixed]:
    async with (
        tenant_without_client((THEO, TESS)) as tenant,
        hospital(
            tmp_path,
            (NORA, TOMAS, GRACE, ADA),
            EXCHANGE_TEAMS_UNSAFE_LOCAL="yes",
            EXCHANGE_PUBLIC_URL="https://coach.example",
        ) as place,
    ):
        tenant.between.bot = f"http://127.0.0.1:{place.application.port}"
        tenant.between.now = place.application.clock.now
        made = Mixed(place, tenant, Screens())
        await made.joined()
        yield made


@pytest.mark.one_database("the storage tests run on both; this one is about the two chats")
async def test_a_pair_of_slack_and_teams_goes_through_the_exchange(mixed: Mixed) -> None:
    first, place = await mixed.started(), mixed.place
    tomas = place.person(TOMAS.id)
    for day, visit in ((35, f"<@{ADA.id}> {THEO.email}"), (42, f"{THEO.email} <@{ADA.id}>")):
        dates = f"{first + timedelta(day)} {first + timedelta(day + 1)}"
        await mixed.confirms(tomas, f"dates leg {visit} {dates}", "Change the dates")

    while (due := await place.application.clock.next_due()) and due.date() <= first + timedelta(days=70):
        await place.next()

    sent = await mixed.sent()
    asked = {who: Counter(row.prompt for row in rows) for who, rows in sent.items()}
    assert asked[ADA.id] == asked[THEO.id]
    assert {key: asked[THEO.id][key] for key in OF_THE_PAIR} == OF_THE_PAIR
    in_slack = [post.id for row in sent[ADA.id] for post in place.chat.became(row)]
    in_teams = {(post.room, post.id) for post in mixed.tenant.between.posted}
    assert len(in_slack) == len(sent[ADA.id]) > 20
    assert {(row.room, row.message) for row in sent[THEO.id]} <= in_teams
    assert {room for room, _ in in_teams} == set(mixed.tenant.rooms.values())
    assert set(place.chat.refusals) <= {("users.lookupByEmail", "users_not_found")}  # Theo is looked for there too
    assert mixed.tenant.between.refused == []


@pytest.mark.one_database("the storage tests run on both; this one is about the two chats")
async def test_what_one_shares_in_teams_the_other_reads_in_slack_and_the_other_way_round(mixed: Mixed) -> None:
    await mixed.started()
    answer = "That silence I know from my own mornings."

    await mixed.theo.says(WRITTEN)
    await shared(mixed, mixed.theo, "Ada Novak")
    await mixed.ada.waits_until(lambda seen: "Read" in seen.buttons)
    await mixed.ada.presses("Read")
    read_in_slack = (await mixed.ada.waits_until(lambda seen: seen.modal)).modal
    await mixed.place.person(ADA.id).closes()  # type: ignore[attr-defined]  # every client can close a form
    await mixed.ada.says(answer)
    await shared(mixed, mixed.ada, "Theo Brandt")
    await mixed.theo.presses("Read")

    assert WRITTEN in read_in_slack
    assert answer in mixed.theo.sees().modal
    assert answer not in "\n".join(mixed.theo.sees().messages)
    assert not any(WRITTEN in words for owner, words in mixed.place.chat.shown() if owner == ADA.id)


async def shared(mixed: Mixed, who: Someone, reader: str) -> None:
    await who.waits_until(lambda seen: "Share" in seen.buttons)
    await who.presses("Share")
    form = (await who.waits_until(lambda seen: seen.modal)).modal
    assert reader in form
    chosen = next(line for line in form.splitlines() if reader in line).split(" · ")
    await who.submits({"with": next(one for one in chosen if reader in one)})
    await mixed.a_moment()


@pytest.mark.one_database("the storage tests run on both; this one is about the two chats")
async def test_each_gets_a_copy_of_their_data_as_their_platform_gives_documents(mixed: Mixed) -> None:
    await mixed.started()
    await mixed.theo.says(WRITTEN)

    await mixed.confirms(mixed.theo, "mydata export", "Send them")
    await mixed.confirms(mixed.ada, "mydata export", "Send them")

    assert any("json" in str(post.files) for post in mixed.place.chat.playground.workspace.posts)  # type: ignore[attr-defined]  # a file is nothing that both have
    posts = [one.activity["attachments"][0]["content"] for one in mixed.tenant.between.posted]
    links = [action["url"] for card in posts for _, action in buttons_of(card) if action["type"] == "Action.OpenUrl"]
    here = [link.replace("https://coach.example", mixed.tenant.between.bot) for link in links]
    async with aiohttp.ClientSession() as session:
        first, again = [[await _taken(session, one) for one in here] for _ in range(2)]
    assert {status for status, _ in first} == {200}
    assert any(WRITTEN in text for _, text in first)
    assert {status for status, _ in again} == {404}
    assert WRITTEN not in str(again)


async def _taken(session: aiohttp.ClientSession, url: str) -> tuple[int, str]:
    async with session.post(url) as answer:
        return answer.status, await answer.text()
