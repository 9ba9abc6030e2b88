"""Reads what was filled into a form."""

from collections.abc import Callable, Mapping
from datetime import date, time
from typing import Any

from bot.chat.event import FilledIn

Element = Mapping[str, Any]

TICKED = "yes"  # the one option of a box to tick


def values_of(filled_in: Mapping[str, Mapping[str, Element]]) -> dict[str, FilledIn]:
    """What was filled in, by the key of each field."""
    return {key: _value(*next(iter(elements.items()))) for key, elements in filled_in.items() if elements}


def _value(action_id: str, element: Element) -> FilledIn:
    kind = "tick" if action_id.startswith("tick") else element["type"]
    return _READERS.get(kind, _text)(element)


def _text(element: Element) -> str:
    return str(element.get("value") or "")


def _date(element: Element) -> date | None:
    chosen = element.get("selected_date")
    return date.fromisoformat(chosen) if chosen else None


def _time(element: Element) -> time | None:
    chosen = element.get("selected_time")
    return time.fromisoformat(chosen) if chosen else None


def _person(element: Element) -> tuple[str, ...]:
    return tuple(one for one in [element.get("selected_user")] if one)


def _people(element: Element) -> tuple[str, ...]:
    return tuple(element.get("selected_users") or ())


def _option(element: Element) -> tuple[str, ...]:
    return tuple(one["value"] for one in [element.get("selected_option")] if one)


def _options(element: Element) -> tuple[str, ...]:
    return tuple(one["value"] for one in element.get("selected_options") or ())


def _tick(element: Element) -> bool:
    return bool(element.get("selected_options"))


_READERS: Mapping[str, Callable[[Element], FilledIn]] = {
    "datepicker": _date,
    "timepicker": _time,
    "users_select": _person,
    "multi_users_select": _people,
    "static_select": _option,
    "radio_buttons": _option,
    "checkboxes": _options,
    "multi_static_select": _options,
    "tick": _tick,
}
