"""A cohort's outline: its name, its place and its dates, and what can be wrong with them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale

from bot.chat.dates import is_far
from bot.chat.wrong import Wrong
from storage.tables import Cohort

if TYPE_CHECKING:
    import holidays

_LONGEST_NAME = 80  # as the table holds it
_COLUMNS = {"zone": "timezone", "workshop_1": "workshop_1_on", "workshop_2": "workshop_2_on", "debrief": "debrief_on"}
DATES = ("workshop_1", "workshop_2", "debrief")


@dataclass(frozen=True, slots=True)
class Outline:
    """As typed or filled in; dates may be open."""

    name: str = ""
    country: str = ""
    subdivision: str = ""
    zone: str = ""
    language: str = ""
    workshop_1: date | None = None
    workshop_2: date | None = None
    debrief: date | None = None

    @classmethod
    def of(cls, cohort: Cohort) -> "Outline":
        return cls(**{one.name: getattr(cohort, _COLUMNS.get(one.name, one.name)) for one in fields(cls)})

    @classmethod
    def kept(cls, values: Mapping[str, Any]) -> "Outline":
        """The outline of a draft, as `keep` made it."""
        dated = {key: date.fromisoformat(values[key]) if values[key] else None for key in DATES}
        return cls(**{**values, **dated})

    def keep(self) -> dict[str, str]:
        """As JSON holds it: dates in ISO form, empty where there are none."""
        return {one.name: _text(getattr(self, one.name)) for one in fields(self)}

    def columns(self) -> dict[str, Any]:
        """The outline by the names of the cohort's columns."""
        return {_COLUMNS.get(one.name, one.name): getattr(self, one.name) for one in fields(self)}

    def tidy(self) -> "Outline":
        """Country, subdivision and language as we keep them, also where their names were given: `Belgium` is BE."""
        country = _country(self.country)
        return replace(
            self,
            name=" ".join(self.name.split()),
            country=country,
            subdivision=_subdivision(country, self.subdivision),
            language=self.language.strip().lower(),
            zone=self.zone.strip(),
        )


def wrong_outline(outline: Outline, languages: Collection[str]) -> dict[str, Wrong]:
    """What is wrong with a tidy outline, by its fields. Dates may be missing: the checklist asks for them."""
    wrong = {**_wrong_name(outline.name), **_wrong_place(outline), **_wrong_dates(outline)}
    if outline.language not in languages:
        wrong["language"] = Wrong("founding.wrong_language", {"known": ", ".join(sorted(languages))})
    return wrong


def _wrong_name(name: str) -> dict[str, Wrong]:
    if not name:
        return {"name": Wrong("founding.no_name")}
    if len(name) > _LONGEST_NAME or '"' in name:
        return {"name": Wrong("founding.wrong_name", {"longest": str(_LONGEST_NAME)})}
    return {}


def _wrong_place(outline: Outline) -> dict[str, Wrong]:
    wrong: dict[str, Wrong] = {}
    if not _is_zone(outline.zone):
        wrong["zone"] = Wrong("founding.wrong_zone", {"zone": outline.zone})
    if not outline.country:
        return wrong | {"country": Wrong("founding.no_country")}
    country = _known(outline.country)
    if country is None:
        return wrong | {"country": Wrong("founding.wrong_country", {"country": outline.country})}
    known = set(country.subdivisions)
    if outline.subdivision and outline.subdivision not in known:
        wrong["subdivision"] = Wrong(
            "founding.wrong_subdivision" if known else "founding.no_subdivisions",
            {"known": ", ".join(sorted(known)), "country": outline.country, "value": outline.subdivision},
        )
    return wrong


def _wrong_dates(outline: Outline) -> dict[str, Wrong]:
    first, second, debrief = outline.workshop_1, outline.workshop_2, outline.debrief
    wrong = {key: Wrong("founding.far_date") for key in DATES if is_far(getattr(outline, key))}
    if (first is None) != (second is None):
        wrong["workshop_2"] = Wrong("founding.two_workshop_days")
    if first and second and second <= first:
        wrong["workshop_2"] = Wrong("founding.workshop_order")
    if debrief and second and debrief <= second:
        wrong["debrief"] = Wrong("founding.debrief_order")
    return wrong


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # the last two: an empty name, and a folder of zones
        return False
    return bool(name)


def _known(country: str) -> "holidays.HolidayBase | None":
    """What the holidays library knows of a country. By more than two letters it would know stock exchanges, too."""
    import holidays  # four megabytes, which nobody needs before there is a cohort with a country

    try:
        return holidays.country_holidays(country) if len(country) == 2 else None
    except NotImplementedError:
        return None


def _country(typed: str) -> str:
    """The two letters of a country that was named by them or by its name in English."""
    code = typed.strip().upper()
    if len(code) == 2:
        return code
    names = Locale.parse("en").territories
    return next((one for one, name in names.items() if name.casefold() == code.casefold() and len(one) == 2), code)


def _subdivision(country: str, typed: str) -> str:
    """The subdivision as the holidays library names it, also where its full name was given: `Ontario` is ON."""
    known = _known(country)
    if known is None:
        return typed.strip()
    aliases: Mapping[str, str] = getattr(known, "subdivisions_aliases", {})
    by_name = {name.casefold(): code for name, code in aliases.items()}
    by_name |= {code.casefold(): code for code in known.subdivisions}
    return by_name.get(typed.strip().casefold(), typed.strip())


def _text(value: str | date | None) -> str:
    return value.isoformat() if isinstance(value, date) else value or ""
