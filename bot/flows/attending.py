"""Attending: people agree to the ground rules, come late, and go early; nobody is told who."""

from dataclasses import dataclass

from bot.chat.action import AgreeToRules, GoFromDebrief, Run
from bot.chat.desk import Desk
from bot.chat.occasion import Occasion
from bot.chat.reply import Reply
from bot.chat.rounds import Rounds, RoundWork, card
from bot.rules.debrief_state import COLLECTING
from bot.rules.in_debrief import Here, here, taking_part
from prompts.message import Button, Message
from prompts.words import Words
from storage.store import Store
from storage.tables import Debrief, DebriefRound

RULES = "rules"


class RulesWork(RoundWork):
    """The ground rules: each says *I agree* for themselves."""

    async def answered(self, store: Store, debrief: Debrief, round_: DebriefRound) -> int:
        there = await store.debriefs.presences(debrief.id)
        return sum(one.agreed_at is not None and one.left_at is None for one in there)

    async def shown(self, store: Store, debrief: Debrief, round_: DebriefRound, words: Words) -> Message:
        if round_.state != COLLECTING:
            return card(words, round_)
        return card(
            words, round_, Button(words.label("debrief.agree"), AgreeToRules(debrief.id).pack(), style="primary")
        )


@dataclass(frozen=True, slots=True)
class Attending:
    """`rounds` hear of whoever comes."""

    rounds: Rounds

    @property
    def desk(self) -> Desk:
        return Desk(presses={AgreeToRules: self.agrees, GoFromDebrief: self.goes})

    async def agrees(self, occasion: Occasion, action: AgreeToRules) -> Reply:
        """Also for who comes late, and reads the rules when another round is on already."""
        found = await here(occasion, self.rounds, action.debrief)
        presence = await occasion.store.debriefs.came(found.debrief, found.participation, occasion.now)
        presence.agreed_at = presence.agreed_at or occasion.now
        words = occasion.words
        buttons = (
            *([_what_is_on(words)] if found.current.key != RULES else []),
            Button(words.label("debrief.go"), GoFromDebrief(action.debrief).pack()),
        )
        return Reply(say=Message(_thanks(words, found), buttons=buttons))

    async def goes(self, occasion: Occasion, action: GoFromDebrief) -> Reply:
        """From now on nobody waits for them. Pressing any other button of the debrief brings them back."""
        found = await taking_part(occasion, action.debrief)
        presence = await occasion.store.debriefs.came(found.debrief, found.participation, occasion.now)
        presence.left_at, presence.seat = occasion.now, None
        return Reply(say=Message(occasion.words.say("debrief.gone"), buttons=(_what_is_on(occasion.words),)))


def _thanks(words: Words, found: Here) -> str:
    if found.current.key == RULES:
        return words.say("debrief.agreed")
    return words.say("debrief.agreed_late", what=words.label(f"round.{found.current.key}.title"))


def _what_is_on(words: Words) -> Button:
    return Button(words.label("debrief.what_is_on"), Run("debrief").pack())
