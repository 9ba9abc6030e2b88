"""The buttons of a prompt and of a question: write in a private form, be asked later, skip, or stop here."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace

from bot.chat.action import Answer, GoOn, Later, Skip, StopHere, Want, Write
from bot.chat.dates import moment
from bot.chat.desk import Desk
from bot.chat.keeping import Written, keep_answer, keep_more, keep_promise, stop_asking
from bot.chat.occasion import Occasion
from bot.chat.reply import Reply
from bot.coach.coach import Coach, Question
from bot.coach.unkept import ask_unkept
from bot.errors import NotAllowed
from bot.rules.asking import Asking, asking_of, chosen
from bot.rules.composing import prompt_message
from bot.rules.confirming import kept, kept_buttons, kept_message
from bot.rules.consents import record
from bot.rules.doubting import doubted, said_to_be_none
from bot.rules.home import home_again
from bot.rules.notes import keep_marks, note_form
from bot.rules.offering_forms import wall_form
from bot.rules.outcomes import outcome, outcome_of_all, posted
from bot.rules.own_words import Opened, own_entry, own_words
from bot.rules.postponing import later_than
from bot.rules.promise_list import made_buttons, made_said
from bot.rules.promises import keep_as_promise, promise_form, promises, telling_form, wrong_promise
from bot.rules.writing_forms import empty_field, said_of_keeping, writing_form, written_in
from prompts.library import Library
from prompts.message import Button, Form, Markdown, Message
from prompts.program import FormKind
from prompts.words import Words, plain
from storage.tables import Delivery, Entry

_FOR_THE_WALL = frozenset({FormKind.OFFER, FormKind.APPROVAL})  # what is written there is sent in elsewhere
_REMINDER = 300  # characters of an entry: enough to know it again, and the question stays in sight


@dataclass(frozen=True, slots=True)
class Answering:
    """`coach` needs no network: where nothing may be kept, it asks at once."""

    library: Library
    coach: Coach

    @property
    def desk(self) -> Desk:
        return Desk(
            presses={
                Write: self.open,
                Later: self.later,
                Skip: self.skip,
                Want: self.want,
                Answer: self.open_question,
                GoOn: self.open_more,
                StopHere: self.stop,
            },
            submissions={Write: self.answer, Answer: self.answer_question, GoOn: self.write_more},
        )

    # -- prompts ---------------------------------------------------------------------------------------------------

    async def open(self, occasion: Occasion, action: Write) -> Reply:
        """The prompt's private form, with the person's own earlier words where the prompt goes back to them."""
        row = await _own(occasion, action.delivery)
        asking = await self._asking(occasion, row)
        recalled = await self._recalled(occasion, asking)
        row.opened_at = occasion.now
        if asking.prompt.form in _FOR_THE_WALL:
            text = Markdown("\n\n".join([asking.asked(row.wording), *recalled]))
            return Reply(open=await wall_form(occasion, asking.cohort, delivery=row.id, asked=text))
        closing = occasion.words.say("prompt.closing_form")
        text = Markdown("\n\n".join([asking.asked(row.wording), *recalled, closing]))
        return Reply(open=await _form(occasion, action, asking, text))

    async def answer(self, occasion: Occasion, action: Write) -> Reply:
        """Keeps the answer, and turns the prompt's buttons into what came of it."""
        row = await _own(occasion, action.delivery)
        if back := await _sent_back(occasion, lambda: self.open(occasion, action)):
            return back
        written = Written(written_in(occasion), cleared=said_to_be_none(occasion))
        if not occasion.person.keeps_entries:
            await occasion.store.deliveries.answered(row, occasion.now)
            return await self._unkept(occasion, written, row)
        if promises(occasion):
            return await self._promised(occasion, written, row)
        more = await occasion.store.reflections.entry_of(row.id, occasion.person.id) is not None
        entry = await keep_answer(occasion, written, row)
        await keep_marks(occasion, entry)
        said = kept(entry, written, occasion.person, occasion.words, occasion.now, more=more)
        buttons = kept_buttons(entry, written, occasion.words)
        return await outcome_of_all(occasion, self.library, row, said, buttons)

    async def _promised(self, occasion: Occasion, written: Written, row: Delivery) -> Reply:
        """Keeps the answer as a promise: whoever answers again makes a further one."""
        more = await occasion.store.reflections.entry_of(row.id, occasion.person.id) is not None
        entry = await (keep_promise(occasion, written, row.prompt) if more else keep_answer(occasion, written, row))
        made = await keep_as_promise(occasion, entry)
        buttons = made_buttons(occasion.words, made)
        reply = await outcome_of_all(occasion, self.library, row, made_said(occasion), buttons)
        return replace(reply, open=await telling_form(occasion, entry, written.text))

    async def later(self, occasion: Occasion, action: Later) -> Reply:
        """Asks once more: in two hours, or on the next working morning where those are quiet."""
        row = await _own(occasion, action.delivery)
        standing = await occasion.store.outbox.standing(row)
        due_at, zone = later_than(occasion.now, standing)
        await occasion.store.deliveries.ask_again(row, due_at)
        said = occasion.words.say("keeping.later", moment=moment(due_at, zone, occasion.words))
        write = Button(occasion.words.label("prompt.write"), Write(row.id).pack(), opens_form=True)
        return await outcome(occasion, self.library, row, said, (write,))

    async def skip(self, occasion: Occasion, action: Skip) -> Reply:
        """Closes the prompt for good, and asks for no reason."""
        row = await _own(occasion, action.delivery)
        await occasion.store.deliveries.skipped(row, occasion.now)
        offered = (await self._asking(occasion, row)).prompt.offered
        said = occasion.words.say("keeping.not_now" if offered else "keeping.skipped")
        return await outcome_of_all(occasion, self.library, row, said)

    async def want(self, occasion: Occasion, action: Want) -> Reply:
        """The offered prompt itself, in place of its offer."""
        row = await _own(occasion, action.delivery)
        asking = await self._asking(occasion, row)
        sent = await occasion.store.deliveries.sent_prompts(occasion.person.id)
        row.wording, long_help = chosen(asking, self.library.program, sent)
        return Reply(replace=prompt_message(asking, row.wording, long_help=long_help), replaced=posted(row))

    # -- the coach's question, and more words ----------------------------------------------------------------------

    async def open_question(self, occasion: Occasion, action: Answer) -> Reply:
        """Mirror and question of the coach, in the private form."""
        entry = await own_entry(occasion, action.entry)
        said = await own_words(occasion, entry)
        if not any(one.turn.speaker == "coach" for one in said):
            raise NotAllowed(occasion.words.say("writing.waiting_gone"))
        if asked := await occasion.store.deliveries.open_question(entry.id):
            asked.opened_at = occasion.now
        text, title = _asked(said, occasion.words), occasion.words.label("following.title")
        return Reply(open=writing_form(occasion, action, text, label="writing.field_answer", title=title))

    async def answer_question(self, occasion: Occasion, action: Answer) -> Reply:
        return await self._more(occasion, action.entry, lambda: self.open_question(occasion, action))

    async def open_more(self, occasion: Occasion, action: GoOn) -> Reply:
        await own_entry(occasion, action.entry)
        text = occasion.words.say("writing.more")
        return Reply(open=writing_form(occasion, action, text, label="writing.field_more"))

    async def write_more(self, occasion: Occasion, action: GoOn) -> Reply:
        return await self._more(occasion, action.entry, lambda: self.open_more(occasion, action))

    async def _more(self, occasion: Occasion, entry_id: str, opening: Callable[[], Awaitable[Reply]]) -> Reply:
        entry = await own_entry(occasion, entry_id)
        if back := await _sent_back(occasion, opening):
            return back
        written = Written(written_in(occasion), cleared=said_to_be_none(occasion))
        if not occasion.person.keeps_entries:
            return await self._unkept(occasion, written, None)
        asked = await occasion.store.deliveries.open_question(entry.id)
        await keep_more(occasion, written, entry)
        message = kept_message(occasion, entry, written, more=True)
        home = await home_again(occasion, self.library)
        if asked is None:
            return Reply(say=message, home=home)
        return Reply(replace=message, replaced=posted(asked), home=home)

    async def stop(self, occasion: Occasion, action: StopHere) -> Reply:
        await stop_asking(occasion, await own_entry(occasion, action.entry))
        stopped = Message(occasion.words.say("keeping.stopped"))
        return Reply(replace=stopped, home=await home_again(occasion, self.library))

    # -- what they have in common ----------------------------------------------------------------------------------

    async def _unkept(self, occasion: Occasion, written: Written, row: Delivery | None) -> Reply:
        """The coach's question in a form that can only be read: what it mirrors was not meant for the chat."""
        cohort_id = row.cohort_id if row else None
        asked = Form(occasion.words.label("writing.title"), await ask_unkept(self.coach, occasion, written, cohort_id))
        if row is None:
            return Reply(open=asked)
        said = occasion.words.say("keeping.not_kept_plain")
        return replace(await outcome_of_all(occasion, self.library, row, said), open=asked)

    async def _asking(self, occasion: Occasion, row: Delivery) -> Asking:
        if row.prompt not in {prompt.key for prompt in self.library.program.prompts}:
            raise NotAllowed(occasion.words.say("trouble.gone"))
        return asking_of(self.library, row, await occasion.store.outbox.standing(row))

    async def _recalled(self, occasion: Occasion, asking: Asking) -> list[str]:
        """The person's own answers to the prompts that this one goes back to, the last one to each."""
        wanted = asking.prompt.recalls
        if not wanted:
            return []
        journal = await occasion.store.reflections.journal(occasion.person.id)
        latest = {entry.prompt: entry for entry in reversed(journal) if entry.prompt in wanted}
        return [await _said_before(occasion, latest[key]) for key in wanted if key in latest]


