"""What is shown around sharing: the words before they are shared, what came of them, and what was opened."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from bot.chat.action import ShareEntry, TakeBack
from bot.chat.dates import day, moment, today_of
from bot.rules.itinerary import zone_of
from bot.rules.recipients import Recipient
from bot.rules.visibility import Audience
from bot.rules.writing_forms import LONGEST, WORDS
from prompts.message import Button, ChoiceField, Form, Item, Option, TextField
from prompts.words import Words, plain
from storage.tables import Cohort, Person, Share

WITH = "with"
_READING = {Audience.LEAVE_OUT: "leaving_out.read_text", Audience.COHORT_SIGNED: "sharing.read_by_all"}
_CLOSED = "finished"


def sharing_form(
    words: Words, entry_id: str, text: str, choice: tuple[Recipient, ...], now: datetime, *, chosen: str = ""
) -> Form:
    """The author's words as they would be shared, to be cut or changed, and the people to choose from.

    `chosen` is the value of the one who is chosen already.
    """
    cut = len(text) > LONGEST
    return Form(
        title=words.label("sharing.title"),
        text="\n\n".join([words.say("sharing.intro"), *_until(words, choice, now)]),
        fields=(
            ChoiceField(
                WITH,
                words.label("sharing.with"),
                tuple(recipient_option(words, one) for one in choice),
                (chosen,) if chosen else (),
            ),
            TextField(
                WORDS,
                words.label("sharing.words"),
                value=text[:LONGEST],
                hint=words.label("sharing.hint_cut" if cut else "sharing.hint", longest=f"{LONGEST:,}"),
                multiline=True,
                longest=LONGEST,
            ),
        ),
        submit=words.label("sharing.submit"),
        token=ShareEntry(entry_id).pack(),
    )


def _until(words: Words, choice: Sequence[Recipient], now: datetime) -> Iterator[str]:
    """Until when it can be taken back, of one person and of everybody."""
    if any(one.person for one in choice):
        yield how_long(words, choice[0].cohort, now)
    if not all(one.person for one in choice):
        yield words.say("sharing.with_everybody")


def sentence_form(words: Words, key: str, **gaps: str) -> Form:
    """A form that only says one sentence."""
    return Form(title=words.label("sharing.title"), text=words.say(key, **gaps))


def reading_form(words: Words, author: Person, share: Share, text: str, reader: Person) -> Form:
    """The frozen words, for whom they were shared with."""
    since = moment(share.shared_at, zone_of(reader, None), words)
    key = _READING.get(Audience(share.audience), "sharing.read_text")
    said = words.say(key, name=author.name, moment=since)
    return Form(title=words.label("sharing.read_title"), text=said, items=(Item(plain(text)),))


def share_item(words: Words, share: Share, name: str, author: Person, *, open_still: bool) -> Item:
    """One share as its author sees it: with whom, since when, read or not, taken back or not."""
    zone = zone_of(author, None)
    if share.recipient_id is None:
        return _item_for_all(words, share, name, zone)
    if share.taken_back_at:
        key = "who_can_see.back_seen" if share.read_at else "who_can_see.back_unread"
        return Item(words.say(key, name=name, moment=moment(share.taken_back_at, zone, words)))
    since = moment(share.shared_at, zone, words)
    back = (Button(words.label("sharing.take_back"), TakeBack(share.id).pack()),) if open_still else ()
    if share.read_at is None:
        return Item(words.say("who_can_see.unread", name=name, moment=since), back)
    read = moment(share.read_at, zone, words)
    return Item(words.say("who_can_see.seen", name=name, moment=since, read=read), back)


def _item_for_all(words: Words, share: Share, cohort: str, zone: str) -> Item:
    if share.taken_back_at:
        return Item(words.say("who_can_see.all_back", cohort=cohort, moment=moment(share.taken_back_at, zone, words)))
    back = Button(words.label("sharing.take_back"), TakeBack(share.id).pack())
    return Item(words.say("who_can_see.all", cohort=cohort, moment=moment(share.shared_at, zone, words)), (back,))


def recipient_option(words: Words, one: Recipient) -> Option:
    """Somebody to choose, by name and by what they are here."""
    if one.person is None:
        return Option(one.value, words.label("sharing.everybody", cohort=one.cohort.name))
    key = "sharing.partner" if one.audience is Audience.PARTNER else "sharing.facilitator"
    return Option(one.value, words.label(key, name=one.person.name, cohort=one.cohort.name))


def can_be_taken_back(cohort: Cohort, now: datetime, share: Share | None = None) -> bool:
    """Until the debrief closes: to the end of its day, by the cohort's clock, or until the cohort is finished.

    What everybody in the cohort can open at any time can be taken back at any time.
    """
    to_all = share is not None and share.audience == Audience.COHORT_SIGNED
    return to_all or (cohort.state != _CLOSED and not _debrief_is_over(cohort, now))


def how_long(words: Words, cohort: Cohort, now: datetime) -> str:
    """Until when something can be taken back, as a sentence."""
    if not can_be_taken_back(cohort, now):
        return words.say("sharing.for_good")
    if cohort.debrief_on is None:
        return words.say("sharing.until_debrief")
    return words.say("sharing.until", day=day(cohort.debrief_on, words))


def _debrief_is_over(cohort: Cohort, now: datetime) -> bool:
    return cohort.debrief_on is not None and today_of(cohort, now) > cohort.debrief_on
