"""What somebody asked to leave out of their interview: that there is something, never the words."""

from bot.chat.occasion import Occasion
from bot.rules.sharing_forms import can_be_taken_back, share_item
from bot.rules.visibility import Audience
from prompts.message import Item
from storage.tables import Cohort, Share


async def left_out(occasion: Occasion, cohort: Cohort) -> tuple[Item, ...]:
    """With whom it is, whether it was read, and the way to take it back; nothing where there is none."""
    shares = await occasion.store.reflections.shared_by(occasion.person.id)
    own = [one for one in shares if (one.audience, one.cohort_id) == (Audience.LEAVE_OUT, cohort.id)]
    if not own:
        return ()
    heading = Item(occasion.words.say("leaving_out.heading"))
    return (heading, *[await _item(occasion, share, cohort) for share in own])


async def _item(occasion: Occasion, share: Share, cohort: Cohort) -> Item:
    reader = await occasion.store.people.person(share.recipient_id or "")
    open_still = can_be_taken_back(cohort, occasion.now)
    return share_item(occasion.words, share, reader.name if reader else "", occasion.person, open_still=open_still)
