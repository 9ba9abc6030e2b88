"""The same paper as Markdown, for those who edit text with anything else."""

from typing import assert_never

from bot.documents.paper import Bullets, Grid, Heading, Paper, Paragraph, Part, Picture
from prompts.words import plain


def markdown(paper: Paper) -> str:
    """Every mark in what people wrote is a plain character here; a picture is given in words."""
    blocks = [f"# {_line(paper.title)}", _line(paper.under_title), *(_block(part) for part in paper.parts)]
    return "\n\n".join(block for block in blocks if block) + "\n"


def _block(part: Part) -> str:
    match part:
        case Heading(text, level):
            return f"{'#' * (level + 1)} {_line(text)}"
        case Paragraph(text, lead):
            return f"**{_line(lead)}** {_broken(text)}" if lead else _broken(text)
        case Bullets(lines):
            return "\n".join(f"- {_line(line)}" for line in lines)
        case Grid(head, rows):
            return "\n".join(_row(cells) for cells in (head, ("---",) * len(head), *rows))
        case Picture(_, alternative):
            return _broken(alternative)
        case _:
            assert_never(part)


def _row(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cell if cell == '---' else _line(cell) for cell in cells)} |"


def _line(text: str) -> str:
    return plain(" ".join(text.split()))


def _broken(text: str) -> str:
    """Line breaks stay line breaks."""
    return "\\\n".join(_line(line) for line in text.splitlines() if line.strip())
