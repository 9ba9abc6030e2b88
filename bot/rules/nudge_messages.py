"""What a nudge looks like: its words, its own buttons, and the two by which its reader has fewer of them, or none."""

from bot.chat.action import SetNudges, SetRoomNudges
from bot.chat.dates import moment
from bot.rules.composing import named_buttons
from bot.rules.nudging import FEWER, NONE, Nudge
from bot.rules.nudging_room import wording_of
from prompts.library import Library
from prompts.message import Button, Message
from prompts.words import Words


def nudge_message(nudge: Nudge, library: Library, words: Words, zone: str) -> Message:
    """To one person; `zone` is theirs. Raises KeyError where words or gaps are missing."""
    gaps = dict(nudge.gaps)
    if nudge.prompt:
        gaps["title"] = library.prompt(words.language, nudge.prompt).title
    if nudge.until:
        gaps["until"] = moment(nudge.until, zone, words)
    own = named_buttons(nudge.buttons, words)
    return Message(words.say(f"nudge.{nudge.kind}", **gaps), buttons=(*own, *how_often(words)))


def how_often(words: Words) -> tuple[Button, Button]:
    """The two buttons that every nudge has."""
    fewer, none = SetNudges(FEWER).pack(), SetNudges(NONE).pack()
    return Button(words.label("nudge.fewer"), fewer), Button(words.label("nudge.none"), none)


def room_message(nudge: Nudge, words: Words, cohort_id: str) -> Message:
    """To everybody in a cohort's room: it mentions nobody. How often it comes is for those who lead to say."""
    buttons = tuple(
        Button(words.label(f"nudge.{wish}"), SetRoomNudges(cohort_id, wish).pack()) for wish in (FEWER, NONE)
    )
    return Message(words.say(wording_of(nudge), **nudge.gaps), buttons=buttons)
