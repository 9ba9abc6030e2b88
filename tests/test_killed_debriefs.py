"""The process is killed at every step of a debrief: it goes on where it was, and no words are lost or betrayed."""

import asyncio
import os
import random
import sys
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from storage.fail_points import STEPS
from storage.tables import new_id
from tests.databases import KINDS
from tests.debrief_script import SCRIPT, Step
from tests.debrief_standing import Standing, names_learnt, rows_of_authors, said_in_log, seen_early, standing
from tests.dying_bot import KILLED
from tests.dying_debrief import Stage, fill, stage
from tests.places import Place, Template, template
from tests.sizes import size

EVENTS = ("event arrived", "event written", "event stored", "event acknowledged")
SENDING = ("delivery claimed", "delivery about to be sent", "delivery answered", "delivery noted")
CLOSING = tuple(step for step in STEPS if step.startswith("wall "))
AT_ONCE = 3  # stories under way: they wait half of the time
SEED = 5  # of what is tried in a normal run

LAST = len(SCRIPT) - 1

Ends = Mapping[int, str]  # where the process ends, by the number of the step


@dataclass
class Seen:
    """How it stood after one step, and what was wrong with what could be seen."""

    end: str
    standing: Standing
    early: list[str]
    named: list[str]


Seens = Mapping[int, Seen]  # by the number of the step


@dataclass
class Tried:
    """One step with all the ends at it: how many, and what went wrong."""

    ends: int = 0
    wrong: Counter[str] = field(default_factory=Counter)
    what: list[str] = field(default_factory=list)


WRONG = ("not on", "lost", "early", "twice", "author")


@pytest.mark.chaos
async def test_wherever_a_debrief_is_cut_short_it_goes_on_and_keeps_what_it_promised(
    tmp_path: Path, postgresql_server: Path
) -> None:
    servers = {"sqlite": None, "postgresql": postgresql_server}
    made = {kind: await template(tmp_path / kind / "template", fill, servers[kind]) for kind in KINDS}
    turns = asyncio.Semaphore(AT_ONCE)

    stories = [(kind, ends) for at, kind in enumerate(KINDS) for ends in chosen(at)]
    looks = frozenset(at for _, ends in stories for at in ends) | {LAST}

    async def lives(kind: str, ends: Ends) -> Seens:
        async with turns:
            return await lived(await _copy(made[kind]), ends, looks)

    peace, *others = await asyncio.gather(lives("sqlite", {}), *(lives(kind, ends) for kind, ends in stories))

    found = {kind: dict[str, Tried]() for kind in KINDS}
    for (kind, _), seen in zip(stories, others, strict=True):
        compare(found[kind], peace, seen)
    sys.stdout.write("".join(table(kind, tried) for kind, tried in found.items()))
    assert [(kind, name, one.what) for kind in KINDS for name, one in found[kind].items() if one.what] == []


# -- where it ends -----------------------------------------------------------------------------------------------------


def chosen(which: int) -> list[Ends]:
    """A story for each end, which comes at every step that reaches it; in a normal run one with a few of them all."""
    ends = [(at, end) for at, step in enumerate(SCRIPT) for end in ends_of(step)]
    if os.environ.get("CHAOS") == "1":
        return [{at: one for at, one in ends if one == end} for end in (*EVENTS, *SENDING, *CLOSING)]
    few = random.Random(SEED).sample(ends, size(len(ends)))
    return [dict(few[which :: len(KINDS)])]


def ends_of(step: Step) -> tuple[str, ...]:
    if step.minor:
        return ()
    events, sending = EVENTS if not step.waits else (), SENDING if step.sends else ()
    return (*events, *sending, *(CLOSING if step is SCRIPT[-1] else ()))


# -- a debrief ---------------------------------------------------------------------------------------------------------


