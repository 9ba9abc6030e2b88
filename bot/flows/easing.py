"""Easing: everybody says for themselves how often they are nudged, and those who lead say it for the cohort's room."""

from dataclasses import dataclass

from bot.chat.action import Run, SetNudges, SetRoomNudges
from bot.chat.command import FACILITATOR, Typed
from bot.chat.desk import Desk
from bot.chat.occasion import Occasion
from bot.chat.reply import Reply
from bot.chat.trail import leave_trail
from bot.chat.wrong import Wrong, wrong_use
from bot.errors import NotAllowed
from bot.rules.home import home_again
from bot.rules.nudging import WISHES
from bot.rules.writing_forms import chosen_in
from prompts.library import Library
from prompts.message import Button, ChoiceField, Form, Message, Option
from prompts.words import Words

_USUAL = "usual"  # stands for no wish where one has to be chosen or typed


@dataclass(frozen=True, slots=True)
class Easing:
    """Whatever is chosen holds from then on, in every cohort, and can be changed back at any time."""

    library: Library

    @property
    def desk(self) -> Desk:
        return Desk(
            commands={("nudges",): self.nudges},
            presses={SetNudges: self.pressed, SetRoomNudges: self.in_room},
            submissions={SetNudges: self.filled_in},
        )

    async def nudges(self, occasion: Occasion, typed: Typed) -> Reply:
        """`nudges fewer`, `none` or `usual`; without a word, the form."""
        words = occasion.words
        if not typed.rest:
            return Reply(open=_form(occasion))
        typed_as = {words.label(f"nudges.typed_{_key(one)}").casefold(): one for one in WISHES}
        wish = typed_as.get(typed.rest.strip().casefold())
        if wish is None:
            return wrong_use(occasion, "nudges", {"wish": Wrong("nudges.unread", {"text": typed.rest})})
        return await self._set(occasion, wish)

    async def filled_in(self, occasion: Occasion, _: SetNudges) -> Reply:
        chosen = chosen_in(occasion, "wish", [_key(one) for one in WISHES])
        return await self._set(occasion, "" if chosen == _USUAL else chosen)

    async def pressed(self, occasion: Occasion, action: SetNudges) -> Reply:
        return await self._set(occasion, _known(action.wish, occasion))

    async def in_room(self, occasion: Occasion, action: SetRoomNudges) -> Reply:
        """What everybody in a room reads is for those who lead to change; others are told how to change their own."""
        wish, words = _known(action.wish, occasion), occasion.words
        cohort = await occasion.store.cohorts.one(occasion.person, action.cohort, FACILITATOR)
        if cohort is None:
            return Reply(say=Message(words.say("nudges.not_your_room"), buttons=(_own(words),)))
        cohort.room_nudges = wish
        await leave_trail(occasion, "room_nudges_set", cohort)
        back = [Button(words.label(f"nudges.room_{_key(one)}"), SetRoomNudges(cohort.id, one).pack()) for one in WISHES]
        others = tuple(one for one, its in zip(back, WISHES, strict=True) if its != wish)
        return Reply(say=Message(words.say(f"nudges.set_room_{_key(wish)}", name=cohort.name), buttons=others))

    async def _set(self, occasion: Occasion, wish: str) -> Reply:
        occasion.person.nudges = wish
        words = occasion.words
        buttons = () if wish == "" else (Button(words.label("nudges.as_before"), SetNudges("").pack()),)
        said = Message(words.say(f"nudges.set_{_key(wish)}"), buttons=buttons)
        return Reply(say=said, home=await home_again(occasion, self.library))


def _key(wish: str) -> str:
    return wish or _USUAL


def _known(wish: str, occasion: Occasion) -> str:
    if wish not in WISHES:
        raise NotAllowed(occasion.words.say("trouble.gone"))
    return wish


def _own(words: Words) -> Button:
    return Button(words.label("nudges.title"), Run("nudges").pack(), opens_form=True)


def _form(occasion: Occasion) -> Form:
    words = occasion.words
    options = tuple(Option(_key(one), words.label(f"nudges.{_key(one)}")) for one in WISHES)
    field = ChoiceField("wish", words.label("nudges.field"), options, (_key(occasion.person.nudges),))
    return Form(
        words.label("nudges.title"),
        words.say("nudges.text"),
        (field,),
        words.label("nudges.submit"),
        SetNudges().pack(),
    )
