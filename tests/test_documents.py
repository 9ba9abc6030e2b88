"""Documents on paper: charts, Word files and Markdown, made of what they are given and of nothing else."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree as ET

import docx
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from bot.documents.chart import SEEN, Legend, Value, values_chart
from bot.documents.markdown import markdown
from bot.documents.paper import Bullets, Grid, Heading, Paper, Paragraph, Picture
from bot.documents.word import word

LEGEND = Legend("What we say", "What several people saw", {one: one for one in SEEN}, "A dash says nothing.")
RESPECT = Value("Respect", ("greets by name",), frozenset({"lived"}))
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def paper(*parts: Heading | Paragraph | Bullets | Grid | Picture) -> Paper:
    return Paper("What we say", "Spring", "en-GB", date(2027, 5, 20), parts)


def one_of_each() -> Paper:
    return paper(
        Heading("Values"),
        Paragraph("They are ours.", "First:"),
        Bullets(("greets by name", "asks first")),
        Grid(("Value", "Seen"), (("Respect", "lived"),)),
        Picture(values_chart([RESPECT], LEGEND), "Respect: lived."),
    )


def files(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def test_the_same_paper_gives_the_same_bytes() -> None:
    assert word(one_of_each()) == word(one_of_each())


def test_a_word_document_has_real_headings_lists_and_tables() -> None:
    made = docx.Document(io.BytesIO(word(one_of_each())))

    styles = {one.text: one.style.name for one in made.paragraphs if one.style and one.text}
    assert styles["What we say"] == "Title"
    assert styles["Values"] == "Heading 1"
    assert styles["greets by name"] == "List Bullet"
    assert [[cell.text for cell in row.cells] for row in made.tables[0].rows] == [
        ["Value", "Seen"],
        ["Respect", "lived"],
    ]
    assert made.tables[0]._tbl.findall(f".//{WORD}tblHeader")


def test_a_word_document_names_nobody_as_its_author_and_is_on_a4_in_its_language() -> None:
    made = docx.Document(io.BytesIO(word(one_of_each())))
    about, page = made.core_properties, made.sections[0]

    assert (about.author, about.last_modified_by, about.title) == ("", "", "What we say")
    assert page.page_width is not None
    assert page.page_height is not None
    assert (round(page.page_width.mm), round(page.page_height.mm)) == (210, 297)
    assert {one.get(f"{WORD}val") for one in made.styles.element.iter(f"{WORD}lang")} == {"en-GB"}


def test_a_chart_in_a_word_document_can_be_heard() -> None:
    inside = ET.fromstring(files(word(one_of_each()))["word/document.xml"])

    said = [one.get("descr") for one in inside.iter() if one.tag.endswith("}docPr")]
    assert said == ["Respect: lived."]


def test_nothing_of_the_template_is_left_that_shows_another_document() -> None:
    inside = files(word(one_of_each()))

    assert [name for name in inside if "thumbnail" in name] == []
    assert b"python-docx" not in inside["docProps/core.xml"]


@given(text=st.text(max_size=60))
@settings(max_examples=25)
def test_whatever_somebody_wrote_makes_a_document_that_opens(text: str) -> None:
    made = word(paper(Heading(text), Paragraph(text, text), Bullets((text,)), Grid((text,), ((text,),))))

    assert docx.Document(io.BytesIO(made)).paragraphs


def test_markdown_shows_what_people_wrote_as_it_is() -> None:
    made = markdown(paper(Heading("Values"), Bullets(("*we* | greet",)), Grid(("a|b",), (("<b>",),))))

    assert made.splitlines()[0] == "# What we say"
    assert "## Values" in made
    assert r"- \*we\* \| greet" in made
    assert r"| a\|b |" in made
    assert r"\<b\>" in made


def test_a_picture_stands_in_markdown_as_its_words() -> None:
    assert "Respect: lived." in markdown(one_of_each())


def ink(content: bytes, across: float) -> int:
    """How many dark pixels there are around that share of the width, below the head of the chart."""
    with Image.open(io.BytesIO(content)) as picture:
        grey = picture.convert("L")
        at = round(grey.width * across)
        body = grey.crop((at - 60, round(grey.height * 0.3), at + 60, round(grey.height * 0.8)))
        return sum(body.histogram()[:128])


def test_a_mark_stands_where_it_was_seen_and_in_no_other_column() -> None:
    places = dict(zip(SEEN, (0.62, 0.76, 0.90), strict=True))

    for seen, place in places.items():
        drawn = values_chart([Value("Respect", (), frozenset({seen}))], LEGEND)
        others = [ink(drawn, other) for key, other in places.items() if key != seen]
        assert ink(drawn, place) > 3 * max(others)


def test_the_three_marks_differ_without_any_colour() -> None:
    wordless = replace(LEGEND, seen=dict.fromkeys(SEEN, " "))
    drawn = {seen: values_chart([Value("Respect", (), frozenset({seen}))], wordless) for seen in SEEN}
    dark = [ink(drawn[seen], place) for seen, place in zip(SEEN, (0.62, 0.76, 0.90), strict=True)]

    assert dark[0] > 1.25 * dark[1] > 1.25 * dark[2] > 0
    assert list(_colours(drawn["strained"])) == []


def _colours(content: bytes) -> Iterator[tuple[int, ...]]:
    """Every pixel that is no grey."""
    with Image.open(io.BytesIO(content)) as picture:
        colours = picture.convert("RGB").getcolors(1 << 24) or []
        yield from (one for _, one in colours if isinstance(one, tuple) and len(set(one)) > 1)


def test_a_value_with_a_dollar_sign_and_many_behaviours_is_drawn_and_makes_the_chart_taller() -> None:
    short = values_chart([RESPECT], LEGEND)
    long = values_chart([Value("Money: $x_1$", ("a " * 80, "b " * 80), frozenset(SEEN))], LEGEND)

    with Image.open(io.BytesIO(short)) as one, Image.open(io.BytesIO(long)) as other:
        assert other.height > one.height
        assert other.width == one.width
