"""The last look at one promise before it is kept: may it go now, and what exactly is sent."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.chat.event import Address
from bot.chat.reply import Document
from bot.rules.asking import OFFER, asking_of, chosen, language_of
from bot.rules.caring import care_message
from bot.rules.catching_up import after_absence, is_catch_up
from bot.rules.composing import notice_message, offer_message, prompt_message
from bot.rules.itinerary import itinerary_of
from bot.rules.limits import Promise, Verdict, may_go
from bot.rules.wanted import why_not
from prompts.library import Library
from prompts.message import Message
from prompts.words import Words
from storage.commitments import CUE
from storage.standing import Standing
from storage.tables import Delivery
from storage.tables.deliveries import DEBRIEF, DOCUMENT, NUDGE, ROOM, ROOM_DEBRIEF, ROOM_DOCUMENT, ROOM_NUDGE, THEMES

Made = Message | Document
"""What is made of stored things for one row, just before it goes: the coach's question, a nudge, a document, a card."""

Making = Callable[[Delivery, datetime], Awaitable[Made | None]]

_NOTHING_MADE = {  # why it is void
    "follow_up": "no question",
    CUE: "no promise",
    DOCUMENT: "no document",
    ROOM_DOCUMENT: "no document",
    NUDGE: "no reason",
    ROOM_NUDGE: "no reason",
    DEBRIEF: "moved on",
    ROOM_DEBRIEF: "moved on",
    THEMES: "moved on",
}


@dataclass(frozen=True, slots=True)
class Letter:
    """What is sent, with the address it goes to. `wording` is how its question was worded, for the next time."""

    to: Address
    message: Made
    thread: str | None = None
    wording: str = ""


@dataclass(frozen=True, slots=True)
class Void:
    """The promise is not meant for its person any more."""

    reason: str


@dataclass(frozen=True, slots=True)
class LastLook:
    """All that is known of a promise when it is about to be kept.

    `sent` are the prompts that the person has had, oldest first; `unasked` the moments (UTC) of unasked messages of
    the last two days; `made` is what was made for this row, where it is of such a kind; `back_at` (UTC) is when the
    bot was back from its last absence.
    """

    library: Library
    row: Delivery
    standing: Standing
    sent: Sequence[Delivery]
    unasked: Sequence[datetime]
    made: Made | None = None
    back_at: datetime | None = None

    def verdict(self, now: datetime) -> Verdict | Void:
        """Whether it may go now (UTC)."""
        if reason := why_not(self.row, self.standing, self.sent, self.library.program):
            return Void(reason)
        if self.row.kind in _NOTHING_MADE and self.made is None:
            return Void(_NOTHING_MADE[self.row.kind])
        calendar, person = itinerary_of(self.standing)
        promise = Promise(
            self.row.asked_for, self.row.window_ends_at, gives_way=self.row.kind == NUDGE, own_day=self.row.kind == CUE
        )
        verdict = may_go(now, promise, person, calendar, self.unasked)
        return after_absence(verdict, now, promise, self.back_at, self.unasked)

    def is_catch_up(self, now: datetime) -> bool:
        """Whether it is something unasked that was due before the bot was back from an absence."""
        return not self.row.asked_for and is_catch_up(now, self.row.due_at, self.back_at)

    def letter(self) -> Letter:
        """What is sent. Raises KeyError where words or gaps are missing."""
        words = self.library.words[self._language()]
        letter = self._letter(words)
        if not self.row.perhaps_sent or isinstance(letter.message, Document):
            return letter
        text = f"{words.say('delivery.second_copy')}\n\n{letter.message.text}"
        return replace(letter, message=replace(letter.message, text=text))

    def _language(self) -> str:
        cohort = self.standing.cohort
        if cohort and self.standing.in_room and cohort.language in self.library.words:
            return cohort.language
        return language_of(self.standing.person, cohort, self.library)

    def _letter(self, words: Words) -> Letter:
        if self.made:
            return Letter(address_of(self.standing), self.made, thread=self.row.detail.get("thread"))
        if self.row.kind in {"notice", ROOM}:
            return Letter(address_of(self.standing), notice_message(words, self.row))
        if self.row.kind == "care":
            return Letter(address_of(self.standing), care_message(words, self.row, self.standing.cohort))
        return self._prompt()

    def _prompt(self) -> Letter:
        asking = asking_of(self.library, self.row, self.standing)
        if asking.prompt.offered:
            return Letter(address_of(self.standing), offer_message(asking), wording=OFFER)
        wording, long_help = chosen(asking, self.library.program, self.sent)
        message = prompt_message(asking, wording, long_help=long_help)
        return Letter(address_of(self.standing), message, wording=wording)


def address_of(standing: Standing) -> Address:
    """Where the person, or everybody in the cohort's room, is reached."""
    workspace, cohort = standing.workspace, standing.cohort
    if standing.in_room:
        return Address(workspace.platform, workspace.external_id, room=cohort.room if cohort else "")
    return Address(workspace.platform, workspace.external_id, standing.person.external_id)
