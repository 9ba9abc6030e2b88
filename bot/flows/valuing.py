"""The values that a cohort states, and what its sponsor says of them: a statement, and where leaders fall short."""

from dataclasses import dataclass

from bot.chat.action import ConfirmStatement, ConfirmValues, SetStatement, SetValues
from bot.chat.command import FACILITATOR, SPONSOR, Typed
from bot.chat.desk import Desk
from bot.chat.details import details
from bot.chat.occasion import Occasion
from bot.chat.preview import confirmed, done, propose
from bot.chat.reply import Reply
from bot.chat.trail import leave_trail
from bot.chat.wrong import Wrong, wrong_use
from bot.rules.cohorts_meant import cohort_meant, cohort_of, named_first
from bot.rules.problem_list import wrong_list
from bot.rules.stated_values import (
    FEWEST_VALUES,
    MOST_VALUES,
    StatedValue,
    lines_of,
    typed_values,
    wrong_values,
)
from prompts.message import Button, Field, Form, Message, TextField
from storage.tables import Cohort

_SPOKEN = {"cohort": 1, "statement": 0, "shortfall": 0, "problems": 0}
_TEXTS = ("statement", "shortfall")
_LONGEST = 2000  # characters of the sponsor's statement: it is shown inside prompts


@dataclass(frozen=True, slots=True)
class Valuing:
    """`values` means the cohort's values to a facilitator, and the statement to a sponsor."""

    @property
    def desk(self) -> Desk:
        return Desk(
            commands={("values",): self.values},
            presses={
                SetValues: self.open_values,
                SetStatement: self.open_statement,
                ConfirmValues: self.change_values,
                ConfirmStatement: self.change_statement,
            },
            submissions={SetValues: self.values_filled_in, SetStatement: self.statement_filled_in},
        )

    # -- as typed --------------------------------------------------------------------------------------------------

    async def values(self, occasion: Occasion, typed: Typed) -> Reply:
        """Opens the form of the asker's role, or takes what was typed."""
        named, text = named_first(typed.rest)
        given = details(typed.arguments, _SPOKEN)
        spoken = {key: given.text(key) for key in (*_TEXTS, "problems") if key in given}
        if any(text.casefold().startswith(f"{key} ") for key in spoken):
            cohort = await cohort_meant(occasion, typed, given.text("cohort"), SPONSOR)
            return cohort if isinstance(cohort, Reply) else await _propose_statement(occasion, cohort, spoken)
        if text.strip():
            cohort = await cohort_meant(occasion, typed, named, FACILITATOR)
            return cohort if isinstance(cohort, Reply) else await _propose_values(occasion, cohort, typed_values(text))
        cohort = await cohort_meant(occasion, typed, named, FACILITATOR, SPONSOR)
        return cohort if isinstance(cohort, Reply) else await self._form_of_role(occasion, cohort)

    async def _form_of_role(self, occasion: Occasion, cohort: Cohort) -> Reply:
        facilitates = await occasion.store.cohorts.one(occasion.person, cohort.id, FACILITATOR)
        sponsors = await occasion.store.cohorts.one(occasion.person, cohort.id, SPONSOR)
        if not sponsors:
            return await self.open_values(occasion, SetValues(cohort.id))
        if not facilitates:
            return await self.open_statement(occasion, SetStatement(cohort.id))
        words = occasion.words
        buttons = (
            Button(words.label("valuing.set_values"), SetValues(cohort.id).pack(), opens_form=True),
            Button(words.label("valuing.set_statement"), SetStatement(cohort.id).pack(), opens_form=True),
        )
        return Reply(say=Message(words.say("valuing.which", name=cohort.name), buttons=buttons))

    # -- the forms -------------------------------------------------------------------------------------------------

    async def open_values(self, occasion: Occasion, action: SetValues) -> Reply:
        cohort = await cohort_of(occasion, action.cohort, FACILITATOR)
        shown = [(one.name, "\n".join(one.behaviours)) for one in await occasion.store.cohorts.values(cohort.id)]
        fields = [
            field
            for number in range(1, MOST_VALUES + 1)
            for field in _value_fields(occasion, number, *(shown[number - 1] if number <= len(shown) else ("", "")))
        ]
        return Reply(open=_form(occasion, cohort, "values", tuple(fields), action.pack()))

    async def values_filled_in(self, occasion: Occasion, action: SetValues) -> Reply:
        cohort = await cohort_of(occasion, action.cohort, FACILITATOR)
        filled = [(occasion.entered(f"name_{n}"), occasion.entered(f"seen_{n}")) for n in range(1, MOST_VALUES + 1)]
        values = tuple(StatedValue(name.strip(), lines_of(seen)) for name, seen in filled if name.strip())
        return await _propose_values(occasion, cohort, values)

    async def open_statement(self, occasion: Occasion, action: SetStatement) -> Reply:
        cohort = await cohort_of(occasion, action.cohort, SPONSOR)
        problems = "\n".join(one.text for one in await occasion.store.projects.listed(cohort.id))
        fields = _statement_fields(occasion, cohort, problems)
        return Reply(open=_form(occasion, cohort, "statement", fields, action.pack()))

    async def statement_filled_in(self, occasion: Occasion, action: SetStatement) -> Reply:
        cohort = await cohort_of(occasion, action.cohort, SPONSOR)
        spoken = {key: occasion.entered(key) for key in (*_TEXTS, "problems")}
        if not spoken["problems"].strip():
            del spoken["problems"]
        return await _propose_statement(occasion, cohort, spoken)

    # -- confirmed -------------------------------------------------------------------------------------------------

    async def change_values(self, occasion: Occasion, action: ConfirmValues) -> Reply:
        draft = await confirmed(occasion, action)
        cohort = await cohort_of(occasion, draft.cohort_id or "", FACILITATOR)
        await occasion.store.cohorts.set_values(cohort.id, draft.values["values"])
        await occasion.store.maps.changed(cohort.id, occasion.person.id, occasion.now)
        await leave_trail(occasion, "values_changed", cohort)
        return done(occasion, occasion.words.say("valuing.values_changed", name=cohort.name))

    async def change_statement(self, occasion: Occasion, action: ConfirmStatement) -> Reply:
        draft = await confirmed(occasion, action)
        cohort = await cohort_of(occasion, draft.cohort_id or "", SPONSOR)
        problems = lines_of(draft.values.get("problems", ""))
        if problems and (wrong := await wrong_list(occasion, cohort, problems)):  # a project may have begun since
            return wrong_use(occasion, "values_statement", {"problems": wrong})
        for key in _TEXTS:
            setattr(cohort, key, draft.values.get(key, getattr(cohort, key)))
        if problems:
            await occasion.store.projects.list_problems(cohort.id, problems)
        await leave_trail(occasion, "statement_changed", cohort)
        return done(occasion, occasion.words.say("valuing.statement_changed", name=cohort.name))


