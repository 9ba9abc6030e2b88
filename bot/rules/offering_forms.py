"""The forms in which points for the wall are offered, and approved in their exact words."""

from dataclasses import replace

from bot.chat.action import ApprovePoints, OfferPoints, OfferWords
from bot.chat.occasion import Occasion
from bot.rules.own_points import ASKED_FOR, LONGEST_POINT, OwnPoint, OwnPoints, own_points
from bot.rules.signing import signature
from bot.rules.writing_forms import WORDS, form_of
from prompts.message import ChoiceField, Field, Form, Item, Markdown, Option, TextField
from prompts.words import Words, plain
from storage.tables import Cohort

TEXT, DEED = "text:", "deed:"  # before a point's id, in the keys of its fields
MORE = "more"  # the field of one point more
KEEP, SIGN, TAKE_OUT = "keep", "sign", "out"


async def wall_form(occasion: Occasion, cohort_id: str, *, delivery: str = "", asked: str = "") -> Form:
    """What opens for the wall: the person's points to approve, or the three fields for somebody who has none yet.

    `asked` is the question that it answers, as Markdown.
    """
    if occasion.person.keeps_entries is False:
        return said_form(occasion.words, "offering.not_kept")
    own = await own_points(occasion, cohort_id)
    if own.points:
        return points_form(occasion, own, delivery)
    if not own.is_open:
        return said_form(occasion.words, "offering.too_late")
    return offering_form(occasion, OfferPoints(cohort_id, delivery), asked)


def offering_form(occasion: Occasion, token: OfferPoints, asked: str = "") -> Form:
    """Up to three points, each in a field."""
    words = occasion.words
    fields = tuple(_field(words, kind, words.label(f"offering.{kind}")) for kind in ASKED_FOR)
    text = Markdown("\n\n".join(part for part in (asked, words.say("offering.intro")) if part))
    form = form_of(occasion, token, text, fields, words.label("offering.title"))
    return Form(form.title, form.text, form.fields, words.label("offering.next"), form.token)


def words_form(occasion: Occasion, token: OfferWords, cohort: Cohort, entry: str) -> Form:
    """One empty field under the entry, to say it in other words. `entry` is what its author wrote there."""
    words = occasion.words
    field = _field(words, WORDS, words.label("offering.words"))
    text, shown = words.say("offering.words_text", cohort=cohort.name), (Item(plain(entry)),)
    title, submit = words.label("offering.title"), words.label("offering.next")
    return Form(title, text, (replace(field, optional=False),), submit, token.pack(), shown)


def said_form(words: Words, key: str) -> Form:
    """A form that only says one sentence."""
    return Form(words.label("offering.title"), words.say(key))


def points_form(occasion: Occasion, own: OwnPoints, delivery: str = "") -> Form:
    """Each point exactly as it will read, to keep, change, sign or take out; once gathered, no word can change."""
    words = occasion.words
    title, token = words.label("offering.approve_title"), ApprovePoints(own.cohort.id, delivery).pack()
    if own.wall.closed_at:
        return Form(title, words.say("offering.closed"), items=_shown(words, own, occasion.person.name))
    fields = [field for number, one in enumerate(own.points, 1) for field in _fields(words, own, number, one)]
    if own.has_room:
        fields.append(_field(words, MORE, words.label("offering.one_more")))
    text = words.say("offering.approve" if own.is_open else "offering.gathered")
    shown = () if own.is_open else _shown(words, own, occasion.person.name)
    return Form(title, text, tuple(fields), words.label("offering.submit"), token, shown)


def _fields(words: Words, own: OwnPoints, number: int, one: OwnPoint) -> tuple[Field, ...]:
    point = one.point
    names = (SIGN, TAKE_OUT) if point.signed and not own.is_open else (KEEP, SIGN, TAKE_OUT)
    options = tuple(Option(name, words.label(f"offering.{name}")) for name in names)
    value = (SIGN if point.signed else KEEP,)
    deed = ChoiceField(f"{DEED}{point.id}", words.label("offering.deed", number=number), options, value)
    if not own.is_open:
        return (deed,)
    return (_field(words, f"{TEXT}{point.id}", words.label("offering.point", number=number), one.text), deed)


def _shown(words: Words, own: OwnPoints, name: str) -> tuple[Item, ...]:
    return tuple(
        Item(words.say("offering.item", number=number, text=plain(one.text), label=signature(words, one.point, name)))
        for number, one in enumerate(own.points, 1)
    )


def _field(words: Words, key: str, label: str, value: str = "") -> TextField:
    hint = words.label("offering.hint", longest=str(LONGEST_POINT))
    return TextField(key, label, value, hint, optional=True, multiline=True, longest=LONGEST_POINT)
