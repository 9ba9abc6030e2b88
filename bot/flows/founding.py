"""Making a cohort and changing its outline: its name, its place, its language and its dates."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bot.chat.action import ConfirmEdit, ConfirmNewCohort, EditCohort, NewCohort, Run
from bot.chat.command import ADMINISTRATOR, Typed
from bot.chat.dates import day, read_date
from bot.chat.desk import Desk
from bot.chat.details import Details, details
from bot.chat.event import FilledIn
from bot.chat.occasion import Occasion
from bot.chat.preview import confirmed, done, propose
from bot.chat.reply import Reply
from bot.chat.trail import leave_trail
from bot.chat.wrong import Wrong, wrong_use
from bot.errors import NotAllowed
from bot.rules.cohorts_meant import cohort_meant, cohort_of
from bot.rules.next_steps import to_checklist
from bot.rules.outlines import DATES, Outline, wrong_outline
from prompts.message import Button, DateField, Field, Form, TextField
from prompts.words import Words
from storage.tables import Cohort

# what may be typed after `cohort new` and `cohort edit`, with how many words each takes (0: any number)
_KEYS = {"cohort": 1, "name": 0, "country": 0, "subdivision": 0, "zone": 1, "language": 1, "workshop": 2, "debrief": 1}
_ALSO = {"region": "subdivision", "timezone": "zone"}  # as the fields of the form are called
_TEXTS = ("name", "country", "subdivision", "zone", "language")


@dataclass(frozen=True, slots=True)
class Founding:
    """`languages` are those that the bot speaks."""

    languages: frozenset[str] = frozenset({"en"})

    @property
    def desk(self) -> Desk:
        return Desk(
            commands={("cohort", "new"): self.new, ("cohort", "edit"): self.edit},
            submissions={NewCohort: self.new_filled_in, EditCohort: self.edit_filled_in},
            presses={ConfirmNewCohort: self.found, ConfirmEdit: self.change},
        )

    async def new(self, occasion: Occasion, typed: Typed) -> Reply:
        """Opens the form, or takes everything that was typed."""
        await _for_the_organisation(occasion)
        empty = Outline(zone=occasion.person.timezone, language=occasion.words.language)
        if not typed.arguments:
            return Reply(open=_form(occasion.words, "founding.new_title", NewCohort().pack(), empty))
        given = details(typed.arguments, _KEYS, _ALSO)
        outline, wrong = _typed_over(replace(empty, name=given.first), given)
        return _wrong(occasion, "cohort_new", wrong) if wrong else await self._propose_new(occasion, outline)

    async def new_filled_in(self, occasion: Occasion, _: NewCohort) -> Reply:
        await _for_the_organisation(occasion)
        return await self._propose_new(occasion, _filled_over(Outline(), occasion.filled_in))

    async def _propose_new(self, occasion: Occasion, given: Outline) -> Reply:
        outline = given.tidy()
        wrong = wrong_outline(outline, self.languages) | await _taken(occasion, outline, None)
        if wrong:
            return _wrong(occasion, "cohort_new", wrong)
        text = f"{occasion.words.say('founding.preview_new')}\n\n{_lines(outline, occasion.words)}"
        return await propose(occasion, ConfirmNewCohort, outline.keep(), text, label="founding.make")

    async def found(self, occasion: Occasion, action: ConfirmNewCohort) -> Reply:
        """Makes the cohort that was previewed."""
        await _for_the_organisation(occasion)
        outline = Outline.kept((await confirmed(occasion, action)).values)
        if wrong := await _taken(occasion, outline, None):
            return _wrong(occasion, "cohort_new", wrong)
        cohort = Cohort(organisation_id=occasion.person.organisation_id, created_at=occasion.now, **outline.columns())
        await occasion.store.cohorts.add(cohort)
        await leave_trail(occasion, "cohort_made", cohort)
        return done(occasion, occasion.words.say("founding.made", name=cohort.name), buttons=_next(cohort, occasion))

    async def edit(self, occasion: Occasion, typed: Typed) -> Reply:
        """Opens the form of the cohort, or takes what was typed to change."""
        given = details(typed.arguments, _KEYS, _ALSO)
        cohort = await cohort_meant(occasion, typed, given.text("cohort") or given.first, ADMINISTRATOR)
        if isinstance(cohort, Reply):
            return cohort
        if not set(given.given) - {"cohort"}:
            token = EditCohort(cohort.id).pack()
            return Reply(open=_form(occasion.words, "founding.edit_title", token, Outline.of(cohort), cohort))
        outline, wrong = _typed_over(Outline.of(cohort), given)
        return _wrong(occasion, "cohort_edit", wrong) if wrong else await self._propose_edit(occasion, cohort, outline)

    async def edit_filled_in(self, occasion: Occasion, action: EditCohort) -> Reply:
        cohort = await cohort_of(occasion, action.cohort, ADMINISTRATOR)
        return await self._propose_edit(occasion, cohort, _filled_over(Outline.of(cohort), occasion.filled_in))

    async def _propose_edit(self, occasion: Occasion, cohort: Cohort, given: Outline) -> Reply:
        outline, before = given.tidy(), Outline.of(cohort)
        wrong = wrong_outline(outline, self.languages) | await _taken(occasion, outline, cohort)
        if _dates_differ(before, outline) and cohort.state != "draft":
            wrong["workshop_1"] = Wrong("founding.started_dates")
        if wrong:
            return _wrong(occasion, "cohort_edit", wrong)
        if outline == before:
            return done(occasion, occasion.words.say("founding.same"))
        changed = _lines(outline, occasion.words, before)
        text = f"{occasion.words.say('founding.preview_edit', name=cohort.name)}\n\n{changed}"
        return await propose(occasion, ConfirmEdit, outline.keep(), text, cohort=cohort)

    async def change(self, occasion: Occasion, action: ConfirmEdit) -> Reply:
        """Changes the cohort as previewed; prompts that hang on it are planned anew."""
        draft = await confirmed(occasion, action)
        cohort = await cohort_of(occasion, draft.cohort_id or "", ADMINISTRATOR)
        outline = Outline.kept(draft.values)
        if wrong := await _taken(occasion, outline, cohort):
            return _wrong(occasion, "cohort_edit", wrong)
        for column, value in outline.columns().items():
            setattr(cohort, column, value)
        cohort.plan_anew()
        await leave_trail(occasion, "cohort_edited", cohort)
        return done(occasion, occasion.words.say("founding.changed", name=cohort.name))


async def _for_the_organisation(occasion: Occasion) -> None:
    roles = await occasion.store.people.roles(occasion.person.id)
    if not any(role.name == ADMINISTRATOR and role.cohort_id is None for role in roles):
        raise NotAllowed(occasion.words.say("founding.organisation_only"))


def _wrong(occasion: Occasion, command: str, wrong: Mapping[str, Wrong]) -> Reply:
    return wrong_use(occasion, command, wrong, known=_KEYS)


async def _taken(occasion: Occasion, outline: Outline, own: Cohort | None) -> dict[str, Wrong]:
    found = await occasion.store.cohorts.named(occasion.person.organisation_id, outline.name)
    if found is None or found is own:
        return {}
    return {"name": Wrong("founding.taken", {"name": found.name})}


def _next(cohort: Cohort, occasion: Occasion) -> tuple[Button, ...]:
    words = occasion.words
    return (
        Button(words.label("founding.people"), Run(f"people import cohort {cohort.id}").pack(), opens_form=True),
        to_checklist(cohort, words),
    )


def _typed_over(outline: Outline, given: Details) -> tuple[Outline, dict[str, Wrong]]:
    """The outline with what was typed over it, and the dates that cannot be read."""
    texts: dict[str, Any] = {key: given.text(key) for key in _TEXTS if key in given}
    typed = dict(zip(("workshop_1", "workshop_2"), given.given.get("workshop", ()), strict=False))
    if "debrief" in given:
        typed["debrief"] = given.text("debrief")
    dates: dict[str, Any] = {key: read_date(text) for key, text in typed.items()}
    wrong = {key: Wrong("founding.wrong_date", {"text": typed[key]}) for key, one in dates.items() if one is None}
    return replace(outline, **texts, **dates), wrong


def _filled_over(outline: Outline, values: Mapping[str, FilledIn]) -> Outline:
    """The outline with the fields of a form over it. A started cohort's form has no dates."""
    texts: dict[str, Any] = {key: str(values[key] or "") for key in _TEXTS if key in values}
    dates: dict[str, Any] = {key: value for key in DATES if isinstance(value := values.get(key, 0), date | None)}
    return replace(outline, **texts, **dates)


