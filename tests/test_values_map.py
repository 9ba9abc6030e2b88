"""The values map: what a cohort says beside what several of its people saw, made once for each window."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import select

from bot.chat.action import Run
from bot.chat.reply import Reply
from bot.documents.chart import Value
from bot.flows.housekeeping import Housekeeping
from bot.flows.mapping import Mapmaking, ValuesMapping
from bot.rules.board_material import material
from bot.rules.map_windows import Window, windows_left
from bot.rules.values_paper import values_of_all
from storage.store import Store
from storage.tables import CohortValue, Entry, Person, Tag, ValuesMap
from tests.administering import said
from tests.factories import STARTED, RunningCohort, running_cohort
from tests.world import Someone, World

# The last visit ends on 23 March 2027, and Easter Monday is the 29th: the fifth working day after it is the 31st.
VISITS_CLOSE = datetime(2027, 3, 31, 16, 0, tzinfo=UTC)  # 18:00 in Brussels
DEBRIEF_CLOSES = datetime(2027, 5, 19, 16, 0, tzinfo=UTC)
AFTER_CLOSES = datetime(2027, 8, 18, 16, 0, tzinfo=UTC)
NIGHT = timedelta(hours=10)  # from the close to the night's housekeeping
DURING_VISITS = datetime(2027, 3, 10, 12, 0, tzinfo=UTC)
NOTHING = "There is nothing that I can show here."


async def gathered(world: World, size: int = 8) -> RunningCohort:
    """A cohort whose people all agreed to be counted."""
    world.desks = [ValuesMapping().desk]
    async with world.database.transaction() as store:
        spring = await running_cohort(store, size)
        for one in spring.people:
            one.agrees_themes = True
    return spring


async def mark(
    world: World,
    spring: RunningCohort,
    people: Sequence[int],
    value: str = "Respect",
    seen: str = "lived",
    at: datetime = DURING_VISITS,
) -> None:
    """Each of these people notes that they saw it."""
    async with world.database.transaction() as store:
        values = {one.name: one.id for one in await store.cohorts.values(spring.cohort.id)}
        for number in people:
            entry = Entry(
                organisation_id=spring.cohort.organisation_id,
                person_id=spring.people[number].id,
                participation_id=spring.participations[number].id,
                kind="note",
                written_at=at,
            )
            await store.reflections.begin(entry)
            await store.reflections.mark(entry.id, {values[value]: seen})


async def night_after(world: World, close: datetime) -> None:
    world.now = close + NIGHT
    await Mapmaking(world.database).make(world.now)


async def maps(world: World) -> dict[str, dict[str, list[str]]]:
    """What each map has of each value, by its window."""
    async with world.database.reading() as store:
        rows = (await store.session.exec(select(ValuesMap).order_by(ValuesMap.closed_at))).all()  # type: ignore[arg-type] # a column
    return {row.window: {one["name"]: one["seen"] for one in row.shown} for row in rows}


async def row(store: Store, spring: RunningCohort, number: int) -> Person:
    return await store.session.get_one(Person, spring.people[number].id)


def reader(world: World, id: str) -> Someone:
    return world.someone(id, "")


async def test_what_five_of_eight_saw_is_shown_in_the_night_after_the_window_closed(world: World) -> None:
    spring = await gathered(world)
    await mark(world, spring, range(5))
    await mark(world, spring, range(4), "Courage", "absent")

    await Mapmaking(world.database).make(VISITS_CLOSE - timedelta(minutes=1))
    before = await maps(world)
    await night_after(world, VISITS_CLOSE)

    assert before == {}
    assert await maps(world) == {"visits": {"Respect": ["lived"], "Courage": [], "Openness": []}}


async def test_making_a_map_again_changes_nothing_even_when_people_were_erased_in_between(world: World) -> None:
    spring = await gathered(world)
    await mark(world, spring, range(5))
    await night_after(world, VISITS_CLOSE)
    first = await kept(world)

    async with world.database.transaction() as store:
        for number in (0, 1, 2):
            await store.people.erase(await row(store, spring, number), world.now)
        (await row(store, spring, 3)).agrees_themes = False
    await mark(world, spring, [4, 5, 6, 7], "Courage")
    await night_after(world, VISITS_CLOSE + timedelta(days=1))

    assert await kept(world) == first


async def kept(world: World) -> list[dict[str, object]]:
    async with world.database.reading() as store:
        return [one.model_dump() for one in (await store.session.exec(select(ValuesMap))).all()]


async def test_a_map_that_stands_is_kept_and_another_of_its_window_is_not(world: World) -> None:
    spring = await gathered(world)
    await night_after(world, VISITS_CLOSE)
    first = await kept(world)

    async with world.database.transaction() as store:
        other = ValuesMap(cohort_id=spring.cohort.id, window="visits", closed_at=world.now, made_at=world.now)
        await store.maps.keep(other)

    assert await kept(world) == first


@pytest.mark.parametrize("change", ["no themes", "not asked", "nothing kept", "erased", "left", "joined late"])
async def test_in_a_group_of_eight_one_who_does_not_count_leaves_nothing_to_show(world: World, change: str) -> None:
    spring = await gathered(world)
    await mark(world, spring, range(7))

    async with world.database.transaction() as store:
        person = await row(store, spring, 7)
        place = await store.cohorts.participation(spring.cohort.id, person.id)
        assert place is not None
        match change:
            case "no themes":
                person.agrees_themes = False
            case "not asked":
                person.agrees_themes = None
            case "nothing kept":
                person.keeps_entries = False
            case "erased":
                await store.people.erase(person, DURING_VISITS)
            case "left":
                await store.cohorts.take_out(place, date(2027, 3, 25))
            case "joined late":
                place.joined_at = STARTED + timedelta(days=1)
    await night_after(world, VISITS_CLOSE)

    assert (await maps(world))["visits"]["Respect"] == []


async def test_a_mark_counts_in_one_window_and_no_other(world: World) -> None:
    spring = await gathered(world)
    await mark(world, spring, range(3))
    await mark(world, spring, [3, 4], at=VISITS_CLOSE)  # from that moment on it is the next window
    await mark(world, spring, range(5), "Courage", "strained", at=VISITS_CLOSE + timedelta(days=9))
    await mark(world, spring, range(5), "Openness", "absent", at=DEBRIEF_CLOSES + timedelta(days=60))

    for close in (VISITS_CLOSE, DEBRIEF_CLOSES, AFTER_CLOSES):
        await night_after(world, close)

    assert await maps(world) == {
        "visits": {"Respect": [], "Courage": [], "Openness": []},
        "debrief": {"Respect": [], "Courage": ["strained"], "Openness": []},
        "after": {"Respect": [], "Courage": [], "Openness": ["absent"]},
    }


async def test_visits_that_move_after_their_map_was_made_count_nothing_twice(world: World) -> None:
    spring = await gathered(world)
    await mark(world, spring, range(5))
    await night_after(world, VISITS_CLOSE)

    async with world.database.transaction() as store:
        for leg in await store.cohorts.legs(spring.cohort.id):
            leg.first_day_on, leg.second_day_on = date(2027, 3, 1), date(2027, 3, 2)
    for close in (VISITS_CLOSE, DEBRIEF_CLOSES):
        await night_after(world, close)

    assert [(window, shown["Respect"]) for window, shown in (await maps(world)).items()] == [
        ("visits", ["lived"]),
        ("debrief", []),
    ]


async def test_everybody_in_the_cohort_reads_the_same_and_when_the_next_is_made(world: World) -> None:
    spring = await gathered(world)
    async with world.database.transaction() as store:
        value = (await store.session.exec(select(CohortValue).where(CohortValue.name == "Respect"))).one()
        value.behaviours = ["Greets by name", "Asks before judging"]
    await mark(world, spring, range(5))
    none_yet = said(await reader(world, "U1").types("values map"))
    await night_after(world, VISITS_CLOSE)

    shown = [said(await reader(world, one).types("values map")) for one in ("U1", "U8", "F1")]

    assert "no map" in none_yet
    assert "31 Mar 2027" in none_yet
    assert len(set(shown)) == 1
    assert "- Greets by name\n- Asks before judging\n\nSeveral people saw it **lived**." in shown[0]
    assert "19 May 2027" in shown[0]


@pytest.mark.parametrize("people", [0, 4])
async def test_below_the_threshold_the_sentence_is_the_same_whatever_people_saw(world: World, people: int) -> None:
    spring = await gathered(world)
    await mark(world, spring, range(people), "Respect", "absent")
    await night_after(world, VISITS_CLOSE)

    shown = said(await reader(world, "F1").types("values map"))

    assert shown.count(NOTHING) == 3
    assert "several people saw it" not in shown.lower()


async def test_an_earlier_map_is_a_button_away(world: World) -> None:
    spring = await gathered(world)
    await mark(world, spring, range(5))
    await night_after(world, VISITS_CLOSE)
    await night_after(world, DEBRIEF_CLOSES)
    faye = reader(world, "F1")

    newest = await faye.types("values map")
    earlier = await faye.types(command_of(newest))

    assert "**lived**" not in said(newest)
    assert "**lived**" in said(earlier)


def command_of(reply: Reply) -> str:
    """The command that the only button stands for which gives no document."""
    assert reply.say is not None
    [button] = [one for one in reply.say.buttons if "Document" not in one.action and "GiveToRoom" not in one.action]
    action = Run.unpack(button.action)
    assert isinstance(action, Run)
    return action.command


@pytest.mark.parametrize("id", ["S1", "UStranger"])
async def test_whoever_neither_takes_part_nor_facilitates_sees_no_map(world: World, id: str) -> None:
    spring = await gathered(world)
    await night_after(world, VISITS_CLOSE)

    told = said(await reader(world, id).types("values map"))
    named = said(await reader(world, id).types(f"values map cohort {spring.cohort.id}"))

    assert not {"Respect", "Spring"} & {*told.split(), *named.split()}


async def test_the_night_makes_the_last_map_before_it_forgets_what_people_wrote(world: World) -> None:
    spring = await gathered(world)
    await mark(world, spring, range(5), at=DEBRIEF_CLOSES + timedelta(days=1))
    long_after = AFTER_CLOSES + timedelta(days=200)

    await Housekeeping(world.database, before=[Mapmaking(world.database).make]).tidy(long_after)

    assert (await maps(world))["after"]["Respect"] == ["lived"]
    async with world.database.reading() as store:
        assert (await store.session.exec(select(Tag))).all() == []


def closes(windows: Sequence[Window]) -> dict[str, datetime]:
    return {one.key: one.closes for one in windows}


async def test_a_cohort_that_ended_waits_for_no_further_map(world: World) -> None:
    spring = await gathered(world)
    async with world.database.transaction() as store:
        cohort = await store.cohorts.cohort(spring.cohort.id)
        assert cohort is not None
        await store.cohorts.finish(cohort, date(2027, 4, 9))
    for _ in range(2):
        await night_after(world, DEBRIEF_CLOSES)

    told = said(await reader(world, "F1").types("values map Spring"))

    assert list(await maps(world)) == ["visits", "debrief"]
    assert "no further map" in told


@pytest.mark.one_database("only dates are looked at")
async def test_windows_follow_each_other_and_wait_for_their_dates(world: World) -> None:
    async with world.database.transaction() as store:
        spring = await running_cohort(store, 8)
    cohort, legs = spring.cohort, spring.legs

    whole = tuple(windows_left(cohort, legs, {}))
    undated = spring.legs[0]
    undated.first_day_on = undated.second_day_on = None
    without_a_visit = closes(tuple(windows_left(cohort, legs, {})))
    cohort.debrief_on = None
    without_dates = tuple(windows_left(cohort, legs, {}))
    cohort.started_at = None

    assert closes(whole) == {"visits": VISITS_CLOSE, "debrief": DEBRIEF_CLOSES, "after": AFTER_CLOSES}
    assert [one.opens for one in whole] == [STARTED, VISITS_CLOSE, DEBRIEF_CLOSES]
    assert without_a_visit == {"visits": DEBRIEF_CLOSES, "after": AFTER_CLOSES}
    assert without_dates == ()
    assert tuple(windows_left(cohort, legs, {})) == ()


@pytest.mark.one_database("only dates are looked at")
async def test_a_cohort_that_ends_early_has_its_last_window_until_then(world: World) -> None:
    async with world.database.transaction() as store:
        spring = await running_cohort(store, 8, finished_on=date(2027, 4, 9))

    left = closes(tuple(windows_left(spring.cohort, spring.legs, {"visits": VISITS_CLOSE})))

    assert left == {"debrief": datetime(2027, 4, 9, 16, 0, tzinfo=UTC)}


# -- the whole program ---------------------------------------------------------------------------------------------


async def whole(world: World, spring: RunningCohort) -> dict[str, frozenset[str]]:
    """What the note to the board is given of each value."""
    async with world.database.reading() as store:
        made = await material(store, spring.cohort, world.now.date(), ())
    return {one.name: one.seen for one in made.values}


async def test_the_board_hears_what_any_window_showed(world: World) -> None:
    spring = await gathered(world)
    await mark(world, spring, range(5), "Respect", "lived")
    await night_after(world, VISITS_CLOSE)
    await mark(world, spring, range(3, 8), "Respect", "strained", VISITS_CLOSE + timedelta(days=2))
    await night_after(world, DEBRIEF_CLOSES)

    assert await whole(world, spring) == {
        "Respect": {"lived", "strained"},
        "Courage": frozenset(),
        "Openness": frozenset(),
    }


async def test_people_of_two_windows_are_never_counted_together(world: World) -> None:
    spring = await gathered(world)
    await mark(world, spring, range(4), "Respect", "lived")
    await night_after(world, VISITS_CLOSE)
    await mark(world, spring, range(4, 8), "Respect", "lived", VISITS_CLOSE + timedelta(days=2))
    await night_after(world, DEBRIEF_CLOSES)

    assert set((await whole(world, spring)).values()) == {frozenset()}


async def test_before_the_first_map_the_board_hears_of_no_value(world: World) -> None:
    spring = await gathered(world)
    await mark(world, spring, range(8))

    assert await whole(world, spring) == {}


def test_the_values_stand_as_they_were_stated_last_with_what_was_seen_under_the_same_name() -> None:
    first, last = [
        ValuesMap(cohort_id="c", window=window, closed_at=at, made_at=at, shown=shown)
        for window, at, shown in (
            ("visits", VISITS_CLOSE, [stated("Respect", "waits", "lived"), stated("Care", "asks", "absent")]),
            ("debrief", DEBRIEF_CLOSES, [stated("Candour", "says"), stated("respect", "greets", "strained")]),
        )
    ]

    assert values_of_all([first, last]) == (
        Value("Candour", ("says",), frozenset()),
        Value("respect", ("greets",), frozenset({"lived", "strained"})),
    )


def stated(name: str, behaviour: str, *seen: str) -> dict[str, object]:
    return {"name": name, "behaviours": [behaviour], "seen": list(seen)}