async def lived(place: Place, ends: Ends, looks: Collection[int]) -> Seens:
    """The whole debrief, with those ends, looked at after those steps."""
    async with stage(place) as on:
        await on.starts()
        await on.rests()
        seen, authors = dict[int, Seen](), frozenset[str]()
        for at, step in enumerate(SCRIPT):
            authors = await rows_of_authors(on.database) if at == LAST else authors
            await on.gets_ready(step)
            early = await ended(on, step, ends[at]) if at in ends else await done(on, step)
            if step.sends or at + 1 in ends or at in looks:
                await on.rests()
            if at in looks:
                seen[at] = await looked(on, ends.get(at, ""), early)
        seen[LAST].named += await left_of(on, authors)
        return seen


async def done(on: Stage, step: Step) -> list[str]:
    assert await on.does(step), f"no answer: {step.name}"
    return []


async def ended(on: Stage, step: Step, end: str) -> list[str]:
    """What could be seen too early in the moment of the end."""
    await on.is_killed()
    await on.starts(end)
    answered = await on.does(step)
    assert await on.bot.end() == KILLED, f"{end} was not reached: {step.name}"
    early = seen_early(on.slack.playground, frozenset(on.shown), "F1")
    await on.starts()
    await on.does_again(step, answered=answered)
    return early


async def looked(on: Stage, end: str, early: list[str]) -> Seen:
    now = await standing(on.database, on.slack.playground)
    early += seen_early(on.slack.playground, frozenset(on.shown), "F1")
    return Seen(end, now, early, names_learnt(on.slack.playground, frozenset(on.named)))


async def left_of(on: Stage, authors: frozenset[str]) -> list[str]:
    """What still leads to an author when all is over, and what stands in the log."""
    assert authors, "nothing was shown without its author"
    rows = authors & await rows_of_authors(on.database)
    content = on.place.bytes_left()
    found = [one for one in authors if one in rows or one.encode() in content]
    return [*found, *said_in_log((on.place.folder / "log").read_text())]


async def _copy(made: Template) -> Place:
    return await made.copy(made.place.folder.parent / new_id())


# -- what came of it ---------------------------------------------------------------------------------------------------


def compare(found: dict[str, Tried], peace: Seens, seen: Seens) -> None:
    """Adds what one story became, step by step, beside the one in which nothing ended."""
    before = Counter[tuple[str, str]]()
    for at, got in seen.items():
        wrong = Counter(differences(peace[at].standing, got))
        tried = found.setdefault(SCRIPT[at].name, Tried()) if got.end or wrong - before else Tried()
        tried.ends += bool(got.end)
        tried.wrong += Counter(kind for kind, _ in (wrong - before).elements())
        tried.what += [f"{got.end}: {kind}: {what}" for kind, what in wrong - before]
        before = wrong


def differences(wanted: Standing, seen: Seen) -> list[tuple[str, str]]:
    got = seen.standing
    pairs = ((wanted.kept, got.kept), (wanted.in_room, got.in_room), (wanted.in_private, got.in_private))
    return [
        *([("not on", f"{got.debrief}")] if got.debrief != wanted.debrief else []),
        *(("lost", what) for one, other in pairs for what in (one - other).elements()),
        *(("twice", what) for one, other in pairs for what in (other - one).elements()),
        *([("twice", "a message")] * max(got.copies - 1, 0)),
        *(("early", what) for what in seen.early),
        *(("author", what) for what in seen.named),
    ]


def table(kind: str, found: Mapping[str, Tried]) -> str:
    """Every step with its ends, and how often something was wrong after them."""
    lines = [f"\n{kind:<34}{'ends':>6}{'went on':>9}" + "".join(f"{one:>8}" for one in WRONG[1:])]
    for name, one in found.items():
        went_on = one.ends - one.wrong["not on"]
        lines.append(f"{name:<34}{one.ends:>6}{went_on:>9}" + "".join(f"{one.wrong[what]:>8}" for what in WRONG[1:]))
    total = [
        sum(one.ends for one in found.values()),
        *(sum(one.wrong[what] for one in found.values()) for what in WRONG),
    ]
    lines.append(f"{'all':<34}{total[0]:>6}{total[0] - total[1]:>9}" + "".join(f"{one:>8}" for one in total[2:]))
    return "\n".join(lines) + "\n"
