"""Starting, pausing, resuming and finishing a cohort, each shown first and then confirmed."""

from dataclasses import dataclass
from datetime import date, timedelta

from bot.chat.action import Confirm, ConfirmFinish, ConfirmPause, ConfirmResume, ConfirmStart
from bot.chat.command import ADMINISTRATOR, Typed
from bot.chat.dates import day, read_date, today_of
from bot.chat.desk import Desk
from bot.chat.details import details
from bot.chat.occasion import Occasion
from bot.chat.people_named import called
from bot.chat.preview import confirmed, done, propose
from bot.chat.reply import Reply
from bot.chat.trail import leave_trail
from bot.chat.welcome import welcome
from bot.chat.wrong import Wrong, wrong_use
from bot.errors import NotAllowed
from bot.rules.checklist import Checklist, checklist_of
from bot.rules.cohorts_meant import cohort_meant, cohort_of
from bot.rules.next_steps import to_checklist
from prompts.message import Message
from storage.tables import Cohort, Draft

_KEYS = {"cohort": 1, "until": 1}
_LONGEST_PAUSE = timedelta(days=365)  # a cohort that rests for longer is finished, and a new one begins


@dataclass(frozen=True, slots=True)
class Running:
    """What a cohort's people hear depends on its state: draft, running, paused or finished."""

    @property
    def desk(self) -> Desk:
        return Desk(
            commands={
                ("cohort", "start"): self.start,
                ("cohort", "pause"): self.pause,
                ("cohort", "resume"): self.resume,
                ("cohort", "finish"): self.finish,
            },
            presses={
                ConfirmStart: self.started,
                ConfirmPause: self.paused,
                ConfirmResume: self.resumed,
                ConfirmFinish: self.finished,
            },
        )

    async def start(self, occasion: Occasion, typed: Typed) -> Reply:
        """Lists the gaps, or shows who will hear what first."""
        cohort = await _meant(occasion, typed, "draft")
        if isinstance(cohort, Reply):
            return cohort
        checklist = await checklist_of(occasion, cohort)
        if checklist.gaps():
            return _gaps(occasion, checklist)
        words = occasion.words
        gaps = {
            "people": ", ".join(called(one, words) for one in checklist.roster.people.values()),
            "facilitators": ", ".join(checklist.facilitators),
            "workshop": day(cohort.workshop_1_on, words) if cohort.workshop_1_on else "",
            "threshold": str(cohort.threshold),
        }
        text = words.say("running.preview_start", name=cohort.name, **gaps)
        return await propose(occasion, ConfirmStart, {}, text, cohort=cohort, label="running.start")

    async def started(self, occasion: Occasion, action: ConfirmStart) -> Reply:
        """Starts the cohort and welcomes everyone. From now on its threshold is fixed."""
        cohort, _ = await _confirmed(occasion, action, "draft")
        checklist = await checklist_of(occasion, cohort)
        if checklist.gaps():
            return _gaps(occasion, checklist)
        cohort.state, cohort.started_at = "running", occasion.now
        cohort.plan_anew()
        for person in checklist.roster.people.values():
            await welcome(occasion.store, person, cohort, occasion.now)
        await leave_trail(occasion, "cohort_started", cohort)
        return done(occasion, occasion.words.say("running.started", name=cohort.name))

    async def pause(self, occasion: Occasion, typed: Typed) -> Reply:
        """`cohort pause until 2027-03-01`. A pause always has an end."""
        cohort = await _meant(occasion, typed, "running", "paused")
        if isinstance(cohort, Reply):
            return cohort
        until = read_date(details(typed.arguments, _KEYS).text("until"))
        today = today_of(cohort, occasion.now)
        if until is None or not today <= until <= today + _LONGEST_PAUSE:
            return wrong_use(occasion, "cohort_pause", {"until": Wrong("running.wrong_until")})
        text = occasion.words.say("running.preview_pause", name=cohort.name, until=day(until, occasion.words))
        return await propose(occasion, ConfirmPause, {"until": until.isoformat()}, text, cohort=cohort)

    async def paused(self, occasion: Occasion, action: ConfirmPause) -> Reply:
        """Pauses the cohort: what is due meanwhile waits until the pause is over, if its window lasts as long."""
        cohort, draft = await _confirmed(occasion, action, "running", "paused")
        cohort.state, cohort.paused_on = "paused", today_of(cohort, occasion.now)
        cohort.paused_until = date.fromisoformat(draft.values["until"])
        cohort.plan_anew()
        until = day(cohort.paused_until, occasion.words)
        await _tell(occasion, cohort, "running.told_paused", until=until)
        await leave_trail(occasion, "cohort_paused", cohort)
        return done(occasion, occasion.words.say("running.paused", name=cohort.name, until=until))

    async def resume(self, occasion: Occasion, typed: Typed) -> Reply:
        cohort = await _meant(occasion, typed, "paused")
        if isinstance(cohort, Reply):
            return cohort
        text = occasion.words.say("running.preview_resume", name=cohort.name)
        return await propose(occasion, ConfirmResume, {}, text, cohort=cohort)

    async def resumed(self, occasion: Occasion, action: ConfirmResume) -> Reply:
        """Ends the pause yesterday: what was due while it lasted stays unsent."""
        cohort, _ = await _confirmed(occasion, action, "paused")
        today = today_of(cohort, occasion.now)
        begun_before = cohort.paused_on is not None and cohort.paused_on < today
        cohort.paused_on = cohort.paused_on if begun_before else None
        cohort.paused_until = today - timedelta(days=1) if begun_before else None
        cohort.state = "running"
        cohort.plan_anew()
        await _tell(occasion, cohort, "running.told_resumed")
        await leave_trail(occasion, "cohort_resumed", cohort)
        return done(occasion, occasion.words.say("running.resumed", name=cohort.name))

    async def finish(self, occasion: Occasion, typed: Typed) -> Reply:
        cohort = await _meant(occasion, typed, "running", "paused")
        if isinstance(cohort, Reply):
            return cohort
        text = occasion.words.say("running.preview_finish", name=cohort.name)
        return await propose(occasion, ConfirmFinish, {}, text, cohort=cohort, label="running.finish")

    async def finished(self, occasion: Occasion, action: ConfirmFinish) -> Reply:
        """Finishes the cohort: nothing more is sent, and what people wrote stays theirs."""
        cohort, _ = await _confirmed(occasion, action, "running", "paused")
        await _tell(occasion, cohort, "running.told_finished")
        await occasion.store.cohorts.finish(cohort, today_of(cohort, occasion.now))
        await leave_trail(occasion, "cohort_finished", cohort)
        return done(occasion, occasion.words.say("running.finished", name=cohort.name))


