"""Who finds what on Home: a table of roles and parts; how much of it there can be; and the week, ranked."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import select

from bot.chat.action import PhoneMe, Run, ShowCohorts, ShowWeek
from bot.chat.event import OpenedHome
from bot.chat.reply import Reply
from bot.flows.caring import Caring
from bot.flows.homecoming import Homecoming
from bot.flows.overseeing import Overseeing
from bot.rules.arrangements import Setting
from bot.rules.weekly import Need, Needs, Week, urgency
from bot.slack import render
from bot.slack.limits import check_limits
from bot.teams import cards
from bot.teams.show import card_in
from prompts.message import Form, Message
from storage.store import Store
from storage.tables import Cohort, Debrief, Person
from tests.backstage import library
from tests.factories import RunningCohort, person, role, running_cohort
from tests.world import Someone, World, button

LIBRARY = library()

# what tells each part: a sentence of it
PARTS = {
    "dates": "Your next dates",
    "week": "As facilitator",
    "statement": "As sponsor",
    "cohorts": "As administrator",
    "health": "The bot itself",
    "journal": "Your journal",
    "stands for": "what its sponsor says",
}
TABLE = {
    "a participant": ("U1", {"dates", "journal", "stands for"}),
    "a facilitator": ("F1", {"week"}),
    "a sponsor": ("S1", {"statement"}),
    "an administrator of all": ("A1", {"cohorts", "health"}),
    "an administrator of the cohort": ("A2", {"cohorts"}),
    "a participant who leads, sponsors and administers": (
        "U2",
        {"dates", "week", "statement", "cohorts", "health", "journal", "stands for"},
    ),
    "somebody who left": ("U3", {"journal"}),
    "a stranger": ("U9", set()),
    "a facilitator of another organisation": ("FX1", {"week"}),
    "a facilitator whose role was taken away": ("F9", set()),
}


OUTSIDE = ("somebody who left", "a stranger", "a facilitator of another organisation")


@pytest.fixture
async def made(world: World) -> RunningCohort:
    world.desks = (Homecoming(LIBRARY).desk, Overseeing().desk, Caring().desk)
    async with world.database.transaction() as store:
        return await running_cohort(store, size=4)


async def home(someone: Someone) -> Message:
    reply = await someone.reception.take(OpenedHome(**someone._happening()))
    assert reply.home is not None
    return reply.home


async def opened(someone: Someone, action: ShowCohorts | ShowWeek) -> Form:
    reply = await someone.presses(action)
    assert reply.open is not None
    return reply.open


def everything(page: Message) -> str:
    return "\n".join([page.text, *(item.text for item in page.items)])


def parts(page: Message) -> set[str]:
    return {part for part, sentence in PARTS.items() if sentence in everything(page)}


async def staff(world: World, made: RunningCohort) -> None:
    """Everybody of the table; the other organisation's cohort is called Harvest."""
    async with world.database.transaction() as store:
        await store.people.install("slack", "T9", "Elsewhere", world.now)
        await running_cohort(store, name="Harvest", team="T9", ids="X")
        for who, name, cohort in (
            ("A1", "administrator", None),
            ("A2", "administrator", made.cohort),
            ("U2", "facilitator", made.cohort),
            ("U2", "sponsor", made.cohort),
            ("U2", "administrator", None),
            ("F9", "facilitator", made.cohort),
        ):
            await role(store, cohort, name, await _person(store, who, keeps=who.startswith("U")))
        left = await store.cohorts.participation(made.cohort.id, made.people[2].id)
        assert left is not None
        await store.cohorts.take_out(left, world.now.date())
        gone = await _person(store, "F9", keeps=False)
        for held in await store.people.roles(gone.id):
            held.revoked_at = world.now
        (await _person(store, "F1", keeps=False)).keeps_entries = None
        (await _person(store, "S1", keeps=False)).keeps_entries = None


async def _person(store: Store, who: str, *, keeps: bool) -> Person:
    found = await person(store, who, who)
    found.keeps_entries = found.keeps_entries if keeps else None
    return found


@pytest.mark.parametrize("who", TABLE)
async def test_each_role_finds_its_own_parts_and_nobody_elses(world: World, made: RunningCohort, who: str) -> None:
    await staff(world, made)
    id_, wanted = TABLE[who]
    team = "T9" if "another organisation" in who else "T1"

    page = await home(world.someone(id_, workspace=team))

    assert parts(page) - ({"journal"} if team == "T9" else set()) == wanted
    assert who not in OUTSIDE or "Spring" not in everything(page)


