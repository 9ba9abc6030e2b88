"""Somebody's promises as they see them: in a form, behind a button, and what each can become."""

from bot.chat.action import (
    ChangePromise,
    DeleteEntry,
    NewPromise,
    SharePromise,
    ShowPromises,
    WhoCanSee,
)
from bot.chat.dates import day, hour
from bot.chat.occasion import Occasion
from bot.rules.itinerary import zone_of
from bot.rules.promise_buttons import LIST, answer_buttons, change_button
from bot.rules.promises import own_promise
from bot.rules.shared_promises import shared_item
from prompts.hours import wall
from prompts.message import Button, Form, Item, Markdown, Message
from prompts.words import Words
from storage.tables import Commitment

_MOST = 15  # with seven buttons each they stay inside what a Slack form shows (100 blocks); the journal has all


async def promises_form(occasion: Occasion, said: str = "") -> Form:
    """All of the person's promises, those that go on first. `said` stands above them."""
    words, listed = occasion.words, await occasion.store.commitments.of(occasion.person.id)
    keeps = occasion.person.keeps_entries is not False
    intro = words.say("promises.intro" if listed else "promises.none")
    closed = "" if keeps else words.say("promises.not_keeping")
    new = Button(words.label("promises.new"), NewPromise().pack(), opens_form=True, style="primary")
    items = [await _item(occasion, one) for one in listed[:_MOST]]
    items += [Item("", (new,))] if keeps else []
    items += await shared_item(occasion)
    text = "\n\n".join(part for part in (said, intro, closed) if part)
    return Form(words.label("promises.title"), text, items=tuple(items))


async def promise_page(occasion: Occasion, promise_id: str) -> Form:
    """One promise alone, with what it can become."""
    commitment, _, _ = await own_promise(occasion, promise_id)
    words = occasion.words
    item = await _item(occasion, commitment)
    return Form(words.label("promises.one_title"), words.say("promises.intro"), items=(item,))


def made_message(occasion: Occasion, commitment: Commitment) -> Message:
    """That it is kept, with what can be done with it at once."""
    return Message(made_said(occasion), buttons=made_buttons(occasion.words, commitment))


def made_said(occasion: Occasion) -> Markdown:
    time = hour(wall(occasion.now, zone_of(occasion.person, None)).time(), occasion.words)
    return occasion.words.say("promises.made", time=time)


def made_buttons(words: Words, commitment: Commitment) -> tuple[Button, ...]:
    return (
        Button(words.label("promises.show"), ShowPromises().pack(), opens_form=True),
        Button(words.label("prompt.who"), WhoCanSee(commitment.entry_id).pack()),
        Button(words.label("keeping.share"), SharePromise(commitment.id).pack(), opens_form=True),
        Button(words.label("keeping.change"), ChangePromise(commitment.id).pack(), opens_form=True),
    )


async def _item(occasion: Occasion, commitment: Commitment) -> Item:
    words = occasion.words
    _, _, said = await own_promise(occasion, commitment.id)
    lines = [words.say("promises.item", text=said.text), *_when(commitment, words), *_said(occasion, commitment)]
    return Item("\n\n".join(lines), _buttons(words, commitment))


def _when(commitment: Commitment, words: Words) -> list[str]:
    if commitment.over:
        return []
    if commitment.comes_on:
        return [words.say("promises.day", day=day(commitment.comes_on, words))]
    if commitment.weekday:
        return [words.say("promises.weekday", day=words.label(f"preferring.day_{commitment.weekday}"))]
    return []


def _said(occasion: Occasion, commitment: Commitment) -> list[str]:
    if commitment.answered_at is None:
        return []
    on = wall(commitment.answered_at, zone_of(occasion.person, None)).date()
    return [occasion.words.say(f"promises.said_{commitment.answer}", day=day(on, occasion.words))]


def _buttons(words: Words, commitment: Commitment) -> tuple[Button, ...]:
    share = Button(words.label("keeping.share"), SharePromise(commitment.id).pack(), opens_form=True)
    going_on = (
        answer_buttons(words, commitment.id, LIST) if not commitment.over else (change_button(words, commitment.id),)
    )
    return (
        *going_on,
        share,
        Button(words.label("prompt.who"), WhoCanSee(commitment.entry_id).pack(), opens_form=True),
        Button(words.label("keeping.delete"), DeleteEntry(commitment.entry_id).pack(), opens_form=True, style="danger"),
    )
