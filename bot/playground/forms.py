"""What stands in a form's fields, and what Slack's own client says of them before it sends a form in."""

from collections.abc import Iterable
from datetime import date, time
from typing import Any

from bot.playground.refusal import Json

# Which part of an element's state holds what was entered, and which part of the element its beginning.
# https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload
STATE: dict[str, tuple[str, str]] = {
    "plain_text_input": ("value", "initial_value"),
    "static_select": ("selected_option", "initial_option"),
    "multi_static_select": ("selected_options", "initial_options"),
    "users_select": ("selected_user", "initial_user"),
    "multi_users_select": ("selected_users", "initial_users"),
    "checkboxes": ("selected_options", "initial_options"),
    "radio_buttons": ("selected_option", "initial_option"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
}
MANY = {"multi_static_select", "multi_users_select", "checkboxes"}
REQUIRED = "Please complete this required field."  # the words of Slack's client

Filled = dict[str, dict[str, Json]]


def elements(blocks: Iterable[Json]) -> list[tuple[Json, Json]]:
    """Every element with a state, with its block."""
    pairs = []
    for block in blocks:
        parts = [block.get("element"), block.get("accessory"), *(block.get("elements") or [])]
        pairs += [(block, one) for one in parts if isinstance(one, dict) and one.get("type") in STATE]
    return pairs


def prefilled(blocks: Iterable[Json], before: Filled) -> Filled:
    """The state of a form as it opens; where a field was there before, with what was entered."""
    filled: Filled = {}
    for block, element in elements(blocks):
        name, initial = STATE[element["type"]]
        empty: Any = [] if element["type"] in MANY else None
        state = {"type": element["type"], name: element.get(initial, empty)}
        kept = before.get(block["block_id"], {}).get(element["action_id"], state)
        filled.setdefault(block["block_id"], {})[element["action_id"]] = (
            kept if kept["type"] == state["type"] else state
        )
    return filled


def enter(blocks: Iterable[Json], filled: Filled, values: Json) -> list[str]:
    """Puts values into fields, which are named by block_id, action_id or label. Gives the names that fit no field."""
    unused = dict(values)
    for block, element in elements(blocks):
        names = [block["block_id"], element["action_id"], block.get("label", {}).get("text")]
        name = next((one for one in names if one in unused), None)
        if name is not None:
            part, _ = STATE[element["type"]]
            filled[block["block_id"]][element["action_id"]][part] = stated(element, unused.pop(name))
    return list(unused)


def stated(element: Json, value: Any) -> Any:
    """A value as the state of that element holds it: options by their value or their label, dates as ISO text."""
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if "options" not in element:
        return list(value) if element["type"] in MANY else value or None
    if isinstance(value, bool):  # one box to tick
        return element["options"][:1] if value else []
    wanted = [value] if isinstance(value, str) else list(value or [])
    chosen = [one for one in element["options"] if _is_one_of(one, wanted)]
    if len(chosen) < len([one for one in wanted if one]):
        raise LookupError(f"not all of {wanted} are offered: {[one['value'] for one in element['options']]}")
    return chosen if element["type"] in MANY else next(iter(chosen), None)


def _is_one_of(option: Json, wanted: list[str]) -> bool:
    return option["value"] in wanted or option["text"]["text"] in wanted


def problems(blocks: Iterable[Json], filled: Filled) -> dict[str, str]:
    """What Slack's client finds before it sends anything: a sentence under a field, by block_id."""
    found = {}
    for block, element in elements(blocks):
        if block["type"] != "input":
            continue
        part, _ = STATE[element["type"]]
        sentence = _problem(block, element, filled[block["block_id"]][element["action_id"]][part])
        if sentence:
            found[block["block_id"]] = sentence
    return found


def _problem(block: Json, element: Json, value: Any) -> str:
    if not value and not block.get("optional"):
        return REQUIRED
    if not value or element["type"] != "plain_text_input":
        return ""
    most, least = element.get("max_length", 3000), element.get("min_length", 0)
    if len(value) > most:
        return f"This must be {most} characters or fewer."
    return f"This must be at least {least} characters." if len(value) < least else ""
