"""What people do while the process ends under their hands, and what must be true when another one has taken over."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import and_, func, or_
from sqlmodel import col, select

from bot.flows.planning import Planning
from bot.playground.inhabitant import Inhabitant
from bot.playground.refusal import Unanswered
from bot.rules.visibility import own
from storage.key_store import KeyStore
from storage.sealed import Grant
from storage.store import Database
from storage.tables import Delivery, Entry, Person, Share, Turn
from tests.backstage import library
from tests.dying_bot import DyingBot, until
from tests.factories import running_cohort
from tests.places import Place
from tests.silence import remember
from tests.slack_beside import copies
from tests.slack_people import Person as Someone
from tests.slack_people import SlackWorkspace
from tests.world import TEAM

ADA, BEN = Inhabitant("U1", "Ada Quillfeather"), Inhabitant("U2", "Ben Okafor")
PEOPLE = (ADA, BEN, Inhabitant("F1", "Faye Duval"), Inhabitant("S1", "Sol Marsh"))
WRITTEN = {
    "U1": "Nobody in the whole meeting asked the porter what he had seen that night.",
    "U2": "She let the silence stand, and then the youngest of them began to talk.",
}
KEPT_BEFORE = "He asked who was carrying the heaviest load, and waited for an answer."
_A_DAY = timedelta(days=1)


@dataclass
class Scene:
    place: Place
    slack: SlackWorkspace
    bot: DyingBot


@dataclass(frozen=True)
class Story:
    """`happens` meets the process that ends, `left` is what it leaves, `goes_on` meets the one after it.

    `rests` says what must be true in the end. `calls` is how many calls go wrong first in bad weather.
    """

    happens: Callable[[Scene], Awaitable[None]]
    goes_on: Callable[[Scene], Awaitable[None]]
    rests: Callable[[Scene, Database], Awaitable[None]]
    left: Callable[[Scene, Database], Awaitable[None]] | None = None
    calls: int = 1


# -- before -------------------------------------------------------------------------------------------------------


async def fill(database: Database) -> None:
    """A pair whose first question is some days away; Ada has written something already."""
    monday = _monday(datetime.now(UTC).date() + 40 * _A_DAY)
    async with database.transaction() as store:
        await store.people.install("slack", TEAM, "Halden Health", datetime(2026, 1, 1, tzinfo=UTC))
        made = await running_cohort(
            store,
            2,
            workshop_1=monday,
            workshop_2=monday + _A_DAY,
            first_visit=(monday + 35 * _A_DAY, monday + 36 * _A_DAY),
            second_visit=(monday + 49 * _A_DAY, monday + 50 * _A_DAY),
            interview=monday + 70 * _A_DAY,
            debrief=monday + 100 * _A_DAY,
        )
        ada = made.people[0]
        entry = Entry(
            organisation_id=ada.organisation_id, person_id=ada.id, kind="free", written_at=ada.met_at, finished=True
        )
        await store.reflections.begin(entry)
        await store.reflections.seal_turn(entry, 0, "person", "chat", KEPT_BEFORE, "", ada.met_at)


async def planned_in_peace(place: Place) -> frozenset[str]:
    """The ids of every promise that the cohort's dates ask for, as planning makes them undisturbed."""
    async with place.opened() as database:
        await Planning(database, library().program).plan(datetime.now(UTC))
        async with database.reading() as store:
            prompts = select(Delivery.id).where(Delivery.kind == "prompt")  # nudges come as things happen
            return frozenset((await store.session.exec(prompts)).all())


def _monday(day: date) -> date:
    return day + timedelta(days=-day.weekday() % 7)


# -- somebody writes ----------------------------------------------------------------------------------------------


async def both_write(scene: Scene) -> None:
    await asyncio.gather(*(scene.slack.person(one).says(text) for one, text in WRITTEN.items()))


async def slack_repeats(scene: Scene) -> None:
    await scene.slack.playground.courier.settled()


