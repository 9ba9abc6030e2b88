"""What people type, as every database can keep it."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

_Value = TypeVar("_Value")


def legible(value: _Value) -> _Value:
    """The same event, with nothing in its texts that would keep it from being stored, however often it is tried.

    The character NUL is left out, because PostgreSQL has no place for it. Half a pair of surrogates, which some
    clients cut an emoji to, is no character at all: U+FFFD stands where it stood.
    """
    cleaned: Any = _cleaned(value)
    return cleaned  # type: ignore[no-any-return]  # of the type that came in, which `match` cannot tell


def _cleaned(value: Any) -> Any:
    match value:
        case str():
            return value.replace("\0", "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        case tuple():
            return tuple(_cleaned(one) for one in value)
        case Mapping():
            return {_cleaned(key): _cleaned(one) for key, one in value.items()}
        case _ if is_dataclass(value) and not isinstance(value, type):
            return replace(value, **{one.name: _cleaned(getattr(value, one.name)) for one in fields(value)})
        case _:
            return value
