"""Convening: a live debrief is begun, handed over to another facilitator, and ended."""

from dataclasses import dataclass

from bot.chat.action import ConfirmDebrief, ConfirmEndDebrief, Run
from bot.chat.command import FACILITATOR, Typed
from bot.chat.dates import day, today_of
from bot.chat.desk import Desk
from bot.chat.occasion import Occasion
from bot.chat.people_named import called
from bot.chat.preview import confirmed, done, propose
from bot.chat.reply import Reply
from bot.chat.trail import leave_trail
from bot.chat.welcome import UNDER_WAY
from bot.chat.wrong import Wrong, wrong_use
from bot.errors import NotAllowed
from bot.rules.cohorts_meant import cohort_meant, cohort_of
from bot.rules.debrief_cards import Cards, Reader
from bot.rules.debrief_moving import Moving
from bot.rules.debrief_rows import planned
from bot.rules.debrief_state import End
from bot.rules.debriefs_meant import debrief_led, led_debrief, named_in
from prompts.message import Button, Message
from prompts.run_sheet import LENGTHS, RunSheet
from storage.tables import Cohort, Debrief


@dataclass(frozen=True, slots=True)
class Convening:
    """`sheet` is the run-sheet that a debrief begins with; what is changed in it later is for later ones."""

    cards: Cards
    sheet: RunSheet

    @property
    def desk(self) -> Desk:
        return Desk(
            commands={
                ("debrief", "start"): self.start,
                ("debrief", "end"): self.end,
                ("debrief", "take", "over"): self.take_over,
            },
            presses={ConfirmDebrief: self.started, ConfirmEndDebrief: self.ended},
        )

    async def start(self, occasion: Occasion, typed: Typed) -> Reply:
        """`debrief start 165`: shows who will hear what, and where, before anything begins."""
        named, wanted = named_in(typed)
        cohort = await cohort_meant(occasion, typed, named, FACILITATOR)
        if isinstance(cohort, Reply):
            return cohort
        if refused := await _not_now(occasion, cohort):
            return Reply(say=Message(refused))
        if wanted and wanted not in {str(one) for one in LENGTHS}:
            return wrong_use(occasion, "debrief_start", {"": Wrong("debrief.wrong_length", {"text": wanted})})
        if not wanted:
            return _which_length(occasion, cohort)
        text = await self._preview(occasion, cohort, int(wanted))
        values = {"minutes": int(wanted)}
        return await propose(occasion, ConfirmDebrief, values, text, cohort=cohort, label="debrief.start")

    async def started(self, occasion: Occasion, action: ConfirmDebrief) -> Reply:
        """Begins, with the first round on. Whoever confirms leads, with a card that stays in their private chat."""
        draft = await confirmed(occasion, action)
        cohort = await cohort_of(occasion, draft.cohort_id or "", FACILITATOR)
        if refused := await _not_now(occasion, cohort):
            raise NotAllowed(refused)
        debrief = Debrief(
            organisation_id=cohort.organisation_id,
            cohort_id=cohort.id,
            minutes=draft.values["minutes"],
            driver_id=occasion.person.id,
            moved_by=occasion.person.id,
            started_at=occasion.now,
        )
        moving = self._moving(occasion, debrief)
        await moving.begin(planned(self.sheet, debrief.minutes))
        await moving.hand_card()
        await leave_trail(occasion, "debrief_started", cohort)
        return done(occasion, occasion.words.say("debrief.started"))

    async def end(self, occasion: Occasion, typed: Typed) -> Reply:
        """Ends it before its last round; asked first."""
        debrief = await led_debrief(occasion, typed)
        if isinstance(debrief, Reply):
            return debrief
        cohort = await occasion.store.cohorts.cohort(debrief.cohort_id)
        text, values = occasion.words.say("debrief.ask_end"), {"debrief": debrief.id}
        return await propose(occasion, ConfirmEndDebrief, values, text, cohort=cohort, label="debrief.end")

    async def ended(self, occasion: Occasion, action: ConfirmEndDebrief) -> Reply:
        """Over for good: what was sent in without a name is sealed again without its author."""
        draft = await confirmed(occasion, action)
        debrief = await debrief_led(occasion, draft.values["debrief"])
        cohort = await cohort_of(occasion, debrief.cohort_id, FACILITATOR)
        await self._moving(occasion, debrief).move(End(), "end")
        await leave_trail(occasion, "debrief_ended", cohort)
        summary = Button(occasion.words.label("debrief.summary"), Run("debrief summary").pack(), style="primary")
        return done(occasion, occasion.words.say("debrief.ended", name=cohort.name), buttons=(summary,))

    async def take_over(self, occasion: Occasion, typed: Typed) -> Reply:
        """For another facilitator, when the one who leads lost the connection or has to go."""
        debrief = await led_debrief(occasion, typed)
        if isinstance(debrief, Reply):
            return debrief
        cohort = await cohort_of(occasion, debrief.cohort_id, FACILITATOR)
        if debrief.driver_id == occasion.person.id:
            return Reply(say=await self._driver(occasion, cohort, debrief, occasion.words.say("debrief.leads_already")))
        before = await occasion.store.people.person(debrief.driver_id)
        await self._moving(occasion, debrief).take_over()
        await leave_trail(occasion, "debrief_taken_over", cohort)
        if before is not None:
            gaps = {"who": called(occasion.person, occasion.words), "name": cohort.name}
            notice = occasion.store.deliveries.notice
            await notice(before, "debrief.told_taken_over", occasion.now, cohort_id=cohort.id, **gaps)
        return Reply(say=await self._driver(occasion, cohort, debrief, occasion.words.say("debrief.taken_over")))

    async def _preview(self, occasion: Occasion, cohort: Cohort, minutes: int) -> str:
        words, rounds = occasion.words, self.sheet.of(minutes)
        lines = [
            words.say("debrief.preview_round", what=words.label(f"round.{one.key}.title"), minutes=one.minutes[minutes])
            for one in rounds
        ]
        people = await occasion.store.cohorts.members(cohort.id)
        room = bool(cohort.room) and {one.person.workspace_id for one in people} <= {cohort.room_workspace_id}
        where = "in_room" if room else "in_both" if cohort.room else "in_private"
        lasts = sum(one.minutes[minutes] for one in rounds)
        parts = [words.say("debrief.preview", name=cohort.name, minutes=lasts), words.say(f"debrief.preview_{where}")]
        if cohort.debrief_on and cohort.debrief_on != today_of(cohort, occasion.now):
            parts.append(words.say("debrief.preview_other_day", when=day(cohort.debrief_on, words)))
        return "\n\n".join([*parts, "\n".join(lines)])

    async def _driver(self, occasion: Occasion, cohort: Cohort, debrief: Debrief, head: str) -> Message:
        reader = Reader(occasion.words, occasion.person.timezone or cohort.timezone or "UTC")
        return await self.cards.for_driver(occasion.store, debrief, reader, occasion.now, head)

    def _moving(self, occasion: Occasion, debrief: Debrief) -> Moving:
        return Moving(occasion.store, self.cards.rounds, debrief, occasion.person, occasion.now)


async def _not_now(occasion: Occasion, cohort: Cohort) -> str:
    """Why that cohort's debrief cannot begin; empty where it can."""
    if cohort.state not in UNDER_WAY:
        return occasion.words.say("debrief.cohort_not_running", name=cohort.name)
    if debrief := await occasion.store.debriefs.running(cohort.id):
        driver = await occasion.store.people.person(debrief.driver_id)
        who = called(driver, occasion.words) if driver else ""
        return occasion.words.say("debrief.runs_already", name=cohort.name, who=who)
    return ""


def _which_length(occasion: Occasion, cohort: Cohort) -> Reply:
    words = occasion.words
    buttons = tuple(
        Button(words.label(f"debrief.length_{one}"), Run(f"debrief start {one} cohort {cohort.id}").pack())
        for one in LENGTHS
    )
    return Reply(say=Message(words.say("debrief.which_length", name=cohort.name), buttons=buttons))
