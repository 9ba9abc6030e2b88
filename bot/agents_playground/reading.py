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


def labelled(card: Json, label: str, beside: str = "") -> Json:
    """The button of that label, the last of several, or the first one after the words `beside`; {} for none."""
    fitting = [action for above, action in buttons_of(card) if action["title"] == label and beside in above]
    return (fitting[0] if beside else fitting[-1]) if fitting else {}


def filled_in(card: Json, values: Json) -> dict[str, str]:
    """What Teams sends of a dialog: every input as text. `values` are by key, id or label; the rest stay as they are.

    Raises LookupError for a value that has no input, and for what Teams would not let go.
    """
    inputs = inputs_of(card)
    names = {name: one for one in inputs for name in (one["id"], one["id"].partition(".")[2], one.get("label", ""))}
    if strange := values.keys() - names.keys():
        raise LookupError(f"no field {sorted(strange)}; there are {sorted(names)}")
    given = {names[name]["id"]: _sent(names[name], value) for name, value in values.items()}
    sent = {one["id"]: given.get(one["id"], str(one.get("value", ""))) for one in inputs}
    for one in inputs:
        if one.get("isRequired") and not sent[one["id"]]:
            raise LookupError(f"Teams does not send without {one['label']!r}")
        if len(sent[one["id"]]) > one.get("maxLength", len(sent[one["id"]])):
            raise LookupError(f"too long for {one['label']!r}")
    return sent


def _sent(field: Json, value: Any) -> str:
    if "choices" in field:
        wanted = [value] if isinstance(value, str) else list(value)
        return ",".join(_chosen(field, one) for one in wanted)
    if field["type"] == "Input.Toggle":
        return "true" if value else "false"
    return str(value)


def _chosen(field: Json, wanted: str) -> str:
    """The value of an option that is named by its title, or by its own value."""
    for one in field["choices"]:
        if wanted in {one["title"], one["value"], one["value"].partition(":")[2]}:
            return str(one["value"])
    raise LookupError(f"no option {wanted!r}; there are {[one['title'] for one in field['choices']]}")


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
