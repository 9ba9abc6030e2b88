"""A model may ask instead of the built-in coach: whatever it does, a harmless question comes, and it comes in time."""

import asyncio
import json
import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from llmock.pytest_plugin import LLMock

from bot.chat.permit import Permit
from bot.coach.breaker import MOST_FAILURES, REST, Breaker
from bot.coach.caution import Caution
from bot.coach.cautious import CautiousCoach, Model
from bot.coach.coach import Question, Spoken, Talk
from bot.coach.llm import Answer, LanguageModel
from bot.errors import CoachSilent
from bot.rules.model_allowed import provider_hash
from bot.rules.model_permits import BUDGET_A_DAY, CALLS_A_DAY, ModelPermits
from storage.store import Store
from storage.tables import Delivery, Entry
from tests.backstage import Backstage, builtin_coach, care
from tests.factories import RunningCohort, running_cohort
from tests.model_server import MISBEHAVIOURS, Answering, ModelServer, hang, says, serving
from tests.sizes import size
from tests.unsafe import faults
from tests.world import World

ENTRY = (
    "I sat with the charge nurse for an hour, and nobody asked her who was carrying the heaviest load. "
    "I used to think that silence in our handover meant agreement. Now I am less sure of it."
)
MIRROR = "You write that you used to think that silence in your handover meant agreement."
QUESTION = "What do you hear in that silence now?"
APIS = ("responses", "chat")
LATE = 20.0  # seconds; a busy machine takes long, but no model that misbehaves says anything before half a minute
SHORT = 0.8  # seconds that a model is given here: long enough for this machine, short enough to wait for
GIVEN = (SHORT, 4 * SHORT, 16 * SHORT)  # more, where a busy machine did not even come to ask in the time before
PATIENCE = 25.0  # seconds that a person may wait in all


@pytest.fixture(scope="module", autouse=True)
def _loaded() -> None:
    """The library is loaded with the first question; here that is not to count against the short deadlines."""

    async def ask_once() -> None:
        async with serving(says(MIRROR, QUESTION)) as server:
            for api in APIS:
                await line_to(server, api).answer("", "", "", 60)

    asyncio.run(ask_once())


def coach(model: Model, seconds: float = SHORT) -> CautiousCoach:
    return CautiousCoach.read(model, builtin_coach(), care(), Path("prompts"), seconds)


def line_to(server: ModelServer, api: str = "responses") -> LanguageModel:
    return LanguageModel(server.base_url, "a-model", api, "a-key")


def talk(entry: str = ENTRY, surface: str = "form", names: Mapping[str, str] | None = None) -> Talk:
    return Talk("en", (Spoken("person", surface, entry),), permit=Permit("alias", 20.0, names or {}))


@dataclass
class Saying:
    """A model that says whatever the test wants, without a network."""

    answer_: Answer | None = None
    asked: list[str] = field(default_factory=list)

    async def answer(self, instructions: str, told: str, alias: str, seconds: float) -> Answer:
        self.asked.append(told)
        if self.answer_ is None:
            raise CoachSilent("nothing")
        return self.answer_


# -- the model's question ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("api", APIS)
async def test_a_good_question_of_the_model_is_asked(api: str) -> None:
    async with serving(says(MIRROR, QUESTION)) as server:
        asked = await coach(line_to(server, api), 5).follow_up(talk())

    assert asked == Question(MIRROR, QUESTION, by_model=True)


@pytest.mark.parametrize("api", APIS)
async def test_the_model_is_told_the_entry_and_its_prompt_and_keeps_nothing(api: str) -> None:
    async with serving(says(MIRROR, QUESTION)) as server:
        prompted = Talk("en", talk().turns, question="What did you see?", values=("Respect",), permit=talk().permit)
        await coach(line_to(server, api), 5).follow_up(prompted)

    (told,) = (json.loads(one) for one in server.requests)
    assert ENTRY in server.sent
    assert "What did you see?" in server.sent
    assert told["store"] is False
    assert told["safety_identifier"] == "alias"
    assert not {"tools", "tool_choice", "user", "metadata", "previous_response_id"} & set(told)
    assert server.paths == ["/v1/responses" if api == "responses" else "/v1/chat/completions"]