async def everything_written_is_kept_and_asked_about_once(scene: Scene, database: Database) -> None:
    async with database.reading() as store:
        turns = (await store.session.exec(select(Turn).order_by(col(Turn.position)))).all()
        opened = [(one.speaker, await store.reflections.open_turn(one, _own(one))) for one in turns]
    said = Counter(text for speaker, text in opened if speaker == "person")
    assert said == Counter([KEPT_BEFORE, *WRITTEN.values()]), "lost or kept twice"
    assert len([one for one in opened if one[0] == "coach"]) == len(WRITTEN), "not one question each"
    await every_promise_stands_there_once(scene, database, "follow_up", len(WRITTEN))


def _own(turn: Turn) -> Grant:
    grant = own(turn, turn.person_id)
    assert grant is not None
    return grant


# -- a question falls due -----------------------------------------------------------------------------------------


async def the_first_question_falls_due(scene: Scene) -> None:
    """Unless the process ends before anything is planned."""

    async def is_planned_or_gone() -> object:
        return not scene.bot.is_alive or await _first_due(scene)

    await until(is_planned_or_gone)
    if due := await _first_due(scene):
        await scene.bot.moves_clock(to=due.isoformat())


async def it_falls_due_until_it_is_asked(scene: Scene) -> None:
    """A clock that was set forward begins again at what was sent last."""

    async def is_asked() -> bool:
        if due := await _first_due(scene):
            await scene.bot.moves_clock(to=due.isoformat())
        return await _asked_all(scene, due)

    await until(is_asked)


async def the_first_question_is_asked_once(scene: Scene, database: Database) -> None:
    due = await _first_due(scene)
    assert due is not None
    async with database.reading() as store:
        asked = select(func.count()).where(Delivery.kind == "prompt", col(Delivery.due_at) <= due)
        number = (await store.session.exec(asked)).one()
    assert number >= 2, "nobody was to be asked"
    await every_promise_stands_there_once(scene, database, "prompt", number)


async def _first_due(scene: Scene) -> datetime | None:
    """When both of the pair are asked first; their facilitator may be asked something before."""
    of_the_pair = Delivery.kind == "prompt", col(Delivery.participation_id).is_not(None)
    async with scene.place.opened() as database, database.reading() as store:
        return (await store.session.exec(select(func.min(Delivery.due_at)).where(*of_the_pair))).one()


async def _asked_all(scene: Scene, due: datetime | None) -> bool:
    if due is None:
        return False
    async with scene.place.opened() as database, database.reading() as store:
        open_still = select(Delivery.id).where(col(Delivery.due_at) <= due, Delivery.state != "sent")
        return not (await store.session.exec(open_still)).all()


# -- an entry is shared -------------------------------------------------------------------------------------------


async def ada_shares(scene: Scene) -> None:
    ada = scene.slack.person(ADA.id)
    await _opens(ada, "Exactly these words", lambda: ada.runs("/exchange journal"), lambda: ada.presses("Share"))
    with suppress(Unanswered):
        await _sends_the_share_in(scene)


async def _sends_the_share_in(scene: Scene) -> None:
    ada = scene.slack.person(ADA.id)
    form = ada.modal()
    assert form is not None
    (field,) = [one for one in form.body["blocks"] if one.get("block_id", "").startswith("with")]
    partner = next(one["value"] for one in field["element"]["options"] if one["value"].startswith("partner"))
    await ada.submits({"with": partner})


async def ada_sends_it_again_unless_it_was_taken(scene: Scene) -> None:
    if scene.slack.person(ADA.id).modal():
        await _sends_the_share_in(scene)


async def the_share_is_whole_or_not_there(scene: Scene, database: Database) -> None:
    async with database.reading() as store:
        shares = (await store.session.exec(select(Share))).all()
        notices = (await store.session.exec(select(Delivery).where(Delivery.prompt == "sharing.received"))).all()
    assert len(shares) == len(notices) <= 1, "half a share"


async def the_share_is_there_and_announced_once(scene: Scene, database: Database) -> None:
    await the_share_is_whole_or_not_there(scene, database)
    await every_promise_stands_there_once(scene, database, "notice", 1)
    ben = scene.slack.person(BEN.id)
    assert KEPT_BEFORE in (await ben.presses("Read")).modal, "what was shared cannot be read"


# -- a person is erased -------------------------------------------------------------------------------------------


