"""What the story's cohort is, and what the program promises it: written out by hand, so that the code can be wrong."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date, time, timedelta

from bot.playground.inhabitant import Inhabitant

NORA = Inhabitant("U01", "Nora Lindqvist", "Europe/London", email="nora@halden.example")
TOMAS = Inhabitant("U02", "Tomas Reyes", "Europe/London", email="tomas@halden.example")
GRACE = Inhabitant("U03", "Grace Adeyemi", "Europe/London", email="grace@halden.example")
MANAGERS = (
    Inhabitant("U11", "Ada Novak", "Europe/London"),
    Inhabitant("U12", "Ben Okafor", "Europe/Brussels"),
    Inhabitant("U13", "Chiara Ricci", "America/Toronto"),
    Inhabitant("U14", "David Cohen", "Asia/Kolkata"),
    Inhabitant("U15", "Emma Larsen", "Pacific/Auckland"),
)
DEPARTMENTS = ("Emergency care", "Housing", "Public health", "Mental health", "Child services")
# Microsoft's client knows six people: with those who set the cohort up, there is room for a trio.
TRIO = (MANAGERS[0], MANAGERS[1], MANAGERS[4])
DAYS = {"interview": 70, "debrief": 98}  # after the first workshop day

# The hour of each prompt on a person's own clock: domain facts, visits from 08:30 to 16:30.
HOURS = {
    **dict.fromkeys(("A1", "A2", "A3", "C1", "C2", "E1", "F1", "F2"), time(9, 30)),
    "B1": time(16, 30),
    "B2": time(8, 15),
    "B3": time(15, 45),
    "D1": time(15, 30),
    **dict.fromkeys(("D2", "D4"), time(7, 45)),
    **dict.fromkeys(("D3", "D5"), time(16, 30)),
    **dict.fromkeys(("E2", "E3"), time(17, 0)),
    "D6": time(12, 30),
    **dict.fromkeys(("E4", "G1", "G2", "H1", "H2", "H4", "J1", "J2", "J3", "J4"), time(9, 30)),
}


def each_of(*, without: Collection[str] = ()) -> Counter[str]:
    """Every prompt once, and those of a pair's visits once for each of the two visits: 31 in all."""
    return Counter({key: 2 if key in {"C2", "E4"} else 1 for key in HOURS if key not in without})


def set_up_commands(first_day: date, managers: Sequence[Inhabitant] = MANAGERS) -> tuple[tuple[str, str, str], ...]:
    """Who types which command, and the button that confirms it."""
    second_day, debrief = first_day + timedelta(days=1), first_day + timedelta(days=DAYS["debrief"])
    people = " ".join(
        f'<@{one.id}> department "{department}" profession nurse reports-to head{number}@halden.example'
        for number, (one, department) in enumerate(zip(managers, DEPARTMENTS, strict=False))
    )
    return (
        (
            NORA.id,
            f"/exchange cohort new Halden workshop {first_day} {second_day} debrief {debrief} country GB",
            "Make this cohort",
        ),
        (NORA.id, f"/exchange people add {people}", "Add these people"),
        (NORA.id, "/exchange pairs suggest", "Make these pairs"),
        (NORA.id, f"/exchange role grant facilitator <@{TOMAS.id}> sponsor <@{GRACE.id}>", "Confirm"),
        (
            NORA.id,
            '/exchange settings contacts "Staff support 020 7946 0100" hours "every day" speak-up "the guardian"',
            "Confirm",
        ),
        (
            GRACE.id,
            '/exchange values statement "Respect and candour." shortfall "Handovers." problems "Long waits"',
            "Confirm",
        ),
        (NORA.id, "/exchange cohort start", "Start it"),
    )
