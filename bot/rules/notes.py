"""Notes with their author's marks: a value lived, strained or absent; working together helped or hindered."""

from dataclasses import dataclass, field

from bot.chat.action import Action
from bot.chat.keeping import writing_in
from bot.chat.occasion import Occasion
from bot.rules.writing_forms import LONGEST, WORDS, chosen_in, form_of
from prompts.message import ChoiceField, Field, Form, Option, TextField
from prompts.words import Words
from storage.tables import CohortValue, Entry

NOTICE, WONDER = "notice", "wonder"
KIND, COLLABORATION = "kind", "collaboration"
_SEEN = ("lived", "strained", "absent")
_TOGETHER = ("helped", "hindered")
_VALUE = "value:"  # before a value's id, in the key of its field
_BETWEEN = "/"  # parts the marks of a typed note


@dataclass(frozen=True, slots=True)
class Note:
    """A note as it was typed: its words, the marks by value id, and a word that is no mark ("" where all are)."""

    kind: str
    text: str = field(repr=False)
    seen: dict[str, str] = field(default_factory=dict)
    collaboration: str = ""
    unknown: str = ""


async def values_here(occasion: Occasion) -> tuple[CohortValue, ...]:
    """The values of the cohort in which the person writes."""
    participation = await writing_in(occasion)
    return await occasion.store.cohorts.values(participation.cohort_id) if participation else ()


async def note_form(occasion: Occasion, token: Action, text: str, title: str = "", value: str = "") -> Form:
    """The form of a note: what kind, the words, and a mark for each value of the cohort."""
    words = occasion.words
    fields: tuple[Field, ...] = (
        ChoiceField(KIND, words.label("noting.kind"), _options(words, (NOTICE, WONDER)), (NOTICE,)),
        TextField(WORDS, words.label("noting.field"), value[:LONGEST], words.label("writing.hint"), multiline=True),
        *(_value_field(words, one) for one in await values_here(occasion)),
        _choice(words, COLLABORATION, words.label("noting.collaboration"), _TOGETHER),
    )
    return form_of(occasion, token, text, fields, title or words.label("noting.title"))


async def keep_marks(occasion: Occasion, entry: Entry) -> None:
    """Puts the marks that came in with a form on the entry; a form without such fields changes none."""
    values = occasion.filled_in
    if KIND not in values:
        return
    entry.note, entry.collaboration = chosen_kind(occasion), chosen_in(occasion, COLLABORATION, _TOGETHER)
    ids = {key.removeprefix(_VALUE) for key in values if key.startswith(_VALUE)}
    known = {one.id for one in await values_here(occasion)} & ids
    seen = {one: chosen_in(occasion, f"{_VALUE}{one}", _SEEN) for one in known}
    await occasion.store.reflections.mark(entry.id, {one: how for one, how in seen.items() if how})


def chosen_kind(occasion: Occasion) -> str:
    """The kind of note that was chosen in a form."""
    return chosen_in(occasion, KIND, (NOTICE, WONDER)) or NOTICE


def typed_note(rest: str, words: Words, values: tuple[CohortValue, ...]) -> Note:
    """`notice She waits before she answers / respect lived / helped`; without a first word, a notice."""
    first, _, others = rest.partition(" ")
    names = {words.label(f"noting.typed_{kind}").casefold(): kind for kind in (NOTICE, WONDER)}
    kind = names.get(first.casefold().rstrip(":"))
    text, *marks = [part.strip() for part in (others if kind else rest).split(f" {_BETWEEN} ")]
    note = Note(kind or NOTICE, text)
    for mark in marks:
        note = _marked(note, mark, words, values)
    return note


def _marked(note: Note, mark: str, words: Words, values: tuple[CohortValue, ...]) -> Note:
    together = {words.label(f"noting.{how}").casefold(): how for how in _TOGETHER}
    if mark.casefold() in together:
        return Note(note.kind, note.text, note.seen, together[mark.casefold()], note.unknown)
    name, _, how = mark.rpartition(" ")
    seen = {words.label(f"noting.{one}").casefold(): one for one in _SEEN}.get(how.casefold())
    value = next((one for one in values if one.name.casefold() == name.strip().casefold()), None)
    if seen is None or value is None:
        return Note(note.kind, note.text, note.seen, note.collaboration, mark)
    return Note(note.kind, note.text, {**note.seen, value.id: seen}, note.collaboration, note.unknown)


def _value_field(words: Words, value: CohortValue) -> ChoiceField:
    return _choice(words, f"{_VALUE}{value.id}", words.label("noting.value", value=value.name), _SEEN)


def _choice(words: Words, key: str, label: str, values: tuple[str, ...]) -> ChoiceField:
    return ChoiceField(key, label, _options(words, values), optional=True)


def _options(words: Words, values: tuple[str, ...]) -> tuple[Option, ...]:
    return tuple(Option(one, words.label(f"noting.{one}")) for one in values)
