"""Turns our Markdown into Slack's rich text, in which no word can become a mention, a link or a mark."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.chat.command import NotUnderstood, understand

Block = dict[str, Any]

LONGEST = 3000  # characters in one block: what Slack documents for a section, kept for rich text too

_HIGHEST = 10_000  # nobody counts further; a year at the start of a line is no number in a list of ours

# The subset of prompts/message.py. Links, images, HTML and headings are not switched on, so they stay plain letters.
_MARKDOWN = MarkdownIt("zero").enable(["escape", "emphasis", "backticks", "list", "blockquote", "newline"])
_STYLES = {"strong_open": "bold", "em_open": "italic", "strong_close": "bold", "em_close": "italic"}


@dataclass(slots=True)
class _Page:
    """Rich text as it grows: elements side by side, and the lists and quotes that are open."""

    elements: list[Block] = field(default_factory=list)
    lists: list[Token] = field(default_factory=list)
    in_quote: int = 0
    new_item: bool = False
    number: int = 1  # of the item that is open, as it was written

    def paragraph(self, words: list[Block]) -> None:
        kind = "rich_text_list" if self.lists else "rich_text_quote" if self.in_quote else "rich_text_section"
        add = self._item if self.lists else self._words
        add(kind, words)

    def _words(self, kind: str, words: list[Block]) -> None:
        if self.elements and self.elements[-1]["type"] == kind:
            self.elements[-1]["elements"] += [_text("\n\n"), *words]
            return
        self.elements.append({"type": kind, "elements": words})

    def _item(self, kind: str, words: list[Block]) -> None:
        section = {"type": "rich_text_section", "elements": words}
        last = self.elements[-1] if self.elements else {}
        if not self.new_item and last.get("type") == kind:
            last["elements"][-1]["elements"] += [_text("\n"), *words]
        elif last.get("type") == kind and _head(last) == self._list_head():
            last["elements"].append(section)
        else:
            self.elements.append({"type": kind, **self._list_head(), **self._start(), "elements": [section]})
        self.new_item = False

    def _list_head(self) -> Block:
        style = "ordered" if self.lists[-1].type.startswith("ordered") else "bullet"
        return {"style": style, "indent": min(len(self.lists) - 1, 8)}  # Slack indents eight deep at most

    def _start(self) -> Block:
        return {"offset": self.number - 1} if 1 < self.number <= _HIGHEST else {}


def rich_text(markdown: str, longest: int = LONGEST) -> list[Block]:
    """One or more rich-text blocks that show that Markdown, none with more than `longest` characters; [] for none."""
    page = _Page()
    for token in _MARKDOWN.parse(markdown.replace("\0", "")):
        _take(page, token)
    pieces = (piece for element in page.elements for piece in _pieces(element, longest))
    return [{"type": "rich_text", "elements": elements} for elements in _packed(pieces, longest)]


def plain(markdown: str) -> str:
    """The same as plain text: for notifications, and for screens that show no blocks."""
    return "\n".join(_plain(element) for block in rich_text(markdown) for element in block["elements"]).strip()


def length(element: Block) -> int:
    """How many characters of text are in an element."""
    return len(element.get("text", "")) + sum(length(one) for one in element.get("elements", ()))


def _take(page: _Page, token: Token) -> None:
    match token.type:
        case "bullet_list_open" | "ordered_list_open":
            page.lists.append(token)
        case "bullet_list_close" | "ordered_list_close":
            page.lists.pop()
        case "list_item_open":
            page.new_item = True
            page.number = int(token.info or 1)
        case "blockquote_open" | "blockquote_close":
            page.in_quote += token.nesting
        case "inline":
            if words := list(_words(token.children or [])):
                page.paragraph(words)
        case _:
            pass  # paragraphs and items announce themselves by the words in them


def _words(tokens: Sequence[Token]) -> Iterator[Block]:
    style: dict[str, bool] = {}
    for token in tokens:
        if token.type in _STYLES:
            style = {**style, _STYLES[token.type]: token.nesting == 1}
        elif token.type in {"softbreak", "hardbreak"}:
            yield _text("\n")
        elif token.content:
            is_code = token.type == "code_inline"
            marks = {name: True for name, on in style.items() if on} | ({"code": True} if is_code else {})
            yield _text(_as_typed(token.content) if is_code else token.content, marks)


def _as_typed(code: str) -> str:
    """A command as it is typed in Slack: behind the slash command that brings it to us."""
    if isinstance(understand(code), NotUnderstood):
        return code
    return f"/{code}" if code.partition(" ")[0] == "reflect" else f"/exchange {code}"


def _text(text: str, style: dict[str, bool] | None = None) -> Block:
    return {"type": "text", "text": text, **({"style": style} if style else {})}


def _head(element: Block) -> Block:
    return {key: element[key] for key in ("style", "indent")}


def _pieces(element: Block, longest: int) -> Iterator[Block]:
    """The element itself, or as many like it as it takes to keep each inside `longest`."""
    if length(element) <= longest:
        yield element
        return
    parts = (part for one in element["elements"] for part in _parts(one, longest))
    for packed in _packed(parts, longest):
        yield {**element, "elements": packed}


def _parts(element: Block, longest: int) -> Iterator[Block]:
    if "elements" in element:
        yield from _pieces(element, longest)
        return
    text = element["text"]
    for start in range(0, len(text), longest):
        yield {**element, "text": text[start : start + longest]}


def _packed(elements: Iterator[Block], longest: int) -> Iterator[list[Block]]:
    """The same elements in as few groups as fit, in order."""
    group: list[Block] = []
    held = 0
    for element in elements:
        longer = length(element)
        if group and held + longer > longest:
            yield group
            group, held = [], 0
        group.append(element)
        held += longer
    if group:
        yield group


def _plain(element: Block) -> str:
    if element["type"] == "rich_text_list":
        return "\n".join(f"• {_plain(item)}" for item in element["elements"])
    return "".join(one.get("text", "") for one in element["elements"])
