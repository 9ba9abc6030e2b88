"""What a message from the bot looks like: its words, its help, its buttons, and what it turns into once answered."""

from collections.abc import Mapping

from bot.chat.action import (
    Answer,
    AskTalked,
    GetReady,
    Later,
    LeaveOut,
    MakePromise,
    NotHelpful,
    Run,
    ShareEntry,
    ShowPromises,
    Skip,
    StopHere,
    Want,
    WhoCanSee,
    Write,
)
from bot.rules.asking import OFFER, Asking
from bot.rules.promise_buttons import asking_buttons
from prompts.message import Button, Item, Markdown, Message
from prompts.program import Page
from prompts.words import Words, plain
from storage.tables import Delivery

_BUTTON = "action:"  # how a notice's detail names its buttons
_OPENS_FORM = "+"
_FORMS = frozenset({Page.READINESS, Page.NOTE, Page.VALUES, Page.LEAVE_OUT})  # the pages that are forms


def prompt_message(asking: Asking, wording: str, *, long_help: bool) -> Message:
    """The prompt in that wording, with help, closing line and buttons where it asks for an answer."""
    question = asking.question(wording)
    if not asking.prompt.answer:
        return Message(question, title=asking.said.title, buttons=_pages(asking))
    help_text = asking.said.help_long if long_help else asking.said.help_short
    closing = asking.words.say("prompt.closing_chat")
    text, title = _paragraphs(question, help_text, closing), asking.said.title
    return Message(text, title=title, items=_promised(asking), buttons=_answering(asking))


def offer_message(asking: Asking) -> Message:
    """The offer of a prompt that is about the person: only who wants it will see it."""
    words = asking.words
    buttons = (
        Button(words.label("prompt.want"), Want(asking.delivery).pack()),
        Button(words.label("prompt.not_now"), Skip(asking.delivery).pack()),
    )
    return Message(asking.question(OFFER), title=asking.said.title, buttons=buttons)


def outcome_message(asking: Asking, wording: str, outcome: str) -> Message:
    """What a prompt turns into once its button was pressed: the question as it was asked, and what came of it.

    `outcome` is a sentence of ours as Markdown; it never holds what the person wrote.
    """
    return Message(_paragraphs(asking.asked(wording), outcome), title=asking.said.title, items=_promised(asking))


def waiting_message(words: Words, entry_id: str, *, by_model: bool = False, marked: bool = False) -> Message:
    """That a question of the coach waits. It stands for one on what was written in a form, and gives nothing away.

    Where it is of a model that is said before it is opened; `marked`, it was found not helpful.
    """
    opens = Button(words.label("following.answer"), Answer(entry_id).pack(), opens_form=True, style="primary")
    text = _paragraphs(words.say("following.waits_by_model" if by_model else "following.waits"), _thanks(words, marked))
    return Message(text, buttons=(opens, *_leaving(words, entry_id, by_model=by_model and not marked)))


def question_message(
    words: Words, entry_id: str, mirror: str, question: str, *, by_model: bool, marked: bool = False
) -> Message:
    """The coach's question on what was typed in the chat, with its mirror, both plain text; `marked` as above."""
    text = _paragraphs(plain(mirror), plain(question), _thanks(words, marked))
    return Message(text, buttons=_leaving(words, entry_id, by_model=by_model and not marked), by_model=by_model)


def ending_message(words: Words, entry_id: str, *, may_promise: bool) -> Message:
    """The end of a talk, once: the entry stays as it is, is shared, or is made a promise. It gives nothing away.

    `may_promise`: False for what is a promise already.
    """
    promise = Button(words.label("following.promise"), MakePromise(entry_id).pack(), opens_form=True)
    buttons = (
        Button(words.label("following.keep"), StopHere(entry_id).pack()),
        Button(words.label("keeping.share"), ShareEntry(entry_id).pack(), opens_form=True),
        *((promise,) if may_promise else ()),
    )
    return Message(words.say("following.ended"), buttons=buttons)


def notice_message(words: Words, row: Delivery) -> Message:
    """A sentence of ours with its gaps filled in, and the buttons that its row names."""
    gaps = {name: value for name, value in row.detail.items() if not name.startswith(_BUTTON)}
    named = {name.removeprefix(_BUTTON): value for name, value in row.detail.items() if name.startswith(_BUTTON)}
    return Message(words.say(row.prompt, **gaps), buttons=named_buttons(named, words))


def named_buttons(named: Mapping[str, str], words: Words) -> tuple[Button, ...]:
    """Buttons by the keys of their labels, with their packed actions; a `+` before the key opens a form."""
    return tuple(
        Button(words.label(key.removeprefix(_OPENS_FORM)), action, opens_form=key.startswith(_OPENS_FORM))
        for key, action in named.items()
    )


def _leaving(words: Words, entry_id: str, *, by_model: bool) -> tuple[Button, ...]:
    """What can be done with a question besides answering it; one of a model can be found not helpful."""
    stop = Button(words.label("following.stop"), StopHere(entry_id).pack())
    not_helpful = Button(words.label("following.not_helpful"), NotHelpful(entry_id).pack())
    return (stop, not_helpful) if by_model else (stop,)


def _thanks(words: Words, marked: bool) -> str:
    return words.say("following.marked") if marked else ""


def _answering(asking: Asking) -> tuple[Button, ...]:
    words, delivery = asking.words, asking.delivery
    return (
        Button(words.label("prompt.write"), Write(delivery).pack(), opens_form=True, style="primary"),
        *_pages(asking),
        Button(words.label("prompt.later"), Later(delivery).pack()),
        Button(words.label("prompt.skip"), Skip(delivery).pack()),
        Button(words.label("prompt.who"), WhoCanSee().pack()),
    )


def _pages(asking: Asking) -> tuple[Button, ...]:
    """What the prompt leads to besides its form."""
    return tuple(
        Button(asking.words.label(f"prompt.opens_{page}"), _opening(page, asking).pack(), opens_form=page in _FORMS)
        for page in asking.prompt.opens
        if page is not Page.PROMISES
    )


def _promised(asking: Asking) -> tuple[Item, ...]:
    """What became of the person's promises, where the prompt looks at them. Of their words it gives nothing away."""
    if Page.PROMISES not in asking.prompt.opens or not asking.promises:
        return ()
    if len(asking.promises) == 1:
        return (Item(asking.words.say("promises.ask"), asking_buttons(asking.words, asking.promises[0])),)
    show = Button(asking.words.label("promises.show"), ShowPromises().pack(), opens_form=True)
    return (Item(asking.words.say("promises.ask_many"), (show,)),)


def _opening(page: Page, asking: Asking) -> GetReady | AskTalked | LeaveOut | Run:
    match page:
        case Page.READINESS:
            return GetReady(asking.leg)
        case Page.TALK:
            return AskTalked(asking.leg)
        case Page.NOTE:
            return Run(page)
        case Page.LEAVE_OUT:
            return LeaveOut(asking.cohort)
        case _:
            return Run(f"{page} cohort {asking.cohort}")


def _paragraphs(*texts: str) -> Markdown:
    return Markdown("\n\n".join(text for text in texts if text))
