"""A paper as a Word document that can be edited, on A4: the same paper gives the same bytes, always."""

import io
import zipfile
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, assert_never

from bot.documents.paper import Bullets, Grid, Heading, Paper, Paragraph, Part, Picture

if TYPE_CHECKING:  # they take memory, and most processes never make a document
    from docx.document import Document
    from docx.table import Table

_WIDTH, _HEIGHT, _MARGIN = 210, 297, 25  # millimetres: A4 (ISO 216), with room to write beside it
_OLDEST = (1980, 1, 1, 0, 0, 0)  # the earliest date that a file in a zip archive can have
_THUMBNAIL = "/thumbnail"  # how the relation to the template's small picture ends, which shows another document
_NAMESPACE = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def word(paper: Paper) -> bytes:
    """The file's content, to be called `….docx`. Takes a second: call it outside of the event loop."""
    from docx import Document  # here, because it is needed seldom and takes memory

    document = Document()
    _forget_thumbnail(document)
    _set_page(document)
    _set_language(document, paper.locale)
    _set_properties(document, paper)
    document.add_heading(_clean(paper.title), 0)
    document.add_paragraph(_clean(paper.under_title), "Subtitle")
    for part in paper.parts:
        _add(document, part)
    made = io.BytesIO()
    document.save(made)
    return _always_the_same(made.getvalue())


def _forget_thumbnail(document: "Document") -> None:
    relations = document.part.package.rels
    for name in [name for name, one in relations.items() if one.reltype.endswith(_THUMBNAIL)]:
        del relations[name]


def _set_page(document: "Document") -> None:
    from docx.shared import Mm

    page = document.sections[0]
    page.page_width, page.page_height = Mm(_WIDTH), Mm(_HEIGHT)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Mm(_MARGIN)


def _set_language(document: "Document", locale: str) -> None:
    """Of the default of all styles, so that a screen reader and a spell checker know it everywhere."""
    for language in document.styles.element.iter(f"{_NAMESPACE}lang"):
        language.set(f"{_NAMESPACE}val", locale)


def _set_properties(document: "Document", paper: Paper) -> None:
    made = datetime.combine(paper.made_on, time(), UTC)
    about = document.core_properties
    about.title, about.language = _clean(paper.title), paper.locale
    about.author = about.last_modified_by = about.comments = about.keywords = ""
    about.created = about.modified = made
    about.revision = 1


def _add(document: "Document", part: Part) -> None:
    match part:
        case Heading(text, level):
            document.add_heading(_clean(text), level)
        case Paragraph(text, lead):
            _paragraph(document, text, lead)
        case Bullets(lines):
            for line in lines:
                document.add_paragraph(_clean(line), "List Bullet")
        case Grid(head, rows):
            _grid(document, head, rows)
        case Picture(png, alternative):
            _picture(document, png, alternative)
        case _:
            assert_never(part)


def _paragraph(document: "Document", text: str, lead: str) -> None:
    paragraph = document.add_paragraph()
    if lead:
        paragraph.add_run(_clean(f"{lead} ")).bold = True
    paragraph.add_run(_clean(text))


def _grid(document: "Document", head: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> None:
    table = document.add_table(rows=1, cols=len(head), style="Table Grid")
    for cell, text in zip(table.rows[0].cells, head, strict=True):
        cell.paragraphs[0].add_run(_clean(text)).bold = True
    _repeat_head(table)
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = _clean(text)
    document.add_paragraph()  # two tables in a row would be one


def _repeat_head(table: "Table") -> None:
    """The first row names the columns, on every page, and to a screen reader."""
    from docx.oxml import OxmlElement

    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001 - the library has no other way


def _picture(document: "Document", png: bytes, alternative: str) -> None:
    from docx.shared import Mm

    shape = document.add_picture(io.BytesIO(png), width=Mm(_WIDTH - 2 * _MARGIN))
    shape._inline.docPr.set("descr", _clean(alternative))  # noqa: SLF001 - the library has no other way


def _clean(text: str) -> str:
    """Without the characters that XML cannot hold, such as those of a terminal."""
    return "".join(one for one in text if one.isprintable() or one in "\n\t")


def _always_the_same(content: bytes) -> bytes:
    """The same archive without the moments at which its files were packed."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as given, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in given.namelist():
            packed.writestr(zipfile.ZipInfo(name, _OLDEST), given.read(name), zipfile.ZIP_DEFLATED)
    return made.getvalue()