async def test_nobody_reads_the_cohorts_of_a_role_that_they_do_not_hold(world: World, made: RunningCohort) -> None:
    await staff(world, made)

    for who in ("U1", "F1", "S1", "U9", "F9"):
        someone = world.someone(who)
        assert (await opened(someone, ShowCohorts("administrator"))).items == ()
    assert "no longer there" in _said(await world.someone("U1").presses(ShowWeek(made.cohort.id)))
    assert (await opened(world.someone("U1"), ShowWeek())).items == ()


def _said(reply: Reply) -> str:
    message = reply.say or reply.replace
    assert message is not None
    return str(message.text)


async def test_the_next_three_dates_stand_there_in_plain_words(world: World, made: RunningCohort) -> None:
    page = await home(world.someone("U1", "Ada"))

    (dates,) = [item.text for item in page.items if "Your next dates" in item.text]
    assert dates.splitlines()[1:] == [
        "- The workshop: **Mon, 25 Jan 2027 and Tue, 26 Jan 2027**",
        "- Your visit to Ben: **Mon, 8 Mar 2027 and Tue, 9 Mar 2027, 08:30 to 16:30**",
        "- The visit of Ben to you: **Mon, 22 Mar 2027 and Tue, 23 Mar 2027, 08:30 to 16:30**",
    ]


async def test_a_wish_to_be_phoned_stands_first_until_somebody_has_seen_it(world: World, made: RunningCohort) -> None:
    faye = world.someone("F1", "Faye")
    await world.someone("U1", "Ada").presses(PhoneMe(made.cohort.id, "once"))

    before = await home(faye)
    await faye.presses(button(before, "I have seen it"))
    after = await home(faye)

    lines = [item.text for item in before.items]
    first = next(place for place, text in enumerate(lines) if "As facilitator" in text) + 1
    assert "Ada** asks to be phoned" in lines[first]
    assert "asks to be phoned" not in everything(after)


async def test_a_wish_to_be_phoned_is_told_to_nobody_who_was_not_asked(world: World, made: RunningCohort) -> None:
    await world.someone("U1", "Ada").presses(PhoneMe(made.cohort.id, "once"))
    await staff(world, made)

    for who in ("A1", "A2", "S1", "U2"):
        assert "asks to be phoned" not in everything(await home(world.someone(who)))


async def test_the_chart_needs_as_many_people_as_any_figure(world: World, made: RunningCohort) -> None:
    page = await home(world.someone("F1", "Faye"))

    assert made.cohort.threshold > 4
    assert "at least one answer came from" not in everything(page)


async def _cohorts(world: World, made: RunningCohort, count: int) -> None:
    """So many more cohorts of the same organisation, half of them running with everything missing."""
    async with world.database.transaction() as store:
        for number in range(count):
            cohort = Cohort(
                organisation_id=made.cohort.organisation_id,
                name=f"A cohort with a name as long as anybody may give to one, number {number:02}",
                state="running" if number % 2 else "draft",
                timezone="Europe/Brussels",
                country="BE",
                created_at=world.now,
            )
            store.session.add(cohort)
            await store.session.flush()
            await role(store, cohort, "facilitator", made.facilitator)
        for name in ("administrator", "sponsor", "facilitator"):
            await role(store, None, name, made.people[0])


@pytest.mark.parametrize(("who", "count"), [("F1", 12), ("U1", 40)])
async def test_however_many_cohorts_there_are_home_fits_and_leads_to_all_of_them(
    world: World, made: RunningCohort, who: str, count: int
) -> None:
    await _cohorts(world, made, count)
    someone, words = world.someone(who), world.words["en"]

    page = await home(someone)
    names, number = set[str](), 0
    form = await opened(someone, ShowCohorts("facilitator"))
    while form.items:
        names |= {item.text for item in form.items if item.text}
        assert check_limits(render.modal(form, words)) == []
        assert len(json.dumps(cards.dialog(form, words)).encode()) < 28_000
        number += 1
        form = await opened(someone, ShowCohorts("facilitator", str(number)))

    assert check_limits(render.home(page, words)) == []
    assert len(json.dumps(cards.message(page, words)).encode()) < 28_000
    assert len(card_in(cards.message(page, words))["body"]) > len(page.items)  # none was cut off
    assert button(page, "Show all cohorts")
    assert len(names) == count + 1


async def test_all_that_needs_somebody_is_there_page_by_page(world: World, made: RunningCohort) -> None:
    await _cohorts(world, made, 40)
    someone, words = world.someone("F1", "Faye"), world.words["en"]

    told, number = list[str](), 0
    while (form := await opened(someone, ShowWeek("", str(number)))).items:
        told += [item.text for item in form.items if not item.text.startswith("And ")]
        assert check_limits(render.modal(form, words)) == []
        assert len(json.dumps(cards.dialog(form, words)).encode()) < 28_000
        number += 1

    assert number == 3
    assert len(told) == len(set(told)) == 41  # a line for each: no channel yet, or still being set up


