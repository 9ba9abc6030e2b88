"""The sample's interviews: times are proposed and taken, moved and called off, and every refusal is seen once."""

from datetime import date, time

from bot.chat.action import (
    ChangeTime,
    DraftSentences,
    GiveBack,
    GoThrough,
    LeaveOut,
    ProposeTimes,
    ReadSentences,
    SeeTimes,
    TakeTime,
)
from bot.showing.acts import Fills, Presses, Step, Types, Uses, Waits
from bot.showing.stage import Stage
from storage.tables import InterviewSlot

_WRONG = {
    "quiet": "2027-05-11 21:00",
    "past": "2027-04-30 09:00",
    "day-off": "2027-05-31 09:00",
    "overlap": "2027-05-11 09:00 09:30",
    "not-a-time": "2027-05-11 morning",
    "not-a-length": "2027-05-11 09:00 length 300",
    "span": "2027-05-11 09:00-09:30",
    "no-time": "2027-05-11",
    "no-day": "09:00",
    "many": "2027-05-10 2027-05-11 2027-05-12 2027-05-13 08:00-18:00 length 30",
}
_LEFT_OUT = "Please leave out what I said about the night rota."
_SENTENCES = {
    "first": "I saw how the round waits for one person.",
    "second": "I want to ask before I answer.",
    "third": "I doubt our rota.",
}
_PROPOSING: tuple[Step, ...] = (
    ("interviews-in-none", "nora", Types("interviews")),
    ("interviews-nothing-free", "chiara", Types("interviews")),
    *((f"interviews-{name}", "tomas", Types(f"interviews {typed}")) for name, typed in _WRONG.items()),
    ("", "tomas", Types("days mon-sun")),
    ("interviews-skipped", "tomas", Types("interviews 2028-03-26 01:30")),
    ("", "tomas", Types("days mon-fri")),
    ("", "tomas", Types("pause until 2027-05-12")),
    ("interviews-paused", "tomas", Types("interviews 2027-05-12 09:00")),
    ("", "tomas", Types("resume")),
    ("interviews-preview", "tomas", Types("interviews 2027-05-11 2027-05-12 09:00-11:30 at Room 4")),
    ("interviews-proposed", "tomas", Presses("interviews.confirm")),
    ("interviews-taken-time", "tomas", Types("interviews 2027-05-11 09:15")),
    ("", "", Waits("2027-05-03 10:20")),
    ("interviews-facilitator", "tomas", Types("interviews")),
    ("interviews-asked", "tomas", Presses("interviews.ask")),
    ("", "", Waits("2027-05-03 10:21")),
)


async def show_interviews(stage: Stage) -> None:
    """Tomas facilitates, Ada and Chiara choose."""
    async with stage.database.reading() as store:
        cohort = (await stage.cohort(store)).id
    await _play(stage, *_PROPOSING, ("interviews-form", "tomas", Uses(ProposeTimes(cohort))))
    first, second, third, fourth = (await _slots(stage, cohort))[:4]
    await _play(
        stage,
        ("interviews-choose", "ada", Uses(SeeTimes(cohort))),
        ("interviews-take-preview", "ada", Uses(TakeTime(first.id))),
        ("interviews-taken", "ada", Presses("interviews.confirm_time")),
        ("interviews-yours", "ada", Types("interviews")),
        ("interviews-yours-already", "ada", Uses(TakeTime(first.id))),
        ("interviews-somebody-else", "chiara", Uses(TakeTime(first.id))),
        ("", "chiara", Uses(TakeTime(second.id))),
        ("", "chiara", Presses("interviews.confirm_time")),
        ("interviews-has-a-time", "tomas", Types("dates interview <@U11> 2027-05-14")),
        ("interviews-facilitator-some", "tomas", Types("interviews")),
        ("interviews-change-form", "tomas", Uses(ChangeTime(cohort))),
        ("interviews-change-nothing", "tomas", _changes(first)),
        ("interviews-change-preview", "tomas", _changes(first, time=time(14, 0))),
        ("interviews-changed", "tomas", Presses("interviews.confirm_change")),
        ("", "tomas", Uses(ChangeTime(cohort))),
        ("interviews-out-preview", "tomas", _changes(second, back=True)),
        ("interviews-out", "tomas", Presses("interviews.confirm_out")),
        ("interviews-gone", "chiara", Uses(TakeTime(second.id))),
        ("", "", Waits("2027-05-03 10:25")),
        ("interviews-calendar-file", "ada", Presses("interviews.calendar")),
        ("interviews-calendar-file-off", "chiara", Presses("interviews.calendar")),
        ("interviews-back-preview", "ada", Uses(GiveBack(cohort))),
        ("interviews-given-back", "ada", Presses("interviews.confirm_back")),
        ("", "", Waits("2027-05-03 10:26")),
        ("", "ada", Uses(TakeTime(third.id))),
        ("", "ada", Presses("interviews.confirm_time")),
        ("interviews-doubted", "ben", Uses(TakeTime(fourth.id))),
        ("", "ben", Presses("interviews.confirm_time")),
    )
    await _doubtful(stage, cohort)
    await _afterwards(stage, cohort)


