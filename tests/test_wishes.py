"""What people say in private about pairs counts, and is read by nobody."""

import pytest
from sqlmodel import select

from bot.chat.action import SayWishes
from prompts.message import ChoiceField, Form
from storage.tables import PairWish, Participation, Person
from tests.administering import Office, said
from tests.world import Someone, World


@pytest.fixture
async def office(world: World) -> Office:
    office = await Office.opened(world)
    await office.gathered()
    return office


def person(office: Office, name: str) -> Someone:
    return office.world.someone(f"U{name}", name)


async def place(office: Office, name: str) -> str:
    people = {one.id: one.external_id for one in await office.rows(Person)}
    return next(one.id for one in await office.rows(Participation) if people[one.person_id] == f"U{name}")


async def fields(office: Office, name: str) -> tuple[Form, list[ChoiceField]]:
    """The form as that person opens it, with its two lists."""
    opened = (await person(office, name).types("wishes")).open
    assert opened is not None
    return opened, [field for field in opened.fields if isinstance(field, ChoiceField)]


async def say(office: Office, name: str, **lists: list[str]) -> None:
    form, (wished, _) = await fields(office, name)
    options = {option.label: option.value for option in wished.options}
    chosen = {key: tuple(options[one] for one in names) for key, names in lists.items()}
    kept = await person(office, name).fills_in(form, **chosen)
    assert not kept.problems, kept


async def test_somebody_whom_one_must_not_meet_is_never_suggested_nor_made_by_hand(office: Office) -> None:
    await say(office, "Ada", unwanted=["Ben", "Di"])

    await office.does(office.admin, "pairs suggest")
    refused = await office.admin.types('pairs set <@UAda> <@UBen> reason "I insist"')

    assert "Ada visits Cy" in await office.visits()
    assert "cannot be a pair" in said(refused)
    assert "Ada" not in said(refused), "nobody learns who said it"


async def test_a_wish_decides_between_pairs_that_are_as_good(office: Office) -> None:
    await say(office, "Ada", wished=["Di"])

    shown = await office.admin.types("pairs suggest")
    assert shown.say
    await office.admin.presses(shown.say.buttons[0])

    assert "Ada visits Di" in await office.visits()
    assert "wish" not in said(shown).lower()


async def test_another_way_is_shown_and_made_when_it_is_chosen(office: Office) -> None:
    first = await office.admin.types("pairs suggest")
    assert first.say
    another = next(one for one in first.say.buttons if "another way" in one.label)

    second = await office.admin.presses(another)
    shown = second.say or second.replace
    assert shown
    wrong = await office.admin.types("pairs suggest way 9")
    await office.admin.presses(shown.buttons[0])

    assert said(first).splitlines()[1:] != said(second).splitlines()[1:]
    assert "1 to" in said(wrong)
    assert len(await office.visits()) == 4


async def test_what_was_said_before_stands_in_the_form_and_can_be_taken_back(office: Office) -> None:
    await say(office, "Ada", wished=["Di"], unwanted=["Ben"])

    _, before = await fields(office, "Ada")
    await say(office, "Ada", wished=[], unwanted=[])

    assert [len(field.value) for field in before] == [1, 1]
    assert await office.rows(PairWish) == []


async def test_the_same_person_in_both_lists_is_a_problem(office: Office) -> None:
    form, (wished, _) = await fields(office, "Ada")
    one = wished.options[0].value

    told = await person(office, "Ada").fills_in(form, wished=(one,), unwanted=(one,))

    assert "both lists" in told.problems["unwanted"]
    assert await office.rows(PairWish) == []


async def test_everybody_is_asked_once(office: Office) -> None:
    await office.admin.types("pairs ask")
    await office.admin.types("pairs ask")

    assert [await office.notices(name) for name in ("Ada", "Ben")] == [["wishing.asked"], ["wishing.asked"]]


async def test_somebody_who_takes_no_part_has_no_wishes_there(office: Office) -> None:
    cohort = await office.cohort()

    told = await person(office, "Stranger").presses(SayWishes(cohort.id))

    assert told.open is None


async def test_erasing_somebody_forgets_what_they_said_and_what_was_said_of_them(office: Office) -> None:
    await say(office, "Ada", wished=["Ben"])
    await say(office, "Di", unwanted=["Ada"])
    await say(office, "Cy", wished=["Ben"])

    async with office.world.database.transaction() as store:
        ada = (await store.session.exec(select(Person).where(Person.external_id == "UAda"))).one()
        await store.people.erase(ada, office.world.now)

    cy = await place(office, "Cy")
    assert [one.participation_id for one in await office.rows(PairWish)] == [cy]