async def test_on_its_day_the_debrief_is_one_press_away(world: World, made: RunningCohort) -> None:
    faye = world.someone("F1", "Faye")

    world.now = datetime(2027, 5, 19, 9, 0, tzinfo=UTC)
    before = await home(faye)
    world.now = datetime(2027, 5, 20, 9, 0, tzinfo=UTC)
    on_the_day = await home(faye)

    assert "Start a debrief" not in [one.label for item in before.items for one in item.buttons]
    assert button(on_the_day, "Start a debrief").action == Run(f"debrief start cohort {made.cohort.id}").pack()


async def test_a_debrief_that_is_under_way_is_not_begun_again_from_home(world: World, made: RunningCohort) -> None:
    world.now = datetime(2027, 5, 20, 9, 0, tzinfo=UTC)
    async with world.database.transaction() as store:
        debrief = Debrief(
            organisation_id=made.cohort.organisation_id,
            cohort_id=made.cohort.id,
            minutes=165,
            driver_id=made.facilitator.id,
            started_at=world.now,
        )
        store.session.add(debrief)

    shown = await home(world.someone("F1", "Faye"))

    assert "is under way" in "\n".join(item.text for item in shown.items)
    assert button(shown, "What is on now?")
    assert "Start a debrief" not in [one.label for item in shown.items for one in item.buttons]


async def test_a_draft_tells_its_administrator_what_is_missing_with_a_button_for_each(
    world: World, made: RunningCohort
) -> None:
    await _cohorts(world, made, 1)

    page = await home(world.someone("U1", "Ada"))

    (item,) = [one for one in page.items if "cannot start yet" in one.text]
    assert len(item.buttons) == len(item.text.partition("Missing: ")[2].split(", ")) == 7
    assert "Ask for: statement" in [one.label for one in item.buttons]


async def test_health_counts_and_names_nobody(world: World, made: RunningCohort) -> None:
    await staff(world, made)
    async with world.database.transaction() as store:
        ben = await store.session.get(Person, made.people[1].id)
        other = (await store.session.exec(select(Person).where(Person.external_id == "UX1"))).one()
        assert ben is not None
        ben.state = other.state = "unreachable"
        await store.deliveries.notice(made.people[0], "arranging.told", world.now - timedelta(minutes=40))

    page = everything(await home(world.someone("A1")))

    assert "was due 40 minutes ago" in page
    assert "cannot be written to: 1." in page
    assert "Ben" not in page


# -- the rule of the week ----------------------------------------------------------------------------------------------


def test_the_most_pressing_goes_first_and_what_hangs_on_no_date_last() -> None:
    day = date(2027, 3, 8)
    needs = [
        Need(Needs.NOT_FOUND),
        Need(Needs.DEBRIEF, day),
        Need(Needs.READINESS, day),
        Need(Needs.INTERVIEW, day - timedelta(days=3)),
        Need(Needs.CALL, date.min),
    ]

    ranked = [one.what for one in sorted(needs, key=urgency)]

    assert ranked == [Needs.CALL, Needs.INTERVIEW, Needs.READINESS, Needs.DEBRIEF, Needs.NOT_FOUND]


@pytest.mark.parametrize(
    ("today", "wanted"),
    [
        ("2027-01-04", {Needs.ROOM}),
        ("2027-01-25", {Needs.ROOM, Needs.BEHAVIOURS}),
        ("2027-02-22", {Needs.ROOM, Needs.BEHAVIOURS, Needs.READINESS}),
        ("2027-03-24", {Needs.ROOM, Needs.BEHAVIOURS}),
        ("2027-05-06", {Needs.ROOM, Needs.BEHAVIOURS, Needs.DEBRIEF}),
        ("2027-05-20", {Needs.ROOM, Needs.BEHAVIOURS, Needs.DEBRIEF}),
        ("2027-05-21", set()),
    ],
)
@pytest.mark.one_database("the rule reads no database")
async def test_each_need_has_its_days(world: World, made: RunningCohort, today: str, wanted: set[Needs]) -> None:
    async with world.database.reading() as store:
        setting = Setting(made.cohort, await store.plans.company(made.cohort), await store.plans.people(made.cohort))

    week = Week(setting, {}, not_found=False, today=date.fromisoformat(today))

    assert {one.what for one in week.needs()} == wanted
    assert {one.what for one in replace(week, not_found=True).needs()} == wanted | (
        {Needs.NOT_FOUND} if wanted else set()
    )
