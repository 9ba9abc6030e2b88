"""Home, when it is opened, and `today`, which says in short what Home shows."""

from dataclasses import dataclass

from bot.chat.command import Typed
from bot.chat.desk import Desk
from bot.chat.event import OpenedHome
from bot.chat.occasion import Occasion
from bot.chat.reply import Reply
from bot.rules.at_home import at_home
from bot.rules.home import home_of, today
from prompts.library import Library


@dataclass(frozen=True, slots=True)
class Homecoming:
    """Whoever opened Home once is shown it anew whenever something changes that stands there."""

    library: Library

    @property
    def desk(self) -> Desk:
        return Desk(commands={("today",): self.today}, events={OpenedHome: self.open})

    async def open(self, occasion: Occasion) -> Reply:
        """Shows Home, and remembers that it was opened."""
        occasion.person.home_opened_at = occasion.now
        return Reply(home=await home_of(occasion, self.library))

    async def today(self, occasion: Occasion, _: Typed) -> Reply:
        """What waits and what comes, as a message."""
        return Reply(say=today(await at_home(occasion, self.library), occasion.words))
