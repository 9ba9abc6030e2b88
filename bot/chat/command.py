"""The typed commands: one grammar for both platforms, and who may use what."""

import difflib
import shlex
from collections.abc import Collection
from dataclasses import dataclass, field

ADMINISTRATOR = "administrator"
FACILITATOR = "facilitator"
SPONSOR = "sponsor"
ROLES = (FACILITATOR, SPONSOR, ADMINISTRATOR)  # all that can be granted, in the order in which people read of them

_FOLDED = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "–": "-", "—": "-"})


@dataclass(frozen=True, slots=True)
class Command:
    """A command by its words, and the roles that may use it; without roles, everybody may.

    Its help and example stand with the other words, under `command.<key>.help` and `.example`.
    """

    words: tuple[str, ...]
    roles: frozenset[str] = frozenset()

    @property
    def key(self) -> str:
        """Its words joined by `_`."""
        return "_".join(self.words)


@dataclass(frozen=True, slots=True)
class Typed:
    """A command with what was typed after it: as one string, and cut into words with quotes honoured."""

    command: Command
    rest: str = field(repr=False)
    arguments: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """No command starts like that.

    `nearest` is the one that was probably meant, if there is one; `begun` are those that start with what was typed.
    """

    text: str = field(repr=False)
    nearest: Command | None
    begun: tuple[Command, ...] = ()


def _for(roles: frozenset[str], *names: str) -> tuple[Command, ...]:
    return tuple(Command(tuple(name.split()), roles) for name in names)


_ANY = frozenset[str]()
_FACILITATORS = frozenset({FACILITATOR})
_SPONSORS = frozenset({SPONSOR})
_ADMINISTRATORS = frozenset({ADMINISTRATOR})

COMMANDS: tuple[Command, ...] = (
    *_for(_ANY, "help", "today", "reflect", "note", "journal", "promises", "readiness"),
    *_for(_ANY, "projects", "projects new"),
    *_for(_ANY, "pause until", "resume", "quiet", "days"),
    *_for(_ANY, "nudges", "language", "privacy", "mydata export", "mydata erase", "leave"),
    *_for(_ANY, "wishes", "values map", "journal document", "workspace join", "interviews", "card"),
    *_for(_ANY, "debrief", "debrief summary", "board"),
    *_for(_FACILITATORS, "week", "cohort room here", "status", "rehearse"),
    *_for(_FACILITATORS | _ADMINISTRATORS, "cohort show", "dates", "dates away"),
    *_for(_FACILITATORS, "debrief start", "debrief next", "debrief back", "debrief extend", "debrief close"),
    *_for(_FACILITATORS, "debrief reveal", "debrief skip", "debrief take over", "debrief end"),
    *_for(_FACILITATORS | _SPONSORS, "values", "values history"),
    *_for(_SPONSORS, "problems"),
    *_for(_ADMINISTRATORS, "cohort new", "cohort edit", "cohort start", "cohort pause", "cohort resume"),
    *_for(_ADMINISTRATORS, "cohort finish", "people add", "people remove", "people import", "pairs suggest"),
    *_for(_ADMINISTRATORS, "pairs set", "pairs clear", "pairs ask", "role grant", "role revoke", "settings", "audit"),
    *_for(_ADMINISTRATORS, "workspace code"),
)


def understand(text: str) -> Typed | NotUnderstood:
    """The command that a text starts with; the longest one where several fit. An empty text is `help`.

    The first words of one command alone are that command: `pause` is `pause until`.
    """
    folded = text.translate(_FOLDED).strip()
    typed = folded.split()
    if not typed:
        return Typed(COMMANDS[0], "", ())
    low = tuple(word.lower() for word in typed)
    fitting = [one for one in COMMANDS if low[: len(one.words)] == one.words]
    begun = tuple(one for one in COMMANDS if one.words[: len(low)] == low)
    if not fitting and len(begun) == 1:
        return Typed(begun[0], "", ())
    if not fitting:
        return NotUnderstood(folded, _nearest(typed), begun)
    command = max(fitting, key=lambda one: len(one.words))
    rest = folded.split(maxsplit=len(command.words))[len(command.words) :]
    return Typed(command, rest[0] if rest else "", _cut(rest[0] if rest else ""))


def _cut(rest: str) -> tuple[str, ...]:
    try:
        return tuple(shlex.split(rest))
    except ValueError:  # a quote that never closes: take the words as they stand
        return tuple(rest.split())


def _nearest(typed: list[str]) -> Command | None:
    by_text = {" ".join(one.words): one for one in COMMANDS}
    for length in (3, 2, 1):
        close = difflib.get_close_matches(" ".join(typed[:length]).lower(), by_text, n=1, cutoff=0.6)
        if close:
            return by_text[close[0]]
    return next((one for one in COMMANDS if one.words[0] == typed[0].lower()), None)


def can_use(command: Command, roles: Collection[str]) -> bool:
    """Whether somebody with these roles may use that command."""
    return not command.roles or not command.roles.isdisjoint(roles)