async def _propose_values(occasion: Occasion, cohort: Cohort, values: tuple[StatedValue, ...]) -> Reply:
    if wrong := wrong_values(values):
        return wrong_use(occasion, "values", {"name_1": wrong})
    words = occasion.words
    lines = [
        words.say("valuing.line", value=one.name, behaviours="; ".join(one.behaviours) or words.label("valuing.later"))
        for one in values
    ]
    text = "\n".join([words.say("valuing.preview_values", name=cohort.name), "", *lines])
    kept = {"values": [[one.name, list(one.behaviours)] for one in values]}
    return await propose(occasion, ConfirmValues, kept, text, cohort=cohort)


async def _propose_statement(occasion: Occasion, cohort: Cohort, spoken: dict[str, str]) -> Reply:
    wrong = {key: Wrong("safeguarding.empty") for key, text in spoken.items() if not text.strip()}
    wrong |= {
        key: Wrong("safeguarding.too_long", {"longest": str(_LONGEST)})
        for key in _TEXTS
        if len(spoken.get(key, "")) > _LONGEST
    }
    if "problems" in spoken and (bad := await wrong_list(occasion, cohort, lines_of(spoken["problems"]))):
        wrong["problems"] = bad
    if wrong:
        return wrong_use(occasion, "values_statement", wrong)
    words = occasion.words
    lines = [
        words.say("valuing.spoken", label=words.label(f"valuing.{key}"), text=text) for key, text in spoken.items()
    ]
    text = "\n\n".join([words.say("valuing.preview_statement", name=cohort.name), *lines])
    return await propose(occasion, ConfirmStatement, spoken, text, cohort=cohort)


def _value_fields(occasion: Occasion, number: int, name: str, seen: str) -> tuple[Field, Field]:
    label = occasion.words.label
    return (
        TextField(f"name_{number}", label("valuing.name", number=number), name, optional=number > FEWEST_VALUES),
        TextField(
            f"seen_{number}",
            label("valuing.seen", number=number),
            seen,
            hint=label("valuing.seen_hint"),
            optional=True,
            multiline=True,
        ),
    )


def _statement_fields(occasion: Occasion, cohort: Cohort, problems: str) -> tuple[Field, ...]:
    label = occasion.words.label
    texts = (
        TextField(
            key,
            label(f"valuing.{key}"),
            getattr(cohort, key),
            hint=label(f"valuing.{key}_hint"),
            multiline=True,
            longest=_LONGEST,
        )
        for key in _TEXTS
    )
    hint = label("valuing.problems_hint")
    return (*texts, TextField("problems", label("valuing.problems"), problems, hint, optional=True, multiline=True))


def _form(occasion: Occasion, cohort: Cohort, key: str, fields: tuple[Field, ...], token: str) -> Form:
    words = occasion.words
    text = words.say(f"valuing.{key}_text", name=cohort.name)
    return Form(words.label(f"valuing.{key}_title"), text, fields, words.label("gathering.preview"), token)
