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
_ID = re.compile(r"[a-z][a-z0-9-]{0,19}")  # a sending keeps the id in twenty characters


def read_wordings(source: Source, prompt: Prompt) -> PromptWords:
    """The words of a prompt's file. What is wrong is added to the source's mistakes."""
    head, body = _parted(source)
    texts = {section.id: section.text for section in _sections(body, prompt)}
    words = PromptWords(
        key=prompt.key,
        title=str(head.get("title", "")),
        wordings={name: text for name, text in texts.items() if name not in {GENTLER, OFFER}},
        gentler=texts.get(GENTLER, ""),
        offer=texts.get(OFFER, ""),
        help_long=str(head.get("help", "")).strip(),
        help_short=str(head.get("short_help", "")).strip(),
    )
    _check_head(source, words, prompt)
    _check_wordings(source, words, prompt)
    return words


class _Handler(BaseHandler):
    """TOML between two lines of +++, so that every file here is written in one notation."""

    FM_BOUNDARY = re.compile(r"^\+\+\+[ \t]*$", re.MULTILINE)
    START_DELIMITER = END_DELIMITER = "+++"

    def __init__(self, source: Source) -> None:
        super().__init__()
        self.source = source

    def load(self, fm: str) -> dict[str, Any]:
        head = Source(self.source.name, fm, self.source.mistakes)
        found, lines = head.toml(), head.toml_lines()
        for key, value in found.items():
            if key not in _FIELDS:
                head.wrong(lines.get(key, 1), f"{key} is not known; known are {', '.join(_FIELDS)}")
            elif not isinstance(value, str):
                head.wrong(lines.get(key, 1), f"{key} is a text in quotes")
            elif bad := bad_gap(value, frozenset()):
                head.wrong(lines.get(key, 1), bad)
        return found


def _parted(source: Source) -> tuple[Mapping[str, Any], Source]:
    """What stands between the lines of +++, and the rest with the line that it starts on."""
    if not source.text.startswith("+++"):
        source.wrong(1, "the file starts with a line +++, then title, help and short_help, then a line +++")
        return {"title": "-"}, source
    head, content = frontmatter.parse(source.text, handler=_Handler(source))
    if content == source.text.strip():
        source.wrong(1, "the second line of +++ is missing: it ends the title and the help")
        return {"title": "-"}, Source(source.name, "", source.mistakes)
    before = source.text[: source.text.rindex(content)]
    return head, Source(source.name, content, source.mistakes, before.count("\n") + 1)


@dataclass(slots=True)
class _Section:
    id: str
    line: int
    lines: list[tuple[int, str]] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(text for _, text in self.lines).strip()


def _sections(body: Source, prompt: Prompt) -> list[_Section]:
    """The parts of a file, each under its heading, with what is wrong in them said."""
    found: list[_Section] = []
    for number, line in enumerate(body.text.splitlines(), body.first_line):
        if heading := _HEADING.fullmatch(line):
            found.append(_Section(heading[1], number))
        elif found:
            found[-1].lines.append((number, line))
        elif line.strip():
            body.wrong(number, "this stands before the first heading; a wording starts with a line like ## first")
    seen: set[str] = set()
    for section in found:
        for place, sentence in _section_mistakes(section, seen, prompt):
            body.wrong(place, sentence)
        seen.add(section.id)
    return found


def _section_mistakes(section: _Section, seen: set[str], prompt: Prompt) -> Iterator[tuple[int, str]]:
    if not _ID.fullmatch(section.id):
        yield section.line, f'the heading "{section.id}" must be one word in small letters, of at most 20'
    if section.id in seen:
        yield section.line, f"there are two headings {section.id}"
    if not section.text:
        yield section.line, f"nothing stands under the heading {section.id}"
    if len(section.text) > LONGEST:
        yield section.line, f"the wording has {len(section.text)} characters; a message holds {LONGEST}"
    known = SURE_GAPS if section.id in {GENTLER, OFFER} else gaps_for(prompt.audience)
    for number, text in section.lines:
        if bad := bad_gap(text, known):
            yield number, bad


def _check_head(source: Source, words: PromptWords, prompt: Prompt) -> None:
    if not words.title:
        source.wrong(1, "the title is missing")
    if len(words.title) > LONGEST_TITLE:
        source.wrong(1, f"the title has {len(words.title)} characters; a form holds {LONGEST_TITLE}")
    if prompt.answer and not (words.help_long and words.help_short):
        source.wrong(1, "help and short_help are both needed, because an answer is asked")


def _check_wordings(source: Source, words: PromptWords, prompt: Prompt) -> None:
    if len(words.wordings) < FEWEST:
        source.wrong(1, f"{prompt.key} has {len(words.wordings)} wordings; it needs {FEWEST} or more")
    elif len(_sure(words)) < FEWEST_SURE:
        source.wrong(
            1, f"{FEWEST_SURE} wordings of {prompt.key} must do without gaps that may have nothing to fill them"
        )
    if prompt.ring >= GENTLER_FROM and not words.gentler:
        source.wrong(1, f"{prompt.key} is on ring {prompt.ring}, so it needs a wording under ## {GENTLER}")
    if prompt.ring == OFFERED_RING and not words.offer:
        source.wrong(1, f"{prompt.key} is on ring {prompt.ring}, so it needs a sentence under ## {OFFER}")


def _sure(words: PromptWords) -> dict[str, str]:
    try:
        return words.fitting(())
    except ValueError:  # brackets that do not match, which is said elsewhere
        return dict(words.wordings)
