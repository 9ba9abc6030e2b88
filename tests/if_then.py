"""Somebody after the debrief who makes promises, for the tests of promises."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlmodel import select

from bot.chat.reply import Reply
from bot.flows.answering import Answering
from bot.flows.departing import Departing
from bot.flows.journalling import Journalling
from bot.flows.preferring import Preferring
from bot.flows.promising import Promising
from bot.flows.reflecting import Reflecting
from bot.flows.sharing import Sharing
from prompts.message import Form, Message
from storage.deliveries import promise_id
from storage.tables import Commitment, Delivery
from tests.backstage import builtin_coach, library
from tests.factories import RunningCohort, running_cohort
from tests.replies import opened
from tests.world import Someone, World

MORNING = datetime(2027, 5, 21, 8, 0, tzinfo=UTC)  # the Friday after the debrief, 10:00 in Brussels
THURSDAY = date(2027, 5, 27)
CUE, DEED = "somebody interrupts in our round", "let them finish"
PROMISE = "If somebody interrupts in our round, then I will let them finish"
TYPED = "If the phone rings in our round, I will let it ring."


@dataclass
class Place:
    world: World
    spring: RunningCohort
    ada: Someone

    async def makes(self, **more: Any) -> Reply:
        form = opened(await self.ada.presses(button_of(opened(await self.ada.types("promises")), "New promise")))
        return await self.ada.fills_in(form, **{"cue": CUE, "deed": DEED, **more})

    async def promises(self) -> list[Commitment]:
        async with self.world.database.reading() as store:
            return list((await store.session.exec(select(Commitment))).all())

    async def the_one(self) -> Commitment:
        (one,) = await self.promises()
        return one

    async def planned(self) -> list[date]:
        """The days on which a word is planned."""
        async with self.world.database.reading() as store:
            rows = (await store.session.exec(select(Delivery).where(Delivery.kind == "cue"))).all()
        return sorted(row.due_at.date() for row in rows if row.state == "planned")

    async def asked(self, prompt: str) -> Delivery:
        """That prompt was sent to Ada."""
        cohort_id, own = self.spring.cohort.id, self.spring.participations[0].id
        row = Delivery(
            id=promise_id("prompt", cohort_id, own, prompt, "G"),
            organisation_id=self.spring.cohort.organisation_id,
            person_id=self.spring.people[0].id,
            participation_id=own,
            cohort_id=cohort_id,
            kind="prompt",
            prompt=prompt,
            anchor_instance="G",
            state="sent",
            due_at=self.world.now,
            sent_at=self.world.now,
            wording=next(iter(library().prompt("en", prompt).wordings)),
            room="DU1",
            message=f"{prompt}.0",
        )
        async with self.world.database.transaction() as store:
            await store.deliveries.add(row)
        return row

    def reminded(self) -> list[Message]:
        """What was said on the days of an *if*."""
        return [one for one in self.world.heard("U1") if one.text.startswith("Today is the day that you chose")]


async def morning_after(world: World) -> Place:
    """The debrief was yesterday, and nothing is promised yet."""
    coach = builtin_coach()
    flows = (
        Answering(library(), coach),
        Departing(library()),
        Journalling(library()),
        Preferring(library()),
        Promising(library()),
        Reflecting(coach, library()),
        Sharing(),
    )
    world.desks = [flow.desk for flow in flows]
    world.now = MORNING
    async with world.database.transaction() as store:
        spring = await running_cohort(store)
    return Place(world, spring, world.someone("U1", "Ada"))


def buttons(form: Form | Message) -> list[str]:
    own = form.buttons if isinstance(form, Message) else ()
    return [one.label for one in (*own, *(button for item in form.items for button in item.buttons))]


def button_of(form: Form, label: str) -> Any:
    return next(one for item in form.items for one in item.buttons if one.label == label)


def texts(form: Form | Message) -> Sequence[str]:
    return [item.text for item in form.items if item.text]
