"""Promises that people shared with everybody in their cohort: found beside one's own, each behind a button."""

from bot.chat.action import ReadShare, ShowSharedPromises
from bot.chat.command import FACILITATOR
from bot.chat.dates import moment
from bot.chat.occasion import Occasion
from bot.rules.itinerary import zone_of
from prompts.message import Button, Form, Item
from storage.tables import Person, Share

_PAGE = 20  # shares: with a button each they fit into a form of either platform


async def shared_item(occasion: Occasion) -> list[Item]:
    """How many there are, with the way to them; nothing where there is none."""
    found, words = await _shared(occasion), occasion.words
    if not found:
        return []
    read = Button(words.label("promises.read_shared"), ShowSharedPromises().pack(), opens_form=True)
    return [Item(words.say("promises.shared", count=len(found)), (read,))]


async def shared_form(occasion: Occasion, page: int) -> Form:
    """By whom each was shared and when; its words open behind its button."""
    words, found = occasion.words, await _shared(occasion)
    items = [_item(occasion, share, author) for share, author in found[page * _PAGE : (page + 1) * _PAGE]]
    if len(found) > (page + 1) * _PAGE:
        following = ShowSharedPromises(str(page + 1)).pack()
        items.append(Item("", (Button(words.label("overseeing.next"), following, opens_form=True),)))
    text = words.say("promises.shared_intro" if items else "promises.shared_none")
    return Form(words.label("promises.shared_title"), text, items=tuple(items))


async def _shared(occasion: Occasion) -> list[tuple[Share, Person]]:
    """What others of the cohorts that they are in, or lead, have shared with everybody there and not taken back."""
    store, person = occasion.store, occasion.person
    cohorts = [*await store.cohorts.joined_by(person), *await store.cohorts.of(person, FACILITATOR)]
    shares = await store.commitments.shared_with_all({one.id for one in cohorts})
    return [(share, author) for share, author in shares if author.id != person.id]


def _item(occasion: Occasion, share: Share, author: Person) -> Item:
    words = occasion.words
    since = moment(share.shared_at, zone_of(occasion.person, None), words)
    read = Button(words.label("sharing.read"), ReadShare(share.id).pack(), opens_form=True)
    return Item(words.say("promises.shared_by", name=author.name, moment=since), (read,))
