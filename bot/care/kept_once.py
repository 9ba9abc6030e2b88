"""Keeps equal values once: of very many listed words there are few different things to say, and idle memory counts."""

from collections.abc import Hashable, Mapping
from functools import cache
from typing import TypeVar

Value = TypeVar("Value", bound=Hashable)


def kept_once(by_word: Mapping[str, Value]) -> dict[str, Value]:
    """The same values by the same words, with one object for all that are equal."""
    alike: dict[Value, Value] = {}
    return {word: alike.setdefault(value, value) for word, value in by_word.items()}


@cache
def once(value: Value) -> Value:
    """One object for all that are equal, for good: for what has few values, however often it is said."""
    return value
