"""A debrief in a process of its own, which ends at its steps and is started again, and its people at their Slack."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from sqlmodel import select

from bot.chat.action import TellStory
from bot.demo_hands import AtSlack
from bot.playground.inhabitant import SLACKBOT, Inhabitant
from bot.playground.refusal import Unanswered
from storage.store import Database
from storage.tables import Debrief
from tests.debrief_script import Step
from tests.debrief_standing import ROOM, under_way
from tests.dying_bot import DyingBot, dying_bot, until
from tests.factories import NAMES, person, role, running_cohort
from tests.places import Place
from tests.slack_beside import slack_environment
from tests.slack_people import Person, SlackWorkspace, workspace_for
from tests.world import TEAM

PATIENCE = 0.05  # calls of 1, leases of 3 and settling of 4.5 seconds: shorter ones are too short for a busy machine
TAKE_PART = 8  # people: enough for a wall, and for two groups of four
PEOPLE = (
    *(Inhabitant(f"U{at + 1}", NAMES[at]) for at in range(TAKE_PART)),
    *(Inhabitant(one, name) for one, name in (("F1", "Faye"), ("F2", "Femke"), ("S1", "Sol"))),
)


async def fill(database: Database) -> None:
    """A cohort on the day of its debrief, without dates: nothing else is planned for it."""
    async with database.transaction() as store:
        long_ago = datetime(2026, 1, 1, tzinfo=UTC)
        installed = await store.people.install("slack", TEAM, "Halden Health", long_ago)
        none = dict.fromkeys(("workshop_1", "workshop_2", "first_visit", "second_visit", "interview", "debrief"))
        made = await running_cohort(store, TAKE_PART, **none, room=ROOM, room_workspace_id=installed.id)  # type: ignore[arg-type]
        await role(store, made.cohort, "facilitator", await person(store, "F2", "Femke"))
        for place in made.participations:
            place.joined_at = long_ago  # before the points are gathered
        for one in made.people:
            button = {"action:story.could": TellStory(made.cohort.id).pack()}
            now, name = datetime.now(UTC), made.cohort.name
            await store.deliveries.notice(one, "story.asked", now, cohort_id=made.cohort.id, cohort=name, **button)


@dataclass
class Stage:
    place: Place
    slack: SlackWorkspace
    bot: DyingBot
    database: Database
    shown: set[str] = field(default_factory=set)
    named: set[str] = field(default_factory=set)
    ahead: timedelta = timedelta()  # of the program's time before real time

    # -- the process ---------------------------------------------------------------------------------------------------

    async def starts(self, failpoint: str = "") -> None:
        """A clock that was set forward begins again at what was sent last: it is set to where it was."""
        assert await self.bot.start(failpoint), "it does not start"
        self.slack.playground.app_at(f"{self.bot.url}/slack/events")
        if self.ahead:
            await self.bot.moves_clock(to=(datetime.now(UTC) + self.ahead).isoformat())

    async def is_killed(self) -> None:
        self.ahead = await self.bot.now() - datetime.now(UTC)
        await self.bot.kill()

    async def rests(self) -> None:
        """Waits until nothing that is due is under way."""

        async def is_idle() -> bool:
            return not await under_way(self.database, await self.bot.now())

        await until(is_idle)

    # -- the people ----------------------------------------------------------------------------------------------------

    def someone(self, who: str) -> Person:
        return self.slack.person(who)

    def hands(self, who: str) -> AtSlack:
        return AtSlack(self.slack.playground, self.slack.playground.person(who), ROOM)

    async def gets_ready(self, step: Step) -> None:
        """Has at hand what the step needs."""
        if step.fills is None and not self._in_form(step):
            await self.someone(step.who).puts_away()
        if step.first:
            await self.someone(step.who).runs(step.first)

    async def does(self, step: Step) -> bool:
        """Whether it was answered."""
        self.shown |= set(step.shows)
        self.named |= set(step.names)
        try:
            await self._does(step)
        except Unanswered:
            return False
        return not step.types or self._is_answered(step.who)

    async def does_again(self, step: Step, *, answered: bool) -> None:
        """What somebody does who was not answered: the same again. With some commands they look first."""
        if step.opens and self.someone(step.who).modal():
            return
        if answered and not step.opens and not step.waits:
            return
        if step.looks_for and step.looks_for in (await self.someone(step.who).runs("/exchange debrief")).last:
            return
        if not self._at_hand(step):
            await self.someone(step.who).runs("/exchange debrief")
        if self._at_hand(step):
            await self.does(step)

    async def _does(self, step: Step) -> None:
        if step.types:
            await self.hands(step.who).types(step.types)
        if self._in_form(step):
            await self.someone(step.who).presses(step.presses)
        elif step.presses or step.opens:
            await self.hands(step.who).presses(step.presses or step.opens)
        if step.opens and self.bot.is_alive:
            await self.someone(step.who).waits_until(lambda seen: seen.modal)
        if step.fills is not None:
            problems = await self.someone(step.who).submits(dict(step.fills))
            assert not problems, (step.name, problems)
        if step.waits:
            await self.bot.moves_clock(to=(await self._round_ends()).isoformat())

    def _at_hand(self, step: Step) -> bool:
        if step.fills is not None:
            return self.someone(step.who).modal() is not None
        if self._in_form(step):
            return True
        try:
            return not (step.presses or step.opens) or bool(self.hands(step.who)._button(step.presses or step.opens))
        except LookupError:
            return False

    def _in_form(self, step: Step) -> bool:
        """Whether its button stands in the form that is open."""
        someone = self.someone(step.who)
        return bool(step.presses) and someone.modal() is not None and step.presses in someone.sees().buttons

    def _is_answered(self, who: str) -> bool:
        return self.slack.playground.workspace.seen_by(who, f"D{who}")[-1].author != SLACKBOT

    async def _round_ends(self) -> datetime:
        async with self.database.reading() as store:
            debrief = (await store.session.exec(select(Debrief))).one()
            ends_at = (await store.debriefs.rounds(debrief.id))[debrief.position].ends_at
            assert ends_at is not None
            return ends_at


@asynccontextmanager
async def stage(place: Place) -> AsyncIterator[Stage]:
    """Everybody is there, and no process runs yet."""
    async with workspace_for(PEOPLE) as slack, place.opened() as database:
        slack.playground.channel(ROOM, "spring", [one.id for one in PEOPLE])
        environment = {**place.environment, **slack_environment(slack.playground, PATIENCE)}
        async with dying_bot(environment, place.folder / "log") as bot:
            yield Stage(place, slack, bot, database)
