"""Keeping, AI and themes are asked apart: each answer holds at once, is proved, and is as easily taken back."""

import hashlib
import itertools
import json
from pathlib import Path

import pytest
from sqlmodel import col, select

from bot.chat.action import AgreeToAI, AgreeToThemes, KeepEntries, WriteFreely
from bot.chat.event import OpenedHome
from bot.chat.reply import Reply
from bot.coach.builtin import BuiltinCoach
from bot.flows.disclosing import Disclosing
from bot.flows.enrolling import Enrolling
from bot.flows.homecoming import Homecoming
from bot.flows.noting import Noting
from bot.flows.safeguarding import Safeguarding
from bot.rules.model_allowed import may_ask_model, provider_hash
from prompts.message import ChoiceField, Message
from storage.tables import AuditRow, Cohort, Consent, Delivery, Person
from tests.backstage import library
from tests.factories import STARTED, running_cohort
from tests.factories import role as grant
from tests.world import Someone, World, button

PROVIDER = "Azure OpenAI, in the EU. Nothing is kept; *nothing* is used for training."
ANOTHER = "Our own computer."
COACH = BuiltinCoach.read(Path("prompts"), "en")
AI_YES, AI_NO = "Yes, an AI may read it", "No, no AI may read it"
THEMES_YES, THEMES_NO = "Yes, count it in", "No, leave it out"


@pytest.fixture
async def ada(world: World) -> Someone:
    """Ada, who has answered nothing yet, in a cohort that allows AI; Faye may change its settings."""
    world.model_is_set = True
    flows = (Enrolling(library()), Disclosing(library()), Homecoming(library()), Noting(COACH))
    world.desks = [*(one.desk for one in flows), Safeguarding().desk]
    async with world.database.transaction() as store:
        made = await running_cohort(store, 4, ai_allowed=True, ai_provider=PROVIDER)
        made.people[0].keeps_entries = None
        await grant(store, None, "administrator", made.facilitator)
    return world.someone("U1", "Ada")


async def person(world: World, external_id: str = "U1") -> Person:
    async with world.database.transaction() as store:
        return (await store.session.exec(select(Person).where(Person.external_id == external_id))).one()


async def cohort(world: World, **changes: object) -> Cohort:
    """The cohort, with these changes made to its row."""
    async with world.database.transaction() as store:
        found = (await store.session.exec(select(Cohort))).one()
        for key, value in changes.items():
            setattr(found, key, value)
        return found


async def proofs(world: World, external_id: str = "U1") -> list[Consent]:
    who = await person(world, external_id)
    async with world.database.transaction() as store:
        return list(await store.people.consents(who.id))


async def asked_about_ai(world: World) -> list[str]:
    """Who has been promised the question about AI in the chat."""
    async with world.database.transaction() as store:
        rows = select(Person.name).join(Delivery).where(Delivery.prompt == "consents.ai")
        return sorted((await store.session.exec(rows)).all())


def replaced(reply: Reply) -> Message:
    assert reply.replace is not None
    return reply.replace


async def privacy(someone: Someone) -> Message:
    page = (await someone.types("privacy")).say
    assert page is not None
    return page


def labels(message: Message) -> list[str]:
    """Every answer that can be given there."""
    found = [*message.buttons, *(one for item in message.items for one in item.buttons)]
    return [one.label for one in found if one.label.startswith(("Yes, ", "No, "))]


