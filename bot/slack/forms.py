"""Turns a form into a Slack modal, and a message into the Home view."""

import hashlib
from collections.abc import Mapping
from typing import assert_never

from bot.slack import limits
from bot.slack.blocks import add_items, add_text, message_blocks, plain_text, view_room
from bot.slack.rich import Block, plain, rich_text
from bot.slack.values import TICKED
from prompts.message import (
    ChoiceField,
    DateField,
    Field,
    Form,
    Message,
    Option,
    PeopleField,
    TextField,
    TickField,
    TimeField,
)
from prompts.words import Words

# Up to that many options stand open, more of them fold into a menu: a form should fit on a telephone.
_STANDING_OPEN = 5
_NO_PROBLEMS: Mapping[str, str] = {}


def modal(form: Form, words: Words, problems: Mapping[str, str] = _NO_PROBLEMS) -> Block:
    """The view of a form. Its token comes back as `private_metadata`, each field under its key as the block id.

    What is wrong with a field stands under it in bold, for a view of ours can have no red line.
    """
    fields = [block for field in form.fields for block in (_field(field, form, words), *_problem(field, problems))]
    room = view_room()
    room.keep_free(fields)
    add_text(room, form.text, words)
    add_items(room, form.items, words)
    blocks = [*room.blocks, *fields] or rich_text(words.say("slack.empty_form"))
    view = {
        "type": "modal",
        "callback_id": "form",
        "private_metadata": form.token,
        "title": plain_text(form.title, limits.TITLE),
        "close": plain_text(words.label("slack.close" if not fields else "slack.cancel"), limits.TITLE),
        "blocks": blocks,
    }
    if form.submit or any(field["type"] == "input" for field in fields):
        view["submit"] = plain_text(form.submit or words.label("slack.send"), limits.TITLE)
    return view


def home(message: Message, words: Words) -> Block:
    """The Home view of a person."""
    blocks = message_blocks(message, words, view_room())
    return {"type": "home", "blocks": blocks or rich_text(words.say("slack.empty_form"))}


def problem(sentence: str) -> str:
    """A sentence under a field: plain text, of which Slack shows a few lines."""
    return limits.cut(plain(sentence), limits.HEADER * 2)


def _field(field: Field, form: Form, words: Words) -> Block:
    if isinstance(field, ChoiceField) and not field.options:
        return rich_text(words.say("slack.nothing_to_choose", label=field.label))[0]
    hint = " ".join(part for part in (field.hint, *_notes(field, words)) if part)
    return {
        "type": "input",
        "block_id": field.key,
        "label": plain_text(field.label, limits.LABEL),
        "optional": field.optional,
        "element": {"action_id": _action_id(field, form), **_element(field, words)},
        **({"hint": plain_text(hint, limits.LABEL)} if hint else {}),
    }


def _problem(field: Field, problems: Mapping[str, str]) -> list[Block]:
    return rich_text(f"**{problems[field.key]}**") if field.key in problems else []


def _action_id(field: Field, form: Form) -> str:
    # When one form takes another's place, Slack keeps what was typed in a field of the same two ids, and shows it
    # instead of our new value. The ids of another form must therefore be others, those of the same form the same.
    of_this_form = hashlib.blake2b(f"{form.token}\n{form.title}".encode(), digest_size=4).hexdigest()
    return f"{type(field).__name__.removesuffix('Field').lower()}-{of_this_form}"


def _notes(field: Field, words: Words) -> list[str]:
    if isinstance(field, TextField) and len(field.value) > _longest(field):
        return [words.label("slack.value_cut", longest=_longest(field))]
    if isinstance(field, ChoiceField) and len(field.options) > limits.OPTIONS:
        return [words.label("slack.more_options", count=len(field.options) - limits.OPTIONS)]
    return []


def _element(field: Field, words: Words) -> Block:
    match field:
        case TextField():
            return _text(field)
        case ChoiceField():
            return _choice(field)
        case DateField():
            chosen = {"initial_date": field.value.isoformat()} if field.value else {}
            return {"type": "datepicker", **chosen}
        case TimeField():
            chosen = {"initial_time": field.value.strftime("%H:%M")} if field.value else {}
            return {"type": "timepicker", **chosen}
        case PeopleField():
            return _people(field)
        case TickField():
            ticked = _option(Option(TICKED, words.label("slack.yes")))
            return {"type": "checkboxes", "options": [ticked], **({"initial_options": [ticked]} if field.value else {})}
        case other:
            assert_never(other)


def _text(field: TextField) -> Block:
    value = field.value[: _longest(field)]
    return {
        "type": "plain_text_input",
        "multiline": field.multiline,
        "max_length": _longest(field),
        **({"initial_value": value} if value else {}),
    }


def _longest(field: TextField) -> int:
    return min(field.longest, limits.FIELD)


def _choice(field: ChoiceField) -> Block:
    options = [_option(one) for one in field.options[: limits.OPTIONS]]
    chosen = [one for one in options if one["value"] in field.value]
    on_show = len(options) <= _STANDING_OPEN
    if field.many:
        kind = "checkboxes" if on_show else "multi_static_select"
        return {"type": kind, "options": options, **({"initial_options": chosen} if chosen else {})}
    kind = "radio_buttons" if on_show else "static_select"
    return {"type": kind, "options": options, **({"initial_option": chosen[0]} if chosen else {})}


def _option(option: Option) -> Block:
    return {"text": plain_text(option.label, limits.OPTION), "value": option.value}


def _people(field: PeopleField) -> Block:
    if field.many:
        return {"type": "multi_users_select", **({"initial_users": list(field.value)} if field.value else {})}
    return {"type": "users_select", **({"initial_user": field.value[0]} if field.value else {})}
