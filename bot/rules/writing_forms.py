"""The forms in which people write, and what they filled in."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from bot.chat.action import Action
from bot.chat.consent import WELCOME
from bot.chat.occasion import Occasion
from bot.chat.reply import Reply
from bot.rules.if_then import CUE, DEED, tidied
from prompts.message import ChoiceField, Field, Form, Option, TextField

LONGEST = 3000  # characters: what a Slack form's field holds
WORDS, KEEPING = "words", "keeping"
YES, NO = "yes", "no"


def writing_form(
    occasion: Occasion, token: Action, text: str, *, label: str = "writing.field", value: str = "", title: str = ""
) -> Form:
    """A form with one field for words. Who has not said yet whether words may be kept is asked in it."""
    words = occasion.words
    field = TextField(
        WORDS, words.label(label), value=value[:LONGEST], hint=words.label("writing.hint"), multiline=True
    )
    return form_of(occasion, token, text, (field,), title)


def form_of(occasion: Occasion, token: Action, text: str, fields: tuple[Field, ...], title: str = "") -> Form:
    words, keeps = occasion.words, occasion.person.keeps_entries
    if keeps is None:
        text = f"{text}\n\n{words.say(WELCOME)}" if text else words.say(WELCOME)
        fields = (*fields, _keeping(occasion))
    return Form(
        title=title or words.label("writing.title"),
        text=text,
        fields=fields,
        submit=words.label("writing.submit_unkept" if keeps is False else "writing.submit"),
        token=token.pack(),
    )


def written_in(occasion: Occasion) -> str:
    """The words that came in with a form: the field for words, or the *if* and the *then* as one sentence."""
    promise = tidied(occasion.entered(CUE), occasion.entered(DEED), occasion.words)
    if promise.cue and promise.deed:
        return promise.sentence(occasion.words)
    return occasion.entered(WORDS).strip()


def empty_field(occasion: Occasion) -> str:
    """The key of the field that was left empty, where the form brought no words."""
    asked = (key for key in (CUE, DEED) if key in occasion.filled_in)
    return next((key for key in asked if not occasion.entered(key).strip()), WORDS)


def chosen_in(occasion: Occasion, key: str, offered: Collection[str]) -> str:
    """The one option that was chosen in that field; "" for none, as for one that was not offered."""
    value = occasion.filled_in.get(key)
    first = value[0] if isinstance(value, tuple) and value else value
    return first if isinstance(first, str) and first in offered else ""


def said_of_keeping(occasion: Occasion) -> bool | None:
    """Whether the form says that words may be kept; None where it did not ask."""
    return {YES: True, NO: False}.get(chosen_in(occasion, KEEPING, (YES, NO)))


def filled_in_again(form: Form, occasion: Occasion) -> Form:
    """The form with all that came in with it, so that nothing of it must be written again."""
    return replace(form, fields=tuple(_filled(one, occasion) for one in form.fields))


def _filled(field: Field, occasion: Occasion) -> Field:
    """As it came in; in a field for words, whatever came in stands as words."""
    value: Any = occasion.filled_in.get(field.key)
    if value is None:
        return field
    if isinstance(field, TextField):
        return replace(field, value=str(value))
    return replace(field, value=value)


def not_asked(occasion: Occasion, form: Form) -> Reply:
    """The form again, now with the question whether words may be kept: who was erased while it stood open is new."""
    said = occasion.words.label("writing.not_asked")
    return Reply(problems={KEEPING: said}, open=filled_in_again(form, occasion))


def _keeping(occasion: Occasion) -> ChoiceField:
    words = occasion.words
    options = (
        Option(YES, words.label("enrolling.keep")),
        Option(NO, words.label("enrolling.do_not_keep")),
    )
    return ChoiceField(KEEPING, words.label("enrolling.field"), options)
