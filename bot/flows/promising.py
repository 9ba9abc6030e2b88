"""If-then promises: made, listed, answered without judgement, changed, and shared if their author wishes."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from bot.chat.action import (
    AnswerPromise,
    ChangePromise,
    MakePromise,
    NewPromise,
    SharePromise,
    ShowPromise,
    ShowPromises,
    ShowSharedPromises,
)
from bot.chat.command import Typed
from bot.chat.desk import Desk
from bot.chat.keeping import Written, heed_unkept, keep_promise
from bot.chat.occasion import Occasion
from bot.chat.reply import Reply
from bot.chat.wrong import Wrong, wrong_use
from bot.errors import NotAllowed
from bot.rules.confirming import kept_or_asked
from bot.rules.consents import record
from bot.rules.doubting import doubted, none_for_sure, said_to_be_none
from bot.rules.home import home_again
from bot.rules.if_then import CUE, DEED, IfThen, read
from bot.rules.own_words import own_entry, own_words
from bot.rules.promise_buttons import ANSWERS, KEPT, LET_GO
from bot.rules.promise_list import made_message, promise_page, promises_form
from bot.rules.promises import (
    days_filled_in,
    filled_in_promise,
    keep_as_promise,
    own_promise,
    plan_cues,
    promise_form,
    telling_form,
    wrong_promise,
)
from bot.rules.recipients import promise_recipients
from bot.rules.revising import change_words
from bot.rules.shared_promises import shared_form
from bot.rules.sharing_forms import sentence_form, sharing_form
from bot.rules.writing_forms import not_asked, said_of_keeping, written_in
from prompts.library import Library
from prompts.message import Form, Markdown, Message


@dataclass(frozen=True, slots=True)
class Promising:
    """What somebody promised is shown to them alone, and in forms only."""

    library: Library

    @property
    def desk(self) -> Desk:
        return Desk(
            commands={("promises",): self.promises},
            presses={
                ShowPromises: self.show,
                ShowPromise: self.show_one,
                NewPromise: self.open_new,
                MakePromise: self.open_grown,
                ChangePromise: self.open_change,
                AnswerPromise: self.answer,
                SharePromise: self.open_sharing,
                ShowSharedPromises: self.show_shared,
            },
            submissions={NewPromise: self.make, MakePromise: self.make_grown, ChangePromise: self.change},
        )

    async def promises(self, occasion: Occasion, typed: Typed) -> Reply:
        """Opens the list; a promise that stands after the command is kept."""
        if not typed.rest:
            return Reply(open=await promises_form(occasion))
        promise = read(typed.rest, occasion.words)
        if promise is None:
            return wrong_use(occasion, "promises", {CUE: Wrong("promises.unread")})
        if not occasion.person.keeps_entries:
            await heed_unkept(occasion, typed.rest)
            return Reply(open=await self._new_form(occasion, NewPromise(), promise))
        written = Written(promise.sentence(occasion.words))
        entry = await keep_promise(occasion, written, self._prompt)
        await keep_as_promise(occasion, entry)
        return await self._said(occasion, await kept_or_asked(occasion, entry, written))

    async def show(self, occasion: Occasion, action: ShowPromises) -> Reply:
        return Reply(open=await promises_form(occasion))

    async def show_one(self, occasion: Occasion, action: ShowPromise) -> Reply:
        return Reply(open=await promise_page(occasion, action.promise))

    # -- making ----------------------------------------------------------------------------------------------------

    async def open_new(self, occasion: Occasion, action: NewPromise) -> Reply:
        return Reply(open=await self._new_form(occasion, action))

    async def open_grown(self, occasion: Occasion, action: MakePromise) -> Reply:
        """The form with an *if* and a *then*, under what was written before."""
        entry = await own_entry(occasion, action.entry)
        own = [one.text for one in await own_words(occasion, entry) if one.turn.speaker == "person"]
        about = occasion.words.say("promises.about", text="\n\n".join(own))
        said = next((found for text in own if (found := read(text, occasion.words))), None)
        return Reply(open=await self._new_form(occasion, action, said, about))

    async def make(self, occasion: Occasion, action: NewPromise) -> Reply:
        """Keeps the promise as an entry of its own."""
        return await self._make(occasion, lambda: self.open_new(occasion, action))

    async def make_grown(self, occasion: Occasion, action: MakePromise) -> Reply:
        """The same, beside the entry that it grew out of."""
        return await self._make(occasion, lambda: self.open_grown(occasion, action))

    async def _make(self, occasion: Occasion, opening: Callable[[], Awaitable[Reply]]) -> Reply:
        if back := await _sent_back(occasion, opening):
            return back
        written = Written(written_in(occasion), cleared=said_to_be_none(occasion))
        entry = await keep_promise(occasion, written, self._prompt)
        made = await keep_as_promise(occasion, entry)
        reply = await self._said(occasion, made_message(occasion, made))
        return replace(reply, open=await telling_form(occasion, entry, written.text))

    # -- what becomes of it ----------------------------------------------------------------------------------------

    async def answer(self, occasion: Occasion, action: AnswerPromise) -> Reply:
        """Notes what became of it, in one sentence. One that was kept on its one day, or let go, is over."""
        commitment, entry, _ = await own_promise(occasion, action.promise)
        if action.answer not in ANSWERS:
            raise NotAllowed(occasion.words.say("trouble.gone"))
        commitment.answer, commitment.answered_at = action.answer, occasion.now
        commitment.over = action.answer == LET_GO or (action.answer == KEPT and commitment.comes_on is not None)
        await plan_cues(occasion, commitment, entry)
        said = occasion.words.say(f"promises.answered_{action.answer}")
        if action.place:
            return Reply(open=await promises_form(occasion, said))
        return await self._said(occasion, Message(said))

    async def open_change(self, occasion: Occasion, action: ChangePromise) -> Reply:
        """The form with the words as they are."""
        commitment, _, said = await own_promise(occasion, action.promise)
        parts = read(said.text, occasion.words) or IfThen("", said.text)
        title, text = occasion.words.label("promises.change_title"), occasion.words.say("promises.text")
        return Reply(open=await promise_form(occasion, action, text, title=title, shown=commitment, said=parts))

    async def change(self, occasion: Occasion, action: ChangePromise) -> Reply:
        """The promise as it is from now on; it goes on, even if it was over."""
        commitment, entry, said = await own_promise(occasion, action.promise)
        if problems := wrong_promise(occasion):
            return Reply(problems=problems)
        opening = lambda: self.open_change(occasion, action)  # noqa: E731 - called where the form comes back, and only then
        if back := await doubted(occasion, opening, (CUE, DEED), none_for_sure(occasion, (said,))):
            return back
        text, cleared = written_in(occasion), said_to_be_none(occasion)
        if filled_in_promise(occasion) != read(
            said.text, occasion.words
        ):  # words that stay are said as they were typed
            await change_words(occasion, entry, said.turn, text, occasion.event.at, cleared=cleared)
        commitment.comes_on, commitment.weekday = days_filled_in(occasion)
        commitment.answer, commitment.answered_at, commitment.over = "changed", occasion.now, False
        await plan_cues(occasion, commitment, entry)
        return await self._said(occasion, Message(occasion.words.say("promises.answered_changed")))

    async def open_sharing(self, occasion: Occasion, action: SharePromise) -> Reply:
        """The exact words of the promise, and with whom they can be shared."""
        _, entry, said = await own_promise(occasion, action.promise)
        choice = await promise_recipients(occasion.store, occasion.person, entry)
        if not choice:
            return Reply(open=sentence_form(occasion.words, "sharing.nobody"))
        return Reply(open=sharing_form(occasion.words, entry.id, said.text, choice, occasion.now))

    async def show_shared(self, occasion: Occasion, action: ShowSharedPromises) -> Reply:
        """What others promised and shared with everybody: by name, each behind its button."""
        return Reply(open=await shared_form(occasion, int(action.page) if action.page.isdecimal() else 0))

    # -- what they have in common ----------------------------------------------------------------------------------

    @property
    def _prompt(self) -> str:
        """The prompt that asks for a promise: one that nobody asked for is kept like an answer to it."""
        return next(iter(self.library.program.promises), "")

    async def _new_form(
        self, occasion: Occasion, action: NewPromise | MakePromise, said: IfThen | None = None, about: str = ""
    ) -> Form:
        if occasion.person.keeps_entries is False:
            return _not_keeping(occasion)
        text = Markdown("\n\n".join(part for part in (about, occasion.words.say("promises.text")) if part))
        return await promise_form(occasion, action, text, said=said or IfThen("", ""))

    async def _said(self, occasion: Occasion, message: Message) -> Reply:
        return Reply(say=message, home=await home_again(occasion, self.library))


async def _sent_back(occasion: Occasion, opening: Callable[[], Awaitable[Reply]]) -> Reply | None:
    """What the form lacks, or has too much. A yes or no to keeping that stands in it holds from here on."""
    if problems := wrong_promise(occasion):
        return Reply(problems=problems)
    if back := await doubted(occasion, opening):
        return back
    answer = said_of_keeping(occasion)
    if answer is not None:
        await record(occasion, given=answer)
    elif occasion.person.keeps_entries is None and not occasion.care.look(written_in(occasion)).concern.distress:
        form = (await opening()).open
        return not_asked(occasion, form) if form else None
    if occasion.person.keeps_entries:
        return None
    await heed_unkept(occasion, written_in(occasion))
    return Reply(open=_not_keeping(occasion))


def _not_keeping(occasion: Occasion) -> Form:
    why = "enrolling.not_asked" if occasion.person.keeps_entries is None else "promises.not_keeping"
    return Form(occasion.words.label("promises.new_title"), occasion.words.say(why))
