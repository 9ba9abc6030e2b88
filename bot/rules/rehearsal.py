"""What is still to come, message by message: the program as people will meet it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from prompts.program import Calendar, Participant, Program, Prompt
from prompts.schedule import schedule


@dataclass(frozen=True, slots=True)
class Coming:
    """One message for everybody who gets it at that time of their own. `participants` by their ids."""

    local: datetime
    prompt: Prompt
    participants: tuple[str, ...]


def coming(
    program: Program, calendar: Calendar, people: Iterable[Participant], now: datetime | None = None
) -> tuple[Coming, ...]:
    """Everything in order of local time; with `now`, only what is still to come."""
    grouped: dict[tuple[datetime, str], list[str]] = {}
    for person in people:
        for due in schedule(program, calendar, person):
            if now is None or due.at > now:
                grouped.setdefault((due.local, due.prompt), []).append(due.participant)
    found = [Coming(local, program.prompt(key), tuple(people)) for (local, key), people in grouped.items()]
    return tuple(sorted(found, key=lambda one: (one.local, one.prompt.key)))
