"""A cohort's safety net: whom to turn to in distress, where to speak up, how many stand behind a sum, and AI."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.chat.action import ChangeSettings, ConfirmSettings
from bot.chat.command import ADMINISTRATOR, Typed
from bot.chat.desk import Desk
from bot.chat.details import details
from bot.chat.occasion import Occasion
from bot.chat.preview import confirmed, done, propose
from bot.chat.reply import Reply
from bot.chat.trail import leave_trail
from bot.chat.wrong import Wrong, wrong_use
from bot.rules.ai_settings import AI, LONGEST_PROVIDER, PROVIDER, ai_changed, offered, told_of_ai, wrong_ai
from bot.rules.cohorts_meant import cohort_meant, cohort_of
from bot.rules.consent_questions import NO, YES
from bot.rules.next_steps import to_checklist
from bot.rules.retention import LONGEST, SHORTEST
from prompts.message import ChoiceField, Field, Form, Option, TextField
from prompts.words import Words
from storage.tables import Cohort

PHONE = "phone-hours"
RETENTION = "retention"
_KEYS = {
    "cohort": 1,
    "contacts": 0,
    "hours": 0,
    "speak-up": 0,
    PHONE: 0,
    "threshold": 1,
    RETENTION: 1,
    AI: 1,
    PROVIDER: 0,
}
_COLUMNS = {
    "contacts": "crisis_contacts",
    "hours": "crisis_hours",
    "speak-up": "speak_up_route",
    PHONE: "facilitator_hours",
    "threshold": "threshold",
    RETENTION: "retention_days",
    AI: "ai_allowed",
    PROVIDER: "ai_provider",
}
# characters: each is shown inside one message
_LONGEST = {"contacts": 1000, "hours": 200, "speak-up": 1000, PHONE: 200, PROVIDER: LONGEST_PROVIDER}
_HIGHEST = 50  # people; a larger number would hide everything for ever


@dataclass(frozen=True, slots=True)
class Safeguarding:
    """`settings`: crisis contacts with their hours, the speak-up route, the number that can only be raised, and AI."""

    @property
    def desk(self) -> Desk:
        return Desk(
            commands={("settings",): self.settings},
            submissions={ChangeSettings: self.filled_in},
            presses={ConfirmSettings: self.change},
        )

    async def settings(self, occasion: Occasion, typed: Typed) -> Reply:
        """Opens the form, or takes what was typed."""
        given = details(typed.arguments, _KEYS)
        cohort = await cohort_meant(occasion, typed, given.text("cohort") or given.first, ADMINISTRATOR)
        if isinstance(cohort, Reply):
            return cohort
        changes = {key: given.text(key) for key in _COLUMNS if key in given}
        if not changes:
            return Reply(open=_form(occasion.words, cohort, await _of_no_help(occasion, cohort)))
        return await _propose(occasion, cohort, changes)

    async def filled_in(self, occasion: Occasion, action: ChangeSettings) -> Reply:
        cohort = await cohort_of(occasion, action.cohort, ADMINISTRATOR)
        given = {key: _entered(occasion, key) for key in _COLUMNS if key in occasion.filled_in}
        return await _propose(occasion, cohort, given)

    async def change(self, occasion: Occasion, action: ConfirmSettings) -> Reply:
        draft = await confirmed(occasion, action)
        cohort = await cohort_of(occasion, draft.cohort_id or "", ADMINISTRATOR)
        if wrong := _wrong(occasion, cohort, draft.values):
            return wrong_use(occasion, "settings", wrong)
        before = offered(cohort)
        for key, value in draft.values.items():
            setattr(cohort, _COLUMNS[key], _stored(key, value))
        await leave_trail(occasion, "settings_changed", cohort)
        await ai_changed(occasion, cohort, before)
        words = occasion.words
        return done(occasion, words.say("founding.changed", name=cohort.name), buttons=(to_checklist(cohort, words),))


async def _propose(occasion: Occasion, cohort: Cohort, given: Mapping[str, str]) -> Reply:
    changes = {key: value.strip() for key, value in given.items() if value.strip() != _now(cohort, key)}
    if wrong := _wrong(occasion, cohort, changes):
        return wrong_use(occasion, "settings", wrong)
    words = occasion.words
    if not changes:
        return done(occasion, words.say("founding.same"))
    lines = [
        words.say("founding.line", label=words.label(f"safeguarding.{key}"), value=value)
        for key, value in changes.items()
    ]
    told = told_of_ai(cohort, changes, words)
    text = "\n".join([words.say("founding.preview_edit", name=cohort.name), "", *lines, *told])
    return await propose(occasion, ConfirmSettings, changes, text, cohort=cohort)


def _wrong(occasion: Occasion, cohort: Cohort, changes: Mapping[str, str]) -> dict[str, Wrong]:
    wrong = wrong_ai(cohort, changes, model_is_set=occasion.model_is_set)
    for key, value in changes.items():
        if key in {AI, PROVIDER}:
            continue
        if key == "threshold":
            wrong |= _wrong_threshold(cohort, value)
        elif key == RETENTION:
            wrong |= _wrong_retention(cohort, value)
        elif not value and key != PHONE:
            wrong[key] = Wrong("safeguarding.empty")
        elif len(value) > _LONGEST[key]:
            wrong[key] = Wrong("safeguarding.too_long", {"longest": str(_LONGEST[key])})
    return wrong


def _wrong_threshold(cohort: Cohort, value: str) -> dict[str, Wrong]:
    if cohort.state != "draft":
        return {"threshold": Wrong("safeguarding.threshold_fixed", {"now": str(cohort.threshold)})}
    if value not in {str(number) for number in range(cohort.threshold, _HIGHEST + 1)}:
        gaps = {"now": str(cohort.threshold), "highest": str(_HIGHEST)}
        return {"threshold": Wrong("safeguarding.threshold_range", gaps)}
    return {}


def _wrong_retention(cohort: Cohort, value: str) -> dict[str, Wrong]:
    """Once people write, what they wrote may be forgotten sooner than they were told, and never later."""
    longest = LONGEST if cohort.state == "draft" else cohort.retention_days
    if value in {str(days) for days in range(SHORTEST, longest + 1)}:
        return {}
    return {RETENTION: Wrong("safeguarding.retention_range", {"highest": str(longest)})}


def _now(cohort: Cohort, key: str) -> str:
    if key == AI:
        return YES if cohort.ai_allowed else NO
    return str(getattr(cohort, _COLUMNS[key]))


def _stored(key: str, value: str) -> str | int | bool:
    return int(value) if key in {"threshold", RETENTION} else value == YES if key == AI else value


def _entered(occasion: Occasion, key: str) -> str:
    return "".join(occasion.chosen(key)) or NO if key == AI else occasion.entered(key)


async def _of_no_help(occasion: Occasion, cohort: Cohort) -> str:
    """How the model does, where there is one: in one number, which is nobody's."""
    if not cohort.ai_allowed:
        return ""
    times = await occasion.store.model_calls.not_helpful_so_far(cohort.id)
    return occasion.words.say("safeguarding.ai_not_helpful", count=times)


def _form(words: Words, cohort: Cohort, of_no_help: str) -> Form:
    keys = [key for key in _COLUMNS if key != "threshold" or cohort.state == "draft"]
    fields = tuple(_field(words, cohort, key) for key in keys)
    room = "safeguarding.room" if cohort.room else "safeguarding.no_room"
    text = "\n\n".join(
        part for part in (words.say("safeguarding.form_text", name=cohort.name), words.say(room), of_no_help) if part
    )
    token = ChangeSettings(cohort.id).pack()
    return Form(words.label("safeguarding.title"), text, fields, words.label("gathering.preview"), token)


def _field(words: Words, cohort: Cohort, key: str) -> Field:
    label, hint, value = words.label(f"safeguarding.{key}"), words.label(f"safeguarding.{key}_hint"), _now(cohort, key)
    if key == AI:
        options = tuple(Option(one, words.label(f"safeguarding.ai_{one}")) for one in (NO, YES))
        return ChoiceField(key, label, options, (value,), hint)
    return TextField(
        key,
        label,
        value,
        hint=hint,
        optional=key in {PHONE, PROVIDER},
        multiline=key in {"contacts", "speak-up", PROVIDER},
        longest=_LONGEST.get(key, 3000),
    )