async def ada_erases(scene: Scene) -> None:
    ada = scene.slack.person(ADA.id)
    await _opens(ada, "This deletes every entry", lambda: ada.runs("/exchange mydata erase"))
    with suppress(Unanswered):
        await ada.submits(sure=True)


async def ada_erases_unless_she_is(scene: Scene) -> None:
    """Who was not told that it is done presses again."""
    async with scene.place.opened() as database:
        done = (await _ada(database)).state == "erased"
    if not done:
        await scene.slack.person(ADA.id).submits(sure=True)


async def the_erased_is_erased(scene: Scene, database: Database) -> None:
    ada = await _ada(database)
    assert (ada.state, ada.name) == ("erased", ""), "not erased"
    assert isinstance(database.keys, KeyStore)
    assert ada.id not in await database.keys.holders(), "her key is there still"
    assert database.ledger is not None
    assert ada.id in database.ledger.erased(), "she is not in the ledger"
    async with database.reading() as store:
        for table in (Turn, Entry, Share):
            assert not (await store.session.exec(select(table))).all(), "something of hers is there still"
    assert ADA.name.encode() not in scene.place.bytes_left(), "bytes of hers are in the files still"


async def _ada(database: Database) -> Person:
    """The one who wrote something before."""
    async with database.reading() as store:
        people = (await store.session.exec(select(Person).order_by(col(Person.met_at), col(Person.id)))).all()
    return next(one for one in people if one.external_id == ADA.id or one.state == "erased")


# -- the tables are made ------------------------------------------------------------------------------------------


async def nothing(_scene: Scene) -> None:
    pass


async def ada_writes_to_a_new_bot(scene: Scene) -> None:
    await scene.slack.person(ADA.id).says(WRITTEN[ADA.id])
    await scene.slack.playground.courier.settled()


async def the_bot_knows_her(scene: Scene, database: Database) -> None:
    async with database.reading() as store:
        assert len((await store.session.exec(select(Person))).all()) == 1


# -- everywhere ---------------------------------------------------------------------------------------------------


async def _opens(who: Someone, words: str, *ways: Callable[[], Awaitable[object]]) -> None:
    """Asks until the form with those words is open: Slack lets it be opened for three seconds only."""

    async def is_open() -> bool:
        for way in ways:
            with suppress(Unanswered, LookupError):
                await way()
        return words in who.sees().modal

    await until(is_open)


async def every_promise_stands_there_once(scene: Scene, database: Database, kind: str, number: int) -> None:
    async with database.reading() as store:
        rows = select(Delivery).where(Delivery.kind == kind, Delivery.state == "sent")
        sent = (await store.session.exec(rows)).all()
    assert len(sent) == number, f"{len(sent)} of {number} were sent"
    seen = copies(scene.slack.playground)
    assert {row.id: seen[row.id] for row in sent} == {row.id: 1 for row in sent}, "not everything came once"
    assert set(seen.values()) == {1}, "something came twice"


async def at_rest(database: Database) -> None:
    """Waits until nothing is under way: no promise is being sent or looked for, none of ours waits that is due."""
    under_way = select(func.count()).where(
        or_(
            col(Delivery.state).in_(("sending", "unknown")),
            and_(col(Delivery.state) == "planned", col(Delivery.kind) != "prompt"),
        )
    )

    async def nothing_is() -> bool:
        async with database.reading() as store:
            return not (await store.session.exec(under_way)).one()

    await until(nothing_is)


remember(KEPT_BEFORE, *WRITTEN.values())

WRITING = Story(both_write, slack_repeats, everything_written_is_kept_and_asked_about_once, calls=3)
ASKING = Story(the_first_question_falls_due, it_falls_due_until_it_is_asked, the_first_question_is_asked_once)
SHARING = Story(
    ada_shares,
    ada_sends_it_again_unless_it_was_taken,
    the_share_is_there_and_announced_once,
    the_share_is_whole_or_not_there,
)
ERASING = Story(ada_erases, ada_erases_unless_she_is, the_erased_is_erased)
MIGRATING = Story(nothing, ada_writes_to_a_new_bot, the_bot_knows_her)
