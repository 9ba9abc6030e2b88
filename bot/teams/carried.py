"""A dialog's form, carried in its own button: Teams sends back what was filled in, and cannot mark a field itself."""

import base64
import binascii
import json
import zlib
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, time
from typing import Any

from bot.chat.event import FilledIn
from prompts.message import (
    Button,
    ChoiceField,
    DateField,
    Field,
    Form,
    Item,
    Option,
    PeopleField,
    TextField,
    TickField,
    TimeField,
)

_KINDS: Mapping[str, type[Field]] = {
    one.__name__: one for one in (TextField, ChoiceField, DateField, TimeField, PeopleField, TickField)
}
_VALUES: Mapping[str, type] = {
    "TextField": str,
    "ChoiceField": tuple,
    "DateField": date,
    "TimeField": time,
    "PeopleField": tuple,
    "TickField": bool,
}
_LARGEST = 200_000  # characters unpacked: a form of ours has a tenth of it, and nobody shall fill our memory


def carried(form: Form) -> str:
    """The form as one short text, without what is filled in: that comes back by itself."""
    shown = {
        "title": form.title,
        "text": form.text,
        "submit": form.submit,
        "token": form.token,
        "fields": [[type(one).__name__, _without_value(one)] for one in form.fields],
        "items": [asdict(one) for one in form.items],
    }
    packed = zlib.compress(json.dumps(shown, ensure_ascii=False, separators=(",", ":")).encode(), 9)
    return base64.urlsafe_b64encode(packed).decode()


def unpacked(text: str, values: Mapping[str, FilledIn]) -> Form | None:
    """The form again, with what was filled in; None for what no form of ours was."""
    try:
        packed = zlib.decompressobj()
        shown = json.loads(packed.decompress(base64.urlsafe_b64decode(text), _LARGEST))
        return Form(
            title=str(shown["title"]),
            text=str(shown["text"]),
            submit=str(shown["submit"]),
            token=str(shown["token"]),
            fields=tuple(_field(kind, given, values) for kind, given in shown["fields"]),
            items=tuple(_item(one) for one in shown["items"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError, binascii.Error, zlib.error, RecursionError):
        return None


def _without_value(field: Field) -> dict[str, Any]:
    return {name: value for name, value in asdict(field).items() if name != "value"}


def _field(kind: str, given: Mapping[str, Any], values: Mapping[str, FilledIn]) -> Field:
    made = dict(given)
    if "options" in made:
        made["options"] = tuple(Option(**one) for one in made["options"])
    given_value = _as_shown(kind, values.get(made["key"]))
    return _KINDS[kind](**made, **({"value": given_value} if _fits(kind, given_value) else {}))  # type: ignore[arg-type]


def _as_shown(kind: str, value: FilledIn) -> FilledIn:
    """What was typed for people stands there again just as it was typed."""
    return (value,) if kind == "PeopleField" and isinstance(value, str) else value


def _fits(kind: str, value: FilledIn) -> bool:
    return isinstance(value, _VALUES[kind])


def _item(given: Mapping[str, Any]) -> Item:
    return Item(given["text"], tuple(Button(**one) for one in given["buttons"]))
