"""Reads the file of one prompt's words: a title and help, then the wordings, each under a heading of its own."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import frontmatter
from frontmatter.default_handlers import BaseHandler

from prompts.mistakes import Source
from prompts.program import Prompt
from prompts.structure import OFFERED_RING
from prompts.wordings import SURE_GAPS, PromptWords, bad_gap, gaps_for

GENTLER = "gentler"
OFFER = "offer"
GENTLER_FROM = 4  # the ring from which a prompt needs a gentler wording
FEWEST = 3  # wordings a prompt
FEWEST_SURE = 2  # wordings that can always be said: no prompt comes to one person more often than twice
LONGEST = 3000  # characters that one section of a Slack message holds
LONGEST_TITLE = 24  # characters that the title of a Slack form holds
_FIELDS = ("title", "help", "short_help")
_HEADING = re.compile(r"##\s+(.*?)\s*")
_ID = re.compile(r"[a-z][a-z0-9-]{0,19}")  # a sending remembers the id, in twenty characters


def read_wordings(source: Source, prompt: Prompt) -> PromptWords:
    """The words of a prompt's file. What is wrong is added to the source's mistakes."""
    head, body = _parted(source)
    if head is None:
        return PromptWords(prompt.key, "", {})
    texts = {section.id: section.text for section in _sections(body, prompt)}
    words = PromptWords(
        key=prompt.key,
        title=head.text("title"),
        wordings={name: text for name, text in texts.items() if name not in {GENTLER, OFFER}},
        gentler=texts.get(GENTLER, ""),
        offer=texts.get(OFFER, ""),
        help_long=head.text("help"),
        help_short=head.text("short_help"),
    )
    in_head = _head_mistakes(words, prompt, head) if head.readable else ()
    for line, sentence in (*in_head, *_missing(words, prompt)):
        source.wrong(line, sentence)
    return words


@dataclass(frozen=True, slots=True)
class _Head:
    """What stands between the two lines of +++, and on which line of the file each of it stands."""

    values: Mapping[str, Any] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)
    readable: bool = True

    def text(self, key: str) -> str:
        return str(self.values.get(key, "")).strip()


class _Handler(BaseHandler):
    """TOML between two lines of +++, so that every file here is written in one notation."""

    FM_BOUNDARY = re.compile(r"^\+\+\+[ \t]*$", re.MULTILINE)
    START_DELIMITER = END_DELIMITER = "+++"

    def __init__(self, source: Source) -> None:
        super().__init__()
        self.source = source

    def load(self, fm: str) -> dict[str, Any]:
        # what is handed over begins with the end of the line +++, so its lines count as those of the file
        head = Source(self.source.name, fm, self.source.mistakes)
        values = head.toml()
        return {"head": _Head(values or {}, head.toml_lines(), values is not None)}


def _parted(source: Source) -> tuple[_Head | None, Source]:
    """What stands between the lines of +++, and the rest of the file with the line that it starts on.

    No head, and one mistake, where these lines are not both there.
    """
    if line := _not_closed(source.text):
        source.wrong(line, "a line +++ is missing before the first heading, after title, help and short_help")
        return None, source
    found, content = frontmatter.parse(source.text, handler=_Handler(source))
    head = found.get("head")
    if not isinstance(head, _Head) or not source.text.startswith("+++"):
        source.wrong(1, "the file starts with a line +++, then title, help and short_help, then a line +++")
        return None, source
    before = source.text[: source.text.rindex(content)]
    return head, Source(source.name, content, source.mistakes, before.count("\n") + 1)


def _not_closed(text: str) -> int:
    """The line before which the second line +++ is missing; 0 where it is there, or the first one is not."""
    if not text.startswith("+++"):
        return 0
    lines = text.splitlines()
    heading = next((number for number, line in enumerate(lines, 1) if _HEADING.fullmatch(line)), len(lines))
    closed = any(_Handler.FM_BOUNDARY.match(line) for line in lines[1:heading])
    return 0 if closed else heading


@dataclass(frozen=True, slots=True)
class _Section:
    id: str
    line: int
    lines: list[tuple[int, str]] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(text for _, text in self.lines).strip()


def _sections(body: Source, prompt: Prompt) -> list[_Section]:
    """The parts of a file, each under its heading; what is wrong in them is added to the mistakes."""
    found: list[_Section] = []
    for number, line in enumerate(body.text.splitlines(), body.first_line):
        if heading := _HEADING.fullmatch(line):
            found.append(_Section(heading[1], number))
        elif found:
            found[-1].lines.append((number, line))
        elif line.strip():
            body.wrong(number, "this stands before the first heading; a wording starts with a line like ## first")
    for place, section in enumerate(found):
        earlier = {one.id for one in found[:place]}
        for number, sentence in _section_mistakes(section, earlier, prompt):
            body.wrong(number, sentence)
    return found


def _section_mistakes(section: _Section, earlier: set[str], prompt: Prompt) -> Iterator[tuple[int, str]]:
    if not _ID.fullmatch(section.id):
        yield section.line, f'the heading "{section.id}" must be one word of small letters, twenty at most'
    if section.id in earlier:
        yield section.line, f"there are two headings {section.id}"
    if not section.text:
        yield section.line, f"nothing stands under the heading {section.id}"
    if len(section.text) > LONGEST:
        yield section.line, f"this wording has {len(section.text)} characters; a message holds {LONGEST}"
    known = SURE_GAPS if section.id in {GENTLER, OFFER} else gaps_for(prompt.audience)
    for number, text in section.lines:
        if bad := bad_gap(text, known):
            yield number, bad


def _head_mistakes(words: PromptWords, prompt: Prompt, head: _Head) -> Iterator[tuple[int, str]]:
    for key, value in head.values.items():
        line = head.lines.get(key, 1)
        if key not in _FIELDS:
            yield line, f"{key} is not known; known are {', '.join(_FIELDS)}"
        elif not isinstance(value, str):
            yield line, f"{key} must be a text in quotes"
        elif bad := bad_gap(value, ()):
            yield line, bad
    if len(words.title) > LONGEST_TITLE:
        line = head.lines.get("title", 1)
        yield line, f"the title has {len(words.title)} characters; a form holds {LONGEST_TITLE}"
    needed = _FIELDS if prompt.answer else _FIELDS[:1]
    for key in needed:
        if not head.text(key):
            yield head.lines.get(key, 1), f"{prompt.key} needs {key}"


def _missing(words: PromptWords, prompt: Prompt) -> Iterator[tuple[int, str]]:
    if len(words.wordings) < FEWEST:
        yield 1, f"{prompt.key} has {len(words.wordings)} wordings; it needs {FEWEST} or more"
    elif len(_sure(words)) < FEWEST_SURE:
        yield 1, f"{FEWEST_SURE} wordings must do without {{value}} and the like, which may have nothing to fill them"
    if prompt.ring >= GENTLER_FROM and not words.gentler:
        yield 1, f"{prompt.key} is on ring {prompt.ring}, so it needs a wording under ## {GENTLER}"
    if prompt.ring == OFFERED_RING and not words.offer:
        yield 1, f"{prompt.key} is on ring {prompt.ring}, so it needs a sentence under ## {OFFER}"


def _sure(words: PromptWords) -> Mapping[str, str]:
    try:
        return words.fitting(())
    except ValueError:  # curly brackets that do not match, which is said of their own line
        return words.wordings
