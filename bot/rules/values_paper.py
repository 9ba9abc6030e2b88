"""A values map as a document: the chart, and the same in words."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from bot.chat.dates import day, today_of
from bot.chat.reply import Document
from bot.documents.chart import SEEN, Legend, Value, values_chart
from bot.documents.markdown import markdown
from bot.documents.paper import Bullets, Heading, Paper, Paragraph, Part, Picture
from bot.documents.word import word
from bot.rules.printing import CHART, MARKDOWN, Printed, file_name, locale_of
from prompts.words import Words
from storage.tables import Cohort, ValuesMap


@dataclass(frozen=True, slots=True)
class MapPaper:
    """One map with the words that it is written in. Printing it needs nothing else, and takes a second or two."""

    cohort: Cohort
    made: ValuesMap
    words: Words

    def printed(self, form: str) -> Printed:
        """What makes it in that form: "chart", "markdown", or else "word"."""
        return partial(self._document, form)

    def _document(self, form: str) -> Document:
        title = self.words.label("values_paper.title", name=self.cohort.name)
        if form == CHART:
            return Document(file_name(title, "png"), title, self.chart())
        if form == MARKDOWN:
            return Document(file_name(title, "md"), title, markdown(self._paper(title)).encode())
        return Document(file_name(title, "docx"), title, word(self._paper(title)))

    def chart(self) -> bytes:
        """The picture alone."""
        return values_chart(values_of(self.made), legend(self.words))

    def parts(self) -> Iterator[Part]:
        """What stands in the document under its title, for a longer document as well."""
        yield Paragraph(self.words.label("values_paper.how"))
        yield picture(values_of(self.made), self.words)
        for value in values_of(self.made):
            yield Heading(value.name, 2)
            if value.behaviours:
                yield Bullets(value.behaviours)
            yield Paragraph(seen(value, self.words))

    def _paper(self, title: str) -> Paper:
        on = today_of(self.cohort, self.made.made_at)
        of = self.words.label(f"values_map.window_{self.made.window}")
        under = self.words.label("values_paper.under_title", what=of, when=day(on, self.words))
        return Paper(title, under, locale_of(self.words), on, tuple(self.parts()))


def values_of(made: ValuesMap) -> tuple[Value, ...]:
    """The values of a map, as the chart draws them."""
    return tuple(Value(one["name"], tuple(one["behaviours"]), frozenset(one["seen"])) for one in made.shown)


def values_of_all(maps: Sequence[ValuesMap]) -> tuple[Value, ...]:
    """The values as they were stated last, each as several people saw it in any window of the program.

    `maps` are in the order of their windows. Whatever their windows showed is put together, and nobody is counted anew:
    who knows all the maps learns nothing from it.
    """
    ever = ever_seen(maps)
    return tuple(replace(one, seen=ever[one.name.casefold()]) for one in values_of(maps[-1])) if maps else ()


def ever_seen(maps: Iterable[ValuesMap]) -> Mapping[str, frozenset[str]]:
    """How several people saw each value in any of these maps, by its name in small letters."""
    ever: dict[str, frozenset[str]] = {}
    for one in (value for made in maps for value in values_of(made)):
        ever[one.name.casefold()] = ever.get(one.name.casefold(), frozenset()) | one.seen
    return ever


def picture(values: tuple[Value, ...], words: Words) -> Picture:
    """The chart, with the same in words."""
    return Picture(values_chart(values, legend(words)), alternative(values, words))


def legend(words: Words) -> Legend:
    """The words on the chart."""
    return Legend(
        said=words.label("values_paper.said"),
        done=words.label("values_paper.done"),
        seen={one: words.label(f"values_paper.{one}") for one in SEEN},
        note=words.label("values_paper.note"),
    )


def alternative(values: tuple[Value, ...], words: Words) -> str:
    """The chart in words, for those who cannot see it."""
    lines = [words.label("values_paper.value_seen", value=one.name, text=seen(one, words)) for one in values]
    return "\n".join([words.label("values_paper.alternative"), *lines])


def seen(value: Value, words: Words) -> str:
    """How several people saw it, in plain words; one sentence for all that cannot be shown."""
    told = [words.label(f"values_paper.seen_{one}") for one in SEEN if one in value.seen]
    return " ".join(told) or words.label("values_paper.too_few")
