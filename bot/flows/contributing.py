"""Contributing: what people send in to the simple rounds of a debrief, for themselves alone or without a name."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from bot.chat.action import Action, EnterCard, SendIn, WriteAlone
from bot.chat.desk import Desk
from bot.chat.keeping import Written, heed_unkept, keep_alone
from bot.chat.occasion import Occasion
from bot.chat.reply import Reply
from bot.chat.rounds import Rounds
from bot.errors import NotAllowed
from bot.rules.consents import record
from bot.rules.debriefs_meant import debrief_led
from bot.rules.doubting import doubted, said_to_be_none
from bot.rules.in_debrief import Here, collecting, sending_in
from bot.rules.unsigned import ALONE, SLOTS
from bot.rules.visibility import own_contribution
from bot.rules.writing_forms import WORDS, not_asked, said_of_keeping, writing_form, written_in
from prompts.message import Form, Message, TextField
from storage.tables import Contribution, Debrief

_DONE = "done"  # the slot that says that somebody wrote for themselves, and holds nothing


@dataclass(frozen=True, slots=True)
class Contributing:
    """Forms only: what is written in them never stands in a chat with a name beside it."""

    rounds: Rounds

    @property
    def desk(self) -> Desk:
        return Desk(
            presses={WriteAlone: self.open_alone, SendIn: self.open_unsigned, EnterCard: self.open_card},
            submissions={WriteAlone: self.write_alone, SendIn: self.send_in, EnterCard: self.enter},
        )

    async def open_alone(self, occasion: Occasion, action: WriteAlone) -> Reply:
        await sending_in(occasion, self.rounds, action.debrief, ALONE)
        text, title = occasion.words.say("contributing.alone"), occasion.words.label("contributing.alone_title")
        return Reply(open=writing_form(occasion, action, text, title=title))

    async def write_alone(self, occasion: Occasion, action: WriteAlone) -> Reply:
        """Into their own journal, if they have said that their words may be kept."""
        found = await sending_in(occasion, self.rounds, action.debrief, ALONE)
        if back := await self._not_yet(occasion, action):
            return back
        written = Written(written_in(occasion), cleared=said_to_be_none(occasion))
        contribute, kept = occasion.store.debriefs.contribute, occasion.person.keeps_entries
        await contribute(found.debrief, ALONE, found.participation, _DONE, text="", now=occasion.now)
        if kept:
            await keep_alone(occasion, written, found.participation.id)
        else:
            await heed_unkept(occasion, written.text, found.debrief.cohort_id)
        return Reply(say=Message(occasion.words.say("contributing.kept" if kept else "contributing.not_kept")))

    async def open_unsigned(self, occasion: Occasion, action: SendIn) -> Reply:
        """With what they have sent in already, so that they can change it."""
        found = await sending_in(occasion, self.rounds, action.debrief, _asked(occasion, action.round))
        own = await _own(occasion, found, action.round)
        values = {slot: await _opened(occasion, row) for slot, row in own.items()}
        return Reply(open=_form(occasion, action, action.round, "contributing.unsigned", values))

    async def send_in(self, occasion: Occasion, action: SendIn) -> Reply:
        """Takes the place of what they had sent in; an emptied field takes it back."""
        found = await sending_in(occasion, self.rounds, action.debrief, _asked(occasion, action.round))
        own = await _own(occasion, found, action.round)
        if back := await _wrong(occasion, action.round, found.debrief, lambda: self.open_unsigned(occasion, action)):
            return back
        for slot in SLOTS[action.round]:
            await _keep(occasion, found, action.round, slot, own.get(slot))
        return Reply(say=Message(occasion.words.say("contributing.sent_in")))

    async def open_card(self, occasion: Occasion, action: EnterCard) -> Reply:
        debrief = await debrief_led(occasion, action.debrief)
        await collecting(occasion, debrief, _asked(occasion, action.round))
        return Reply(open=_form(occasion, action, action.round, "contributing.for_other", {}))

    async def enter(self, occasion: Occasion, action: EnterCard) -> Reply:
        """For somebody without a phone: it has no author, and nobody can take it back."""
        debrief = await debrief_led(occasion, action.debrief)
        await collecting(occasion, debrief, _asked(occasion, action.round))
        if back := await _wrong(occasion, action.round, debrief, lambda: self.open_card(occasion, action)):
            return back
        enter, by = occasion.store.debriefs.enter, occasion.person
        for slot in SLOTS[action.round]:
            if text := _entered(occasion, slot):
                await enter(debrief, action.round, slot, text=text, facilitator=by, now=occasion.now)
        return Reply(say=Message(occasion.words.say("contributing.entered")))

    async def _not_yet(self, occasion: Occasion, action: WriteAlone) -> Reply | None:
        """What is answered instead where the form cannot be taken as it came in; None where it can."""
        text = written_in(occasion)
        if not text:
            return Reply(problems={WORDS: occasion.words.label("keeping.empty")})
        if back := await doubted(occasion, lambda: self.open_alone(occasion, action)):
            return back
        answer = said_of_keeping(occasion)
        if answer is not None:
            await record(occasion, given=answer)
        elif occasion.person.keeps_entries is None and not occasion.care.look(text).concern.distress:
            form = (await self.open_alone(occasion, action)).open
            return not_asked(occasion, form) if form else None
        return None


def _asked(occasion: Occasion, key: str) -> str:
    """The round, if it is one that asks for something here."""
    if key not in SLOTS:
        raise NotAllowed(occasion.words.say("trouble.gone"))
    return key


async def _own(occasion: Occasion, found: Here, key: str) -> Mapping[str, Contribution]:
    """What the person has sent in to that round, by its slots."""
    rows = await occasion.store.debriefs.sent_in(found.debrief.id, key)
    return {row.slot: row for row in rows if row.participation_id == found.participation.id}


async def _keep(occasion: Occasion, found: Here, key: str, slot: str, before: Contribution | None) -> None:
    debriefs, text = occasion.store.debriefs, _entered(occasion, slot)
    if text:
        await debriefs.contribute(found.debrief, key, found.participation, slot, text=text, now=occasion.now)
    elif before:
        await debriefs.take_back(before)


async def _opened(occasion: Occasion, row: Contribution) -> str:
    grant = own_contribution(row, occasion.person.id)
    return await occasion.store.debriefs.open(row, grant) if grant else ""


async def _wrong(
    occasion: Occasion, key: str, debrief: Debrief, opening: Callable[[], Awaitable[Reply]]
) -> Reply | None:
    """What is wrong with the form; None where nothing is. Whoever writes in distress is heard either way."""
    texts = {slot: _entered(occasion, slot) for slot in SLOTS[key]}
    if not any(texts.values()):
        return Reply(problems={next(iter(texts)): occasion.words.label("keeping.empty")})
    if back := await doubted(occasion, opening, tuple(texts)):
        return back
    await heed_unkept(occasion, "\n".join(texts.values()), debrief.cohort_id)
    return None


def _form(occasion: Occasion, token: Action, key: str, text: str, values: Mapping[str, str]) -> Form:
    words, slots = occasion.words, SLOTS[key]
    fields = tuple(
        TextField(slot, words.label(f"contributing.asked_{slot}"), values.get(slot, ""), optional=True, longest=longest)
        for slot, longest in slots.items()
    )
    title, submit = words.label(f"contributing.title_{key}"), words.label("contributing.submit")
    return Form(title=title, text=words.say(text), fields=fields, submit=submit, token=token.pack())


def _entered(occasion: Occasion, slot: str) -> str:
    return " ".join(occasion.entered(slot).split())
