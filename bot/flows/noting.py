"""Writing without being asked: a free entry, or a short note of something noticed or wondered."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.chat.action import TakeNote, WriteFreely
from bot.chat.command import Typed
from bot.chat.consent import card
from bot.chat.desk import Desk
from bot.chat.event import Pressed
from bot.chat.keeping import FORM, Written, heed_unkept, keep_freely, keep_note
from bot.chat.occasion import Occasion
from bot.chat.reply import Reply
from bot.coach.coach import Coach
from bot.coach.unkept import ask_unkept
from bot.rules.confirming import kept_message, kept_or_asked
from bot.rules.consents import record
from bot.rules.doubting import doubted, said_to_be_none
from bot.rules.notes import Note, chosen_kind, keep_marks, note_form, typed_note, values_here
from bot.rules.writing_forms import empty_field, not_asked, said_of_keeping, writing_form, written_in
from prompts.message import Form, Message


@dataclass(frozen=True, slots=True)
class Noting:
    """`coach` needs no network: where nothing may be kept, it asks at once."""

    coach: Coach

    @property
    def desk(self) -> Desk:
        return Desk(
            commands={("reflect",): self.reflect, ("note",): self.note},
            presses={WriteFreely: self.open_free, TakeNote: self.open_note},
            submissions={WriteFreely: self.write_freely, TakeNote: self.take_note},
        )

    async def reflect(self, occasion: Occasion, typed: Typed) -> Reply:
        """Keeps the words that stand after the command as a free entry; without words it opens the form."""
        if not typed.rest:
            return await self.open_free(occasion, WriteFreely())
        written = Written(typed.rest)
        if closed := await self._closed(occasion, written):
            return closed
        return Reply(say=await kept_or_asked(occasion, await keep_freely(occasion, written), written))

    async def note(self, occasion: Occasion, typed: Typed) -> Reply:
        """Keeps the typed note, with its marks; without words it opens the form."""
        if not typed.rest:
            return await self.open_note(occasion, TakeNote())
        values = await values_here(occasion)
        note = typed_note(typed.rest, occasion.words, values)
        if note.unknown:
            names = ", ".join(one.name for one in values)
            return Reply(say=Message(occasion.words.say("noting.unknown_mark", mark=note.unknown, values=names)))
        if not note.text:
            return Reply(say=Message(occasion.words.say("noting.untyped")))
        if closed := await self._closed(occasion, Written(note.text)):
            return closed
        return await _keep_typed(occasion, note)

    async def open_free(self, occasion: Occasion, action: WriteFreely) -> Reply:
        text = occasion.words.say("writing.free")
        return Reply(open=writing_form(occasion, action, text, value=_quoted(occasion)))

    async def open_note(self, occasion: Occasion, action: TakeNote) -> Reply:
        quoted = _quoted(occasion)
        text = occasion.words.say("writing.quoted") if quoted else ""
        return Reply(open=await note_form(occasion, action, text, value=quoted))

    async def write_freely(self, occasion: Occasion, action: WriteFreely) -> Reply:
        if closed := await self._closed_form(occasion, lambda: self.open_free(occasion, action)):
            return closed
        written = Written(written_in(occasion), cleared=said_to_be_none(occasion))
        return Reply(say=kept_message(occasion, await keep_freely(occasion, written), written))

    async def take_note(self, occasion: Occasion, action: TakeNote) -> Reply:
        if closed := await self._closed_form(occasion, lambda: self.open_note(occasion, action)):
            return closed
        written = Written(written_in(occasion), cleared=said_to_be_none(occasion))
        entry = await keep_note(occasion, written, chosen_kind(occasion))
        await keep_marks(occasion, entry)
        return Reply(say=kept_message(occasion, entry, written))

    async def _closed(self, occasion: Occasion, written: Written) -> Reply | None:
        """What is answered instead where nothing may be kept; None where it may."""
        if occasion.person.keeps_entries is None:
            await heed_unkept(occasion, written.text)
            return Reply(say=card(occasion.words, occasion.words.say("enrolling.not_asked")))
        if not occasion.person.keeps_entries:
            return Reply(say=Message(await ask_unkept(self.coach, occasion, written)))
        return None

    async def _closed_form(self, occasion: Occasion, opening: Callable[[], Awaitable[Reply]]) -> Reply | None:
        text = written_in(occasion)
        if not text:
            return Reply(problems={empty_field(occasion): occasion.words.label("keeping.empty")})
        if back := await doubted(occasion, opening):
            return back
        answer = said_of_keeping(occasion)
        if answer is not None:
            await record(occasion, given=answer)
        elif occasion.person.keeps_entries is None and not occasion.care.look(text).concern.distress:
            form = (await opening()).open
            return not_asked(occasion, form) if form else None
        if occasion.person.keeps_entries:
            return None
        written = Written(text, cleared=said_to_be_none(occasion))
        return Reply(open=Form(occasion.words.label("writing.title"), await ask_unkept(self.coach, occasion, written)))


async def _keep_typed(occasion: Occasion, note: Note) -> Reply:
    written = Written(note.text, FORM)
    entry = await keep_note(occasion, written, note.kind, note.collaboration)
    await occasion.store.reflections.mark(entry.id, note.seen)
    return Reply(say=await kept_or_asked(occasion, entry, written))


def _quoted(occasion: Occasion) -> str:
    """The message that a shortcut was used on."""
    return occasion.event.quoted if isinstance(occasion.event, Pressed) else ""
