"""The note to the board, put together from facts: which lines there are, and what no line may say."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from bot.care.care import Care
from bot.chat.dates import day
from bot.documents.chart import Value
from bot.rules.values_paper import seen
from prompts.words import Words

FACTS, THEMES, VALUES, PROJECTS, ASKS, NEXT = "facts", "themes", "values", "projects", "asks", "next"
PARTS = (FACTS, THEMES, VALUES, PROJECTS, ASKS, NEXT)  # in the order in which a board reads them
LONGEST = 600  # characters of one line: a board reads lines, not pages
_OF_A_GROUP = frozenset({FACTS, THEMES, VALUES})  # what is told of people together, and so of nobody
_QUOTES = re.compile('["“”„«»‹›]')
_SHORTEST_NAME = 3  # letters of a first or last name that is looked for alone; shorter ones are in too many words
_BETWEEN = 2  # words that may stand between a number and the people whom it counts: `two of the nurses`


@dataclass(frozen=True, slots=True)
class ProjectFacts:
    """What is told of one project; its owners are named beside it, from where they confirmed that they are."""

    id: str
    name: str
    problem: str
    measure: str
    test_on: date
    help_asked: str


@dataclass(frozen=True, slots=True)
class Material:
    """All that a note is made of. `themes` are those that were voted for, as the facilitator worded them."""

    people: int
    groups: int
    departments: tuple[str, ...]
    visits: int
    visits_held: int
    themes: tuple[str, ...]
    values: tuple[Value, ...]
    projects: tuple[ProjectFacts, ...]
    update_on: date | None


@dataclass(frozen=True, slots=True)
class NewLine:
    """One line that was put together. `project` is the id of the project that it is about, or empty."""

    part: str
    text: str = field(repr=False)
    project: str = ""


def lines_from(material: Material, words: Words) -> Iterator[NewLine]:
    """Every line of the note, part by part."""
    yield from (NewLine(FACTS, text) for text in facts_from(material, words))
    yield from (NewLine(THEMES, name) for name in material.themes)
    for value in material.values:
        yield NewLine(VALUES, _value(value, words))
    for one in material.projects:
        gaps = {
            "name": one.name,
            "text": _sentence(one.problem),
            "title": _sentence(one.measure),
            "day": day(one.test_on, words),
        }
        yield NewLine(PROJECTS, words.label("board.project", **gaps), one.id)
    for one in material.projects:
        if one.help_asked.strip():
            yield NewLine(ASKS, words.label("board.ask", name=one.name, text=_sentence(one.help_asked)), one.id)
    if material.update_on:
        yield NewLine(NEXT, words.label("board.update", day=day(material.update_on, words)))


def _sentence(text: str) -> str:
    """With a full stop, where people left it out: another sentence follows."""
    said = text.strip()
    return said if said.endswith((".", "!", "?")) else f"{said}."


def facts_from(material: Material, words: Words) -> Iterator[str]:
    """Who took part and what was held so far."""
    yield words.label("board.people", people=material.people, number=material.groups)
    yield from _departments(material, words)
    yield words.label("board.visits", number=material.visits_held, most=material.visits)


def facts_ahead(material: Material, words: Words) -> Iterator[str]:
    """The same before anything was held."""
    yield words.label("board.people_ahead", people=material.people, number=material.groups)
    yield from _departments(material, words)
    yield words.label("board.visits_ahead", number=material.visits)


def _departments(material: Material, words: Words) -> Iterator[str]:
    if material.departments:
        yield words.label("board.departments", departments=", ".join(material.departments))


def _value(value: Value, words: Words) -> str:
    if not value.seen:
        return words.label("board.value_untold", value=value.name)
    return words.label("values_paper.value_seen", value=value.name, text=seen(value, words))


@dataclass(frozen=True, slots=True)
class Watch:
    """Looks for what no line of a note may say. `names` are those of everybody who takes part, or did."""

    names: tuple[str, ...] = field(repr=False)
    care: Care
    words: Words

    def flaw(self, part: str, text: str) -> str:
        """What is wrong with the line, as a key of the words; empty where nothing is."""
        if not text.strip() or len(text) > LONGEST:
            return "board.flaw_length"
        if any(_says(text, name) for name in self.names):
            return "board.flaw_name"
        if self.care.details.find(text):
            return "board.flaw_details"
        if part in _OF_A_GROUP and _QUOTES.search(text):
            return "board.flaw_quote"
        return "board.flaw_count" if part in {THEMES, VALUES} and self._counts(text) else ""

    def _counts(self, text: str) -> bool:
        """Whether it says of how many people it speaks: such a number is for nobody."""
        numbers = _listed(self.words, "board.listen_numbers")
        people = _listed(self.words, "board.listen_people")
        said = re.findall(r"\w+", text.casefold())
        counting = (place for place, word in enumerate(said) if word in numbers or word.isdecimal())
        return any(not people.isdisjoint(said[place + 1 : place + 2 + _BETWEEN]) for place in counting)


def _listed(words: Words, key: str) -> frozenset[str]:
    return frozenset(words.label(key).casefold().split())


def _says(text: str, name: str) -> bool:
    """Whether the text names that person: the whole name however it is cased, or one part of it as it is written."""
    parts = [part for part in name.split() if len(part) >= _SHORTEST_NAME]
    return _whole(name.casefold(), text.casefold()) or any(_whole(part, text) for part in parts)


def _whole(words: str, text: str) -> bool:
    return bool(words.strip()) and re.search(rf"(?<!\w){re.escape(words.strip())}(?!\w)", text) is not None


def flawless(lines: Iterable[NewLine], watch: Watch) -> Iterator[tuple[NewLine, bool]]:
    """Each line, with whether it can stand as it is."""
    for line in lines:
        yield line, not watch.flaw(line.part, line.text)
