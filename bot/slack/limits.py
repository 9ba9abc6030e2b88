"""How much Slack takes, and whether something to be sent stays inside it."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

# All from docs.slack.dev/reference/block-kit and docs.slack.dev/reference/views, unless said otherwise.
MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
MESSAGE_SIZE = 12_500  # characters of JSON; not documented: `msg_blocks_too_long` comes at about 13,200 (bolt-js 2509)
VIEW_SIZE = 200_000  # characters of JSON; `view_too_large` comes at 250 KB
TEXT = 4000  # characters of a message's plain text before Slack cuts it
HEADER = 150
TITLE = 24  # a form's title, and its two buttons
BUTTON = 75
VALUE = 2000  # a button's value
BUTTONS_IN_A_ROW = 25
OPTION = 75
OPTION_VALUE = 150
OPTIONS = 100
OPTIONS_ON_SHOW = 10  # radio buttons and boxes; a menu holds more
LABEL = 2000  # a field's label, and its hint
FIELD = 3000  # what a text field holds
METADATA = 3000
IDENTIFIER = 255
ALTERNATIVE = 2000
URL = 3000
PLAIN_TEXT = 3000


def cut(text: str, longest: int) -> str:
    """The text, or as many whole words of it as fit, with an ellipsis. Never empty: Slack refuses empty labels."""
    text = " ".join(text.split()) or "–"
    if len(text) <= longest:
        return text
    short = text[: longest - 1]
    whole, space, _ = short.rpartition(" ")
    return (whole if space and len(whole) * 2 > longest else short).rstrip(" ,;:.") + "…"


def size(blocks: Any) -> int:
    """How long the JSON of something is, in characters."""
    return len(json.dumps(blocks, ensure_ascii=False))


def check_limits(payload: Mapping[str, Any]) -> list[str]:
    """What Slack would refuse in a message, a form or a Home view, a sentence each. Quotes no text."""
    return [*(_view(payload) if payload.get("type") in {"modal", "home"} else _message(payload)), *_all(payload)]


def _message(payload: Mapping[str, Any]) -> Iterator[str]:
    yield from _over("text", payload.get("text") or "", TEXT)
    if not payload.get("text"):
        yield "text: a message needs one for notifications and screen readers"
    if not 1 <= len(payload["blocks"]) <= MESSAGE_BLOCKS:
        yield f"blocks: {len(payload['blocks'])} where 1 to {MESSAGE_BLOCKS} are allowed"
    if size(payload["blocks"]) > MESSAGE_SIZE:
        yield f"blocks: {size(payload['blocks'])} characters of JSON where {MESSAGE_SIZE} are safe"


def _view(view: Mapping[str, Any]) -> Iterator[str]:
    if not 1 <= len(view["blocks"]) <= VIEW_BLOCKS:
        yield f"blocks: {len(view['blocks'])} where 1 to {VIEW_BLOCKS} are allowed"
    if size(view) > VIEW_SIZE:
        yield f"view: {size(view)} characters of JSON where {VIEW_SIZE} are allowed"
    yield from _over("private_metadata", view.get("private_metadata", ""), METADATA)
    for part in ("title", "submit", "close"):
        if part in view:
            yield from _over(part, view[part]["text"], TITLE)
    if view["type"] == "modal" and "submit" not in view and any(one["type"] == "input" for one in view["blocks"]):
        yield "submit: a form with fields needs one"


def _all(payload: Mapping[str, Any]) -> Iterator[str]:
    for place, block in enumerate(payload["blocks"]):
        for problem in _block(block):
            yield f"blocks[{place}] ({block['type']}): {problem}"
    names = [block["block_id"] for block in payload["blocks"] if "block_id" in block]
    if len(names) != len(set(names)):
        yield "blocks: two have the same block_id"


def _block(block: Mapping[str, Any]) -> Iterator[str]:
    yield from _over("block_id", block.get("block_id", "-"), IDENTIFIER)
    match block["type"]:
        case "header":
            yield from _over("text", block["text"]["text"], HEADER)
        case "section":
            yield from _over("text", block["text"]["text"], PLAIN_TEXT)
        case "rich_text":
            yield from _rich(block)
        case "actions":
            yield from _buttons(block["elements"])
        case "image":
            yield from _over("image_url", block["image_url"], URL)
            yield from _over("alt_text", block["alt_text"], ALTERNATIVE)
        case "context":
            yield from _over("elements", block["elements"], 10)
        case "input":
            yield from _input(block)
        case other:
            yield f"a {other} is nothing that we send"


def _rich(block: Mapping[str, Any]) -> Iterator[str]:
    texts = list(_texts(block))
    if not all(texts) or not texts:
        yield "text: empty"
    if sum(map(len, texts)) > PLAIN_TEXT:
        yield f"text: {sum(map(len, texts))} characters where {PLAIN_TEXT} are safe"


def _texts(element: Mapping[str, Any]) -> Iterator[str]:
    if "text" in element:
        yield element["text"]
    for one in element.get("elements", ()):
        yield from _texts(one)


def _buttons(buttons: list[Mapping[str, Any]]) -> Iterator[str]:
    yield from _over("elements", buttons, BUTTONS_IN_A_ROW)
    for button in buttons:
        yield from _over("button text", button["text"]["text"], BUTTON)
        yield from _over("button value", button["value"], VALUE)
        yield from _over("action_id", button["action_id"], IDENTIFIER)
    if len({button["action_id"] for button in buttons}) != len(buttons):
        yield "elements: two have the same action_id"


def _input(block: Mapping[str, Any]) -> Iterator[str]:
    yield from _over("label", block["label"]["text"], LABEL)
    if "hint" in block:
        yield from _over("hint", block["hint"]["text"], LABEL)
    element = block["element"]
    yield from _over("action_id", element["action_id"], IDENTIFIER)
    if len(element.get("initial_value", "")) > element.get("max_length", FIELD):
        yield "initial_value: longer than the field holds"
    if "options" in element:
        on_show = element["type"] in {"checkboxes", "radio_buttons"}
        yield from _over("options", element["options"], OPTIONS_ON_SHOW if on_show else OPTIONS)
    for option in element.get("options", ()):
        yield from _over("option text", option["text"]["text"], OPTION)
        yield from _over("option value", option["value"], OPTION_VALUE)


def _over(name: str, value: Any, longest: int) -> Iterator[str]:
    if len(value) > longest:
        yield f"{name}: {len(value)} where {longest} are allowed"
    if not value and name not in {"text", "private_metadata"}:
        yield f"{name}: empty"
