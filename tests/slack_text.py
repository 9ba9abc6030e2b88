"""What a person reads on a Slack message or form, as plain text."""

from collections.abc import Callable, Iterable

from bot.playground.records import Post
from bot.playground.refusal import Json


def text_of(post: Post) -> str:
    """A message: its blocks where it has some, as Slack shows it, else its text."""
    files = "".join(f"\n[{file['title']}]" for file in post.files)
    return (blocks_text(post.blocks) or unescaped(post.text)) + files


def view_text(view: Json) -> str:
    title = view.get("title", {}).get("text", "")
    return "\n".join(part for part in (title, blocks_text(view["blocks"])) if part)


def blocks_text(blocks: Iterable[Json]) -> str:
    return "\n".join(part for part in map(_block, blocks) if part)


def buttons_in(blocks: Iterable[Json]) -> list[tuple[Json, Json]]:
    """What can be pressed or chosen outside of inputs, with its block."""
    pairs = []
    for block in blocks:
        parts = (
            [block.get("accessory"), *(block.get("elements") or [])] if block["type"] in {"section", "actions"} else []
        )
        pairs += [(block, one) for one in parts if one and "action_id" in one]
    return [(block, one) for block, one in pairs if one["type"] == "button"] + [
        (block, one) for block, one in pairs if one["type"] != "button"
    ]


def unescaped(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _block(block: Json) -> str:
    return _READERS[block["type"]](block)


def _section(block: Json) -> str:
    texts = [block.get("text"), *block.get("fields", [])]
    return "\n".join(unescaped(one["text"]) for one in texts if one)


def _input(block: Json) -> str:
    element, hint = block["element"], block.get("hint", {}).get("text", "")
    initial = element.get("initial_value") or element.get("initial_date") or element.get("initial_time") or ""
    chosen = [one["text"]["text"] for one in element.get("options", [])]
    lines = [block["label"]["text"], initial, " · ".join(chosen), hint]
    return "\n".join(line for line in lines if line)


def _rich(block: Json) -> str:
    return "\n".join(_part(part) for part in block["elements"])


def _part(part: Json) -> str:
    if part["type"] == "rich_text_list":
        return "\n".join(f"• {_pieces(item['elements'])}" for item in part["elements"])
    return _pieces(part["elements"])


def _pieces(pieces: Iterable[Json]) -> str:
    return "".join(_piece(piece) for piece in pieces)


def _piece(piece: Json) -> str:
    if piece["type"] == "user":
        return f"<@{piece['user_id']}>"
    if piece["type"] == "channel":
        return f"<#{piece['channel_id']}>"
    return str(piece.get("text") or piece.get("url") or piece.get("name"))


def _buttons(block: Json) -> str:
    return " ".join(f"[{one['text']['text']}]" for one in block["elements"] if one["type"] == "button")


_READERS: dict[str, Callable[[Json], str]] = {
    "section": _section,
    "header": lambda block: str(block["text"]["text"]),
    "divider": lambda _: "",
    "actions": _buttons,
    "context": lambda block: " ".join(unescaped(one.get("text") or one.get("alt_text")) for one in block["elements"]),
    "image": lambda block: f"[{block['alt_text']}]",
    "input": _input,
    "rich_text": _rich,
    "markdown": lambda block: str(block["text"]),
}
