"""What a change would do, shown before it is done: nothing happens until it is confirmed."""

from collections.abc import Mapping
from typing import Any

from bot.chat.action import Confirm, NeverMind
from bot.chat.event import Submitted
from bot.chat.occasion import Occasion
from bot.chat.reply import Reply
from bot.errors import NotAllowed
from prompts.message import Button, Item, Message
from storage.tables import Cohort, Draft


async def propose(
    occasion: Occasion,
    change: type[Confirm],
    values: Mapping[str, Any],
    text: str,
    *,
    cohort: Cohort | None = None,
    items: tuple[Item, ...] = (),
    label: str = "preview.confirm",
    besides: tuple[Button, ...] = (),
) -> Reply:
    """The change in words, with a button that does it (`label` is its key) and one that leaves all as it is.

    `besides` are other buttons, between the two. `values` is everything that the change needs, as JSON; it is kept
    with the asker, who alone can confirm it.
    """
    draft = await occasion.store.waiting.keep_draft(
        occasion.person, cohort.id if cohort else None, change.__name__, values, occasion.now
    )
    buttons = (
        Button(occasion.words.label(label), change(draft).pack(), style="primary"),
        *besides,
        Button(occasion.words.label("preview.never_mind"), NeverMind().pack()),
    )
    return Reply(say=Message(text, items=items, buttons=buttons))


async def confirmed(occasion: Occasion, action: Confirm) -> Draft:
    """The draft that a button confirms; it can be taken only once.

    Raises NotAllowed when it was confirmed before, or was somebody else's.
    """
    draft = await occasion.store.waiting.take_draft(occasion.person, action.draft, type(action).__name__)
    if draft is None:
        raise NotAllowed(occasion.words.say("trouble.gone"))
    return draft


def done(occasion: Occasion, text: str, *, buttons: tuple[Button, ...] = ()) -> Reply:
    """What was done: in place of the button that was pressed, or as an answer to a form or a command."""
    message = Message(text, buttons=buttons)
    return Reply(say=message) if isinstance(occasion.event, Submitted) else Reply(replace=message)