async def _meant(occasion: Occasion, typed: Typed, *states: str) -> Cohort | Reply:
    """The cohort of a command that fits only cohorts in one of these states."""
    given = details(typed.arguments, _KEYS)
    cohort = await cohort_meant(occasion, typed, given.text("cohort") or given.first, ADMINISTRATOR)
    if isinstance(cohort, Reply) or cohort.state in states:
        return cohort
    return Reply(say=Message(occasion.words.say(f"running.is_{cohort.state}", name=cohort.name)))


async def _confirmed(occasion: Occasion, action: Confirm, *states: str) -> tuple[Cohort, Draft]:
    """The cohort of a confirmation, with its draft. Raises NotAllowed when it has changed its state since."""
    draft = await confirmed(occasion, action)
    cohort = await cohort_of(occasion, draft.cohort_id or "", ADMINISTRATOR)
    if cohort.state not in states:
        raise NotAllowed(occasion.words.say(f"running.is_{cohort.state}", name=cohort.name))
    return cohort, draft


def _gaps(occasion: Occasion, checklist: Checklist) -> Reply:
    """Why the cohort cannot start yet, with the way to the checklist."""
    words, cohort = occasion.words, checklist.cohort
    lines = [words.say("running.gap", item=words.label(f"preparing.item_{item}")) for item in checklist.gaps()]
    text = "\n".join([words.say("running.gaps", name=cohort.name), "", *lines])
    return done(occasion, text, buttons=(to_checklist(cohort, words),))


async def _tell(occasion: Occasion, cohort: Cohort, key: str, **gaps: str) -> None:
    """A sentence to everybody who takes part."""
    for one in await occasion.store.cohorts.members(cohort.id):
        await occasion.store.deliveries.notice(
            one.person, key, occasion.now, cohort_id=cohort.id, cohort=cohort.name, **gaps
        )
