"""Help: the commands that the asker can use, each with one line and one example."""

from dataclasses import dataclass

from bot.chat.action import NeverMind
from bot.chat.command import COMMANDS, ROLES, Command, Typed
from bot.chat.desk import Desk
from bot.chat.occasion import Occasion
from bot.chat.preview import done
from bot.chat.reply import Reply
from prompts.message import Item, Markdown, Message
from prompts.words import Words


@dataclass(frozen=True, slots=True)
class Helping:
    """`help`, for the asker's roles, and the button that leaves everything as it is."""

    @property
    def desk(self) -> Desk:
        return Desk(commands={("help",): self.help}, presses={NeverMind: self.never_mind})

    async def help(self, occasion: Occasion, _: Typed) -> Reply:
        """What everyone can do, and then what each role of the asker can do besides."""
        held = {role.name for role in await occasion.store.people.roles(occasion.person.id)}
        words = occasion.words
        groups = [Item(_listed("helping.everyone", [one for one in COMMANDS if not one.roles], words))]
        groups += [
            Item(_listed(f"helping.{role}", [one for one in COMMANDS if role in one.roles], words))
            for role in ROLES
            if role in held
        ]
        return Reply(say=Message(words.say("helping.text"), words.label("helping.title"), tuple(groups)))

    async def never_mind(self, occasion: Occasion, _: NeverMind) -> Reply:
        """Nothing changes."""
        return done(occasion, occasion.words.say("preview.left"))


def _listed(heading: str, commands: list[Command], words: Words) -> Markdown:
    lines = [
        words.say(
            "helping.line",
            help=words.label(f"command.{one.key}.help"),
            example=Markdown(words.label(f"command.{one.key}.example")),
        )
        for one in commands
        if f"command.{one.key}.help" in words.sentences
    ]
    return Markdown("\n".join([words.say(heading), "", *lines]))