async def _doubtful(stage: Stage, cohort: str) -> None:
    """Times without a place, on days that deserve a second look: a Friday, a Monday, and the day of the debrief."""
    await _play(
        stage,
        ("", "tomas", Types("interviews 2027-05-14 2027-05-17 2027-05-18 16:00")),
        ("", "tomas", Presses("interviews.confirm")),
        ("", "chiara", Types("days mon-thu")),
        ("interviews-choose-anywhere", "chiara", Types("interviews")),
    )
    friday, monday, debrief = (await _slots(stage, cohort))[-3:]
    await _play(
        stage,
        ("interviews-doubt-day-off", "chiara", Uses(TakeTime(friday.id))),
        ("", "chiara", Types("days mon-fri")),
        ("", "chiara", Types("pause until 2027-05-17")),
        ("interviews-doubt-paused", "chiara", Uses(TakeTime(monday.id))),
        ("", "chiara", Types("resume")),
        ("interviews-doubt-busy", "chiara", Uses(TakeTime(debrief.id))),
    )


async def _afterwards(stage: Stage, cohort: str) -> None:
    """Once one has been: nothing of it is changed any more."""
    left = [one for one in await _slots(stage, cohort) if one.participation_id is None]
    stage.now = left[0].starts_at
    await _play(
        stage,
        ("interviews-was-yours", "ada", Types("interviews")),
        ("interviews-had", "ada", Uses(TakeTime(left[-1].id))),
        ("interviews-over", "chiara", Uses(TakeTime(left[0].id))),
        ("interviews-past-time", "tomas", Types("interviews 2027-05-11 09:00")),
        ("interviews-facilitator-after", "tomas", Types("interviews")),
    )
    await _what_was_said(stage, cohort)


async def _what_was_said(stage: Stage, cohort: str) -> None:
    """Ada wants something left out, and has the last word on three sentences."""
    async with stage.database.reading() as store:
        own = next(one.participation_id for one in await store.interviews.slots(cohort) if one.participation_id) or ""
    await _play(
        stage,
        ("leave-out-form", "ada", Uses(LeaveOut(cohort))),
        ("leave-out-empty", "ada", Fills({})),
        ("leave-out-done", "ada", Fills({"words": _LEFT_OUT})),
        ("interviews-left-out", "ada", Types("interviews")),
        ("sentences-none", "ada", Uses(GoThrough(cohort))),
        ("sentences-form", "tomas", Uses(DraftSentences(own))),
        ("sentences-empty", "tomas", Fills({})),
        ("sentences-drafted", "tomas", Fills(_SENTENCES)),
        ("sentences-not-yet", "tomas", Uses(ReadSentences(own))),
        ("sentences-look", "ada", Uses(GoThrough(cohort))),
        ("sentences-approved", "ada", Fills({"third": ""})),
        ("sentences-gone-through-before", "tomas", Uses(DraftSentences(own))),
        ("sentences-drafted-too-late", "tomas", Fills(_SENTENCES)),
        ("sentences-as-left", "tomas", Uses(ReadSentences(own))),
    )
    stage.now = stage.now.replace(hour=14)
    await stage.play(("", "", Waits(f"{stage.now:%Y-%m-%d %H:%M}")))
    await stage.play(("leave-out-read", "tomas", Presses("sharing.read")))


async def _play(stage: Stage, *steps: Step) -> None:
    for step in steps:
        await stage.play(step)


async def _slots(stage: Stage, cohort: str) -> tuple[InterviewSlot, ...]:
    async with stage.database.reading() as store:
        return await store.interviews.slots(cohort)


def _changes(slot: InterviewSlot, **values: time | date | bool) -> Fills:
    return Fills({"slot": (slot.id,), **values})
