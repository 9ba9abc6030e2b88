"""Patient details in what somebody writes: the form comes back once with a box to tick, and the chat asks once."""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import replace

from bot.care.care import Seen
from bot.chat.action import ChangeEntry, DeleteEntry, KeepAsItIs
from bot.chat.keeping import found_in
from bot.chat.looking_like import kinds
from bot.chat.occasion import Occasion
from bot.chat.reply import Reply
from bot.rules.if_then import CUE, DEED
from bot.rules.own_words import Opened
from bot.rules.writing_forms import WORDS, filled_in_again
from prompts.message import Button, Field, Form, Markdown, Message, TickField
from prompts.words import Words
from storage.tables import Turn

KEEP_IT = "keep_it"
_WRITTEN = (WORDS, CUE, DEED)
_MOST = 3  # of them are named under one field: who corrects these looks for the others too
_LONGEST = 40  # characters of one that are repeated: enough to find it


def said_to_be_none(occasion: Occasion) -> bool:
    """Whether the box was ticked which says that it is none."""
    return occasion.filled_in.get(KEEP_IT) is True


async def doubted(
    occasion: Occasion,
    opening: Callable[[], Awaitable[Reply]],
    fields: tuple[str, ...] = _WRITTEN,
    known: frozenset[str] = frozenset(),
) -> Reply | None:
    """The form that `opening` opens, with all that was filled in, where one of its fields seems to hold such details.

    It comes back with a box to tick, and is saved as it is once that is ticked. None where nothing seems to be wrong,
    or only what is `known` to be none.
    """
    if said_to_be_none(occasion):
        return None
    problems = doubts(occasion, fields, known)
    if not problems:
        return None
    form = None if KEEP_IT in occasion.filled_in else (await opening()).open
    return Reply(problems=problems, open=form and _once_more(form, occasion, problems))


def doubts(
    occasion: Occasion, fields: tuple[str, ...], known: frozenset[str] = frozenset(), key: str = "care.looks_like"
) -> dict[str, str]:
    """What is to be said under each of these fields. Who writes in distress is not asked about details."""
    said = {field: _doubt(occasion, occasion.entered(field), known, key) for field in fields}
    return {field: sentence for field, sentence in said.items() if sentence}


def none_for_sure(occasion: Occasion, opened: tuple[Opened, ...]) -> frozenset[str]:
    """What looks like patient details in these turns, word for word, and is none as their author has said."""
    look = occasion.care.look
    found = (found_in(one.text, look(one.text)) for one in opened if one.turn.cleared)
    return frozenset[str]().union(*found)


def asks_about(occasion: Occasion, turn: Turn | None, text: str, thread: str, kept: str = "") -> Message | None:
    """The question about words that were typed, under the sentence that they are `kept`; None where there is none.

    The details themselves are not repeated: the chat keeps what stands in it.
    """
    if turn is None or turn.cleared is not False:
        return None
    words = occasion.words
    buttons = (
        Button(words.label("care.keep_it"), KeepAsItIs(turn.id, thread).pack()),
        Button(words.label("keeping.change"), ChangeEntry(turn.entry_id).pack(), opens_form=True, style="primary"),
        Button(words.label("keeping.delete"), DeleteEntry(turn.entry_id).pack(), opens_form=True, style="danger"),
    )
    asked = words.say("care.asked", what=kinds(words, occasion.care.look(text)))
    return Message(Markdown("\n\n".join(part for part in (kept, asked) if part)), buttons=buttons)


def _doubt(occasion: Occasion, text: str, known: frozenset[str], key: str) -> str:
    seen = occasion.care.look(text)
    if seen.concern.distress:
        return ""
    return " ".join(_sentences(occasion.words, text, seen, known, key))


def _sentences(words: Words, text: str, seen: Seen, known: frozenset[str], key: str) -> Iterator[str]:
    found = {text[one.start : one.end]: one.kind for one in seen.details}
    for quoted, kind in [one for one in found.items() if one[0] not in known][:_MOST]:
        short = quoted if len(quoted) <= _LONGEST else f"{quoted[:_LONGEST]}…"
        yield words.label(key, what=words.label(f"care.kind.{kind}"), text=short)


def _once_more(form: Form, occasion: Occasion, problems: Mapping[str, str]) -> Form:
    """The form as it was filled in, with the box under the last field that has a problem."""
    fields: tuple[Field, ...] = filled_in_again(form, occasion).fields
    last = max(place for place, field in enumerate(fields) if field.key in problems)
    box = TickField(KEEP_IT, occasion.words.label("care.keep_it"))
    return replace(form, fields=(*fields[: last + 1], box, *fields[last + 1 :]))
