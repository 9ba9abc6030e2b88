"""Who sits with whom in fours, by the pure rule, and how each hears of it."""

from hypothesis import given
from hypothesis import strategies as st

from bot.chat.action import AgreeToRules, GoFromDebrief
from bot.rules.fours import FEWEST, MOST, Seat, fours, smallest
from storage.tables import Participation
from tests.debriefing import Meeting, meeting
from tests.world import World

DEPARTMENTS = ("health", "housing", "schools")


def pair(number: int, department: str, other: str = "") -> list[Seat]:
    """Two who exchanged."""
    return [Seat(f"{number}a", str(number), department), Seat(f"{number}b", str(number), other or department)]


@st.composite
def rooms(draw: st.DrawFn) -> list[Seat]:
    """Pairs and trios of which not everybody came, with some who report to others."""
    seats = []
    for number in range(draw(st.integers(0, 9))):
        for place in range(draw(st.integers(1, 3))):
            boss = draw(st.sampled_from(["", "1-0", "2-0"]))
            name = f"{number}-{place}"
            seats.append(Seat(name, str(number), draw(st.sampled_from(DEPARTMENTS)), frozenset({name}), boss))
    return seats


@given(rooms())
def test_everybody_sits_in_one_group_of_three_to_six(seats: list[Seat]) -> None:
    groups = fours(seats)

    assert sorted(one.id for group in groups for one in group) == (
        sorted(one.id for one in seats) if len(seats) >= FEWEST else []
    )
    assert all(FEWEST <= len(group) <= MOST for group in groups)


@given(rooms())
def test_those_who_exchanged_stay_together(seats: list[Seat]) -> None:
    groups = fours(seats)

    for name in {one.pair for one in seats} if groups else ():
        assert sum(any(one.pair == name for one in group) for group in groups) == 1


@given(rooms(), st.randoms(use_true_random=False))
def test_the_same_people_give_the_same_groups_in_whatever_order_they_come(seats: list[Seat], dice: object) -> None:
    shuffled = list(seats)
    dice.shuffle(shuffled)  # type: ignore[attr-defined]  # a random.Random, which Hypothesis calls an object

    assert fours(seats) == fours(shuffled)


def test_pairs_of_different_departments_sit_together() -> None:
    seats = pair(1, "health") + pair(2, "health") + pair(3, "housing") + pair(4, "housing")

    assert all({one.department for one in group} == {"health", "housing"} for group in fours(seats))


def test_nobody_sits_with_whom_they_report_to_if_there_is_another_way() -> None:
    boss = Seat("1a", "1", "health", frozenset({"boss@x"}))
    staff = Seat("2a", "2", "housing", reports_to="boss@x")
    seats = [
        boss,
        Seat("1b", "1", "health"),
        staff,
        Seat("2b", "2", "housing"),
        *pair(3, "health"),
        *pair(4, "housing"),
    ]

    assert not any(boss in group and staff in group for group in fours(seats))


def test_who_comes_late_joins_the_smallest_group() -> None:
    assert smallest({0: 4, 1: 3, 2: 3}) == 1
    assert smallest({}) is None


# -- in a debrief ------------------------------------------------------------------------------------------------------


async def agree(held: Meeting, *places: int) -> None:
    debrief = await held.debrief()
    for place in places:
        await held.people[place].presses(AgreeToRules(debrief.id))


def told(world: World, person: str) -> list[str]:
    return [one.text for one in world.heard(person) if "group" in one.text]


async def test_each_hears_in_private_with_whom_they_sit_and_the_room_reads_no_names(world: World) -> None:
    held = await meeting(world, 8)
    await held.begins()
    await agree(held, *range(8))
    await held.goes_to("fours")
    await held.passes()

    assert all(len(told(world, one.external_id)) == 1 for one in held.made.people)
    assert not [one for one in held.in_room if "Ada" in one.text]


async def test_a_late_comer_joins_and_both_sides_hear_of_it(world: World) -> None:
    held = await meeting(world, 8)
    await held.begins()
    await agree(held, *range(7))
    await held.goes_to("fours")
    await held.passes()

    await agree(held, 7)
    await held.passes()

    assert len(told(world, "U8")) == 1
    joined = [
        one.external_id for one in held.made.people if any("Hanna" in text for text in told(world, one.external_id))
    ]
    assert len(joined) == 3


async def test_who_has_gone_sits_in_no_group(world: World) -> None:
    held = await meeting(world, 4)
    await held.begins()
    await agree(held, 0, 1, 2, 3)
    await held.people[3].presses(GoFromDebrief((await held.debrief()).id))

    await held.goes_to("fours")
    await held.passes()

    assert told(world, "U4") == []
    assert not [text for text in told(world, "U1") if "Dora" in text]


async def test_who_says_twice_that_they_go_joins_no_group_in_between(world: World) -> None:
    held = await meeting(world, 8)
    await held.begins()
    await agree(held, *range(8))
    await held.goes_to("fours")
    going = GoFromDebrief((await held.debrief()).id)
    await held.people[7].presses(going)

    reply = await held.people[7].presses(going)
    await held.passes()

    assert reply == held.people[7].replies[-2]
    assert not [text for one in held.made.people for text in told(world, one.external_id) if "joins" in text]


async def test_going_back_to_the_round_moves_nobody(world: World) -> None:
    held = await meeting(world, 8)
    await held.begins()
    await agree(held, *range(8))
    await held.goes_to("wall")

    await held.faye.types("debrief back")
    await held.passes()

    assert all(len(told(world, one.external_id)) == 1 for one in held.made.people)


async def test_the_line_of_reporting_is_read_from_the_cohort_s_own_list(world: World) -> None:
    held = await meeting(world, 8)
    async with world.database.transaction() as store:
        ada = await store.people.person(held.made.people[0].id)
        assert ada is not None
        ada.email = "ada@halden.example"
        for place in (2, 4):
            row = await store.session.get_one(Participation, held.made.participations[place].id)
            row.reports_to = "ada@halden.example"
    await held.begins()
    await agree(held, *range(8))

    await held.goes_to("fours")
    await held.passes()

    (text,) = told(world, "U1")
    assert "Goran" in text
    assert "Hanna" in text