def _asked(said: Sequence[Opened], words: Words) -> Markdown:
    """The coach's last question, with its mirror; where it has none, with what was written, which it asks about."""
    asked = Question.read(_last_question(said).text)
    own = [one.text for one in said if one.turn.speaker == "person"][-1]
    before = plain(asked.mirror) if asked.mirror else words.say("following.about", text=_start(own))
    label = f"\n\n{words.say('following.by_model')}" if _last_question(said).turn.by_model else ""
    return Markdown(f"{before}\n\n**{plain(asked.question)}**{label}")


def _last_question(said: Sequence[Opened]) -> Opened:
    return next(one for one in reversed(said) if one.turn.speaker == "coach")


def _start(text: str) -> str:
    return text if len(text) <= _REMINDER else f"{text[:_REMINDER].rpartition(' ')[0]} …"


async def _said_before(occasion: Occasion, entry: Entry) -> str:
    own = [one.text for one in await own_words(occasion, entry) if one.turn.speaker == "person"]
    return occasion.words.say("writing.recalled", text="\n\n".join(own))


async def _own(occasion: Occasion, delivery_id: str) -> Delivery:
    """The prompt that was sent to this person. Raises NotAllowed for anybody else's, as for one that is gone."""
    row = await occasion.store.deliveries.delivery(delivery_id)
    if row is None or row.person_id != occasion.person.id or not row.wording:
        raise NotAllowed(occasion.words.say("trouble.gone"))
    return row


async def _sent_back(occasion: Occasion, opening: Callable[[], Awaitable[Reply]]) -> Reply | None:
    """What the form lacks, or has too much. A yes or no to keeping that stands in it holds from here on."""
    if promises(occasion) and (problems := wrong_promise(occasion)):
        return Reply(problems=problems)
    if not written_in(occasion):
        return Reply(problems={empty_field(occasion): occasion.words.label("keeping.empty")})
    if back := await doubted(occasion, opening):
        return back
    answer = said_of_keeping(occasion)
    if answer is not None:
        await record(occasion, given=answer)
    return None


async def _form(occasion: Occasion, action: Write, asking: Asking, text: Markdown) -> Form:
    if asking.prompt.form == FormKind.COMMITMENT:
        return await promise_form(occasion, action, text, title=asking.said.title)
    if asking.prompt.form == FormKind.NOTE:
        return await note_form(occasion, action, text, asking.said.title)
    return writing_form(occasion, action, text, title=asking.said.title)
