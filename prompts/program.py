"""The program as values: its phases, its prompts, and the dates that prompts hang on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum


class Anchor(StrEnum):
    """A date that prompts hang on."""

    WORKSHOP_1 = "W1"
    WORKSHOP_2 = "W2"
    VISIT_1 = "X1"  # first day of a leg
    VISIT_2 = "X2"  # second day of a leg
    LAST_VISIT = "L"  # the later of the second days of a participant's legs
    INTERVIEW = "I"
    DEBRIEF = "G"


class Audience(StrEnum):
    """Whom a prompt goes to. A pair prompt is two private messages."""

    PARTICIPANT = "participant"
    VISITOR = "visitor"
    HOST = "host"
    PAIR = "pair"
    ROOM = "room"
    FACILITATOR = "facilitator"


class Edge(StrEnum):
    """A time that hangs on the hours of a visit day instead of on the clock."""

    START = "start"
    END = "end"


@dataclass(frozen=True, slots=True)
class Moment:
    """When a prompt is due, in local time: so many days from an anchor, at a time of day.

    `at` is a local clock time; with `edge`, it is `minutes` after (or, negative, before) the start or the end
    of that visit day. `working` counts working days of the person instead of calendar days.
    """

    anchor: Anchor
    days: int = 0
    working: bool = False
    at: time | None = None
    edge: Edge | None = None
    minutes: int = 0


@dataclass(frozen=True, slots=True)
class Prompt:
    """One question of the program, without its words.

    `window_hours` is how long after its due moment it may still be sent and is then called missed; `ring` is 1
    to 5, outermost hardest; `answer` is False for a prompt that asks for no answer; `offered` prompts (ring 5)
    are offered first and sent only if wanted; `needs` names something the person must have done (for example
    "offer" for approving a wording) for the prompt to be meant for them.
    """

    key: str
    phase: str
    moment: Moment
    audience: Audience
    ring: int
    framework: str
    window_hours: int
    form: str = "reflection"
    answer: bool = True
    offered: bool = False
    needs: str = ""


@dataclass(frozen=True, slots=True)
class Phase:
    key: str
    prompts: tuple[Prompt, ...]


@dataclass(frozen=True, slots=True)
class Program:
    """The standard program: phases A to J in order, 31 messages a participant in about 26 weeks."""

    phases: tuple[Phase, ...]

    @property
    def prompts(self) -> tuple[Prompt, ...]:
        return tuple(prompt for phase in self.phases for prompt in phase.prompts)

    def prompt(self, key: str) -> Prompt:
        """The prompt of that key. Raises KeyError for a key that the program does not have."""
        for prompt in self.prompts:
            if prompt.key == key:
                return prompt
        raise KeyError(key)


@dataclass(frozen=True, slots=True)
class Calendar:
    """The dates of a cohort, and the days on which nobody there works (weekend days and public holidays)."""

    workshop_1: date | None
    workshop_2: date | None
    debrief: date | None
    days_off: frozenset[date] = frozenset()
    finished_on: date | None = None  # nothing is due after this date


@dataclass(frozen=True, slots=True)
class Leg:
    """One visit as one person meets it: two days, as visitor or as host, each with its own local hours."""

    id: str
    visitor: bool
    first_day: date | None
    second_day: date | None
    starts: time = time(8, 30)
    ends: time = time(16, 30)


@dataclass(frozen=True, slots=True)
class Pause:
    """Both dates are included: nothing unasked is sent from `first_day` through `last_day`."""

    first_day: date
    last_day: date


@dataclass(frozen=True, slots=True)
class Participant:
    """What the schedule must know of one person in one cohort. Times are local, `timezone` an IANA name.

    `pattern` holds the ISO weekdays (1 Monday to 7 Sunday) that the person works, empty for the cohort's own
    working days. `last_ring` is the ring of the last prompt that was answered; everyone starts on 2.
    """

    id: str
    timezone: str
    pattern: frozenset[int] = frozenset()
    quiet_from: time = time(20, 0)
    quiet_to: time = time(7, 30)
    legs: tuple[Leg, ...] = ()
    interview: date | None = None
    joined_at: datetime | None = None  # aware UTC; nothing due before it is sent late
    left_on: date | None = None
    pauses: tuple[Pause, ...] = ()
    facilitator: bool = False


@dataclass(frozen=True, slots=True)
class Due:
    """One prompt for one person: unique for participant, prompt and anchor instance.

    `anchor_instance` is stable when the date moves (`W1`, `X1:<leg id>`, `I`, `G`). `local` is the naive local
    moment, `at` the same moment in UTC, `window_ends_at` (UTC) when it becomes missed.
    """

    participant: str
    prompt: str
    anchor_instance: str
    local: datetime
    at: datetime
    window_ends_at: datetime


Values = Mapping[str, str]
