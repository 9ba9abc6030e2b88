"""The forms around the wall: what stands on it, and the sorting of its points into themes."""

from collections.abc import Collection, Iterable, Sequence

from bot.chat.action import EnterPoint, SortWall
from bot.chat.themes import MOST_THEMES
from bot.rules.own_points import LONGEST_POINT
from bot.rules.wall_reading import OnWall, Read, under
from prompts.message import ChoiceField, Field, Form, Item, Option, TextField
from prompts.words import Words, plain
from storage.tables import Theme, Wall

NAME, PLACE, CARD = "name:", "place:", "card"  # the keys of fields: before a slot's number, before a point's id
OTHERS, HIDE = "others", "hide"  # what can be chosen for a point besides a theme
PAGE = 30  # points in one form: with the names they stay inside what a Slack form shows (100 blocks)
_LONGEST_NAME = 60  # characters: it stands on an option of a list
_LONGEST_ITEM = 2500  # characters of one item of a form: a Slack block holds 3,000


def wall_page(words: Words, wall: Wall, standing: OnWall) -> Form:
    """What stands on the wall, theme by theme, each point with its label."""
    title = words.label("walling.title")
    if wall.revealed_at is None:
        return Form(title, words.say("walling.not_yet"))
    shown = [one for one in standing.themes if one.shown]
    items = [
        item for one in shown for item in _of_theme(_heading(words, standing, one), words, under(standing.read, one))
    ]
    if others := under(standing.read, None):
        items += _of_theme(words.say("walling.theme", name=words.label("walling.others")), words, others)
    said = [words.say("walling.words_over")] if wall.words_over else []
    if not items:
        said.append(words.say("walling.nothing"))
    return Form(title, "\n\n".join([*said, words.say("walling.read_text")]), items=tuple(items))


def sorting_form(words: Words, cohort_id: str, page: int, standing: OnWall) -> Form:
    """Names of themes in slots, and for each point of the page the slot that it stands in."""
    slots = [standing.names[one.id] for one in standing.themes] + [""] * (MOST_THEMES - len(standing.themes))
    here = standing.read[(page - 1) * PAGE : page * PAGE]
    places = {one.id: str(number) for number, one in enumerate(standing.themes, 1)}
    by_model = {str(number) for number, one in enumerate(standing.themes, 1) if one.by_model}
    fields: list[Field] = [_slot(words, str(number), name, by_model) for number, name in enumerate(slots, 1)]
    fields += [_place(words, one, places.get(one.point.theme_id or "", OTHERS), slots) for one in here]
    text = words.say("walling.sort_text", number=page, count=max(1, -(-len(standing.read) // PAGE)))
    submit = words.label("walling.sort_submit")
    return Form(words.label("walling.sort_title"), text, tuple(fields), submit, SortWall(cohort_id, str(page)).pack())


def card_form(words: Words, cohort_id: str) -> Form:
    """A card on paper, to be entered word for word."""
    hint = words.label("offering.hint", longest=str(LONGEST_POINT))
    field = TextField(CARD, words.label("walling.card"), hint=hint, multiline=True, longest=LONGEST_POINT)
    title, text = words.label("walling.card_title"), words.say("walling.card_text")
    return Form(title, text, (field,), words.label("walling.card_submit"), EnterPoint(cohort_id).pack())


def _heading(words: Words, standing: OnWall, theme: Theme) -> str:
    key = "walling.theme_by_model" if theme.by_model else "walling.theme"
    return words.say(key, name=standing.names[theme.id])


def _of_theme(heading: str, words: Words, read: Iterable[Read]) -> Iterable[Item]:
    lines = [words.say("walling.point", text=plain(one.text), label=one.label) for one in read]
    text, between = str(heading), "\n"  # a name stands right above its first point
    for line in lines:
        if len(text) + len(line) > _LONGEST_ITEM:
            yield Item(text)
            text = ""
        text, between = f"{text}{between}{line}" if text else str(line), "\n\n"
    yield Item(text)


def _slot(words: Words, number: str, name: str, by_model: Collection[str]) -> TextField:
    label, hint = (
        words.label("walling.slot", number=number),
        words.label("walling.by_model") if number in by_model else "",
    )
    return TextField(f"{NAME}{number}", label, name, hint, optional=True, longest=_LONGEST_NAME)


def _place(words: Words, one: Read, place: str, slots: Sequence[str]) -> ChoiceField:
    named = [
        Option(str(number), words.label("walling.in_slot", number=number, name=name or words.label("walling.new")))
        for number, name in enumerate(slots, 1)
    ]
    rest = [Option(OTHERS, words.label("walling.others")), Option(HIDE, words.label("walling.hide"))]
    return ChoiceField(f"{PLACE}{one.point.id}", one.text, (*named, *rest), (place,), hint=one.label)
