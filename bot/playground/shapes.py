"""The small rules from which the checks of messages and forms are put together.

A rule looks at one value and yields a complaint for everything that is wrong with it; a complaint ends with
the place, as Slack writes it: `[json-pointer:/blocks/0/text]`.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

Rule = Callable[[Any, str], Iterator[str]]


def wrong(what: str, place: str) -> str:
    return f"[ERROR] {what} [json-pointer:{place}]"


def characters(most: int, least: int = 1) -> Rule:
    """A string of that many characters."""

    def check(value: Any, place: str) -> Iterator[str]:
        if not isinstance(value, str):
            yield wrong("must be a string", place)
        elif len(value) > most:
            yield wrong(f"must be less than {most + 1} characters", place)
        elif len(value) < least:
            yield wrong(f"must be more than {least - 1} characters", place)

    return check


def whole(least: int, most: int) -> Rule:
    def check(value: Any, place: str) -> Iterator[str]:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            yield wrong(f"must be a whole number from {least} to {most}", place)

    return check


def truth(value: Any, place: str) -> Iterator[str]:
    if not isinstance(value, bool):
        yield wrong("must be a boolean", place)


def one_of(*allowed: Any) -> Rule:
    def check(value: Any, place: str) -> Iterator[str]:
        if value not in allowed:
            yield wrong(f"must be one of {', '.join(map(str, allowed))}", place)

    return check


def matching(pattern: str, called: str) -> Rule:
    def check(value: Any, place: str) -> Iterator[str]:
        if not isinstance(value, str) or not re.fullmatch(pattern, value):
            yield wrong(f"must be {called}", place)

    return check


def listed(rule: Rule, most: int, least: int = 1) -> Rule:
    """A list of that many items, each of which keeps the rule."""

    def check(value: Any, place: str) -> Iterator[str]:
        if not isinstance(value, list):
            yield wrong("must be an array", place)
            return
        if len(value) > most:
            yield wrong(f"no more than {most} items allowed", place)
        if len(value) < least:
            yield wrong(f"must have at least {least} items", place)
        for number, item in enumerate(value):
            yield from rule(item, f"{place}/{number}")

    return check


def shape(required: Mapping[str, Rule], optional: Mapping[str, Rule], *also: Rule) -> Rule:
    """An object with these fields and no others; `also` are rules about several of its fields at once."""

    def check(value: Any, place: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield wrong("must be an object", place)
            return
        yield from (wrong(f"missing required field: {name}", place) for name in required if name not in value)
        yield from (_unknown(name, place) for name in value if name not in required and name not in optional)
        for name, rule in (*required.items(), *optional.items()):
            if name in value:
                yield from rule(value[name], f"{place}/{name}")
        for rule in also:
            yield from rule(value, place)

    return check


def typed(kinds: Mapping[str, Rule]) -> Rule:
    """An object whose `type` says which rule it keeps; any other type is refused."""

    def check(value: Any, place: str) -> Iterator[str]:
        kind = str(value.get("type")) if isinstance(value, dict) else ""
        if kind not in kinds:
            yield wrong(f"unsupported type: {kind}", place)
            return
        yield from kinds[kind](value, place)

    return check


def _unknown(name: str, place: str) -> str:
    return wrong(f"invalid additional property: {name}", place)
