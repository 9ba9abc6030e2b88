"""Projects as they are shown: the form of one, one in a list, and the form in which its owners say how it stands."""

from collections.abc import Mapping, Sequence

from bot.chat.action import Action, ChangeProject, OwnProject, UpdateProject
from bot.chat.dates import day, today_of
from bot.chat.occasion import Occasion
from bot.rules.charters import (
    AFFECTED,
    HELP,
    LONGEST,
    LONGEST_NAME,
    MEASURE,
    NAME,
    OWNERS,
    PROBLEM,
    TEST,
    TEST_ON,
)
from prompts.message import Button, ChoiceField, DateField, Field, Form, Item, Option, TextField
from prompts.words import Words
from storage.cohorts import Member
from storage.projects import Charter
from storage.tables import Cohort, Problem, Project

STATE, LINE = "state", "line"
STATES = ("on_track", "stuck", "stopped")
_LONGEST_LINE = 200  # characters: one line for the board
_OPTION = 70  # characters of a problem that can be chosen: a platform's list shows no more


def project_form(
    occasion: Occasion,
    token: Action,
    cohort: Cohort,
    problems: Sequence[Problem],
    members: Mapping[str, Member],
    *,
    shown: Project | None,
    owners: tuple[str, ...],
) -> Form:
    """Everything that a project needs, with what stands in the one that is `shown`."""
    words = occasion.words
    fields = (
        ChoiceField(
            PROBLEM, words.label("projects.problem"), _problems(problems), (shown.problem_id,) if shown else ()
        ),
        _text(words, NAME, shown, LONGEST_NAME),
        _text(words, AFFECTED, shown),
        _text(words, TEST, shown),
        DateField(
            TEST_ON,
            words.label("projects.test_on"),
            shown.test_on if shown else None,
            words.label("projects.test_on_hint"),
        ),
        _text(words, MEASURE, shown),
        ChoiceField(
            OWNERS,
            words.label("projects.owners"),
            _owners(members),
            owners,
            words.label("projects.owners_hint"),
            many=True,
        ),
        _text(words, HELP, shown, optional=True),
    )
    text = words.say("projects.form_text", name=cohort.name)
    return Form(words.label("projects.form_title"), text, fields, words.label("projects.submit"), token.pack())


def update_form(words: Words, token: Action, charter: Charter) -> Form:
    """How it stands, in one line for the board."""
    options = tuple(Option(one, words.label(f"projects.state_{one}")) for one in STATES)
    shown = charter.latest.measure if charter.latest else ""
    fields = (
        ChoiceField(STATE, words.label("projects.state"), options, (charter.project.state,)),
        TextField(LINE, words.label("projects.line"), hint=words.label("projects.line_hint"), longest=_LONGEST_LINE),
        TextField(MEASURE, words.label("projects.measure_now"), shown, optional=True, longest=LONGEST),
    )
    text = words.say("projects.update_text", name=charter.project.name, measure=charter.project.measure)
    return Form(words.label("projects.update_title"), text, fields, words.label("projects.update_submit"), token.pack())


def project_item(words: Words, charter: Charter, cohort: Cohort, buttons: tuple[Button, ...]) -> Item:
    """One project as everybody in the cohort and its sponsor may read it."""
    project, owners = (
        charter.project,
        [_owner(words, one.person.name, confirmed=one.confirmed) for one in charter.owners],
    )
    lines = [
        words.say("projects.head", name=project.name, state=words.label(_state(charter))),
        words.say("projects.on", text=charter.problem.text),
        words.say("projects.for", text=project.affected),
        words.say("projects.tried", text=project.test, day=day(project.test_on, words)),
        words.say("projects.measured", text=project.measure),
        words.say("projects.owned", names=", ".join(owners) or "–"),
    ]
    if project.help_asked:
        lines.append(words.say("projects.helped", text=project.help_asked))
    if charter.latest:
        said_on = day(today_of(cohort, charter.latest.said_at), words)
        lines.append(words.say("projects.latest", text=charter.latest.line, day=said_on))
    return Item("\n".join(lines), buttons)


def owning_buttons(words: Words, project_id: str) -> tuple[Button, ...]:
    """For somebody who was named as an owner and has not said so."""
    return (
        Button(words.label("projects.own"), OwnProject(project_id, "yes").pack(), style="primary"),
        Button(words.label("projects.own_not"), OwnProject(project_id, "no").pack()),
    )


def owners_buttons(words: Words, project_id: str) -> tuple[Button, ...]:
    """For an owner."""
    return (
        Button(words.label("projects.update"), UpdateProject(project_id).pack(), opens_form=True),
        Button(words.label("projects.edit"), ChangeProject(project_id).pack(), opens_form=True),
    )


def _state(charter: Charter) -> str:
    if charter.goes_on and not charter.stands:
        return "projects.proposed"
    return f"projects.state_{charter.project.state}" if charter.latest else "projects.state_unheard"


def _owner(words: Words, name: str, *, confirmed: bool) -> str:
    return name if confirmed else words.label("projects.asked_owner", name=name)


def _text(words: Words, key: str, shown: Project | None, longest: int = LONGEST, *, optional: bool = False) -> Field:
    value = getattr(shown, key) if shown else ""
    return TextField(
        key, words.label(f"projects.{key}"), value, words.label(f"projects.{key}_hint"), optional, longest=longest
    )


def _problems(problems: Sequence[Problem]) -> tuple[Option, ...]:
    return tuple(Option(one.id, one.text if len(one.text) <= _OPTION else f"{one.text[:_OPTION]}…") for one in problems)


def _owners(members: Mapping[str, Member]) -> tuple[Option, ...]:
    return tuple(
        Option(key, ", ".join(part for part in (one.person.name, one.participation.department) if part)[:_OPTION])
        for key, one in members.items()
    )