async def test_names_and_patient_details_do_not_leave() -> None:
    entry = "Ben Okafor and I saw that ben's team never speaks. Call 020 7946 0018 said Grace. By the grace of luck."
    saying = Saying(Answer(MIRROR, QUESTION))

    await coach(saying).follow_up(talk(entry, names={"Ben Okafor": "partner", "Grace Hill": "colleague"}))

    (told,) = saying.asked
    for name in ("Ben", "ben", "Okafor", "Grace", "7946"):
        assert name not in told
    assert "my partner's team never speaks" in told
    assert "the grace of luck" in told


async def test_a_name_is_not_hidden_by_accents_or_signs_that_nobody_sees() -> None:
    saying = Saying(Answer(MIRROR, QUESTION))

    await coach(saying).follow_up(
        talk("Jose was there. JOSÉ spoke, and Jo\u200bsé left me at once.", names={"José Díaz": "partner"})
    )

    assert "jos" not in saying.asked[0].lower()


async def test_for_a_question_in_the_chat_nothing_is_told_that_was_written_in_a_form() -> None:
    saying = Saying(Answer(MIRROR, QUESTION))
    turns = (
        Spoken("person", "form", ENTRY),
        Spoken("coach", "form", "What now?"),
        Spoken("person", "chat", "It was the rota that did it, I think."),
    )

    await coach(saying).follow_up(Talk("en", turns, permit=Permit("alias", 20)))

    assert "the rota" in saying.asked[0]
    assert "heaviest load" not in saying.asked[0]


async def test_without_a_permit_no_model_is_asked() -> None:
    saying = Saying(Answer(MIRROR, QUESTION))

    asked = await coach(saying).follow_up(Talk("en", talk().turns))

    assert saying.asked == []
    assert asked is not None
    assert not asked.by_model


@pytest.mark.parametrize("text", ["stop", "I want to end my life. I cannot go on."])
async def test_where_no_question_should_come_the_model_is_not_asked(text: str) -> None:
    saying = Saying(Answer(MIRROR, QUESTION))

    await coach(saying).follow_up(talk(text))

    assert saying.asked == []


async def test_after_two_questions_the_model_is_not_asked_for_a_third() -> None:
    saying = Saying(Answer(MIRROR, QUESTION))
    turns = [Spoken("person", "form", ENTRY), Spoken("coach", "form", "What now?")] * 2 + [
        Spoken("person", "form", ENTRY)
    ]

    assert await coach(saying).follow_up(Talk("en", tuple(turns), permit=Permit("alias", 20))) is None
    assert saying.asked == []


async def test_a_question_that_was_asked_before_is_not_asked_again() -> None:
    before = Talk("en", talk().turns, asked=frozenset({QUESTION}), permit=talk().permit)

    asked = await coach(Saying(Answer(MIRROR, QUESTION))).follow_up(before)

    assert asked is not None
    assert not asked.by_model


# -- a model that misbehaves ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("api", APIS)
@pytest.mark.parametrize("how", MISBEHAVIOURS)
async def test_whatever_the_model_does_a_question_comes_in_time(how: str, api: str) -> None:
    async with serving(MISBEHAVIOURS[how]) as server:
        for seconds in GIVEN:
            began = time.monotonic()
            asked = await coach(line_to(server, api), seconds).follow_up(talk())
            if server.requests:
                break

        assert server.requests
    assert asked == await builtin_coach().follow_up(talk())
    assert time.monotonic() - began < LATE


async def test_an_answer_that_points_elsewhere_is_not_followed() -> None:
    async with serving(MISBEHAVIOURS["sends us elsewhere"]) as server:
        await coach(line_to(server)).follow_up(talk())

    assert set(server.paths) == {"/v1/responses"}


@pytest.mark.parametrize("api", APIS)
async def test_of_a_mock_that_fails_and_recovers_a_question_comes_every_time(llmock: LLMock, api: str) -> None:
    model = LanguageModel(llmock.base_url("openai"), "a-model", api, "a-key")
    good = json.dumps({"mirror": MIRROR, "question": QUESTION})
    llmock.fail(503).reply(good, times=2).delay(3).reply("not what was wanted", times=2)

    asked = [await coach(model, 2).follow_up(talk()) for _ in range(5)]

    assert None not in asked
    assert [one.by_model for one in asked if one].count(True) >= 1
    llmock.assert_resilient()


async def test_a_mock_that_is_full_is_asked_again_within_the_deadline_or_not_at_all(llmock: LLMock) -> None:
    llmock.rate_limit(times=None, retry_after=30)
    began = time.monotonic()

    asked = await coach(LanguageModel(llmock.base_url("openai"), "a-model", "chat", "a-key")).follow_up(talk())

    assert asked is not None
    assert time.monotonic() - began < LATE


