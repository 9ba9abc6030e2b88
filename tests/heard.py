"""What a person hears from the bot, on whichever platform: the tests that tell stories read nothing else."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Heard:
    """A message of the bot in somebody's private chat, as it stands now. `at` is the program's time when it came."""

    id: str
    room: str
    at: datetime
    words: str
    buttons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """What a person sees now, as plain text. `messages` are those of the open chat, oldest first."""

    messages: tuple[str, ...]
    only_for_me: tuple[str, ...]
    modal: str
    home: str
    problems: dict[str, str]  # under the fields of the open form, by the field's id
    buttons: tuple[str, ...]  # labels, of the open form or else of all messages

    @property
    def last(self) -> str:
        return self.messages[-1] if self.messages else ""
