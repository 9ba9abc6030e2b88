"""What becomes of a prompt's messages once it was answered, put off or skipped."""

from dataclasses import replace

from bot.chat.event import Posted
from bot.chat.occasion import Occasion
from bot.chat.reply import Reply
from bot.rules.asking import asking_of
from bot.rules.composing import outcome_message
from bot.rules.home import home_again
from prompts.library import Library
from prompts.message import Button, Message
from storage.tables import Delivery


async def outcome(
    occasion: Occasion, library: Library, row: Delivery, said: str, buttons: tuple[Button, ...] = ()
) -> Reply:
    """The prompt's message turns into what came of it, and Home is shown anew where it was open.

    `said` is a sentence of ours as Markdown. It is simply said where the program has no such prompt any more.
    """
    home = await home_again(occasion, library)
    if row.prompt not in {prompt.key for prompt in library.program.prompts}:
        return Reply(say=Message(said, buttons=buttons), home=home)
    message = replace(await _message(occasion, library, row, said), buttons=buttons)
    return Reply(replace=message, replaced=posted(row), home=home)


async def outcome_of_all(
    occasion: Occasion, library: Library, row: Delivery, said: str, buttons: tuple[Button, ...] = ()
) -> Reply:
    """The same, and every other message that asked it turns into its outcome too."""
    same = [(posted(one), one) for one in await occasion.store.deliveries.asked_too(row)]
    others = [(at, await _message(occasion, library, one, said)) for at, one in same if at]
    return replace(await outcome(occasion, library, row, said, buttons), others=tuple(others))


def posted(row: Delivery) -> Posted | None:
    """The message in the chat that the row became."""
    return Posted(row.room, row.message) if row.message else None


async def _message(occasion: Occasion, library: Library, row: Delivery, said: str) -> Message:
    asking = asking_of(library, row, await occasion.store.outbox.standing(row))
    return outcome_message(asking, row.wording, said)
