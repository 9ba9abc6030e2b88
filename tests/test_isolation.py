"""Whatever somebody presses, fills in or types, with ids not theirs, they see and change nothing of another's."""

import json
from typing import Any

import pytest

from bot.chat.action import Action
from bot.chat.command import COMMANDS
from bot.chat.reply import Reply
from prompts.message import Form
from storage.tables import Delivery
from tests.backstage import library
from tests.neighbours import (
    BEARING,
    OF_SPRING,
    STAGES,
    STANDING,
    WRITTEN,
    Neighbourhood,
    all_desks,
    forms_of,
    goes_on_to,
    neighbourhood,
    person_of,
)
from tests.sizes import size
from tests.what_is_there import Rows, filled, rows_of, shown, undo
from tests.world import Someone, World

Row = dict[str, Any] | None

OTHERS = [one for one in STANDING if one != "herself"]
SOME = OTHERS[: size(120)]  # six of them, or all
OUTSIDE = frozenset(one for one in OTHERS if "other" in one)
MAY_RUN = frozenset({"administrator", "facilitator", "sponsor"})
TAKING_PART = frozenset({"partner", "same cohort"})
# who else reads a piece of Ada's: nobody, but for these
MAY_READ = {
    "partner": {"partner"},  # the frozen words of a share, for the one to whom it was given
    "facilitator": {"facilitator"},
    "everybody": {*TAKING_PART, "facilitator"},  # shared with the whole cohort
    "card": {"partner"},  # the two of a visit write it together
    "sentence": {"facilitator"},  # whoever put her interview into words
    "project": {
        *TAKING_PART,
        "facilitator",
        "sponsor",
    },  # work on the organisation's problems: nothing of it is private
}
# The same, as things come so far: who sorts the wall reads its points until they are shown, and of the note to the
# board the cohort reads what its facilitator lets it read, and the sponsor what was sent.
MAY_READ_AT = {
    "draft": {"board": {"facilitator"}},
    "reading": {"board": {*TAKING_PART, "facilitator"}, "point": {"facilitator"}},
    "approved": {"board": {*TAKING_PART, "facilitator"}},
    "sent": {"board": {*TAKING_PART, "facilitator", "sponsor"}},
}
IN_CHAT = frozenset({"project", "board"})  # what is meant for a group may stand in a chat; all the rest in forms alone
GONE = "gone"  # the whole row
# Who else changes rows of Ada's, or of the whole cohort, and in which columns: in no others.
MAY_CHANGE = {
    "card_line": ({"partner"}, {GONE}),  # the two of a visit write it together, and it goes with either of them
    "interview_sentence": ({"facilitator"}, {GONE}),  # drafted anew until she has approved it
    "board_line": (TAKING_PART, {"objected_at", "objection"}),  # anybody of the cohort may object to a line
    "wall": (TAKING_PART, {"words_over"}),  # who is erased takes unsigned words off it, whether any were theirs or not
}
PAUSED = dict.fromkeys(("paused_on", "paused_until"))
# where something of a person's own stands; the rest of a cohort is for those who run it to change
PRIVATE = frozenset(
    {
        *("person", "entry", "turn", "tag", "share", "delivery", "consent", "tombstone"),
        *("commitment", "contribution", "debrief_presence", "story_offer", "point", "vote", "board_voice"),
        *("card_line", "interview_sentence", "project_owner"),
    }
)
# in which columns of these it stands whose a row is
OWNED_BY = ("id", "person_id", "participation_id", "author_id", "written_by")

AFTER_COMMANDS = (
    "{cohort}",
    "cohort {cohort} <@U1> <@U2> reason because",
    "cohort {cohort} <@U1>",
    "cohort {cohort} facilitator <@U1> until 2027-04-01 debrief 2027-06-20 contacts somebody",
    "cohort {cohort} interview <@U1> 2027-04-01",
    "cohort {cohort} Respect: greets; asks | Care: waits; listens | Candour: says; asks",
    "cohort {cohort} statement we listen shortfall nights",
    '"{name}"',
    "",
)


