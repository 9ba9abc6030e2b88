"""Turns a message into an Adaptive Card, and a form into the card of a dialog."""

import json
import secrets
from collections.abc import Mapping, Sequence
from typing import Any, assert_never

from bot.teams.carried import carried
from bot.teams.text import Element, lines, note, plain
from prompts.message import (
    Button,
    ChoiceField,
    DateField,
    Field,
    Form,
    Item,
    Message,
    Option,
    PeopleField,
    TextField,
    TickField,
    TimeField,
)
from prompts.words import Words

CARD = "application/vnd.microsoft.card.adaptive"
LARGEST = 26_000  # bytes of JSON; Teams documented 28 KB for a message, and the rest of it needs a little
_VERSION = "1.5"  # what Teams shows on every client; Action.Execute needs it
_STYLES = {"primary": "positive", "danger": "destructive"}
_ROW = 6  # buttons that Teams shows side by side; further ones would hide behind a menu
_STANDING_OPEN = 5  # so many options stand open, more of them fold into a menu: a form should fit on a telephone
_TITLE = 60  # characters of a dialog's title that a telephone shows
# From learn.microsoft.com/microsoftteams/platform/bots/how-to/bot-messages-ai-generated-content.
_AI_LABEL = {
    "type": "https://schema.org/Message",
    "@type": "Message",
    "@context": "https://schema.org",
    "additionalType": ["AIGeneratedContent"],
}


def message(message: Message, words: Words) -> Element:
    """The activity that shows a message. What a model worded bears the platform's own label too."""
    activity: Element = {
        "type": "message",
        "summary": plain(message.text)[:200] or message.title,
        "attachments": [{"contentType": CARD, "content": card(message, words)}],
    }
    return {**activity, "entities": [_AI_LABEL]} if message.by_model else activity


def with_link(text: Message, words: Words, label: str, url: str) -> Element:
    """The activity that shows a message over a button which opens that address: only ever one of our own pages."""
    shown = message(text, words)
    link = {"type": "Action.OpenUrl", "title": label, "url": url}
    shown["attachments"][0]["content"]["body"].append({"type": "ActionSet", "actions": [link]})
    return shown


def card(message: Message, words: Words, *, in_dialog: bool = False) -> Element:
    """The card of a message. In a dialog its buttons answer to the dialog."""
    nonce = secrets.token_urlsafe(9)
    label = [note(words.label("slack.by_model"), isSubtle=True, size="Small")] if message.by_model else []
    head = [note(message.title, size="Large", weight="Bolder")] if message.title else []
    tail = [*_buttons(message.buttons, nonce, in_dialog=in_dialog), *label]
    body = [*head, *lines(message.text)]
    return _card([*body, *_items(message.items, nonce, words, _size([*body, *tail]), in_dialog=in_dialog), *tail])


def dialog(form: Form, words: Words, problems: Mapping[str, str] | None = None) -> Element:
    """The answer that opens a form or puts it in the place of the one that is open, with sentences at its fields."""
    nonce, wrong = secrets.token_urlsafe(9), dict(problems or {})
    elsewhere = [text for key, text in wrong.items() if key not in {field.key for field in form.fields}]
    fields = [element for field in form.fields for element in _field(field, wrong.get(field.key, ""), words)]
    sent = {"token": form.token, "nonce": nonce, "form": carried(form)}
    head = [*(_problem(text) for text in elsewhere), *lines(form.text)]
    body = [*head, *_items(form.items, nonce, words, _size([*head, *fields, sent]), in_dialog=True), *fields]
    title = form.submit or words.label("slack.send")
    actions = [{"type": "Action.Submit", "title": title, "data": sent}] if form.fields or form.submit else []
    return opened(form.title, {**_card(body or lines(words.say("slack.empty_form"))), "actions": actions})


def told(message: Message, words: Words, title: str = "") -> Element:
    """The answer that shows a message in the dialog."""
    return opened(message.title or title or words.label("home.title"), card(message, words, in_dialog=True))


def opened(title: str, content: Element) -> Element:
    shown = {"contentType": CARD, "content": content}
    return {"task": {"type": "continue", "value": {"title": title[:_TITLE], "width": "medium", "card": shown}}}


def _card(body: list[Element]) -> Element:
    return {
        "type": "AdaptiveCard",
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "version": _VERSION,
        "body": body,
    }


