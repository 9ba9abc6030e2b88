"""Help: the commands that are of use to the asker, those of their roles first, each with one line."""

from collections.abc import Collection
from dataclasses import dataclass

from bot.chat.action import NeverMind
from bot.chat.command import (
    COMMANDS,
    FACILITATOR,
    ROLES,
    SPONSOR,
    Command,
    NotUnderstood,
    Typed,
    can_use,
    understand,
)
from bot.chat.desk import Desk
from bot.chat.occasion import Occasion
from bot.chat.preview import done
from bot.chat.reply import Reply
from bot.chat.wrong_command import not_understood, not_yours
from bot.rules.home_of_roles import role_buttons
from prompts.message import Item, Markdown, Message
from prompts.words import Words

# for those who take part, and of no use to anybody else
_PARTICIPANTS = frozenset({"card", "journal", "journal_document", "note", "promises", "reflect", "leave", "wishes"})
# who does little here, and does not guess how it is typed
_WITH_EXAMPLES = frozenset({SPONSOR})
# where the same command is another thing for one role: its name among the words
_ANOTHER_WAY = {(SPONSOR, "values"): "values_statement"}
# for whoever is asked questions or looks after visits: not for an administrator or a sponsor
_ASKED = frozenset({
    *("today", "pause_until", "resume", "quiet", "days", "readiness", "nudges"),
    *("interviews", "values_map", "debrief", "debrief_summary"),
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Helping:
    """`help`, for the asker's roles, and the button that leaves everything as it is."""

    @property
    def desk(self) -> Desk:
        return Desk(commands={("help",): self.help}, presses={NeverMind: self.never_mind})

    async def help(self, occasion: Occasion, typed: Typed) -> Reply:
        """What each role of the asker can do, and what everyone can do besides; or how one command is typed."""
        held = {role.name for role in await occasion.store.people.roles(occasion.person.id)}
        if typed.rest:
            return Reply(say=Message(_one(typed.rest, held, occasion.words)))
        takes_part = bool(await occasion.store.cohorts.joined_by(occasion.person))
        wrote = occasion.person.keeps_entries is not None
        words = occasion.words
        groups = [
            Item(
                _listed(role, [one for one in COMMANDS if role in one.roles], words),
                role_buttons(role, words),
            )
            for role in ROLES
            if role in held
        ]
        own = COMMANDS if takes_part or wrote or not held else _without_what_is_asked(held)
        groups += [Item(_listed("everyone", [one for one in own if not one.roles], words))]
        if takes_part or wrote:
            groups += [Item(words.say("helping.sharing"))]
        return Reply(say=Message(words.say("helping.text"), words.label("helping.title"), tuple(groups)))

    async def never_mind(self, occasion: Occasion, action: NeverMind) -> Reply:
        return done(occasion, occasion.words.say("preview.left"))


def _one(text: str, held: Collection[str], words: Words) -> str:
    """What one command does, with an example of it."""
    meant = understand(text)
    if isinstance(meant, NotUnderstood):
        return not_understood(words, meant, held)
    if not can_use(meant.command, held):
        return not_yours(words, meant.command)
    role = next((role for role in ROLES if role in held and role in meant.command.roles), "")
    key = f"command.{_key(role, meant.command)}"
    told = words.say("helping.line", command=Markdown(" ".join(meant.command.words)), help=words.label(f"{key}.help"))
    return f"{told}\n\n{words.say('wrong.example', example=Markdown(words.label(f'{key}.example')))}"


def _without_what_is_asked(held: Collection[str]) -> list[Command]:
    """The commands that are of use to somebody who has these roles and takes part in nothing."""
    idle = _PARTICIPANTS if FACILITATOR in held else _PARTICIPANTS | _ASKED
    return [one for one in COMMANDS if one.key not in idle]


def _listed(role: str, commands: list[Command], words: Words) -> Markdown:
    lines = [f"- {_line(role, one, words)}" for one in commands]
    return Markdown("\n".join([words.say(f"helping.{role}"), "", *lines]))


def _line(role: str, command: Command, words: Words) -> Markdown:
    key = _key(role, command)
    gaps = {"command": Markdown(" ".join(command.words)), "help": words.label(f"command.{key}.help")}
    if role not in _WITH_EXAMPLES:
        return words.say("helping.line", **gaps)
    return words.say("helping.line_with_example", example=Markdown(words.label(f"command.{key}.example")), **gaps)


def _key(role: str, command: Command) -> str:
    """Under which name the words of a command stand for that role."""
    return _ANOTHER_WAY.get((role, command.key), command.key)
