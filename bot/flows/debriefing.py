"""Debriefing: a facilitator moves a live debrief from round to round, and everybody in it finds their place."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from bot.chat.action import ConfirmEndDebrief, Lead
from bot.chat.command import FACILITATOR, Typed
from bot.chat.dates import day
from bot.chat.desk import Desk
from bot.chat.event import Pressed
from bot.chat.occasion import Occasion
from bot.chat.people_named import called
from bot.chat.preview import propose
from bot.chat.reply import Reply
from bot.chat.trail import leave_trail
from bot.chat.wrong import Wrong, wrong_use
from bot.rules.board_summary import summary_buttons
from bot.rules.cohorts_meant import ask_which, meant
from bot.rules.debrief_cards import MINUTES_MORE, Cards, Reader
from bot.rules.debrief_moving import Moving
from bot.rules.debrief_state import LAST, Back, Close, Command, Drop, Extend, Next, Refused, Reveal, Skip
from bot.rules.debriefs_meant import debrief_led, led_debrief, named_in, none_runs, running_beside
from bot.rules.in_debrief import here
from bot.rules.printing import MARKDOWN, SUMMARY, WORD
from prompts.message import Message
from storage.tables import Cohort, Debrief

_MOVES: Mapping[str, Callable[[str], Command]] = {
    "next": lambda _: Next(),
    "back": lambda _: Back(),
    "close": lambda _: Close(),
    "reveal": lambda _: Reveal(),
    "skip": lambda _: Skip(),
    "drop": Drop,
    "extend": lambda _: Extend(MINUTES_MORE),
}


@dataclass(frozen=True, slots=True)
class Debriefing:
    """Any facilitator of the cohort may move its debrief; one of them leads, and is told when the time is up."""

    cards: Cards

    @property
    def desk(self) -> Desk:
        return Desk(
            commands={
                ("debrief",): self.where,
                ("debrief", "next"): self.moved,
                ("debrief", "back"): self.moved,
                ("debrief", "close"): self.moved,
                ("debrief", "reveal"): self.moved,
                ("debrief", "extend"): self.extended,
                ("debrief", "skip"): self.skipped,
                ("debrief", "summary"): self.summary,
            },
            presses={Lead: self.pressed},
        )

    async def where(self, occasion: Occasion, typed: Typed) -> Reply:
        """Where the debrief is: with its buttons for a facilitator, and with the round's card for who takes part."""
        if typed.rest and not named_in(typed)[0]:
            return wrong_use(occasion, "debrief_next", {"": Wrong("debrief.no_such_word", {"text": typed.rest})})
        if await running_beside(occasion, led=True):
            debrief = await led_debrief(occasion, typed)
            return debrief if isinstance(debrief, Reply) else await self._driver(occasion, debrief)
        if found := await running_beside(occasion, led=False):
            return await self._taking_part(occasion, found[1])
        return await _nothing_runs(occasion)

    async def moved(self, occasion: Occasion, typed: Typed) -> Reply:
        """`next`, `back`, `close` and `reveal`."""
        move = typed.command.words[-1]
        return await self._typed(occasion, typed, move, _MOVES[move](""))

    async def extended(self, occasion: Occasion, typed: Typed) -> Reply:
        """`extend 10`; without a number five minutes."""
        minutes = named_in(typed)[1] or str(MINUTES_MORE)
        if not minutes.isascii() or not minutes.isdecimal():
            return wrong_use(occasion, "debrief_extend", {"": Wrong("debrief.no_minutes", {"text": minutes})})
        return await self._typed(occasion, typed, "extend", Extend(int(minutes[:4])))

    async def skipped(self, occasion: Occasion, typed: Typed) -> Reply:
        """`skip` leaves the round out that is on, `skip word` one that comes later, by its title or its key."""
        wanted = named_in(typed)[1]
        if not wanted:
            return await self._typed(occasion, typed, "skip", Skip())
        titles = {occasion.words.label(f"round.{key}.title").casefold(): key for key in self.cards.rounds}
        return await self._typed(occasion, typed, "drop", Drop(titles.get(wanted.casefold(), wanted.casefold())))

    async def summary(self, occasion: Occasion, typed: Typed) -> Reply:
        """Where each round stands, and what was decided: of the debrief that runs, or the last one.

        `debrief summary word` and `debrief summary markdown` give it as a document, in the asker's private chat.
        """
        cohorts = occasion.store.cohorts
        own = (*await cohorts.of(occasion.person, FACILITATOR), *await cohorts.joined_by(occasion.person))
        had = [one for one in own if await occasion.store.debriefs.latest(one.id)]
        found = meant(had, named_in(typed)[0])
        if not isinstance(found, Cohort):
            return ask_which(found, typed, occasion.words) if found.choices else none_runs(occasion.words)
        debrief = await occasion.store.debriefs.latest(found.id)
        if debrief is None:
            return none_runs(occasion.words)
        wanted = named_in(typed)[1].casefold()
        if wanted in {WORD, MARKDOWN}:
            await occasion.store.papers.promise(
                occasion.person, SUMMARY, occasion.now, cohort_id=found.id, form=wanted, of=""
            )
            return Reply(say=Message(occasion.words.say("documenting.comes")))
        if wanted:
            return wrong_use(occasion, "debrief_summary", {"": Wrong("debrief.no_such_form", {"text": wanted})})
        shown = await self.cards.summary(occasion.store, debrief, _reader(occasion, found))
        leads = await cohorts.one(occasion.person, found.id, FACILITATOR) is not None
        return Reply(say=replace(shown, buttons=summary_buttons(found, occasion.words, leads=leads)))

    async def pressed(self, occasion: Occasion, action: Lead) -> Reply:
        """A button does what it says as long as nothing has changed since it was made; else it says what has."""
        debrief = await debrief_led(occasion, action.debrief)
        if action.version != str(debrief.version):
            return await self._driver(occasion, debrief, await _happened_before(occasion, debrief))
        if action.move not in _MOVES:
            return Reply(say=Message(occasion.words.say("trouble.gone")))
        return await self._do(occasion, debrief, action.move, _MOVES[action.move](action.round))

    async def _typed(self, occasion: Occasion, typed: Typed, move: str, command: Command) -> Reply:
        debrief = await led_debrief(occasion, typed)
        return debrief if isinstance(debrief, Reply) else await self._do(occasion, debrief, move, command)

    async def _do(self, occasion: Occasion, debrief: Debrief, move: str, command: Command) -> Reply:
        moving = Moving(occasion.store, self.cards.rounds, debrief, occasion.person, occasion.now)
        refused = await moving.move(command, move)
        if refused == LAST:
            return await _ask_to_end(occasion, debrief)
        if refused:
            return await self._driver(occasion, debrief, _sentence(occasion, refused))
        if isinstance(command, Reveal):
            await _trail(occasion, debrief, "debrief_shown")
        return await self._driver(occasion, debrief)

    async def _driver(self, occasion: Occasion, debrief: Debrief, head: str = "") -> Reply:
        """The card with everything that can be done now, in place of the one whose button was pressed."""
        cohort = await occasion.store.cohorts.cohort(debrief.cohort_id)
        reader = _reader(occasion, cohort)
        card = await self.cards.for_driver(occasion.store, debrief, reader, occasion.now, head)
        on_card = isinstance(occasion.event, Pressed)
        return Reply(replace=card) if on_card else Reply(say=card)

    async def _taking_part(self, occasion: Occasion, debrief: Debrief) -> Reply:
        """Who comes late sees the round that is on."""
        found = await here(occasion, self.cards.rounds, debrief.id)
        cohort = await occasion.store.cohorts.cohort(debrief.cohort_id)
        card = await self.cards.for_all(occasion.store, found.debrief, found.current, _reader(occasion, cohort))
        return Reply(say=card)