def _form(words: Words, title: str, token: str, shown: Outline, cohort: Cohort | None = None) -> Form:
    texts = (
        TextField(key, words.label(f"founding.{key}"), getattr(shown, key), **_hints(key, words)) for key in _TEXTS
    )
    dates = (DateField(key, words.label(f"founding.{key}"), getattr(shown, key), optional=True) for key in DATES)
    started = cohort is not None and cohort.state != "draft"
    fields: tuple[Field, ...] = (*texts,) if started else (*texts, *dates)
    return Form(words.label(title), words.say("founding.form_text"), fields, words.label("founding.preview"), token)


def _hints(key: str, words: Words) -> dict[str, Any]:
    return {"hint": words.label(f"founding.{key}_hint"), "optional": key == "subdivision"}


def _dates_differ(one: Outline, other: Outline) -> bool:
    return any(getattr(one, key) != getattr(other, key) for key in DATES)


def _lines(outline: Outline, words: Words, before: Outline | None = None) -> str:
    """Each field on a line of its own; with `before`, only those that change."""
    keys = [key for key in (*_TEXTS, *DATES) if before is None or getattr(before, key) != getattr(outline, key)]
    return "\n".join(
        words.say("founding.line", label=words.label(f"founding.{key}"), value=_shown(getattr(outline, key), words))
        for key in keys
    )


def _shown(value: str | date | None, words: Words) -> str:
    return day(value, words) if isinstance(value, date) else value or words.label("founding.open")
