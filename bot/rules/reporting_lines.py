"""Reporting lines: whom a participant reports to, and who is outside those lines."""

from collections.abc import Iterable

from storage.cohorts import Member
from storage.tables import Person


def handles(person: Person) -> frozenset[str]:
    """Everything that a `reports_to` may call that person, in small letters."""
    return frozenset(one.casefold() for one in (person.email, person.external_id) if one)


def inside(person: Person, members: Iterable[Member]) -> tuple[Member, ...]:
    """The participants who put that person inside their reporting lines: who report to them, or are them."""
    known_as = handles(person)
    return tuple(
        one for one in members if one.person.id == person.id or one.participation.reports_to.casefold() in known_as
    )