def test_every_action_has_ids_to_be_tried_with() -> None:
    answered = {kind for desk in all_desks() for kind in (*desk.presses, *desk.submissions)}

    assert {one.__name__ for one in Action.known.values()} - {one.__name__ for one in answered} == {"Run", "Confirm"}


@pytest.mark.one_database("the flows run on both in their own tests; this one is about who may do what")
async def test_those_who_may_open_every_form_there_is(world: World) -> None:
    place = await neighbourhood(world)
    sent_in = {kind.__name__ for desk in all_desks() for kind in desk.submissions}

    forms = await forms_of(place)
    journal = shown(await place.someone("herself").types("journal"))

    assert set(forms) == sent_in
    assert [one for one in ("form", "chat", "note") if f"Canary{one}" not in journal] == []


@pytest.mark.chaos
@pytest.mark.one_database("the flows run on both in their own tests; this one is about who may do what")
@pytest.mark.parametrize("stage", STAGES)
async def test_nobody_sees_or_changes_what_is_anothers_by_any_button_or_form(world: World, stage: str) -> None:
    place = await neighbourhood(world)
    forms = await forms_of(place)
    await goes_on_to(place, stage)
    before = await rows_of(world)

    for standing in SOME:
        intruder = await Intruder.of(place, standing, before, stage)
        for kind in BEARING:
            for action in place.payloads(kind):
                await intruder.tries(action, forms.get(kind.__name__, (None, None))[1])
            await intruder.changed_nothing(kind.__name__)


@pytest.mark.chaos
@pytest.mark.one_database("the flows run on both in their own tests; this one is about who may do what")
@pytest.mark.parametrize("stage", STAGES)
async def test_nobody_reaches_anothers_things_by_any_command(world: World, stage: str) -> None:
    place = await neighbourhood(world)
    await goes_on_to(place, stage)
    before, cohort = await rows_of(world), place.spring.cohort

    for standing in SOME:
        intruder = await Intruder.of(place, standing, before, stage)
        for command in COMMANDS:
            for rest in AFTER_COMMANDS:
                await intruder.types(f"{' '.join(command.words)} {rest.format(cohort=cohort.id, name=cohort.name)}")
            await intruder.changed_nothing(" ".join(command.words))