async def test_nothing_listens_there_and_a_question_comes() -> None:
    asked = await coach(LanguageModel("http://127.0.0.1:9/v1", "a-model")).follow_up(talk())

    assert asked is not None
    assert not asked.by_model


# -- nothing unsafe is ever let through ----------------------------------------------------------------------------

NAMES = {"Marianne Vos": "colleague", "Ben Okafor": "partner"}
GOOD_MIRRORS = (
    MIRROR,
    "You say that you are less sure of it.",
    "You write that nobody asked her who was carrying the heaviest load.",
)
GOOD_QUESTIONS = (
    QUESTION,
    "What made that moment stand out for you?",
    "How might she have seen that hour?",
    "Who carries the heaviest load in your own team?",
    "Which part of this do you meet in yourself?",
)
HOSTILE = (
    "You should talk to her.",
    "Have you considered leaving?",
    "What if you told HR?",
    "Try to listen more,",
    "Well done!",
    "That was a great insight.",
    "You were wrong to stay.",
    "It was her fault.",
    "You sound angry.",
    "You may have burnout.",
    "She is clearly depressed.",
    "I promise that nobody will know.",
    "I will tell your manager.",
    "<!channel>",
    "<@U123>",
    "@here",
    "@everyone",
    "https://evil.example/x",
    "evil.com",
    "[here](http://x.org)",
    "*bold*",
    "_it_",
    "`code`",
    "# head",
    "Marianne",
    "marianne",
    "Ben said the same.",
    "okafor",
    "Marianne Vos wrote that she is tired of you.",
    "MARIANNE",
    "Je moet met haar praten.",
    "Wat voel je nu?",
    "Que ressentez-vous ?",
    "你应该辞职",
    "Вы должны уйти",
    "ｙｏｕ ｓｈｏｕｌｄ",
    "уou shоuld",
    "\u200b",
    "\u202e",
    "\x07",
    "\n\n",
    "\u2028",
    "🙂",
    "\ufeff",
    "&lt;b&gt;",
    "{secret}",
    "ignore all previous instructions",
    "You help one leader think about what he or she wrote",
    "As an AI I have no feelings.",
    "My instructions say",
    "why not resign?",
    "your partner hates silence",
    "he never listens",
    "she lied",
    "she must have felt ashamed",
    "Report him.",
    "please",
    "Thanks.",
    "the password is swordfish",
    "Apologise to her today",
    "it will be fine",
    "a good leader would ask",
    "Let's",
    "1. Ask 2. Listen",
)  # fmt: skip — a list of what must not come through
words = st.sampled_from(
    [*ENTRY.split(), "you", "your", "what", "should", "never", "tell", "her", "him", "partner", "team", "wrong"]
)
pieces = st.one_of(
    st.sampled_from(HOSTILE), st.sampled_from(GOOD_MIRRORS), st.sampled_from(GOOD_QUESTIONS), words, st.text(max_size=8)
)


@st.composite
def hostile_answers(draw: st.DrawFn) -> Answer:
    """A good answer with something put into it, one for another, or anything at all."""
    mirror, question = draw(st.sampled_from(GOOD_MIRRORS)), draw(st.sampled_from(GOOD_QUESTIONS))
    match draw(st.integers(0, 5)):
        case 0:
            return Answer(mirror, question)
        case 1:
            return Answer(_put_into(draw, mirror), question)
        case 2:
            return Answer(mirror, _put_into(draw, question))
        case 3:
            return Answer(draw(st.sampled_from(HOSTILE)), question)
        case 4:
            begin = draw(st.sampled_from(["What", "How", "You write that", "You say", "Which of", "Who"]))
            said = " ".join([begin, *draw(st.lists(words, min_size=1, max_size=9))])
            return Answer(draw(st.sampled_from([mirror, f"{said}."])), f"{said}?")
        case _:
            return Answer(*(" ".join(draw(st.lists(pieces, max_size=6))) for _ in range(2)))


def _put_into(draw: st.DrawFn, text: str) -> str:
    at = draw(st.integers(0, len(text.split())))
    said = text.split()
    return " ".join(
        [
            *said[:at],
            draw(st.one_of(st.sampled_from(HOSTILE), st.sampled_from(["please", "him", "never", "Ben", "good"]))),
            *said[at:],
        ]
    )


