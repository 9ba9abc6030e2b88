"""Who is meant, and which day it is, where somebody changes dates."""

from datetime import date

from bot.chat.occasion import Occasion
from bot.chat.people_named import Named, named
from bot.rules.arrangements import Setting
from bot.rules.itinerary import zone_of
from prompts.hours import wall
from storage.tables import Cohort


def here(occasion: Occasion, cohort: Cohort) -> date:
    """Which day it is for whoever does this."""
    return wall(occasion.now, zone_of(occasion.person, cohort)).date()


def whose(word: str, setting: Setting) -> str | None:
    """The participation of the person that a typed word names."""
    who = named(word)
    for one in setting.taking_part():
        person = setting.people[one.person_id]
        if who and who in {Named(external_id=person.external_id), Named(email=person.email.casefold())}:
            return one.id
    return None