def sealed(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


async def settings(world: World, typed: str) -> Reply:
    """The administrator types it and confirms."""
    faye = world.someone("F1", "Faye")
    preview = (await faye.types(f"settings {typed}")).say
    assert preview is not None
    return await faye.presses(button(preview, "Confirm"))


async def test_one_question_follows_another_and_none_is_answered_beforehand(world: World, ada: Someone) -> None:
    about_ai = replaced(await ada.presses(KeepEntries("yes")))
    after_keeping = await person(world)
    about_themes = replaced(await ada.presses(button(about_ai, AI_YES)))
    after_ai = await person(world)
    thanks = replaced(await ada.presses(button(about_themes, THEMES_NO)))

    assert (labels(about_ai), labels(about_themes), labels(thanks)) == ([AI_YES, AI_NO], [THEMES_YES, THEMES_NO], [])
    assert (after_keeping.agrees_ai, after_keeping.agrees_themes) == (None, None)
    assert (after_ai.agrees_ai, after_ai.agrees_themes) == (True, None)
    assert (await person(world)).agrees_themes is False
    assert {one.style for message in (about_ai, about_themes) for one in message.buttons} == {""}


async def test_who_keeps_nothing_is_asked_nothing_else(world: World, ada: Someone) -> None:
    thanks = replaced(await ada.presses(KeepEntries("no")))

    page = await privacy(ada)

    assert labels(thanks) == []
    assert labels(page) == ["Yes, keep what I write"]


@pytest.mark.parametrize(
    ("model_is_set", "allowed", "provider"), [(False, True, PROVIDER), (True, False, PROVIDER), (True, True, " ")]
)
async def test_nobody_is_asked_about_a_model_that_there_is_not(
    world: World, ada: Someone, model_is_set: bool, allowed: bool, provider: str
) -> None:
    world.model_is_set = model_is_set
    await cohort(world, ai_allowed=allowed, ai_provider=provider)
    ada = world.someone("U1", "Ada")

    following = replaced(await ada.presses(KeepEntries("yes")))
    page = await privacy(ada)

    assert labels(following) == [THEMES_YES, THEMES_NO]
    assert "there is none in your cohort" in " ".join(one.text for one in page.items)
    assert AI_YES not in labels(page)


async def test_a_cohort_that_has_not_started_offers_nothing(world: World, ada: Someone) -> None:
    await cohort(world, state="draft")

    following = replaced(await ada.presses(KeepEntries("yes")))

    assert labels(following) == [THEMES_YES, THEMES_NO]


async def test_each_answer_is_proved_by_the_words_that_were_read(world: World, ada: Someone) -> None:
    opening = world.words["en"].say("enrolling.welcome")

    about_ai = replaced(await ada.presses(KeepEntries("yes")))
    about_themes = replaced(await ada.presses(button(about_ai, AI_YES)))
    await ada.presses(button(about_themes, THEMES_YES))

    said = {one.purpose: one for one in await proofs(world)}
    read = {"keeping": opening, "ai": _question(about_ai), "themes": _question(about_themes)}
    assert {purpose: one.text_hash for purpose, one in said.items()} == {
        one: sealed(text) for one, text in read.items()
    }
    assert [one.said_at for one in said.values()] == [world.now] * 3
    assert {one.surface for one in said.values()} == {"slack button or form"}
    assert said["ai"].provider == PROVIDER
    assert "Azure OpenAI, in the EU." in read["ai"]


def _question(message: Message) -> str:
    """What stands under the thanks for the answer before."""
    return message.text.partition("\n\n")[2]


async def test_the_page_about_privacy_takes_each_answer_back_with_one_press(world: World, ada: Someone) -> None:
    for yes in (KeepEntries("yes"), AgreeToThemes("yes"), await _ai_button(world, "yes")):
        await ada.presses(yes)
    page = await privacy(ada)

    for label in (THEMES_NO, AI_NO, "No, keep nothing"):
        page = replaced(await ada.presses(button(page, label)))

    now = await person(world)
    assert (now.keeps_entries, now.agrees_ai, now.agrees_themes) == (False, False, False)
    taken_back = {one.purpose: one.text_hash for one in await proofs(world) if not one.given}
    assert taken_back["keeping"] == sealed(world.words["en"].say("consents.keeping"))
    assert taken_back["ai"] == next(one.text_hash for one in await proofs(world) if one.purpose == "ai" and one.given)


async def test_the_page_shows_the_words_that_its_buttons_are_about(world: World, ada: Someone) -> None:
    await ada.presses(KeepEntries("yes"))

    keeping, ai, themes = (await privacy(ada)).items

    words = world.words["en"]
    assert keeping.text.endswith(words.say("consents.keeping"))
    assert ai.text.endswith(words.say("consents.ai", cohort="Spring", provider=PROVIDER))
    assert themes.text.endswith(words.say("consents.themes"))
    assert [len(one.buttons) for one in (keeping, ai, themes)] == [1, 2, 2]


async def test_home_tells_what_was_answered(world: World, ada: Someone) -> None:
    await ada.presses(KeepEntries("yes"))
    await ada.presses(await _ai_button(world, "no"))

    home = await comes_home(ada)

    (own_data,) = [one for one in home.items if "Your data" in one.text]
    assert own_data.text.split("\n")[1:] == [
        "**AI: you said no.** No AI reads what you write.",
        "**Themes: you have not said yet.** Until you do, what you write does not count.",
    ]
    assert button(home, "Privacy") in own_data.buttons


async def comes_home(someone: Someone) -> Message:
    home = (await someone.reception.take(OpenedHome(**someone._happening()))).home
    assert home is not None
    return home


async def test_a_yes_in_a_form_is_followed_by_the_next_question_in_the_chat(world: World, ada: Someone) -> None:
    form = (await ada.presses(WriteFreely())).open
    assert form is not None
    asked = [one for one in form.fields if isinstance(one, ChoiceField)]

    await ada.fills_in(form, words="It was quiet.", keeping=("yes",))
    await world.backstage.delivering.send_due(world.now)

    assert [one.value for one in asked] == [()]
    about_ai = next(one for one in world.heard("U1") if AI_NO in labels(one))
    assert about_ai.text == world.words["en"].say("consents.ai", cohort="Spring", provider=PROVIDER)
    about_themes = replaced(await ada.presses(button(about_ai, AI_NO)))
    assert labels(about_themes) == [THEMES_YES, THEMES_NO]
    assert [one.text_hash for one in await proofs(world) if one.purpose == "ai"] == [sealed(about_ai.text)]


async def _ai_button(world: World, answer: str, shown: str = "card") -> AgreeToAI:
    here = await cohort(world)
    return AgreeToAI(answer, here.id, provider_hash(here), shown)


# -- another provider ----------------------------------------------------------------------------------------------


async def test_another_provider_makes_a_yes_count_no_more_until_it_is_given_again(world: World, ada: Someone) -> None:
    await ada.presses(KeepEntries("yes"))
    await ada.presses(await _ai_button(world, "yes"))
    before = may_ask_model(await person(world), await cohort(world), model_is_set=True)

    await settings(world, f'ai-provider "{ANOTHER}"')

    changed = may_ask_model(await person(world), await cohort(world), model_is_set=True)
    await world.backstage.delivering.send_due(world.now)
    asked = world.heard("U1")[-1]
    assert ANOTHER in asked.text.replace("\\", "")
    await ada.presses(button(asked, AI_YES))
    after = may_ask_model(await person(world), await cohort(world), model_is_set=True)
    assert (before, changed, after) == (True, False, True)
    given = [one for one in await proofs(world) if one.purpose == "ai"]
    assert {one.provider for one in given} == {PROVIDER, ANOTHER}
    assert len({one.text_hash for one in given}) == 2


async def test_a_yes_to_words_that_have_changed_meanwhile_is_none(world: World, ada: Someone) -> None:
    about_ai = replaced(await ada.presses(KeepEntries("yes")))
    await cohort(world, ai_provider=ANOTHER)

    again = replaced(await ada.presses(button(about_ai, AI_YES)))

    assert "Nothing was changed yet" in again.text
    assert ANOTHER in again.text.replace("\\", "")
    assert (await person(world)).agrees_ai is None
    assert [one.purpose for one in await proofs(world)] == ["keeping"]


async def test_a_no_to_words_that_have_changed_meanwhile_is_a_no(world: World, ada: Someone) -> None:
    about_ai = replaced(await ada.presses(KeepEntries("yes")))
    await cohort(world, ai_allowed=False)

    await ada.presses(button(about_ai, AI_NO))

    assert (await person(world)).agrees_ai is False


async def test_who_said_no_is_not_asked_again_about_another_provider(world: World, ada: Someone) -> None:
    await ada.presses(KeepEntries("yes"))
    await ada.presses(await _ai_button(world, "no"))

    await settings(world, f'ai-provider "{ANOTHER}"')

    assert await asked_about_ai(world) == ["Ben", "Chidi", "Dora"]


async def test_a_no_takes_every_yes_back(world: World, ada: Someone) -> None:
    await ada.presses(KeepEntries("yes"))
    await ada.presses(await _ai_button(world, "yes"))
    await cohort(world, ai_provider=ANOTHER)
    await ada.presses(await _ai_button(world, "yes"))

    await ada.presses(await _ai_button(world, "no"))

    for provider in (PROVIDER, ANOTHER):
        here = await cohort(world, ai_provider=provider)
        assert not may_ask_model(await person(world), here, model_is_set=True)


# -- the cohort's settings -----------------------------------------------------------------------------------------


async def test_ai_is_allowed_only_with_somebody_named_and_a_model_here(world: World, ada: Someone) -> None:
    await cohort(world, ai_allowed=False, ai_provider="")
    faye = world.someone("F1", "Faye")
    unnamed = (await faye.types("settings ai yes")).say
    world.model_is_set = False
    without = (await world.someone("F1", "Faye").types(f'settings ai yes ai-provider "{PROVIDER}"')).say

    assert unnamed is not None
    assert "Please say who runs the model" in unnamed.text
    assert without is not None
    assert "No model is set up" in without.text
    assert not (await cohort(world)).ai_allowed


async def test_the_one_who_is_named_cannot_be_taken_away_while_ai_is_allowed(world: World, ada: Someone) -> None:
    form = (await world.someone("F1", "Faye").types("settings")).open
    assert form is not None

    refused = await world.someone("F1", "Faye").fills_in(form, **{"ai-provider": ""})

    assert set(refused.problems) == {"ai-provider"}


async def test_the_form_of_settings_allows_it_and_takes_it_back(world: World, ada: Someone) -> None:
    faye = world.someone("F1", "Faye")
    form = (await faye.types("settings")).open
    assert form is not None

    preview = (await faye.fills_in(form, ai=("no",))).say
    assert preview is not None
    await faye.presses(button(preview, "Confirm"))

    assert "no AI reads anything in this cohort" in preview.text
    assert not (await cohort(world)).ai_allowed


async def test_allowing_it_asks_everybody_whose_entries_are_kept_once_and_enrols_nobody(
    world: World, ada: Someone
) -> None:
    await cohort(world, ai_allowed=False)

    for _ in range(2):
        await settings(world, "ai yes")
        await settings(world, "ai no")
    await settings(world, "ai yes")

    assert await asked_about_ai(world) == ["Ben", "Chidi", "Dora"]
    assert (await person(world, "U2")).agrees_ai is None
    assert not may_ask_model(await person(world, "U2"), await cohort(world), model_is_set=True)
    async with world.database.transaction() as store:
        asked = (await store.session.exec(select(Delivery).where(Delivery.prompt == "consents.ai"))).all()
        deeds = (await store.session.exec(select(AuditRow.deed).order_by(col(AuditRow.number)))).all()
    assert {one.asked_for for one in asked} == {False}  # it keeps to quiet hours like everything unasked
    assert [one for one in deeds if one.startswith("ai_")] == ["ai_allowed", "ai_stopped"] * 2 + ["ai_allowed"]


async def test_switching_it_off_holds_at_once_and_takes_back_what_was_not_asked_yet(world: World, ada: Someone) -> None:
    await settings(world, f'ai-provider "{ANOTHER}"')
    waiting = await asked_about_ai(world)

    await settings(world, "ai no")

    assert waiting == ["Ben", "Chidi", "Dora"]
    assert await asked_about_ai(world) == []
    async with world.database.transaction() as store:
        told = select(Delivery.prompt).where(col(Delivery.prompt).startswith("safeguarding.told"))
        assert sorted((await store.session.exec(told)).all()) == [
            "safeguarding.told_ai_described",
            "safeguarding.told_ai_stopped",
        ]


async def test_nobody_of_another_organisation_is_asked_or_can_agree(world: World, ada: Someone) -> None:
    async with world.database.transaction() as store:
        await store.people.install("slack", "T2", "Elsewhere", world.now)
        await running_cohort(store, 2, name="Autumn", team="T2", ids="X", state="running")
    zoe = world.someone("UX1", "Zoe")
    zoe.workspace = "T2"
    async with world.database.transaction() as store:
        spring = (await store.session.exec(select(Cohort).where(Cohort.name == "Spring"))).one()

    await zoe.presses(AgreeToAI("yes", spring.id, provider_hash(spring)))
    await settings(world, f'cohort Spring ai-provider "{ANOTHER}"')

    assert (await person(world, "UX1")).agrees_ai is None
    assert await proofs(world, "UX1") == []
    assert await asked_about_ai(world) == ["Ben", "Chidi", "Dora"]


# -- the rule ------------------------------------------------------------------------------------------------------

_ANSWERS = (None, False, True)


@pytest.mark.parametrize("keeps", _ANSWERS)
@pytest.mark.parametrize("agrees", _ANSWERS)
def test_a_model_is_asked_only_where_everybody_said_yes(keeps: bool | None, agrees: bool | None) -> None:
    for to, allowed, named, model_is_set in itertools.product(
        ("", PROVIDER, ANOTHER, f"{PROVIDER}|{ANOTHER}"), (False, True), ("", " ", PROVIDER), (False, True)
    ):
        here = naming(named, ai_allowed=allowed)
        agreed = " ".join(provider_hash(naming(one)) for one in to.split("|") if one)
        who = Person(organisation_id="o", workspace_id="w", external_id="U1", met_at=STARTED)
        who.keeps_entries, who.agrees_ai, who.ai_agreed_to = keeps, agrees, agreed

        asked = may_ask_model(who, here, model_is_set=model_is_set)

        everybody = keeps is True and agrees is True and allowed and named == PROVIDER and model_is_set
        assert asked == (everybody and PROVIDER in to)
        assert not may_ask_model(who, None, model_is_set=model_is_set)


def naming(provider: str, *, ai_allowed: bool = True) -> Cohort:
    return Cohort(organisation_id="o", name="c", created_at=STARTED, ai_allowed=ai_allowed, ai_provider=provider)


# -- the export ----------------------------------------------------------------------------------------------------


async def test_an_export_tells_every_answer_and_whose_model_it_was_about(world: World, ada: Someone) -> None:
    await ada.presses(KeepEntries("yes"))
    await ada.presses(await _ai_button(world, "yes"))
    await ada.presses(AgreeToThemes("no"))
    preview = (await ada.types("mydata export")).say
    assert preview is not None

    readable, machines = [one.content.decode() for one in (await ada.presses(preview.buttons[0])).documents]

    assert ": yes to keeping what you write\n" in readable
    assert f": yes to an AI that reads what you write ({PROVIDER})\n" in readable
    assert ": no to what you write counting for the group's themes\n" in readable
    rows = json.loads(machines)["consent"]
    assert {row["purpose"] for row in rows} == {"keeping", "ai", "themes"}
    assert all(len(row["text_hash"]) == 64 for row in rows)
