"""What a round of the live debrief does of its own: each has somebody who knows it, and the debrief asks them."""

from collections.abc import Mapping
from datetime import datetime

from prompts.message import Button, Markdown, Message
from prompts.words import Words
from storage.store import Store
from storage.tables import Debrief, DebriefRound, Participation


class RoundWork:
    """The work of one round: as it stands here, of a round that is only led. What is left out stays so.

    Everything happens in the transaction of the command that caused it, with the debrief held: what goes to the room or
    to people is a promise in the outbox. What answers one person is no business of this: forms and buttons of a round
    are ordinary actions on its own flow's desk, which asks `bot.rules.in_debrief.sending_in` first: it says no unless
    the round is collecting. A hook may be called again: a facilitator can go back to a round.
    """

    async def opened(self, store: Store, debrief: Debrief, round_: DebriefRound, now: datetime) -> None:
        """The round has come on, for the first time or again. It is waiting no longer."""

    async def closed(self, store: Store, debrief: Debrief, round_: DebriefRound, now: datetime) -> None:
        """The round is no longer at work: it was closed, shown, skipped, or left."""

    async def revealed(self, store: Store, debrief: Debrief, round_: DebriefRound, now: datetime) -> None:
        """What was sent in is shown to all from now on. Called at most once."""

    async def ended(self, store: Store, debrief: Debrief, round_: DebriefRound, now: datetime) -> None:
        """The whole debrief is over, whatever became of this round."""

    async def came(
        self, store: Store, debrief: Debrief, round_: DebriefRound, participation: Participation, now: datetime
    ) -> None:
        """Somebody has come, or is back, while the round is on."""

    async def answered(self, store: Store, debrief: Debrief, round_: DebriefRound) -> int:
        """How many people have sent something in. It is told as a band only, and only to who leads."""
        sent_in = await store.debriefs.sent_in(debrief.id, round_.key)
        by_people = {one.participation_id for one in sent_in if one.participation_id}
        return len(by_people) + sum(one.participation_id is None for one in sent_in)

    async def shown(self, store: Store, debrief: Debrief, round_: DebriefRound, words: Words) -> Message:
        """What everybody sees of the round as it stands: what to do, or (once it is revealed) what came of it.

        It goes to the cohort's room and to those who are not in it, and says nothing that is for one of them alone.
        Rows hold no text: it is asked for again when it is sent. The round's place and time are put under it.
        """
        return card(words, round_)

    async def steering(self, store: Store, debrief: Debrief, round_: DebriefRound, words: Words) -> tuple[Button, ...]:
        """Buttons of the round's own for whoever leads, beside those of every round."""
        return ()

    async def briefing(self, store: Store, debrief: Debrief, round_: DebriefRound, words: Words) -> str:
        """What only whoever leads reads of the round as it stands, beside what they read every time; may be empty."""
        return ""

    async def outcome(self, store: Store, debrief: Debrief, round_: DebriefRound, words: Words) -> str:
        """What came of the round, as one line of the summary; empty where there is nothing to say. Facts only."""
        return ""


Rounds = Mapping[str, RoundWork]
"""Who knows which round, by the rounds' keys."""


def card(words: Words, round_: DebriefRound, *buttons: Button) -> Message:
    """The round's title and what to do in it."""
    return Message(
        words.say(f"round.{round_.key}.todo"), title=words.label(f"round.{round_.key}.title"), buttons=buttons
    )


def below(message: Message, *texts: str) -> Message:
    """The message with further paragraphs under its text."""
    text = Markdown("\n\n".join(one for one in (message.text, *texts) if one))
    return Message(text, message.title, buttons=message.buttons)


def form_button(words: Words, label: str, action: str, style: str = "") -> Button:
    """A button that opens a form."""
    return Button(words.label(label), action, opens_form=True, style=style)
