"""What is said to somebody who typed a command that there is not, or that is not theirs."""

from collections.abc import Collection

from bot.chat.command import ROLES, Command, NotUnderstood, can_use
from prompts.message import Markdown
from prompts.words import Words


def not_understood(words: Words, typed: NotUnderstood, held: Collection[str]) -> Markdown:
    """What was perhaps meant, of the commands that somebody with these roles may use."""
    if begun := [one for one in typed.begun if can_use(one, held)]:
        listed = ", ".join(words.say("trouble.command", command=Markdown(" ".join(one.words))) for one in begun)
        return words.say("trouble.begun_command", text=Markdown(typed.text), commands=Markdown(listed))
    if typed.nearest and can_use(typed.nearest, held):
        return words.say("trouble.nearest_command", text=typed.text, nearest=Markdown(" ".join(typed.nearest.words)))
    return words.say("trouble.no_such_command", text=typed.text)


def not_yours(words: Words, command: Command) -> Markdown:
    """Whose command it is."""
    whose = ", ".join(words.label(f"role.{role}") for role in ROLES if role in command.roles)
    return words.say("trouble.not_yours", command=Markdown(" ".join(command.words)), roles=whose)
