"""What may be pressed, picked and typed into, with Slack's limits for each.

Every limit stands in Slack's reference, on the page that is named beside it.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.playground.shapes import (
    Rule,
    characters,
    listed,
    matching,
    one_of,
    shape,
    truth,
    typed,
    whole,
    wrong,
)

ID = characters(255)  # action_id, block_id, callback_id, external_id: the same limit on every page
DATE = matching(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", "a date such as 2027-03-08")
TIME = matching(r"([01]\d|2[0-3]):[0-5]\d", "a time such as 16:30")


def plain(most: int) -> Rule:
    """https://docs.slack.dev/reference/block-kit/composition-objects/text-object"""
    return shape({"type": one_of("plain_text"), "text": characters(most)}, {"emoji": truth})


def text(most: int) -> Rule:
    """Plain or marked text. https://docs.slack.dev/reference/block-kit/composition-objects/text-object"""
    marked = shape({"type": one_of("mrkdwn"), "text": characters(most)}, {"verbatim": truth})
    return typed({"plain_text": plain(most), "mrkdwn": marked})


# https://docs.slack.dev/reference/block-kit/composition-objects/confirmation-dialog-object
CONFIRM = shape(
    {"title": plain(100), "text": text(300), "confirm": plain(30), "deny": plain(30)},
    {"style": one_of("primary", "danger")},
)
PLACEHOLDER = plain(150)  # the same limit for every element that has one


def option(label: Rule) -> Rule:
    """https://docs.slack.dev/reference/block-kit/composition-objects/option-object"""
    return shape({"text": label, "value": characters(150)}, {"description": text(75), "url": characters(3000)})


MENU_OPTION = option(plain(75))
BOX_OPTION = option(text(75))  # only radio buttons and checkboxes may have marked text


def _element(name: str, fields: Mapping[str, Rule], *also: Rule, needs: Mapping[str, Rule] | None = None) -> Rule:
    every: dict[str, Rule] = {"action_id": ID, "confirm": CONFIRM, "focus_on_load": truth}
    return shape({"type": one_of(name), **(needs or {})}, {**every, **fields}, *also)


def _menu(name: str, fields: Mapping[str, Rule], *also: Rule) -> Rule:
    return _element(name, {"placeholder": PLACEHOLDER, **fields}, *also)


def _length_fits(value: Any, place: str) -> Iterator[str]:
    most, initial = value.get("max_length", 3000), value.get("initial_value", "")
    if isinstance(most, int) and len(initial) > most:
        yield wrong("initial_value is longer than max_length", f"{place}/initial_value")
    if isinstance(most, int) and value.get("min_length", 0) > most:
        yield wrong("min_length is more than max_length", f"{place}/min_length")


def _initial_is_offered(value: Any, place: str) -> Iterator[str]:
    offered = value.get("options") or []
    for number, one in enumerate(value.get("initial_options", [])):
        if one not in offered:
            yield wrong("is not among the options", f"{place}/initial_options/{number}")
    if "initial_option" in value and value["initial_option"] not in offered:
        yield wrong("is not among the options", f"{place}/initial_option")


def _values_differ(value: Any, place: str) -> Iterator[str]:
    values = [one.get("value") for one in value.get("options") or [] if isinstance(one, dict)]
    if len(set(values)) < len(values):
        yield wrong("options must have different values", f"{place}/options")


# https://docs.slack.dev/reference/block-kit/block-elements/button-element
BUTTON = _element(
    "button",
    {
        "value": characters(2000, least=0),
        "url": characters(3000),
        "style": one_of("primary", "danger"),
        "accessibility_label": characters(75),
    },
    needs={"text": plain(75)},
)

# https://docs.slack.dev/reference/block-kit/composition-objects/dispatch-action-configuration-object
DISPATCH = shape({}, {"trigger_actions_on": listed(one_of("on_enter_pressed", "on_character_entered"), 2)})

# https://docs.slack.dev/reference/block-kit/block-elements/plain-text-input-element
PLAIN_TEXT_INPUT = _menu(
    "plain_text_input",
    {
        "initial_value": characters(3000, least=0),
        "multiline": truth,
        "min_length": whole(0, 3000),
        "max_length": whole(1, 3000),
        "dispatch_action_config": DISPATCH,
    },
    _length_fits,
)

# https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element#static_select
STATIC_SELECT = _menu(
    "static_select",
    {"options": listed(MENU_OPTION, 100), "initial_option": MENU_OPTION},
    _initial_is_offered,
    _values_differ,
)

# https://docs.slack.dev/reference/block-kit/block-elements/multi-select-menu-element#static_multi_select
MULTI_STATIC_SELECT = _menu(
    "multi_static_select",
    {
        "options": listed(MENU_OPTION, 100),
        "initial_options": listed(MENU_OPTION, 100, least=0),
        "max_selected_items": whole(1, 100),
    },
    _initial_is_offered,
    _values_differ,
)

# https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element#users_select
USERS_SELECT = _menu("users_select", {"initial_user": characters(20)})

# https://docs.slack.dev/reference/block-kit/block-elements/multi-select-menu-element#users_multi_select
MULTI_USERS_SELECT = _menu(
    "multi_users_select",
    {"initial_users": listed(characters(20), 1000, least=0), "max_selected_items": whole(1, 1000)},
)

# https://docs.slack.dev/reference/block-kit/block-elements/checkboxes-element
CHECKBOXES = _element(
    "checkboxes",
    {"initial_options": listed(BOX_OPTION, 10)},
    _initial_is_offered,
    _values_differ,
    needs={"options": listed(BOX_OPTION, 10)},
)

# https://docs.slack.dev/reference/block-kit/block-elements/radio-button-group-element
RADIO_BUTTONS = _element(
    "radio_buttons",
    {"initial_option": BOX_OPTION},
    _initial_is_offered,
    _values_differ,
    needs={"options": listed(BOX_OPTION, 10)},
)

# https://docs.slack.dev/reference/block-kit/block-elements/overflow-menu-element
OVERFLOW = _element("overflow", {}, needs={"options": listed(MENU_OPTION, 5)})

# https://docs.slack.dev/reference/block-kit/block-elements/date-picker-element
DATEPICKER = _menu("datepicker", {"initial_date": DATE})

# https://docs.slack.dev/reference/block-kit/block-elements/time-picker-element
TIMEPICKER = _menu("timepicker", {"initial_time": TIME, "timezone": characters(100)})

# https://docs.slack.dev/reference/block-kit/block-elements/image-element
IMAGE = shape({"type": one_of("image"), "alt_text": characters(2000)}, {"image_url": characters(3000)})

PICKERS: dict[str, Rule] = {
    "static_select": STATIC_SELECT,
    "multi_static_select": MULTI_STATIC_SELECT,
    "users_select": USERS_SELECT,
    "multi_users_select": MULTI_USERS_SELECT,
    "checkboxes": CHECKBOXES,
    "radio_buttons": RADIO_BUTTONS,
    "datepicker": DATEPICKER,
    "timepicker": TIMEPICKER,
}
