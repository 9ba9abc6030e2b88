"""Every nudge as it is read, what its buttons answer, and how people have fewer of them."""

from bot.chat.action import AskTalked, SayTalked, SetNudges, SetRoomNudges, Skip, ToldThem, Write
from bot.playground.cast import MANAGERS
from bot.rules.nudge_messages import nudge_message, room_message
from bot.rules.nudging import WISHES, Nudge
from bot.rules.nudging_room import WORDINGS
from bot.rules.nudging_visits import ANSWERS
from bot.showing.acts import ComesHome, Fills, Types, Uses
from bot.showing.stage import PLATFORM, TEAM, Stage
from storage.store import Store
from storage.tables import Cohort, Leg

_WHO, _LEADS, _ID = "ada", "tomas", MANAGERS[0].id
_ZONE = "Europe/London"


async def show_nudges(stage: Stage) -> None:
    """As somebody who takes part reads them, a facilitator, and everybody in the room."""
    async with stage.database.reading() as store:
        cohort = await stage.cohort(store)
        leg = await _visit(store, cohort)
    for nudge in _private(stage, leg):
        who = _LEADS if nudge.kind in {"visits_undated", "value_strained"} else _WHO
        shown = nudge_message(nudge, stage.library, stage.words, _ZONE)
        stage.show(who, f"nudge-{nudge.kind.replace('_', '-')}", shown)
    for nudge in _in_room():
        stage.show(_LEADS, _name(nudge), room_message(nudge, stage.words, cohort.id))
    await _talk(stage, leg)
    await _ease(stage, cohort)


def _private(stage: Stage, leg: Leg) -> tuple[Nudge, ...]:
    finish = {"+nudge.finish": Write("").pack(), "nudge.let_go": Skip("").pack()}
    talk = {f"talking.{one}": SayTalked(leg.id, one).pack() for one in ANSWERS}
    about = {"partner": "Hana", "facilitators": "Tomas Keller"}
    return (
        Nudge("resume_draft", "", buttons=finish, prompt="F1"),
        Nudge("resume_question", "", buttons=finish),
        Nudge("missed_prompt", "", buttons={"+prompt.write": Write("").pack()}, prompt="F1", until=stage.now),
        Nudge("lapse_return", "", buttons={"+nudge.write_today": Write("").pack(), "+nudge.pause": Write("").pack()}),
        Nudge("pair_talk", "", about, talk),
        Nudge("appreciation", "", about, {"nudge.told_them": ToldThem().pack()}),
        Nudge("unset_dates", "", about),
        Nudge("project_stale", "", {"name": "Beds by noon"}, {"+nudge.update": Write("").pack()}),
        Nudge("visits_undated", "", {"visits": "Housing → Emergency care", "number": "1"}),
        Nudge("value_strained", "", {"value": "Candour"}, {"nudge.see_map": Write("").pack()}),
    )


def _in_room() -> list[Nudge]:
    value = {"value": "Candour"}
    starters = [Nudge("dialogue_starter", str(number + 1), value) for number in range(WORDINGS)]
    return [Nudge("value_silent", "Candour", value), *starters]


def _name(nudge: Nudge) -> str:
    number = f"-{nudge.about}" if nudge.kind == "dialogue_starter" else ""
    return f"nudge-in-room-{nudge.kind.replace('_', '-')}{number}"


async def _talk(stage: Stage, leg: Leg) -> None:
    await stage.play(("talk-asked", _WHO, Uses(AskTalked(leg.id))))
    for answer in ANSWERS:
        await stage.play((f"talk-{answer.replace('_', '-')}", _WHO, Uses(SayTalked(leg.id, answer))))
    await stage.play(("nudge-told-them", _WHO, Uses(ToldThem())))


async def _ease(stage: Stage, cohort: Cohort) -> None:
    await stage.play(("nudges-form", _WHO, Types("nudges")))
    await stage.play(("nudges-set", _WHO, Fills({"wish": ("fewer",)})))
    await stage.play(("nudges-wrong", _WHO, Types("nudges sometimes")))
    for wish in ("none", "usual"):
        await stage.play((f"nudges-{wish}", _WHO, Types(f"nudges {wish}")))
    await stage.play(("nudges-fewer-pressed", _WHO, Uses(SetNudges("fewer"))))
    await stage.play(("home-fewer-nudges", _WHO, ComesHome()))
    await stage.play(("", _WHO, Uses(SetNudges())))
    await stage.play(("nudges-room-not-yours", _WHO, Uses(SetRoomNudges(cohort.id, "none"))))
    for wish in reversed(WISHES):
        await stage.play((f"nudges-room-{wish or 'usual'}", _LEADS, Uses(SetRoomNudges(cohort.id, wish))))


async def _visit(store: Store, cohort: Cohort) -> Leg:
    """A visit of the one who is shown it."""
    workspace = await store.people.workspace(PLATFORM, TEAM)
    person = await store.people.at(workspace.id, _ID) if workspace else None
    own = await store.cohorts.participation(cohort.id, person.id) if person else None
    return next(leg for leg in await store.cohorts.legs(cohort.id) if own and own.id in {leg.visitor_id, leg.host_id})
