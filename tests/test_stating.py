"""What a cohort's sponsor says, its values and its problems can be read by everybody in it, and by nobody else."""

import pytest

from bot.chat.action import ReadStatement
from prompts.message import Form
from tests.administering import Office, said
from tests.world import World, button


@pytest.fixture
async def office(world: World) -> Office:
    return await Office.opened(world)


def everything(form: Form | None) -> str:
    assert form is not None
    return "\n".join([form.text, *(item.text for item in form.items)])


async def test_who_takes_part_reads_what_the_sponsor_said(office: Office) -> None:
    await office.started()
    ada = office.world.someone("UAda", "Ada")
    await office.world.until("2027-01-04 10:05")
    welcome = next(one for one in office.world.heard("UAda") if "you take part" in one.text)

    read = everything((await ada.presses(button(welcome, "What we stand for"))).open)

    cohort = await office.cohort()
    assert cohort.statement in read
    assert cohort.shortfall in read
    for problem in await _problems(office):
        assert problem in read


async def test_a_stranger_reads_nothing(office: Office) -> None:
    cohort = await office.started()
    stranger = office.world.someone("UNIA", "Nia")

    reply = await stranger.presses(ReadStatement(cohort.id))

    assert reply.open is None
    assert "no longer there" in said(reply)


async def test_the_welcome_comes_before_the_question_whether_to_keep(office: Office) -> None:
    await office.started()

    await office.world.until("2027-01-04 10:05")

    heard = [one.text for one in office.world.heard("UAda")]
    assert "you take part" in heard[-2]
    assert "May I keep what you write?" in heard[-1]


async def _problems(office: Office) -> list[str]:
    async with office.world.database.reading() as store:
        return [one.text for one in await store.projects.listed((await office.cohort()).id)]