def _items(items: Sequence[Item], nonce: str, words: Words, used: int, *, in_dialog: bool) -> list[Element]:
    """The items in order, as many as there is room for; then how many more there are."""
    shown: list[Element] = []
    for place, item in enumerate(items):
        one = _item(item, nonce, in_dialog=in_dialog)
        used += _size(one)
        if used > LARGEST:
            return [*shown, *lines(words.say("slack.more_items", count=len(items) - place))]
        shown.append(one)
    return shown


def _item(item: Item, nonce: str, *, in_dialog: bool) -> Element:
    image = item.image
    picture = [{"type": "Image", "url": image.url, "altText": image.alternative}] if image else []
    inside = [*lines(item.text), *picture, *_buttons(item.buttons, nonce, in_dialog=in_dialog)]
    return {"type": "Container", "separator": True, "spacing": "Medium", "items": inside}


def _buttons(buttons: Sequence[Button], nonce: str, *, in_dialog: bool) -> list[Element]:
    shown = [_button(one, nonce, in_dialog=in_dialog) for one in buttons]
    rows = [shown[start : start + _ROW] for start in range(0, len(shown), _ROW)]
    return [{"type": "ActionSet", "actions": row} for row in rows]


def _button(button: Button, nonce: str, *, in_dialog: bool) -> Element:
    data: Element = {"action": button.action, "nonce": nonce}
    look = {"title": button.label, **({"style": _STYLES[button.style]} if button.style in _STYLES else {})}
    if in_dialog:
        return {"type": "Action.Submit", **look, "associatedInputs": "none", "data": data}
    if button.opens_form:
        return {"type": "Action.Submit", **look, "data": {**data, "msteams": {"type": "task/fetch"}}}
    fallback = {"type": "Action.Submit", **look, "data": data}
    return {"type": "Action.Execute", **look, "verb": "press", "data": data, "fallback": fallback}


def _field(field: Field, problem: str, words: Words) -> list[Element]:
    if isinstance(field, ChoiceField) and not field.options:
        return lines(words.say("slack.nothing_to_choose", label=field.label))
    told = field.hint or (words.label("teams.people_hint") if isinstance(field, PeopleField) else "")
    hint = [note(told, isSubtle=True, size="Small")] if told else []
    required = {"isRequired": True, "errorMessage": words.label("teams.required")} if not field.optional else {}
    shown = {"label": field.label, "spacing": "Medium", **required, **_input(field, words)}
    return [shown, *hint, *([_problem(problem)] if problem else [])]


def _problem(sentence: str) -> Element:
    return note(plain(sentence), color="Attention", weight="Bolder")


def _input(field: Field, words: Words) -> Element:
    match field:
        case TextField():
            text = {"value": field.value} if field.value else {}
            long = {"isMultiline": True} if field.multiline else {}
            return {"type": "Input.Text", "id": f"text.{field.key}", "maxLength": field.longest, **long, **text}
        case ChoiceField():
            return _choices(field)
        case DateField():
            return {
                "type": "Input.Date",
                "id": f"date.{field.key}",
                **_value(field.value.isoformat() if field.value else ""),
            }
        case TimeField():
            at = field.value.strftime("%H:%M") if field.value else ""
            return {"type": "Input.Time", "id": f"time.{field.key}", **_value(at)}
        case PeopleField():
            return _people(field)
        case TickField():
            ticked = "true" if field.value else "false"
            return {
                "type": "Input.Toggle",
                "id": f"tick.{field.key}",
                "title": words.label("slack.yes"),
                "value": ticked,
            }
        case other:
            assert_never(other)


def _choices(field: ChoiceField) -> Element:
    return {
        "type": "Input.ChoiceSet",
        "id": f"{'choices' if field.many else 'choice'}.{field.key}",
        "choices": [{"title": one.label, "value": _numbered(one, field.options)} for one in field.options],
        "style": "expanded" if len(field.options) <= _STANDING_OPEN else "compact",
        "isMultiSelect": field.many,
        "wrap": True,
        **_value(",".join(_numbered(one, field.options) for one in field.options if one.value in field.value)),
    }


def _numbered(option: Option, options: Sequence[Option]) -> str:
    # several chosen values come back joined by commas, and a value of ours may hold one
    return f"{options.index(option)}:{option.value}".replace(",", "%2C")


def _people(field: PeopleField) -> Element:
    """Their addresses are typed: cards have a list of the directory's people only since version 1.6."""
    many = {"isMultiline": True} if field.many else {}
    return {"type": "Input.Text", "id": f"people.{field.key}", **many, **_value(", ".join(field.value))}


def _value(value: str) -> Element:
    return {"value": value} if value else {}


def _size(shown: Any) -> int:
    return len(json.dumps(shown, ensure_ascii=False).encode())
