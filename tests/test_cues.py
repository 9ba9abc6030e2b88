"""When the word of a promise comes and when it must not: on the day of its *if*, and on no other."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from bot.rules.cues import cues
from storage.commitments import Cued
from storage.tables import Commitment, Entry, Person

MONDAY = date(2027, 5, 24)
MADE = datetime(2027, 5, 20, 12, 0, tzinfo=UTC)
AT: dict[str, Any] = {"organisation_id": "o1", "workspace_id": "w1", "external_id": "U1", "met_at": MADE}


def cued(promised: dict[str, Any], person: dict[str, Any]) -> Cued:
    commitment = Commitment(entry_id="e1", turn_id="t1", person_id="p1", made_at=MADE, **promised)
    entry = Entry(organisation_id="o1", person_id="p1", kind="free", written_at=MADE)
    return Cued(commitment, entry, Person(**AT, **{"timezone": "UTC", **person}), None)


@pytest.mark.parametrize(
    ("promised", "person", "now", "comes"),
    [
        ({"comes_on": MONDAY}, {}, "2027-05-20 12:00", ["2027-05-24 08:00"]),
        ({"comes_on": MONDAY}, {}, "2027-05-24 07:00", ["2027-05-24 08:00"]),
        ({"comes_on": MONDAY}, {}, "2027-05-24 23:59", ["2027-05-24 08:00"]),  # late, and still on its day
        ({"comes_on": MONDAY}, {}, "2027-05-25 00:00", []),
        ({"comes_on": MONDAY, "over": True}, {}, "2027-05-20 12:00", []),
        ({}, {}, "2027-05-20 12:00", []),  # an *if* without a day
        ({"weekday": 1}, {}, "2027-05-20 12:00", ["2027-05-24 08:00", "2027-05-31 08:00"]),
        ({"weekday": 1}, {}, "2027-05-24 12:00", ["2027-05-24 08:00", "2027-05-31 08:00"]),
        ({"weekday": 1}, {}, "2027-05-25 00:00", ["2027-05-31 08:00", "2027-06-07 08:00"]),
        ({"weekday": 1, "over": True}, {}, "2027-05-20 12:00", []),
        ({"comes_on": date(2027, 5, 22)}, {}, "2027-05-20 12:00", ["2027-05-22 08:00"]),  # a Saturday of their choosing
        ({"comes_on": MONDAY}, {"quiet_to": time(9, 30)}, "2027-05-20 12:00", ["2027-05-24 09:30"]),
        ({"comes_on": MONDAY}, {"quiet_from": time(1), "quiet_to": time(23)}, "2027-05-20 12:00", ["2027-05-24 23:00"]),
        ({"comes_on": MONDAY}, {"timezone": "America/Toronto"}, "2027-05-24 23:59", ["2027-05-24 12:00"]),
        ({"comes_on": MONDAY}, {"timezone": "America/Toronto"}, "2027-05-25 04:00", []),  # midnight there
    ],
)
def test_the_word_of_a_promise_comes_in_the_morning_of_its_own_day(
    promised: dict[str, Any], person: dict[str, Any], now: str, comes: list[str]
) -> None:
    found = cues(cued(promised, person), datetime.fromisoformat(now).replace(tzinfo=UTC))

    assert [f"{from_:%Y-%m-%d %H:%M}" for from_, _ in found.values()] == comes
