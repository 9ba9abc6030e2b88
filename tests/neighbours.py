"""Somebody with everything that can be kept of a person, and everybody who must not see or touch it.

Ada (U1) has entries from forms, from the chat and from notes, shares that are live, read and taken back, prompts,
questions and previews, a promise, what she sent in to a debrief that runs, a point for its wall, a line of a pair card,
a sentence about her interview, a project, and a line of the note to the board. Around her: her partner, others of her
cohort, those who run it, another cohort of the same organisation, and another organisation in the same database.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from bot.chat.action import Action, ApprovePoints, Confirm, ConfirmEndDebrief, EraseMe
from bot.chat.command import COMMANDS
from bot.chat.desk import Desk
from bot.desks import desks
from bot.flows.granting import Granting
from bot.rules.debrief_rows import planned
from bot.rules.debrief_rows import rows_of as rows_of_rounds
from bot.rules.debrief_state import begun
from bot.rules.printing import BOARD_NOTE, CHART, JOURNAL, MARKDOWN, SUMMARY, UPDATE, VALUES_MAP, WORD
from bot.rules.unsigned import SLOTS
from prompts.message import Form
from storage.store import Store
from storage.tables import Debrief, Delivery, Entry, InterviewSlot, Person, Project
from tests.backstage import builtin_coach, library
from tests.factories import RunningCohort, begun_project, person, role, running_cohort
from tests.what_is_there import rows_of, undo
from tests.world import Someone, World

NOW = datetime(2027, 3, 2, 9, 0, tzinfo=UTC)  # a Tuesday, between the workshop and the first visit
RIVALS = "T2"  # the workspace of the other organisation

# What Ada wrote, each piece with a word that stands nowhere else.
WRITTEN = {
    "form": "Canaryform asked who was carrying the heaviest load, because nobody had asked her.",
    "chat": "Canarychat asked who was carrying the heaviest load, because nobody had asked her.",
    "note": "Canarynote waits before she answers.",
    "question": "You write: “Canaryquestion asked”.\n\nWhat was behind it?",
    "partner": "Canarypartner is for Ben alone.",
    "facilitator": "Canaryfacilitator is for Faye alone.",
    "back": "Canaryback was taken back.",
    "everybody": "Canaryeverybody is for her whole cohort.",
    "promise": "If Canarypromise comes, then I will ask her first.",
    "contribution": "Canarycontribution",
    "point": "Canarypoint: we ask who carries most.",
    "card": "Canarycard: the handover stood on two whiteboards.",
    "sentence": "Canarysentence: she found asking harder than she had thought.",
    "project": "Canaryproject handover",
    "board": "Canaryboard: a second nurse at weekends.",
}
OF_SPRING = "Canaryspring"  # stands in all that is said about Ada's cohort, its name included

# Every button and form of ours; that which destroys a key comes last, because no row that is put back brings it back.
BEARING = sorted((one for one in Action.known.values() if one is not Confirm), key=lambda one: one is EraseMe)
# Those that may open a form: what confirms or answers something opens none, and some of that would close the others.
OPENING = [one for one in BEARING if not issubclass(one, Confirm) and "answer" not in {its.name for its in fields(one)}]

# Everybody by where they stand to Ada, with their workspace; those first who come nearest to what is not theirs.
STANDING = {
    "herself": ("U1", "T1"),
    "partner": ("U2", "T1"),
    "facilitator": ("F1", "T1"),
    "administrator of the other cohort": ("AB1", "T1"),
    "administrator of the other organisation": ("AC1", "T2"),
    "same cohort": ("U3", "T1"),
    "administrator": ("A1", "T1"),
    "sponsor": ("S1", "T1"),
    "other cohort": ("UB1", "T1"),
    "facilitator of the other cohort": ("FB1", "T1"),
    "other organisation": ("UC1", "T2"),
    "facilitator of the other organisation": ("FC1", "T2"),
}


# What those who run a cohort can bring about, one after the other: how far the note to the board is, and the wall.
STAGES = ("draft", "reading", "approved", "sent")

HAD, FREE = "the time that Ada has", "a time that is free"


@cache
def all_desks() -> tuple[Desk, ...]:
    """Every flow that answers people, as it is wired."""
    return desks(library(), builtin_coach(), Granting())


@dataclass
class Neighbourhood:
    world: World
    spring: RunningCohort
    autumn: RunningCohort
    rival: RunningCohort
    ids: dict[str, tuple[str, ...]] = field(default_factory=dict)  # Ada's, by the name of an action's field

    def someone(self, standing: str) -> Someone:
        someone = self.world.someone(STANDING[standing][0])
        someone.workspace = STANDING[standing][1]
        someone.profile = type(someone.profile)()  # what is known of everybody stays as it is
        return someone

    def payloads(self, kind: type[Action]) -> Iterator[Action]:
        """That action with every id of Ada's and of her cohort's that it can bear, one after the other."""
        names = [one.name for one in fields(kind)]
        drafts = {"draft": self.ids.get(f"draft {kind.__name__}", ("none",))}
        values = [(drafts | self.ids)[name] for name in names]
        for number in range(max(map(len, values), default=1)):
            yield kind(*(one[number % len(one)] for one in values))


async def neighbourhood(world: World) -> Neighbourhood:
    world.desks, world.now = all_desks(), NOW
    async with world.database.transaction() as store:
        await store.people.install("slack", RIVALS, "Rival Health", NOW)
        texts = ("statement", "shortfall", "crisis_contacts", "crisis_hours", "speak_up_route")
        said: dict[str, Any] = {name: f"{OF_SPRING} {name}" for name in texts}
        spring = await running_cohort(store, 5, name=f"{OF_SPRING} 2027", **said)
        autumn = await running_cohort(store, 2, name="Autumn", ids="B")
        rival = await running_cohort(store, 2, name="Elsewhere", ids="C", team=RIVALS)
        await role(store, None, "administrator", await person(store, "A1", "Alma"))
        await role(store, autumn.cohort, "administrator", await person(store, "AB1", "Anton"))
        await role(store, None, "administrator", await person(store, "AC1", "Aziz", team=RIVALS))
        for one in spring.participations:
            one.department = f"{OF_SPRING} department"
        await store.cohorts.set_values(spring.cohort.id, [(f"{OF_SPRING} {n}", ()) for n in ("one", "two", "three")])
        await store.projects.list_problems(spring.cohort.id, [f"{OF_SPRING} problem"])
        place = Neighbourhood(world, spring, autumn, rival)
        place.ids |= await _of_ada(store, spring)
        place.ids |= await _drafts(store, place)
    return place


async def goes_on_to(place: Neighbourhood, stage: str) -> None:
    """As things stand once the note and the wall have come so far."""
    done, cohort_id = STAGES[: STAGES.index(stage) + 1], place.spring.cohort.id
    async with place.world.database.transaction() as store:
        note, wall = await store.boards.of(cohort_id), await store.walls.of(cohort_id)
        assert note is not None
        note.state, note.approved_at = stage, NOW if "approved" in done else None
        for line in await store.boards.lines(note.id):
            line.settled_at = note.approved_at
        wall.gathered_at = NOW if "reading" in done else None
        wall.revealed_at = wall.voting_at = NOW if "approved" in done else None
        wall.counted_at = NOW if "sent" in done else None
        for point in await store.points.of(cohort_id):
            point.on_wall = "reading" in done
        for theme in await store.walls.themes(cohort_id):
            theme.shown, theme.votes = "approved" in done, 3 if "sent" in done else None


async def forms_of(place: Neighbourhood) -> dict[str, tuple[str, Form]]:
    """Every form that there is, by the action that it is sent in with, as somebody sees it who may open it, and who."""
    forms: dict[str, tuple[str, Form]] = {}
    before = await rows_of(place.world)
    for stage in STAGES:
        for standing in ("herself", "facilitator", "sponsor", "administrator", "partner"):  # who has offered nothing
            await goes_on_to(place, stage)
            someone = place.someone(standing)
            typed = await _typed_forms(place, someone) if stage == STAGES[0] else []
            wanted = [one for one in OPENING if one.__name__ not in forms or one is ApprovePoints]
            opened = [await someone.presses(one) for kind in wanted for one in place.payloads(kind)]
            for form in (*typed, *(one.open for one in opened if one.open and one.open.token)):
                forms.setdefault(type(Action.unpack(form.token)).__name__, (standing, form))
            await undo(place.world, before)
    return forms


async def _typed_forms(place: Neighbourhood, someone: Someone) -> list[Form]:
    which = ("", f" cohort {place.spring.cohort.id}", f" <@U1> cohort {place.spring.cohort.id}")
    typed = [await someone.types(" ".join(command.words) + rest) for command in COMMANDS for rest in which]
    return [one.open for one in typed if one.open and one.open.token]


async def _of_ada(store: Store, spring: RunningCohort) -> dict[str, tuple[str, ...]]:
    """Everything of Ada's, by the name of the action's field that bears its id."""
    ada, ben, faye = spring.people[0], spring.people[1], spring.facilitator
    sent = [await _delivery(store, spring, key, number) for number, key in enumerate(("A3", "C1", "D3", "D5", "H4"))]
    later = await store.deliveries.ask_again(sent[1], NOW + timedelta(hours=2))
    info = await _delivery(store, spring, "D4", 9)
    entry, typed = await _entry(store, spring, "answer", sent[0]), await _entry(store, spring, "free")
    note = await _entry(store, spring, "note")
    await store.reflections.seal_turn(entry, 0, "person", "form", WRITTEN["form"], "", NOW)
    await store.reflections.seal_turn(entry, 1, "coach", "form", WRITTEN["question"], "", NOW)
    turn = await store.reflections.seal_turn(typed, 0, "person", "chat", WRITTEN["chat"], "20.0", NOW)
    await store.reflections.seal_turn(note, 0, "person", "form", WRITTEN["note"], "", NOW)
    (value, *_) = await store.cohorts.values(spring.cohort.id)
    await store.reflections.mark(note.id, {value.id: "strained"})
    asked = await store.deliveries.follow_up(entry, 1, NOW)
    asked.state, asked.sent_at, asked.room, asked.message = "sent", NOW, "DU1", "30.0"
    told = await store.deliveries.notice(ada, "parting.told", NOW, cohort=spring.cohort.name)
    shares = []
    for words, audience, reader in (
        ("partner", "partner", ben),
        ("facilitator", "facilitator", faye),
        ("back", "partner", ben),
    ):
        cohort_id = spring.cohort.id
        made = store.reflections.share(
            entry, WRITTEN[words], cohort_id=cohort_id, audience=audience, recipient_id=reader.id, now=NOW
        )
        shares.append(await made)
    shares[2].taken_back_at = NOW
    shares.append(
        await store.reflections.share(
            entry,
            WRITTEN["everybody"],
            cohort_id=spring.cohort.id,
            audience="cohort_signed",
            recipient_id=None,
            now=NOW,
        )
    )
    return {
        "delivery": (*(one.id for one in sent), later.id, info.id, asked.id, told.id),
        "entry": (entry.id, typed.id, note.id),
        "turn": (turn.id,),
        "thread": ("20.0",),
        "asker": (ada.id,),
        "asked": ("a wish",),
        "shown": ("card",),
        "provider": ("no provider",),
        "share": tuple(one.id for one in shares),
        "cohort": (spring.cohort.id,),
        "leg": tuple(one.id for one in spring.legs),
        "gap": ("dates", "people", "pairs", "statement", "problems", "contacts", "speak_up", "facilitator", "no gap"),
        "item": ("dates", "confidentiality", "cover", "no item"),
        "kind": ("workshop", "leg", "interview", "debrief", "no kind"),
        "name": (VALUES_MAP, JOURNAL, BOARD_NOTE, SUMMARY, UPDATE, "no document"),
        "form": (WORD, MARKDOWN, CHART),
        "of": ("", "no window"),
        "wish": ("", "fewer", "none"),
        "role": ("facilitator", "sponsor", "administrator", "no role"),
        "until": ("", "2027-04-01"),
        "who": (spring.participations[0].id,),
        "place": ("list", ""),
        "thing": ("", spring.legs[0].id, spring.participations[0].id, "", "no thing"),
        "prompt": ("A1", "AF1", "no prompt"),
        "answer": ("yes",),
        "page": ("1", "2"),
        "participation": (spring.participations[0].id,),
        "seen": (" ".join(["0:"] * 5),),
        "slot": (HAD, FREE),
        "interview": (await _interview(store, spring),),
        **await _of_the_group(store, spring),
        "command": ("help", f"cohort show cohort {spring.cohort.id}", f"dates cohort {spring.cohort.id}", "journal"),
    }


async def _interview(store: Store, spring: RunningCohort) -> str:
    """Ada has one of two times; what stands in her calendar and in that of the facilitator."""
    for number, slot_id in enumerate((HAD, FREE)):
        slot = InterviewSlot(
            id=slot_id,
            cohort_id=spring.cohort.id,
            facilitator_id=spring.facilitator.id,
            starts_at=NOW + timedelta(days=30 + number),
            minutes=45,
            place=f"{OF_SPRING} room",
            proposed_at=NOW,
        )
        await store.interviews.propose([slot])
    visit = spring.legs[0]  # it has been, so that its card can be filled
    visit.first_day_on, visit.second_day_on = (NOW - timedelta(days=5)).date(), (NOW - timedelta(days=4)).date()
    await store.interview_sentences.draft(spring.participations[0], spring.facilitator, [WRITTEN["sentence"]], NOW)
    interview = await store.interviews.take(HAD, spring.participations[0])
    assert interview is not None
    return interview.id


async def _of_the_group(store: Store, spring: RunningCohort) -> dict[str, tuple[str, ...]]:
    """What Ada has part in: her promise, the debrief, its wall, a pair card, a project, and the note to the board."""
    promise = await _promise(store, spring)
    project = await _project(store, spring)
    debrief = await _debrief(store, spring)
    await _wall(store, spring)
    leg = spring.legs[0]
    card = await store.pair_cards.card(leg, spring.cohort.organisation_id, NOW)
    await store.pair_cards.write(card, "notice", WRITTEN["card"], by=spring.people[0].id, seen=0, now=NOW)
    note = await store.boards.begin(spring.cohort, NOW)
    await store.boards.write(note, [("asks", WRITTEN["board"], ""), ("projects", WRITTEN["project"], project.id)])
    return {
        "promise": (promise,),
        "project": (project.id,),
        "debrief": (debrief.id,),
        "version": tuple(str(number) for number in range(1, 9)),
        "move": ("extend", "close", "reveal", "skip", "drop", "back", "next", "no move"),
        "round": ("word", "review", "alone", "no round"),
        "line": tuple(one.id for one in await store.boards.lines(note.id)),
    }


async def _promise(store: Store, spring: RunningCohort) -> str:
    entry = await _entry(store, spring, "free")
    turn = await store.reflections.seal_turn(entry, 0, "person", "form", WRITTEN["promise"], "", NOW)
    return (await store.commitments.make(turn, NOW, weekday=2)).id


async def _project(store: Store, spring: RunningCohort) -> Project:
    test_on = (NOW + timedelta(days=20)).date()
    name, maker = WRITTEN["project"], spring.people[0].id
    return await begun_project(store, spring, NOW, owners=1, name=name, made_by=maker, test_on=test_on)


async def _debrief(store: Store, spring: RunningCohort) -> Debrief:
    """In its last round; more of them than one take what is sent in."""
    debrief = Debrief(
        organisation_id=spring.cohort.organisation_id,
        cohort_id=spring.cohort.id,
        minutes=211,
        driver_id=spring.facilitator.id,
        moved_by=spring.facilitator.id,
        started_at=NOW,
    )
    rounds = rows_of_rounds(begun(planned(library().run_sheet, 211), NOW), debrief)
    for one in rounds:
        one.state = "collecting" if one.key in {"alone", "review", "word"} else one.state
    debrief.position = len(rounds) - 1
    await store.debriefs.begin(debrief, rounds)
    ada = spring.participations[0]
    await store.debriefs.came(debrief, ada, NOW)
    await store.debriefs.offer_story(ada, NOW)
    await store.debriefs.contribute(debrief, "word", ada, *SLOTS["word"], text=WRITTEN["contribution"], now=NOW)
    return debrief


async def _wall(store: Store, spring: RunningCohort) -> None:
    """One point, which too few stand behind to be shown, and a vote."""
    ada, cohort = spring.people[0], spring.cohort
    await store.walls.of(cohort.id)
    theme = await store.walls.add_theme(cohort.id, 1, f"{OF_SPRING} theme")
    await store.points.offer(
        ada, cohort_id=cohort.id, kind="lived", text=WRITTEN["point"], now=NOW, theme_id=theme.id, approved=True
    )
    await store.walls.vote(cohort.id, ada.id, ada.id, {theme.id: 2})


async def _delivery(store: Store, spring: RunningCohort, prompt: str, number: int) -> Delivery:
    row = Delivery(
        organisation_id=spring.cohort.organisation_id,
        person_id=spring.people[0].id,
        participation_id=spring.participations[0].id,
        cohort_id=spring.cohort.id,
        kind="prompt",
        prompt=prompt,
        anchor_instance=f"X1:{number}",
        state="sent",
        due_at=NOW,
        sent_at=NOW,
        wording=next(iter(library().prompt("en", prompt).wordings)),
        room="DU1",
        message=f"1{number}.0",
    )
    await store.deliveries.add(row)
    return row


async def _entry(store: Store, spring: RunningCohort, kind: str, answers: Delivery | None = None) -> Entry:
    return await store.reflections.begin(
        Entry(
            organisation_id=spring.cohort.organisation_id,
            person_id=spring.people[0].id,
            participation_id=spring.participations[0].id,
            delivery_id=answers.id if answers else None,
            prompt=answers.prompt if answers else "",
            note="notice" if kind == "note" else "",
            kind=kind,
            written_at=NOW,
        )
    )


async def _drafts(store: Store, place: Neighbourhood) -> dict[str, tuple[str, ...]]:
    """A preview of every change that can be confirmed, as it was shown to one who may confirm it."""
    workspace = await store.people.workspace("slack", "T1")
    assert workspace is not None
    found: dict[str, tuple[str, ...]] = {}
    for kind in (one for one in Action.known.values() if issubclass(one, Confirm) and one is not Confirm):
        holder = await store.people.at(workspace.id, _HOLDERS.get(kind.__name__, "A1"))
        assert holder is not None
        values = _DRAFTS.get(kind.__name__, lambda _: {})(place.spring)
        values |= {"debrief": place.ids["debrief"][0]} if kind is ConfirmEndDebrief else {}
        draft = await store.waiting.keep_draft(holder, place.spring.cohort.id, kind.__name__, values, NOW)
        found[f"draft {kind.__name__}"] = (draft,)
    return found


_HOLDERS = {
    "ConfirmLeave": "U1",
    "ConfirmExport": "U1",
    "ConfirmJournal": "U1",
    "ConfirmDebrief": "F1",
    "ConfirmEndDebrief": "F1",
    "ConfirmDraft": "F1",
    "ConfirmApproval": "F1",
    "ConfirmSending": "F1",
    "ConfirmGiving": "F1",
    "ConfirmNewDates": "F1",
    "ConfirmValues": "F1",
    "ConfirmRoom": "F1",
    "ConfirmDates": "F1",
    "ConfirmTimes": "F1",
    "ConfirmChangedTime": "F1",
    "ConfirmTime": "U1",
    "ConfirmGivenBack": "U1",
    "ConfirmStatement": "S1",
    "ConfirmProblems": "S1",
}
_OUTLINE = dict.fromkeys(("workshop_1", "workshop_2", "debrief", "subdivision"), "") | {
    "name": "Another",
    "country": "BE",
    "zone": "Europe/Brussels",
    "language": "en",
}
_DRAFTS: Mapping[str, Any] = {
    "ConfirmTimes": lambda _: {"days": ["2027-05-04"], "times": ["09:00"], "minutes": 45, "place": ""},
    "ConfirmChangedTime": lambda _: {"slot": HAD},
    "ConfirmTime": lambda _: {"slot": FREE},
    "ConfirmGivenBack": lambda _: {"slot": HAD},
    "ConfirmNewCohort": lambda _: _OUTLINE,
    "ConfirmEdit": lambda _: _OUTLINE,
    "ConfirmPause": lambda _: {"until": "2027-04-01"},
    "ConfirmPeople": lambda _: {"people": [{"mention": "U9", "name": "Nils"}]},
    "ConfirmRemoval": lambda spring: {"participations": [spring.participations[4].id]},
    "ConfirmRoles": lambda spring: {"deed": "grant", "given": [["sponsor", spring.people[4].id]]},
    "ConfirmSettings": lambda _: {"contacts": "Ring 1"},
    "ConfirmPairs": lambda spring: {"groups": [[one.id for one in spring.participations[2:4]]], "reason": ""},
    "ConfirmNoPairs": lambda spring: {"groups": [[one.id for one in spring.participations[2:4]]], "reason": ""},
    "ConfirmValues": lambda _: {"values": [[f"{OF_SPRING} {name}", []] for name in ("one", "two", "three")]},
    "ConfirmStatement": lambda _: {"statement": "We listen.", "shortfall": "Nights."},
    "ConfirmProblems": lambda _: {"problems": ["Long waits"]},
    "ConfirmDates": lambda _: {"kind": "debrief", "thing": "", "first": "2027-05-21"},
    "ConfirmRoom": lambda _: {"room": "C1"},
    "ConfirmJournal": lambda _: {"form": WORD},
    "ConfirmDebrief": lambda _: {"minutes": 120},
    "ConfirmGiving": lambda _: {"name": BOARD_NOTE, "form": WORD, "of": ""},
    "ConfirmNewDates": lambda spring: {"moves": [], "who": spring.participations[0].id, "pauses": "2027-03-05"},
}


async def person_of(world: World, id: str) -> Person:
    async with world.database.transaction() as store:
        workspace = await store.people.workspace("slack", dict(STANDING.values())[id])
        assert workspace is not None
        found = await store.people.at(workspace.id, id)
    assert found is not None
    return found