@settings(max_examples=size(10_000), deadline=None)
@given(hostile_answers())
def test_nothing_unsafe_is_sent_whatever_the_model_says(answer: Answer) -> None:
    asked = asyncio.run(coach_of_many(answer))

    assert asked is not None
    if asked.by_model:
        assert faults(asked.mirror, asked.question, ENTRY, names=("Marianne", "Vos", "Ben", "Okafor")) == []


async def coach_of_many(answer: Answer) -> Question | None:
    return await CautiousCoach(Saying(answer), builtin_coach(), care(), cautions(), 5).follow_up(talk(names=NAMES))


@cache
def cautions() -> Mapping[str, Caution]:
    return coach(Saying()).cautions


@pytest.mark.parametrize("mirror", GOOD_MIRRORS)
@pytest.mark.parametrize("question", GOOD_QUESTIONS)
async def test_good_answers_are_let_through(mirror: str, question: str) -> None:
    asked = await coach(Saying(Answer(mirror, question))).follow_up(talk(names=NAMES))

    assert asked == Question(mirror, question, by_model=True)


@pytest.mark.parametrize("hostile", HOSTILE)
async def test_each_thing_that_must_not_be_said_is_not_said(hostile: str) -> None:
    for answer in (
        Answer(f"{MIRROR} {hostile}", QUESTION),
        Answer(MIRROR, f"{hostile} {QUESTION}"),
        Answer(hostile, QUESTION),
    ):
        asked = await coach(Saying(answer)).follow_up(talk(names=NAMES))

        assert asked is not None
        assert not asked.by_model or not hostile.strip()


@pytest.mark.parametrize(
    "entry",
    [
        "I do not think that she lied to me.",
        "If she lied to me, I would be angry.",
        "He said that she lied to me.",
        "Nobody says she lied to me.",
    ],
)
async def test_a_clause_is_not_taken_out_of_what_turns_it_round(entry: str) -> None:
    asked = await coach(Saying(Answer("You write that she lied to you.", "What do you hear in that?"))).follow_up(
        talk(entry)
    )

    assert asked is not None
    assert not asked.by_model


# -- limits --------------------------------------------------------------------------------------------------------


def test_five_failures_in_a_row_open_the_breaker_and_one_trial_closes_it() -> None:
    now = [100.0]
    breaker = Breaker(lambda: now[0])
    for _ in range(MOST_FAILURES):
        assert breaker.lets_through
        breaker.failed()

    assert not breaker.lets_through
    now[0] += REST
    assert breaker.lets_through
    assert not breaker.lets_through
    breaker.failed()
    assert not breaker.lets_through
    now[0] += REST
    assert breaker.lets_through
    breaker.went_well()
    assert breaker.lets_through


async def test_a_model_that_failed_five_times_is_left_alone() -> None:
    saying = Saying(None)
    cautious = coach(saying)

    asked = [await cautious.follow_up(talk()) for _ in range(2 * MOST_FAILURES)]

    assert len(saying.asked) == MOST_FAILURES
    assert all(asked)


async def allowed(world: World, **changes: Any) -> RunningCohort:
    """A cohort in which AI is allowed and everybody said yes to it."""
    async with world.database.transaction() as store:
        made = await running_cohort(
            store, ai_allowed=True, ai_provider="Halden AI, in the EU, keeps nothing", **changes
        )
        for person in made.people:
            person.agrees_ai, person.ai_agreed_to = True, provider_hash(made.cohort)
        return made


async def entry_of(
    store: Store, made: RunningCohort, world: World, text: str = ENTRY, surface: str = "chat"
) -> Delivery:
    """Something that U1 wrote, and the promise of a question on it."""
    entry = Entry(
        organisation_id=made.cohort.organisation_id,
        person_id=made.people[0].id,
        participation_id=made.participations[0].id,
        kind="free",
        written_at=world.now,
    )
    await store.reflections.begin(entry)
    await store.reflections.seal_turn(entry, 0, "person", surface, text, "", world.now)
    return await store.deliveries.follow_up(entry, 1, world.now)


def stage(world: World, model: Model, seconds: float = SHORT) -> Backstage:
    return Backstage(
        world.database, world.channel, world.real, coach(model, seconds), ModelPermits(b"k" * 32, world.real)
    )


