"""Giving a cohort its room: an existing channel, registered by typing in it."""

from dataclasses import dataclass

from bot.chat.action import ConfirmRoom
from bot.chat.command import FACILITATOR, Typed
from bot.chat.desk import Desk
from bot.chat.event import Commanded
from bot.chat.occasion import Occasion
from bot.chat.preview import confirmed, done, propose
from bot.chat.reply import Reply
from bot.chat.trail import leave_trail
from bot.rules.cohorts_meant import cohort_of, cohort_typed
from prompts.message import Message


@dataclass(frozen=True, slots=True)
class Lodging:
    """`cohort room here`. We read nothing in a room: we only write there."""

    @property
    def desk(self) -> Desk:
        return Desk(commands={("cohort", "room", "here"): self.here}, presses={ConfirmRoom: self.move_in})

    async def here(self, occasion: Occasion, typed: Typed) -> Reply:
        """The channel that the command was typed in, not a private chat."""
        cohort = await cohort_typed(occasion, typed, FACILITATOR)
        if isinstance(cohort, Reply):
            return cohort
        event, words = occasion.event, occasion.words
        room = event.room if isinstance(event, Commanded) else event.sender.room
        if not room or (isinstance(event, Commanded) and room == event.sender.room):
            return Reply(say=Message(words.say("lodging.private")))
        text = words.say("lodging.preview", name=cohort.name)
        return await propose(occasion, ConfirmRoom, {"room": room}, text, cohort=cohort)

    async def move_in(self, occasion: Occasion, action: ConfirmRoom) -> Reply:
        draft = await confirmed(occasion, action)
        cohort = await cohort_of(occasion, draft.cohort_id or "", FACILITATOR)
        cohort.room_workspace_id, cohort.room = occasion.person.workspace_id, draft.values["room"]
        cohort.plan_anew()
        await leave_trail(occasion, "room_set", cohort)
        return done(occasion, occasion.words.say("lodging.done", name=cohort.name))
