"""A cohort in its debrief, for the tests of it: its people at their keyboards, and what is said in its room."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.chat.action import Lead
from bot.chat.reply import Reply
from prompts.message import Form, Message
from storage.tables import Contribution, Debrief, DebriefRound
from tests.factories import RunningCohort, person, role, running_cohort
from tests.neighbours import all_desks
from tests.world import TEAM, Someone, World, button

NOON = datetime(2027, 5, 20, 11, 0, tzinfo=UTC)  # 13:00 in Brussels, on the day of the debrief
ROOM = "C77"
THOUGHT = "Canaryporter: nobody asked him what he had seen."
WORDS = ("Canarylighter", "Canarycurious", "Canarytired")


@dataclass
class Meeting:
    """`faye` leads first; `femke` is another facilitator."""

    world: World
    made: RunningCohort
    people: list[Someone]
    faye: Someone
    femke: Someone

    async def begins(self, minutes: int = 211) -> Message:
        """Faye starts it; returns the card on which she leads."""
        asked = await self.faye.types(f"debrief start {minutes}")
        begun = shown(await self.faye.presses(button(said(asked), "Start a debrief")))
        assert "The debrief has begun" in begun.text
        return said(await self.faye.types("debrief"))

    async def goes_to(self, key: str) -> Message:
        """She goes on until that round is on."""
        card = said(await self.faye.types("debrief"))
        while (await self.on()).key != key:
            card = said(await self.faye.types("debrief next"))
        return card

    async def passes(self, minutes: float = 0) -> None:
        """Time passes, and what is due is sent."""
        self.world.now += timedelta(minutes=minutes)
        await self.world.backstage.delivering.send_due(self.world.now)

    async def on(self) -> DebriefRound:
        """The round that is on."""
        return (await self.rounds())[(await self.debrief()).position]

    async def debrief(self) -> Debrief:
        async with self.world.database.reading() as store:
            found = await store.debriefs.latest(self.made.cohort.id)
            assert found is not None
            return found

    async def rounds(self) -> tuple[DebriefRound, ...]:
        async with self.world.database.reading() as store:
            return await store.debriefs.rounds((await self.debrief()).id)

    async def sent_in(self, key: str) -> tuple[Contribution, ...]:
        async with self.world.database.reading() as store:
            return await store.debriefs.sent_in((await self.debrief()).id, key)

    async def lead(self, move: str, key: str = "") -> Lead:
        """The button as it stands on a card that is made now."""
        debrief = await self.debrief()
        return Lead(debrief.id, str(debrief.version), move, key)

    @property
    def in_room(self) -> list[Message]:
        return [one.message for one in self.world.channel.sent if one.to.room == ROOM]

    async def opens(self, who: Someone, label: str = "Write") -> Form:
        """The form behind the room's last button of that label."""
        card = next(one for one in reversed(self.in_room) if label in labels(one))
        form = (await who.presses(button(card, label))).open
        assert form is not None
        return form


async def meeting(world: World, size: int = 12, *, room: str = ROOM, **changes: object) -> Meeting:
    """Nothing has begun yet."""
    async with world.database.transaction() as store:
        workspace = await store.people.workspace("slack", TEAM)
        assert workspace is not None
        there = {"room": room, "room_workspace_id": workspace.id if room else None}
        made = await running_cohort(store, size, **there, **changes)  # type: ignore[arg-type]  # passed on as they are
        await role(store, made.cohort, "facilitator", await person(store, "F2", "Femke"))
    world.now, world.desks = NOON, all_desks()
    people = [world.someone(one.external_id, one.name) for one in made.people]
    return Meeting(world, made, people, world.someone("F1", "Faye"), world.someone("F2", "Femke"))


def said(reply: Reply) -> Message:
    assert reply.say is not None, reply
    return reply.say


def shown(reply: Reply) -> Message:
    assert reply.replace is not None, reply
    return reply.replace


def labels(message: Message) -> list[str]:
    return [one.label for one in (*message.buttons, *(one for item in message.items for one in item.buttons))]
