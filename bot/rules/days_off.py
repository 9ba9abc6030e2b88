"""The days on which nobody works: weekends and public holidays of a country and of a part of it."""

import difflib
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import holidays

# Saturday and Sunday as date.weekday() counts them, where no country was named
_USUAL_WEEKEND = frozenset({5, 6})
_EXAMPLES = 5  # as many near examples as a sentence can hold


class UnknownPlace(ValueError):
    """No such country, or no such part of it. `near` holds codes that exist and look like it."""

    def __init__(self, wrong: str, country: str, near: tuple[str, ...]) -> None:
        where = f"no part of {country}" if country else "no country code"
        super().__init__(f"{wrong} is {where}. Near it: {', '.join(near) or 'none, leave it empty'}")
        self.wrong = wrong
        self.country = country
        self.near = near


def days_off(country: str, subdivision: str, first: date, last: date) -> frozenset[date]:
    """Every weekend day and public holiday from `first` through `last`.

    `country` is an ISO 3166-1 code ("BE"), `subdivision` as the holidays library names it ("QC"), or empty. An empty
    country has weekends on Saturday and Sunday, and no holidays. Days on which a country makes up for a holiday by
    working on a weekend are worked. Raises UnknownPlace (a ValueError) for a country or subdivision not known.
    """
    return frozenset(day for day in _span(first, last) if _is_off(country, subdivision, day))


def public_holidays(country: str, subdivision: str, first: date, last: date) -> frozenset[date]:
    """The public holidays alone, from `first` through `last`. Raises UnknownPlace as `days_off` does."""
    if not country:
        return frozenset()
    return frozenset(day for day in _span(first, last) if day in _year(country.upper(), subdivision, day.year))


def check_place(country: str, subdivision: str) -> None:
    """Raises UnknownPlace, a ValueError, for a place whose holidays are not known."""
    import holidays  # four megabytes, which nobody needs before there is a cohort with a country
    from holidays.registry import EntityLoader

    known = set(EntityLoader.get_country_codes(include_aliases=True))
    code = country.upper()
    if code and code not in known:
        raise UnknownPlace(country, "", _near(code, [one for one in known if len(one) == len("BE")]))
    # of that country alone: the library lists the parts of all of them by loading 300 modules
    parts = list(getattr(holidays, code).subdivisions) if code else []
    if subdivision and subdivision not in parts:
        raise UnknownPlace(subdivision, code, _near(subdivision.upper(), parts))


def _span(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def _is_off(country: str, subdivision: str, day: date) -> bool:
    if not country:
        return day.weekday() in _USUAL_WEEKEND
    return not _year(country.upper(), subdivision, day.year).is_working_day(day)


@lru_cache(maxsize=64)  # a few cohorts, each in two or three years
def _year(country: str, subdivision: str, year: int) -> "holidays.HolidayBase":
    import holidays  # as above

    check_place(country, subdivision)
    return holidays.country_holidays(country, subdiv=subdivision or None, years=year, expand=False)


def _near(wrong: str, known: list[str]) -> tuple[str, ...]:
    """Codes with the same first letter first, and among those the most alike."""

    def distance(code: str) -> tuple[bool, float, str]:
        return code[:1] != wrong[:1], -difflib.SequenceMatcher(a=wrong, b=code).ratio(), code

    return tuple(sorted(known, key=distance)[:_EXAMPLES])
