"""The program as values: its phases, its prompts, and the dates that prompts hang on."""

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


VISITS = frozenset({Anchor.VISIT_1, Anchor.VISIT_2})  # the anchors that a participant has once for each leg


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


class FormKind(StrEnum):
    """What a prompt's **Write** opens."""

    REFLECTION = "reflection"  # one field for words
    NOTE = "note"  # a notice or a wonder, with value tags
    COMMITMENT = "commitment"  # an if and a then
    OFFER = "offer"  # up to three points for the wall
    APPROVAL = "approval"  # those points as they would read there


class Page(StrEnum):
    """What a prompt's message opens besides its form, one press away."""

    READINESS = "readiness"  # what must be ready for the visit that the prompt hangs on
    NOTE = "note"
    TALK = "talk"  # whether the two of a visit have talked about it
    DATES = "dates"  # of the cohort; for its facilitators, as the next two
    VALUES = "values"
    PROMISES = "promises"  # what became of them, for those who made any
    WEEK = "week"
    INTERVIEWS = "interviews"
    LEAVE_OUT = "leave_out"  # something that is to be left out of one's own interview


@dataclass(frozen=True, slots=True)
class Prompt:
    """One question of the program, without its words.

    `window_hours` is how long after its due moment it may still be sent and is then called missed; `ring` is 1
    to 5, outermost hardest; prompts of one `framework` are of one kind, and their help fades together; `answer` is
    False for a prompt that asks for no answer; `offered` prompts (ring 5) are offered first and sent only if wanted;
    `needs` is the key of a prompt that the person must have answered for this one to be meant for them; `recalls`
    holds the keys of prompts whose own answers the form shows again (the form only, never the chat); `opens` are the
    pages that its message leads to.
    """

    key: str
    phase: str
    moment: Moment
    audience: Audience
    ring: int
    framework: str
    window_hours: int
    form: str = FormKind.REFLECTION
    answer: bool = True
    offered: bool = False
    needs: str = ""
    recalls: tuple[str, ...] = ()
    opens: tuple[Page, ...] = ()

    @property
    def times(self) -> int:
        """How often a participant gets it: once a leg for a pair prompt that hangs on a visit, else once.

        Everyone is visitor once and host once. What goes to a facilitator or a room is no participant's message.
        """
        if self.audience in {Audience.FACILITATOR, Audience.ROOM}:
            return 0
        each_leg = self.audience is Audience.PAIR and self.moment.anchor in VISITS
        return 2 if each_leg else 1


@dataclass(frozen=True, slots=True)
class Phase:
    """A part of the program, named by its letter, with its prompts in the order of the file."""

    key: str
    prompts: tuple[Prompt, ...]


@dataclass(frozen=True, slots=True)
class Program:
    """The standard program: phases A to J in order, 31 messages a participant in about thirty weeks."""

    phases: tuple[Phase, ...]

    @property
    def prompts(self) -> tuple[Prompt, ...]:
        return tuple(prompt for phase in self.phases for prompt in phase.prompts)

    @property
    def messages(self) -> int:
        """How many scheduled messages one participant gets."""
        return sum(prompt.times for prompt in self.prompts)

    @property
    def promises(self) -> tuple[str, ...]:
        """The keys of the prompts that ask for a promise."""
        return tuple(prompt.key for prompt in self.prompts if prompt.form is FormKind.COMMITMENT)

    def prompt(self, key: str) -> Prompt:
        """The prompt of that key. Raises KeyError for a key that the program does not have."""
        for prompt in self.prompts:
            if prompt.key == key:
                return prompt
        raise KeyError(key)


@dataclass(frozen=True, slots=True)
class Calendar:
    """The dates of a cohort, and the days on which nobody there works.

    `days_off` holds weekend days and public holidays, for as long as the program runs; `public_holidays` those
    among them that stay free for somebody with a pattern of days of their own.
    """

    workshop_1: date | None
    workshop_2: date | None
    debrief: date | None
    days_off: frozenset[date] = frozenset()
    public_holidays: frozenset[date] = frozenset()
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
    working days. A facilitator's `interview` is the first one of the cohort.
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
