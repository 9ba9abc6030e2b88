"""Lays out what the bot says as Slack's blocks, and stops in good order where Slack takes no more."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bot.slack import limits
from bot.slack.rich import Block, plain, rich_text
from prompts.message import Button, Item, Message
from prompts.words import Words


@dataclass(slots=True)
class Room:
    """Blocks that are laid out, and how many more there is room for: by number, and by characters of JSON."""

    blocks_left: int
    size_left: int
    blocks: list[Block] = field(default_factory=list)

    def takes(self, more: Sequence[Block]) -> bool:
        """Adds all of these blocks, or none of them where they do not fit."""
        needed = _needed(more)
        if len(more) > self.blocks_left or needed > self.size_left:
            return False
        self.blocks_left -= len(more)
        self.size_left -= needed
        self.blocks += more
        return True

    def keep_free(self, later: Sequence[Block]) -> None:
        self.blocks_left -= len(later)
        self.size_left -= _needed(later)


def message_room() -> Room:
    return Room(limits.MESSAGE_BLOCKS, limits.MESSAGE_SIZE)


def view_room() -> Room:
    return Room(limits.VIEW_BLOCKS, limits.VIEW_SIZE - 2 * limits.METADATA)  # the rest of a view is in its size too


def message_blocks(message: Message, words: Words, room: Room) -> list[Block]:
    """The blocks of a message: title, text, items, buttons, and the label on what a model worded."""
    tail = [*buttons(message.buttons), *_label(message, words)]
    room.keep_free(tail)
    room.takes(header(message.title) if message.title else [])
    add_text(room, message.text, words)
    add_items(room, message.items, words)
    return [*room.blocks, *tail]


def header(title: str) -> list[Block]:
    return [{"type": "header", "text": plain_text(title, limits.HEADER)}]


def add_text(room: Room, markdown: str, words: Words) -> None:
    """All of the text, or as much as there is room for with a sentence that says so."""
    whole = rich_text(markdown)
    if room.takes(whole):
        return
    note = rich_text(words.say("slack.text_cut"))
    room.keep_free(note)
    for block in whole:
        if not room.takes([block]):
            break
    room.blocks += note


def add_items(room: Room, items: Sequence[Item], words: Words) -> None:
    """The items in order, as many as there is room for; then how many more there are."""
    laid_out = [_item(item) for item in items]
    fits_whole = sum(map(len, laid_out)) <= room.blocks_left and sum(map(_needed, laid_out)) <= room.size_left
    if not fits_whole:
        room.keep_free(rich_text(words.say("slack.more_items", count=len(items))))
    for place, blocks in enumerate(laid_out):
        if not room.takes(blocks):
            room.blocks += rich_text(words.say("slack.more_items", count=len(items) - place))
            return


def buttons(pressable: Sequence[Button]) -> list[Block]:
    """Rows of buttons, each with the name of its place, because Slack wants names that differ."""
    rows = [
        pressable[start : start + limits.BUTTONS_IN_A_ROW]
        for start in range(0, len(pressable), limits.BUTTONS_IN_A_ROW)
    ]
    return [{"type": "actions", "elements": [_button(place, one) for place, one in enumerate(row)]} for row in rows]


def plain_text(text: str, longest: int) -> Block:
    return {"type": "plain_text", "text": limits.cut(text, longest), "emoji": False}


def fallback(message: Message) -> str:
    """What notifications and screen readers say, escaped so that nothing in it comes to life."""
    parts = [message.title, plain(message.text), *(plain(item.text) for item in message.items)]
    return escaped("\n".join(part for part in parts if part) or "…", limits.TEXT)


def escaped(text: str, longest: int) -> str:
    """The text for a place where Slack reads `<…>` as a mention or a link, cut before an escape, never inside one."""
    whole = text.translate(_ESCAPES)
    if len(whole) <= longest:
        return whole
    return "".join(_while_shorter((character.translate(_ESCAPES) for character in text), longest))


_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def _while_shorter(parts: Iterable[str], longest: int) -> Iterable[str]:
    used = 0
    for part in parts:
        used += len(part)
        if used > longest:
            return
        yield part


def _item(item: Item) -> list[Block]:
    image = item.image
    picture = (
        [{"type": "image", "image_url": image.url, "alt_text": limits.cut(image.alternative, limits.ALTERNATIVE)}]
        if image
        else []
    )
    return [*rich_text(item.text), *picture, *buttons(item.buttons)]


def _button(place: int, button: Button) -> Block:
    style = {"style": button.style} if button.style in {"primary", "danger"} else {}
    return {
        "type": "button",
        "action_id": f"button-{place}",
        "text": plain_text(button.label, limits.BUTTON),
        "value": button.action,
        **style,
    }


def _label(message: Message, words: Words) -> list[Block]:
    if not message.by_model:
        return []
    return [{"type": "context", "elements": [plain_text(words.label("slack.by_model"), limits.HEADER)]}]


def _needed(blocks: Sequence[Block]) -> int:
    return sum(limits.size(block) + 2 for block in blocks)  # 2: the comma and the space between two blocks
