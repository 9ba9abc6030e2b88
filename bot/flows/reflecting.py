"""What somebody types in the private chat is kept, as an answer or freely; edited and deleted there, it is so here."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.chat.action import WriteFreely
from bot.chat.consent import card
from bot.chat.desk import Desk
from bot.chat.event import Deleted, Edited, Said
from bot.chat.keeping import CHAT, IN_MIND, Written, heed_unkept, keep_answer, keep_freely, keep_more
from bot.chat.occasion import Occasion
from bot.chat.phrases import asks_to_write
from bot.chat.reply import Reply
from bot.coach.coach import Coach
from bot.coach.unkept import ask_unkept
from bot.rules.confirming import answered, kept_or_asked
from bot.rules.doubting import asks_about
from bot.rules.outcomes import outcome_of_all
from bot.rules.promises import keep_typed
from bot.rules.revising import change_words, take_out
from prompts.library import Library
from prompts.message import Button, Message
from storage.deliveries import PROMPT_KINDS
from storage.nudges import about_of
from storage.tables import Delivery, Entry, Turn
from storage.tables.deliveries import NUDGE

Place = Delivery | Entry | None
"""Where words belong: to a prompt that they answer, to an entry that they continue, or to neither."""


@dataclass(frozen=True, slots=True)
class Reflecting:
    """`coach` needs no network: where nothing may be kept, it asks at once."""

    coach: Coach
    library: Library

    @property
    def desk(self) -> Desk:
        return Desk(events={Said: self.said, Edited: self.edited, Deleted: self.deleted})

    async def said(self, occasion: Occasion) -> Reply:
        """Keeps the words once, however often their message comes, and not at all where it was deleted before."""
        match occasion.event:
            case Said(text=text, thread="") if asks_to_write(text, occasion.words):
                return _a_form(occasion)
            case Said(text=text, message=message, thread=thread) if text.strip():
                return await self._hear(occasion, Written(text, CHAT, message, thread or message), thread)
            case _:
                return Reply()

    async def _hear(self, occasion: Occasion, written: Written, thread: str) -> Reply:
        if not await _is_new(occasion, written.message):
            return Reply()
        in_thread = written.thread
        if occasion.person.keeps_entries is None:
            await heed_unkept(occasion, written.text)
            not_kept = card(occasion.words, occasion.words.say("enrolling.not_asked"))
            return Reply(say=not_kept, in_thread=in_thread)
        place = await _place(occasion, thread)
        waiting = place if isinstance(place, Delivery) and place.answered_at is None else None
        if occasion.person.keeps_entries:
            answer = await kept_or_asked(occasion, await self._keep(occasion, written, place), written)
        else:
            answer = await self._ask_unkept(occasion, written, place)
        ended = Reply()
        if waiting:  # its buttons give way to the plain fact; nothing of the words stands there
            ended = await outcome_of_all(occasion, self.library, waiting, answered(occasion))
        return replace(ended, say=answer, in_thread=in_thread)

    async def _keep(self, occasion: Occasion, written: Written, place: Place) -> Entry:
        match place:
            case Delivery():
                entry = await keep_answer(occasion, written, place)
                if place.prompt in self.library.program.promises:
                    await keep_typed(occasion, entry, written.text)
                return entry
            case Entry():
                await keep_more(occasion, written, place)
                return place
            case None:
                return await keep_freely(occasion, written)

    async def _ask_unkept(self, occasion: Occasion, written: Written, place: Place) -> Message:
        cohort_id = None
        if isinstance(place, Delivery):
            cohort_id = place.cohort_id
            await occasion.store.deliveries.answered(place, occasion.now)
        return Message(await ask_unkept(self.coach, occasion, written, cohort_id))

    async def edited(self, occasion: Occasion) -> Reply:
        """Changes the words; words whose message has not come yet are kept as they now stand."""
        match occasion.event:
            case Edited(text=text, message=message, at=at) if text.strip():
                written = Written(text, CHAT, message, message)
            case _:
                return Reply()
        reflections = occasion.store.reflections
        if turn := await reflections.typed(occasion.person.id, message):
            return await _changed(occasion, turn, text, at)
        if not await _is_new(occasion, message):
            return Reply()
        if not occasion.person.keeps_entries:
            await heed_unkept(occasion, text)
            return Reply()
        await keep_freely(occasion, written)
        first = await reflections.typed(occasion.person.id, message)
        if first is None:
            return Reply()
        first.edited_at = at
        return Reply(say=asks_about(occasion, first, text, message), in_thread=message)

    async def deleted(self, occasion: Occasion) -> Reply:
        """Deletes the words, and remembers it for words that come after their deletion."""
        match occasion.event:
            case Deleted(message=message):
                reflections = occasion.store.reflections
                if turn := await reflections.typed(occasion.person.id, message):
                    await take_out(occasion, turn)
                await reflections.bury(occasion.person.id, message, occasion.now)
        return Reply()


def _a_form(occasion: Occasion) -> Reply:
    """The private form, one press away: what is typed in the chat can open none."""
    write = Button(occasion.words.label("home.write"), WriteFreely().pack(), opens_form=True, style="primary")
    return Reply(say=Message(occasion.words.say("phrases.to_write"), buttons=(write,)))


async def _changed(occasion: Occasion, turn: Turn, text: str, at: datetime) -> Reply:
    """What is said about changed words: nothing, unless something in them looks like patient details only now."""
    entry = await occasion.store.reflections.entry(turn.entry_id)
    asked_before = turn.cleared is False
    if entry is None:
        return Reply()
    await change_words(occasion, entry, turn, text, at)
    if asked_before:
        return Reply()
    return Reply(say=asks_about(occasion, turn, text, turn.message), in_thread=turn.message)


async def _is_new(occasion: Occasion, message: str) -> bool:
    reflections, person = occasion.store.reflections, occasion.person
    return not await reflections.buried(person.id, message) and await reflections.typed(person.id, message) is None


async def _place(occasion: Occasion, thread: str) -> Place:
    """The thread's prompt or entry; outside a thread, the coach's question if it came last, else the open prompt."""
    if thread:
        return await _of_thread(occasion, thread)
    deliveries, person, now = occasion.store.deliveries, occasion.person, occasion.now
    prompt = await deliveries.latest_open(person.id, now)
    question = await deliveries.waiting_question(person.id, now - IN_MIND)
    if question and (prompt is None or (prompt.sent_at or now) <= (question.sent_at or now)):
        return await _entry(occasion, question.entry_id) or prompt
    return prompt


async def _of_thread(occasion: Occasion, thread: str) -> Place:
    posted = await occasion.store.deliveries.posted_as(occasion.person.id, thread)
    if posted is not None and posted.kind == NUDGE:
        posted = await _reminded_of(occasion, posted)
    if posted is not None and posted.kind in PROMPT_KINDS:
        return posted
    typed = await occasion.store.reflections.typed(occasion.person.id, thread)
    entry_id = typed.entry_id if typed else posted.entry_id if posted else None
    return await _entry(occasion, entry_id)


async def _reminded_of(occasion: Occasion, nudge: Delivery) -> Delivery:
    """The question that a nudge brings back; the nudge itself where it is about none."""
    asked = await occasion.store.deliveries.delivery(about_of(nudge))
    return asked if asked is not None and asked.person_id == occasion.person.id else nudge


async def _entry(occasion: Occasion, entry_id: str | None) -> Entry | None:
    return await occasion.store.reflections.entry(entry_id) if entry_id else None
