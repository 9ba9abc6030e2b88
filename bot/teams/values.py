"""Reads what was filled into a dialog: every value comes as text, and the id of its input says of what kind it is."""

from collections.abc import Callable, Mapping
from datetime import date, time
from typing import Any

from bot.chat.event import FilledIn


def text_in(data: Mapping[str, Any], name: str) -> str:
    """What one of our own buttons bears. Raises KeyError and TypeError where it is none of ours."""
    value = data[name]
    if not isinstance(value, str):
        raise TypeError(name)
    return value


def values_of(data: Mapping[str, Any]) -> dict[str, FilledIn]:
    """What was filled in, by the key of each field. Raises ValueError for what no input of ours gives."""
    found: dict[str, FilledIn] = {}
    for name, value in data.items():
        kind, dot, key = name.partition(".")
        if dot and kind in _READERS:
            found[key] = _READERS[kind](text_in(data, name) if value is not None else "")
    return found


def _chosen(text: str) -> tuple[str, ...]:
    return tuple(_unnumbered(one) for one in text.split(",") if one)


def _unnumbered(value: str) -> str:
    """The value of an option, whose place in the list stands before it."""
    return value.partition(":")[2].replace("%2C", ",")


_READERS: Mapping[str, Callable[[str], FilledIn]] = {
    "text": str,
    "choice": _chosen,
    "choices": _chosen,
    "date": lambda text: date.fromisoformat(text) if text else None,
    "time": lambda text: time.fromisoformat(text) if text else None,
    "people": str,  # typed: whom the words name is for the flow to say
    "tick": lambda text: text == "true",
}
