"""Says what is wrong with the notation of a file, for somebody who never programmed."""

import re
import tomllib

_AT_LINE = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)$")  # how tomllib ends its sentences
_OPENED = re.compile(r'=\s*"""')
_CURLY = re.compile("=\\s*[“”„‘’«]")  # marks that a word processor puts in place of straight ones

_LONG_TEXT = 'the text that starts here with """ is not closed; close it with """'
_NO_NAME = 'this line cannot be read; a line is a name, then = and a text in quotation marks, like name = "text"'
_INSIDE = ("Unescaped", "Invalid hex")  # what is said only of the inside of a text, which may well be closed
# What tomllib says, and what it means here; the first that fits counts.
_MEANINGS = (
    ("Expected '=' after a key", 'there is no = after the name; write name = "text"'),
    ("Cannot overwrite", "this name stands here for the second time; take one of the two away"),
    ("Cannot declare", "this heading in square brackets stands here for the second time; take one of the two away"),
    ("Expected ']'", "the square bracket ] at the end of this heading is missing"),
    ("Unclosed array", "the square bracket ] that closes a list is missing"),
    ("Illegal character '\\n'", "there is no quotation mark at the end of this line"),
    ("Unterminated string", "there is no quotation mark at the end of this line"),
    ("Invalid value", 'what stands after the = must be in quotation marks, like name = "text"'),
    ("Expected newline", 'something stands after the closing quotation mark; inside a text, a mark is written \\"'),
    ("Unescaped", "a backslash inside a text must be written twice"),
    ("Invalid hex", "a backslash inside a text must be written twice"),
    ("Invalid initial character", _NO_NAME),
    ("Invalid statement", _NO_NAME),
)


def misread(text: str, trouble: tomllib.TOMLDecodeError) -> tuple[int, str]:
    """On which line of a TOML text the mistake is, from 1, and what it is."""
    lines = text.splitlines()
    line = _line(text, trouble)
    said = str(trouble)
    if not said.startswith(_INSIDE) and (opened := _left_open(lines, line)):
        return opened, _LONG_TEXT
    if line <= len(lines) and _CURLY.search(lines[line - 1]):
        return line, 'use straight quotation marks, as in name = "text"'
    return line, next((meaning for sign, meaning in _MEANINGS if said.startswith(sign)), _NO_NAME)


def _line(text: str, trouble: tomllib.TOMLDecodeError) -> int:
    place = _AT_LINE.search(str(trouble))
    return int(place[1]) if place and place[1] else text.rstrip().count("\n") + 1


def _left_open(lines: list[str], line: int) -> int:
    """The line on which a text of several lines starts that is not closed before the trouble's line; 0 without one.

    It runs on to the next such text's opening marks, which close it, so that the trouble is seen only after these.
    """
    opened = 0
    for number, content in enumerate(lines[:line], 1):
        if opened and _OPENED.search(content):
            return opened
        if content.count('"""') % 2:
            opened = 0 if opened else number
    return opened
