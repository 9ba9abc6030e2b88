"""What a person reads on a card of Teams, as plain text, and what can be pressed or filled in on it."""

from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]


def elements(card: Json) -> Iterator[Json]:
    """Every element of a card in its order, those in containers too."""
    for one in (*card.get("body", ()), *_inside(card)):
        yield one
        yield from elements(one)


def _inside(element: Json) -> tuple[Json, ...]:
    return (*element.get("items", ()), *element.get("columns", ()))


def card_text(card: Json) -> str:
    """The lines of a card, from top to bottom."""
    return "\n".join(line for one in elements(card) if (line := _line(one)))


def buttons_of(card: Json) -> list[tuple[str, Json]]:
    """The buttons with what stands above each: words that tell which of several is meant."""
    above, found = "", []
    for one in elements(card):
        above += _line(one) + "\n"
        found += [(above, action) for action in one.get("actions", ()) if one["type"] == "ActionSet"]
    return [*found, *((above, action) for action in card.get("actions", ()))]


def inputs_of(card: Json) -> list[Json]:
    return [one for one in elements(card) if one["type"].startswith("Input.")]


def problems_of(card: Json) -> dict[str, str]:
    """The sentences in the colour of trouble, by the id of the input above them; by "" for those above all."""
    field, found = "", {}
    for one in elements(card):
        field = one["id"] if one["type"].startswith("Input.") else field
        if _is_problem(one):
            found[field] = _line(one)
    return found


def _is_problem(element: Json) -> bool:
    return any(run.get("color") == "Attention" for run in element.get("inlines", ()))


def _line(element: Json) -> str:
    if "inlines" in element:
        return "".join(str(run["text"]) for run in element["inlines"])
    if element["type"].startswith("Input."):
        chosen = " · ".join(one["title"] for one in element.get("choices", ()))
        value = "" if "choices" in element else str(element.get("value", ""))
        return "\n".join(part for part in (str(element.get("label", "")), value, chosen) if part)
    return str(element.get("text", ""))