class Intruder:
    """Somebody who is not Ada, with everything that stands in the tables before they come."""

    def __init__(
        self, place: Neighbourhood, standing: str, someone: Someone, own_id: str, before: Rows, stage: str
    ) -> None:
        self.place, self.standing, self.someone, self.own_id, self.before = place, standing, someone, own_id, before
        readers = MAY_READ | MAY_READ_AT[stage]
        self.may_read = {piece for piece, standings in readers.items() if standing in standings}
        spring = place.spring
        self.private = {one for name in ("delivery", "entry", "share") for one in place.ids[name]}
        self.own = {own_id, *(row["id"] for (table, _), row in before.items() if is_of(own_id, table, row))}
        people = {one.id for one in spring.people} | {one.id for one in spring.participations}
        self.of_spring = {spring.cohort.id} | people | {one.id for one in spring.legs} | self.private

    @classmethod
    async def of(cls, place: Neighbourhood, standing: str, before: Rows, stage: str) -> "Intruder":
        someone = place.someone(standing)
        person = await person_of(place.world, someone.id)
        return cls(place, standing, someone, person.id, before, stage)

    async def tries(self, action: Action, form: Form | None) -> None:
        opened = await self.someone.presses(action)
        self.sees_nothing(opened, action)
        for one in (form, opened.open):
            values = filled(one) if one else {}
            values |= {"with": (f"partner {self.own_id} {self.place.spring.cohort.id}",), "people": self.people()}
            sent = Form("", token=action.pack())
            self.sees_nothing(await self.someone.fills_in(sent, **values), action)

    async def types(self, text: str) -> None:
        self.sees_nothing(await self.someone.types(text), text)

    def people(self) -> tuple[str, ...]:
        """Ada and her partner, as the fields of forms name people: by their participation."""
        return tuple(one.id for one in self.place.spring.participations[:2])

    def sees_nothing(self, reply: Reply, what: object) -> None:
        seen, chat = (
            shown(reply),
            shown(Reply(say=reply.say, replace=reply.replace, others=reply.others, home=reply.home)),
        )
        for piece in WRITTEN:
            may = piece in self.may_read
            assert may or f"Canary{piece}" not in seen, f"{self.standing} reads {piece} by {what}"
            alone = f"Canary{piece}" not in chat
            assert (may and piece in IN_CHAT) or alone, f"{self.standing} sees {piece} in a chat by {what}"
        if self.standing in OUTSIDE and OF_SPRING not in str(what):
            assert OF_SPRING not in seen, f"{self.standing} sees something of the cohort by {what}"

    async def changed_nothing(self, what: object) -> None:
        after = await rows_of(self.place.world)
        if after == self.before:
            return
        for key in self.before.keys() | after.keys():
            was, now = bare(self.before.get(key)), bare(after.get(key))
            assert was == now or self.may_change(key[0], was, now), f"{self.standing}: {key} by {what}"
        await undo(self.place.world, self.before)

    def may_by_exception(self, table: str, was: dict[str, Any], now: Row) -> bool:
        if table == "share" and was["recipient_id"] == self.own_id:
            return now == {**was, "read_at": self.place.world.now}
        if now and table == "person" and self.standing == "facilitator" and was["id"] not in self.own:
            return {**was, **PAUSED} == {**now, **PAUSED}  # who finds new dates for somebody may pause their questions
        if now and table == "point" and self.standing in TAKING_PART:
            return now == {**was, "theme_id": None}  # who is erased before the reveal takes the unsigned themes along
        standings, columns = MAY_CHANGE.get(table, (frozenset[str](), set[str]()))
        return self.standing in standings and changed(was, now) <= columns

    def may_change(self, table: str, was: Row, now: Row) -> bool:
        told = json.dumps([was, now], default=str)
        own = any(one in told for one in self.own)
        if self.standing in OUTSIDE:
            return not any(one in told for one in self.of_spring)
        if was and self.may_by_exception(table, was, now):
            return True
        if was and table in PRIVATE:
            return bool(self.own & {was.get(name) for name in OWNED_BY})
        if was:
            return self.standing in MAY_RUN or own
        return own or not any(one in told for one in self.private)


def is_of(person_id: str, table: str, row: dict[str, Any]) -> bool:
    return table == "participation" and row["person_id"] == person_id


def changed(was: dict[str, Any], now: Row) -> set[str]:
    return {name for name in was if was[name] != now[name]} if now else {GONE}


def bare(row: Row) -> Row:
    """Without what only says that a plan must be made anew."""
    return row and {name: value for name, value in row.items() if name not in {"plan_wanted", "planned"}}


async def test_who_answers_closes_the_asking_of_nobody_else(world: World) -> None:
    place = await neighbourhood(world)
    asked = {}
    async with world.database.transaction() as store:
        for made in (place.spring, place.autumn, place.rival):
            asked[made.facilitator.external_id] = row = Delivery(
                organisation_id=made.cohort.organisation_id,
                person_id=made.facilitator.id,
                cohort_id=made.cohort.id,
                kind="prompt",
                prompt="AF1",
                anchor_instance="W1",
                state="sent",
                due_at=world.now,
                sent_at=world.now,
                wording=next(iter(library().prompt("en", "AF1").wordings)),
                room="D",
                message=f"{made.facilitator.external_id}.0",
            )
            await store.deliveries.add(row)

    await place.someone("facilitator").writes("I will ring them.", thread="F1.0")

    async with world.database.transaction() as store:
        rows = {who: await store.session.get_one(Delivery, row.id) for who, row in asked.items()}
    assert {who: row.answered_at is not None for who, row in rows.items()} == {"F1": True, "FB1": False, "FC1": False}