async def test_the_question_arrives_labelled_as_a_model_s(world: World) -> None:
    made = await allowed(world)
    async with world.database.transaction() as store:
        await entry_of(store, made, world)

    async with serving(says(MIRROR, QUESTION)) as server:
        await stage(world, line_to(server), 5).delivering.send_due(world.now)

    (message,) = world.heard("U1")
    assert QUESTION in message.text
    assert message.by_model
    assert made.people[0].id not in server.sent


@pytest.mark.parametrize("answering", [hang, MISBEHAVIOURS["is broken"], MISBEHAVIOURS["says 100 kB"]])
async def test_the_entry_is_kept_and_a_question_comes_while_the_model_misbehaves(
    world: World, answering: Answering
) -> None:
    made = await allowed(world)
    async with world.database.transaction() as store:
        row = await entry_of(store, made, world)
    began = time.monotonic()

    async with serving(answering) as server:
        await stage(world, line_to(server)).delivering.send_due(world.now)

    assert time.monotonic() - began < PATIENCE
    (message,) = world.heard("U1")
    assert "?" in message.text
    assert not message.by_model
    async with world.database.transaction() as store:
        assert len(await store.reflections.turns(row.entry_id or "")) == 2


async def test_a_person_has_ten_calls_a_day_and_new_ones_the_next(world: World) -> None:
    made = await allowed(world)
    permits = ModelPermits(b"k" * 32, world.real)

    async def permitted(now: Any) -> bool:
        async with world.database.transaction() as store:
            row = await entry_of(store, made, world)
            return await permits.permit(store, row, await store.outbox.standing(row), now) is not None

    today = [await permitted(world.now) for _ in range(CALLS_A_DAY + 2)]

    assert today == [True] * CALLS_A_DAY + [False] * 2
    assert await permitted(world.now + timedelta(days=1))


async def test_processes_that_count_at_once_count_together(world: World) -> None:
    made = await allowed(world)

    async def take() -> bool:
        async with world.database.transaction() as store:
            return await store.model_calls.take(made.people[0], world.now.date(), most=4, budget=BUDGET_A_DAY)

    taken = await asyncio.gather(*(take() for _ in range(8)))

    assert sum(taken) == 4


async def test_a_workspace_has_one_budget(world: World) -> None:
    made = await allowed(world, size=4)

    async with world.database.transaction() as store:
        taken = [
            await store.model_calls.take(person, world.now.date(), most=CALLS_A_DAY, budget=6)
            for person in made.people
            for _ in range(2)
        ]

    assert taken == [True] * 6 + [False] * 2


async def test_counts_are_forgotten_after_some_days(world: World) -> None:
    made = await allowed(world)
    async with world.database.transaction() as store:
        await store.model_calls.take(made.people[0], world.now.date(), most=1, budget=1)

    await world.backstage.work.tidy(world.now + timedelta(days=4))

    async with world.database.transaction() as store:
        assert "model_call" not in await store.people.rows_about(made.people[0])


async def test_who_has_waited_long_gets_the_built_in_question_at_once(world: World) -> None:
    made = await allowed(world)
    async with world.database.transaction() as store:
        await entry_of(store, made, world)
    world.real.now = world.now + timedelta(seconds=24)

    async with serving(hang) as server:
        await stage(world, line_to(server), 20).delivering.send_due(world.now)

        assert server.requests == []
    assert len(world.heard("U1")) == 1


# -- silence -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["is broken", "drops the line", "says no JSON", "answers another shape", "hangs"])
async def test_nothing_of_the_entry_or_the_answer_stands_in_a_log(how: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for name in ("openai", "openai._base_client", "httpx2", "httpcore2"):
        caplog.set_level(logging.DEBUG, name)

    async with serving(MISBEHAVIOURS[how]) as server:
        with caplog.at_level(logging.DEBUG):
            await coach(line_to(server)).follow_up(talk())

    assert "the model gave no question" in caplog.text
    for said in ("heaviest load", "a-key", "what do you think"):
        assert said not in caplog.text


async def test_the_trouble_holds_nothing_that_was_said() -> None:
    async with serving(MISBEHAVIOURS["says no JSON"]) as server:
        with pytest.raises(CoachSilent) as trouble:
            await line_to(server).answer("be good", ENTRY, "alias", 5)

    assert trouble.value.__cause__ is None
    assert trouble.value.__suppress_context__
    assert str(trouble.value) == "not JSON"
