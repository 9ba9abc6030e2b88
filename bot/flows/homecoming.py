"""Home, when it is opened, and `today`, which says in short what Home shows."""

from dataclasses import dataclass

from bot.chat.action import ShowCohorts
from bot.chat.command import ROLES, Typed
from bot.chat.desk import Desk
from bot.chat.event import OpenedHome
from bot.chat.occasion import Occasion
from bot.chat.reply import Reply
from bot.errors import NotAllowed
from bot.rules.at_home import at_home
from bot.rules.cohorts_meant import FINISHED
from bot.rules.home import home_of, today
from bot.rules.home_of_roles import cohort_buttons
from prompts.library import Library
from prompts.message import Button, Form, Item

_PAGE = 15  # cohorts: with their buttons they fit into a form of either platform


@dataclass(frozen=True, slots=True)
class Homecoming:
    """Whoever opened Home once is shown it anew whenever something changes that stands there."""

    library: Library

    @property
    def desk(self) -> Desk:
        return Desk(
            commands={("today",): self.today},
            presses={ShowCohorts: self.cohorts},
            events={OpenedHome: self.open},
        )

    async def open(self, occasion: Occasion) -> Reply:
        """Shows Home, and remembers that it was opened."""
        occasion.person.home_opened_at = occasion.now
        return Reply(home=await home_of(occasion, self.library))

    async def today(self, occasion: Occasion, _: Typed) -> Reply:
        """What waits and what comes, as a message."""
        return Reply(say=today(await at_home(occasion, self.library), occasion.words))

    async def cohorts(self, occasion: Occasion, action: ShowCohorts) -> Reply:
        """Every cohort of one role, page by page."""
        words = occasion.words
        if action.role not in ROLES:
            raise NotAllowed(words.say("trouble.gone"))
        every = await occasion.store.cohorts.of(occasion.person, action.role)
        found = sorted(every, key=lambda one: one.state == FINISHED)
        page = int(action.page) if action.page.isdecimal() else 0
        items = [
            Item(
                words.say(f"home.cohort_is_{one.state}", cohort=one.name),
                cohort_buttons(action.role, one, words),
            )
            for one in found[page * _PAGE : (page + 1) * _PAGE]
        ]
        if len(found) > (page + 1) * _PAGE:
            more = ShowCohorts(action.role, str(page + 1)).pack()
            items.append(Item("", (Button(words.label("overseeing.next"), more, opens_form=True),)))
        return Reply(open=Form(words.label("home.cohorts_title"), items=tuple(items)))
