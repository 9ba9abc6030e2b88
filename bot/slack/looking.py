"""One look through one person's chat, a page at a time: what is cut short goes on from there."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.slack.history import History, Place, Said

_TRIES = 3  # rounds


@dataclass(slots=True)
class Look:
    """For what `person` wrote since then. `begun` is when: the next look goes back to that, however long this one took.

    `left` is what is still to be read, the next at its end; `found` what was read and not taken yet.
    """

    person: str
    since: datetime
    begun: datetime
    left: list[Place] = field(default_factory=lambda: [Place()])
    found: list[Said] = field(default_factory=list, repr=False)
    unanswered: int = 0  # how often in a row the page that is next was not shown, and nothing said why

    @property
    def over(self) -> bool:
        return not self.left and not self.found

    async def read_on(self, history: History) -> None:
        """Reads one page: of the chat from its end back to then, but each thread that goes on since then before more.

        Raises TryLater, Unknown, Rejected, Unreachable or Revoked.
        """
        place, oldest = self.left[-1], self.since.timestamp()
        # of the chat itself also what is older: an answer in a thread is found only by the message that it hangs on
        messages, further = await history.page(place, oldest if place.thread else None)
        self.unanswered = 0
        self.left.pop()
        if further and (place.thread or (messages and float(messages[-1]["ts"]) >= oldest)):
            self.left.append(further)
        if not place.thread:
            self.left += [Place(one["ts"]) for one in messages if _answered_since(one, oldest)]
        self.found += [
            {**one, "channel": history.room}
            for one in messages
            if one.get("user") == self.person and float(one["ts"]) >= oldest
        ]

    def not_answered(self) -> None:
        """What was to be read next may come the next time; a thread that never does keeps no chat waiting."""
        self.unanswered += 1
        if self.unanswered == _TRIES and self.left[-1].thread:
            self.refused()

    def refused(self) -> None:
        """What was to be read next cannot be had. A thread is left out; a chat is begun anew, for all that is known."""
        self.unanswered = 0
        if not self.left.pop().thread:
            self.left = [Place()]


def _answered_since(message: Said, oldest: float) -> bool:
    """Whether a thread hangs on the message that may hold something as new as that."""
    return message.get("thread_ts") == message["ts"] and float(message.get("latest_reply", oldest)) >= oldest
