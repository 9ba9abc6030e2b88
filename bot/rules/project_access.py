"""Who reads a cohort's projects, who may change one, and who says how it stands."""

from collections.abc import Mapping

from bot.chat.command import FACILITATOR
from bot.chat.occasion import Occasion
from bot.errors import NotAllowed
from bot.rules.project_pages import owners_buttons, owning_buttons
from prompts.message import Button
from storage.cohorts import Member
from storage.projects import Charter
from storage.store import Store
from storage.tables import Cohort, Participation


async def open_to(occasion: Occasion, *others: str) -> tuple[Cohort, ...]:
    """The cohorts in which they take part, or that they lead; with `others`, those in which they hold such a role."""
    joined = await occasion.store.cohorts.joined_by(occasion.person)
    held = await occasion.store.cohorts.of(occasion.person, FACILITATOR, *others)
    return tuple({one.id: one for one in (*joined, *held)}.values())


async def cohort_open_to(occasion: Occasion, cohort_id: str, *others: str) -> Cohort:
    """That cohort, if it is open to them. Raises NotAllowed otherwise, as for one that does not exist."""
    found = next((one for one in await open_to(occasion, *others) if one.id == cohort_id), None)
    if found is None:
        raise NotAllowed(occasion.words.say("trouble.gone"))
    return found


async def charter_open_to(occasion: Occasion, project_id: str, *others: str) -> tuple[Charter, Cohort]:
    """That project, if its cohort is open to them. Raises NotAllowed otherwise."""
    charter = await occasion.store.projects.charter(project_id)
    if charter is None:
        raise NotAllowed(occasion.words.say("trouble.gone"))
    return charter, await cohort_open_to(occasion, charter.project.cohort_id, *others)


async def owned(occasion: Occasion, project_id: str) -> tuple[Charter, Cohort]:
    """That project, for one of its owners alone."""
    charter, cohort = await charter_open_to(occasion, project_id)
    if not any(one.confirmed and one.person.id == occasion.person.id for one in charter.owners):
        raise NotAllowed(occasion.words.say("projects.owners_only"))
    return charter, cohort


async def changeable(occasion: Occasion, project_id: str) -> tuple[Charter, Cohort]:
    """That project, for its owners, whoever made it, and the cohort's facilitators."""
    charter, cohort = await charter_open_to(occasion, project_id)
    leads = cohort.id in {one.id for one in await occasion.store.cohorts.of(occasion.person, FACILITATOR)}
    owners = {one.person.id for one in charter.owners if one.confirmed}
    if not leads and occasion.person.id not in {*owners, charter.project.made_by}:
        raise NotAllowed(occasion.words.say("projects.owners_only"))
    return charter, cohort


async def taking_part(occasion: Occasion, cohort: Cohort) -> Participation | None:
    """Their own participation, while it lasts."""
    found = await occasion.store.cohorts.participation(cohort.id, occasion.person.id)
    return found if found and found.state == "active" else None


async def members_of(store: Store, cohort: Cohort) -> Mapping[str, Member]:
    """Who can own a project, by the ids of their participations."""
    return {one.participation.id: one for one in await store.cohorts.members(cohort.id)}


def buttons_on(occasion: Occasion, charter: Charter, own: Participation | None) -> tuple[Button, ...]:
    """What the one who takes part there can do about the project."""
    owner = next((one for one in charter.owners if own and one.participation.id == own.id), None)
    if owner is None:
        return ()
    give = owners_buttons if owner.confirmed else owning_buttons
    return give(occasion.words, charter.project.id)
