"""Writing without being asked: a free entry, or a short note of something noticed or wondered."""

from dataclasses import dataclass

from bot.chat.action import TakeNote, WriteFreely
from bot.chat.command import Typed
from bot.chat.consent import card, record
from bot.chat.desk import Desk
from bot.chat.event import Pressed
from bot.chat.keeping import FORM, Written, keep_freely, keep_note
from bot.chat.occasion import Occasion
from bot.chat.reply import Reply
from bot.coach.coach import Coach
from bot.coach.unkept import ask_unkept
from bot.rules.confirming import kept_message
from bot.rules.notes import Note, chosen_kind, keep_marks, note_form, typed_note, values_here
from bot.rules.writing_forms import WORDS, said_of_keeping, writing_form, written_in
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
        if closed := await self._closed(occasion, typed.rest):
            return closed
        written = Written(typed.rest)
        return Reply(say=kept_message(occasion, await keep_freely(occasion, written), written))

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
        if closed := await self._closed(occasion, note.text):
            return closed
        return await _keep_typed(occasion, note)

    async def open_free(self, occasion: Occasion, action: WriteFreely) -> Reply:
        text = occasion.words.say("writing.free")
        return Reply(open=writing_form(occasion, action, text, value=_quoted(occasion)))

    async def open_note(self, occasion: Occasion, action: TakeNote) -> Reply:
        quoted = _quoted(occasion)
        text = occasion.words.say("writing.quoted") if quoted else ""
        return Reply(open=await note_form(occasion, action, text, value=quoted))

    async def write_freely(self, occasion: Occasion, _: WriteFreely) -> Reply:
        if closed := await self._closed_form(occasion):
            return closed
        written = Written(written_in(occasion))
        return Reply(say=kept_message(occasion, await keep_freely(occasion, written), written))

    async def take_note(self, occasion: Occasion, _: TakeNote) -> Reply:
        if closed := await self._closed_form(occasion):
            return closed
        written = Written(written_in(occasion))
        entry = await keep_note(occasion, written, chosen_kind(occasion))
        await keep_marks(occasion, entry)
        return Reply(say=kept_message(occasion, entry, written))

    async def _closed(self, occasion: Occasion, text: str) -> Reply | None:
        """What is answered instead where nothing may be kept; None where it may."""
        if occasion.person.keeps_entries is None:
            return Reply(say=card(occasion.words, occasion.words.say("enrolling.not_asked")))
        if not occasion.person.keeps_entries:
            return Reply(say=Message(await ask_unkept(self.coach, occasion, text)))
        return None

    async def _closed_form(self, occasion: Occasion) -> Reply | None:
        text = written_in(occasion)
        if not text:
            return Reply(problems={WORDS: occasion.words.label("keeping.empty")})
        answer = said_of_keeping(occasion)
        if answer is not None:
            await record(occasion, given=answer)
        if occasion.person.keeps_entries:
            return None
        return Reply(open=Form(occasion.words.label("writing.title"), await ask_unkept(self.coach, occasion, text)))


async def _keep_typed(occasion: Occasion, note: Note) -> Reply:
    written = Written(note.text, FORM)
    entry = await keep_note(occasion, written, note.kind, note.collaboration)
    await occasion.store.reflections.mark(entry.id, note.seen)
    return Reply(say=kept_message(occasion, entry, written))


def _quoted(occasion: Occasion) -> str:
    """The message that a shortcut was used on."""
    return occasion.event.quoted if isinstance(occasion.event, Pressed) else ""
