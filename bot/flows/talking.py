"""Talking: each of the two of a visit says in private whether they have talked about it, and nothing else is asked."""

from dataclasses import dataclass

from bot.chat.action import AskTalked, OpenCard, SayTalked, ToldThem
from bot.chat.desk import Desk
from bot.chat.occasion import Occasion
from bot.chat.reply import Reply
from bot.errors import NotAllowed
from bot.rules.nudging_visits import ANSWERS
from prompts.message import Button, Message
from storage.tables import Leg, Participation


@dataclass(frozen=True, slots=True)
class Talking:
    """Whose answer it was is told to nobody; it only keeps us from asking again."""

    @property
    def desk(self) -> Desk:
        return Desk(presses={AskTalked: self.ask, SayTalked: self.say, ToldThem: self.told})

    async def ask(self, occasion: Occasion, action: AskTalked) -> Reply:
        """The question with its three answers, to who presses the button of a prompt."""
        await _of_the_two(occasion, action.leg)
        words = occasion.words
        buttons = tuple(Button(words.label(f"talking.{one}"), SayTalked(action.leg, one).pack()) for one in ANSWERS)
        return Reply(say=Message(words.say("talking.asked"), buttons=buttons))

    async def say(self, occasion: Occasion, action: SayTalked) -> Reply:
        leg, own = await _of_the_two(occasion, action.leg)
        if action.answer not in ANSWERS:
            raise NotAllowed(occasion.words.say("trouble.gone"))
        await occasion.store.nudges.say(leg, own.id, action.answer, occasion.now)
        words = occasion.words
        card = Button(words.label("pair_card.open"), OpenCard(leg.id).pack(), opens_form=True)
        buttons = (card,) if action.answer == "yes" else ()
        return Reply(replace=Message(words.say(f"talking.said_{action.answer}"), buttons=buttons))

    async def told(self, occasion: Occasion, _: ToldThem) -> Reply:
        """A thank-you was said: there is nothing to keep, and nothing more to say."""
        return Reply(replace=Message(occasion.words.say("nudge.told")))


async def _of_the_two(occasion: Occasion, leg_id: str) -> tuple[Leg, Participation]:
    """The leg with the asker's own participation. Raises NotAllowed for anybody else's, as for one that is gone."""
    leg = await occasion.store.visits.leg(leg_id)
    own = await occasion.store.cohorts.participation(leg.cohort_id, occasion.person.id) if leg else None
    if leg is None or own is None or own.state != "active" or own.id not in {leg.visitor_id, leg.host_id}:
        raise NotAllowed(occasion.words.say("trouble.gone"))
    return leg, own