async def _happened_before(occasion: Occasion, debrief: Debrief) -> str:
    """What somebody did in the meantime, so that this button did nothing."""
    words, mover = occasion.words, await occasion.store.people.person(debrief.moved_by)
    done = words.label(f"debrief.move.{debrief.last_move}")
    if mover is None or mover.id == occasion.person.id:
        return words.say("debrief.done_already", what=done)
    return words.say("debrief.done_by_other", who=called(mover, words), what=done)


def _sentence(occasion: Occasion, refused: Refused) -> str:
    named = {"what": occasion.words.label(f"round.{refused.round}.title")} if refused.round else {}
    return occasion.words.say(refused.key, **named, **refused.gaps)


async def _ask_to_end(occasion: Occasion, debrief: Debrief) -> Reply:
    """The last round is on: to go on is to end, and that is asked first."""
    cohort = await occasion.store.cohorts.cohort(debrief.cohort_id)
    values = {"debrief": debrief.id}
    return await propose(
        occasion, ConfirmEndDebrief, values, occasion.words.say("debrief.ask_end"), cohort=cohort, label="debrief.end"
    )


async def _nothing_runs(occasion: Occasion) -> Reply:
    """Who leads a cohort may start its debrief; everybody else reads when theirs is."""
    if await occasion.store.cohorts.of(occasion.person, FACILITATOR):
        return none_runs(occasion.words)
    joined = [one for one in await occasion.store.cohorts.joined_by(occasion.person) if one.debrief_on]
    if not joined or joined[0].debrief_on is None:
        return Reply(say=Message(occasion.words.say("debrief.none_here")))
    when = day(joined[0].debrief_on, occasion.words)
    return Reply(say=Message(occasion.words.say("debrief.none_yet", when=when)))


async def _trail(occasion: Occasion, debrief: Debrief, deed: str) -> None:
    cohort = await occasion.store.cohorts.cohort(debrief.cohort_id)
    await leave_trail(occasion, deed, cohort)


def _reader(occasion: Occasion, cohort: Cohort | None) -> Reader:
    return Reader(occasion.words, occasion.person.timezone or (cohort.timezone if cohort else "") or "UTC")
