"""Weekends and public holidays of a place."""

from datetime import date

import pytest

from bot.rules.days_off import UnknownPlace, days_off, public_holidays


def test_weekends_and_holidays_of_a_country_are_off() -> None:
    found = days_off("BE", "", date(2027, 3, 25), date(2027, 3, 31))

    assert found == {date(2027, 3, 27), date(2027, 3, 28), date(2027, 3, 29)}


def test_a_part_of_a_country_has_holidays_of_its_own() -> None:
    fete = date(2027, 6, 24)

    assert fete in public_holidays("CA", "QC", fete, fete)
    assert fete not in public_holidays("CA", "ON", fete, fete)


def test_a_weekend_that_makes_up_for_a_bridge_day_is_worked() -> None:
    bridge, saturday = date(2026, 1, 2), date(2026, 1, 10)

    assert days_off("HU", "", bridge, saturday) >= {bridge}
    assert saturday not in days_off("HU", "", bridge, saturday)


def test_without_a_country_there_are_weekends_only() -> None:
    assert days_off("", "", date(2026, 12, 24), date(2027, 1, 3)) == {
        date(2026, 12, 26),
        date(2026, 12, 27),
        date(2027, 1, 2),
        date(2027, 1, 3),
    }


@pytest.mark.parametrize(("country", "subdivision", "near"), [("BX", "", "BE"), ("CA", "QB", "QC")])
def test_an_unknown_place_is_refused_with_near_examples(country: str, subdivision: str, near: str) -> None:
    with pytest.raises(UnknownPlace) as refusal:
        days_off(country, subdivision, date(2027, 1, 1), date(2027, 1, 2))

    assert near in refusal.value.near
    assert near in str(refusal.value)
