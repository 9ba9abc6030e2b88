"""Turns our Markdown into lines of a card, in which no word can become a mention, a link or a mark."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

Element = dict[str, Any]

# The subset of prompts/message.py. Links, images, HTML and headings are not switched on, so they stay plain letters.
_MARKDOWN = MarkdownIt("zero").enable(["escape", "emphasis", "backticks", "list", "blockquote", "newline"])
_STYLES: Mapping[str, tuple[str, Any]] = {
    "strong_open": ("weight", "Bolder"),
    "em_open": ("italic", True),
    "strong_close": ("weight", "Bolder"),
    "em_close": ("italic", True),
}
_CODE = {"fontType": "Monospace"}
_INDENT = "\u2003"  # an em space: cards have no indented lists


@dataclass(slots=True)
class _Page:
    """Lines as they grow, and the lists and quotes that are open."""

    elements: list[Element] = field(default_factory=list)
    lists: list[Token] = field(default_factory=list)
    in_quote: int = 0
    mark: str = ""  # what stands before the next line: a bullet or a number
    first: bool = True  # the next line begins a paragraph

    def line(self, runs: list[Element]) -> None:
        before = [_run(self.mark)] if self.mark else []
        spacing = "Default" if self.first and not self.lists else "Small" if before else "None"
        block = {"type": "RichTextBlock", "inlines": [*before, *runs], "spacing": spacing}
        self.mark, self.first = "", False
        self.elements.append(_quoted(block) if self.in_quote else block)


def lines(markdown: str) -> list[Element]:
    """The elements of a card that show that Markdown; [] for none."""
    page = _Page()
    for token in _MARKDOWN.parse(markdown.replace("\0", "")):
        _take(page, token)
    return page.elements


def plain(markdown: str) -> str:
    """The same as plain text: for notifications, and for screens that show no cards."""
    return "\n".join(_plain(element) for element in lines(markdown)).strip()


def note(text: str, **look: Any) -> Element:
    """One line of plain text, with a look of its own."""
    return {"type": "RichTextBlock", "inlines": [{**_run(text), **look}], "spacing": "None"}


def _take(page: _Page, token: Token) -> None:
    match token.type:
        case "bullet_list_open" | "ordered_list_open":
            page.lists.append(token)
        case "bullet_list_close" | "ordered_list_close":
            page.lists.pop()
        case "list_item_open":
            page.mark = _mark(page, token)
        case "blockquote_open" | "blockquote_close":
            page.in_quote += token.nesting
        case "inline":
            page.first = True
            for runs in _split(_runs(token.children or [])):
                page.line(runs)
        case _:
            pass  # paragraphs and items announce themselves by the words in them


def _mark(page: _Page, item: Token) -> str:
    deep = _INDENT * (len(page.lists) - 1)
    return f"{deep}{item.info}. " if page.lists[-1].type.startswith("ordered") else f"{deep}• "


def _runs(tokens: Sequence[Token]) -> Iterator[Element | None]:
    """The words with their looks; None where a line ends."""
    look: Element = {}
    for token in tokens:
        if token.type in _STYLES:
            name, value = _STYLES[token.type]
            look = (
                {**look, name: value} if token.nesting == 1 else {one: how for one, how in look.items() if one != name}
            )
        elif token.type in {"softbreak", "hardbreak"}:
            yield None
        elif token.content:
            yield {**_run(token.content), **look, **(_CODE if token.type == "code_inline" else {})}


def _split(runs: Iterator[Element | None]) -> Iterator[list[Element]]:
    line: list[Element] = []
    for run in runs:
        if run is None:
            yield line or [_run(" ")]
            line = []
        else:
            line.append(run)
    if line:
        yield line


def _run(text: str) -> Element:
    return {"type": "TextRun", "text": text}


def _quoted(block: Element) -> Element:
    return {"type": "Container", "style": "emphasis", "spacing": "Small", "items": [block]}


def _plain(element: Element) -> str:
    if element["type"] == "Container":
        return "\n".join(_plain(one) for one in element["items"])
    return "".join(run["text"] for run in element["inlines"])
