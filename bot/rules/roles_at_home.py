"""What Home shows those who lead, sponsor or administer cohorts, read afresh."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.chat.command import ADMINISTRATOR, FACILITATOR, SPONSOR
from bot.chat.occasion import Occasion
from bot.chat.welcome import UNDER_WAY
from bot.rules.after_debrief import After, after_debriefs
from bot.rules.arrangements import Setting
from bot.rules.checklist import Checklist, checklist_of
from bot.rules.gauged import Bands, gauged
from bot.rules.weekly import Week
from bot.rules.weeks import weeks_in
from prompts.library import Library
from storage.tables import Cohort, Role

AT_HOME = 3  # cohorts that Home tells of in full: it is read in half a minute, and the rest is one press away
_OVER, _DRAFT = "finished", "draft"


@dataclass(frozen=True, slots=True)
class Chart:
    """How far one cohort is."""

    cohort: Cohort
    bands: Bands


@dataclass(frozen=True, slots=True)
class Leading:
    """Every cohort that a facilitator leads now, and how far the first of them are."""

    weeks: tuple[Week, ...]
    charts: tuple[Chart, ...]


@dataclass(frozen=True, slots=True)
class Sponsored:
    """One cohort as its sponsor sees it: whether it has their statement, its values by name, how many problems.

    `after` is what its debrief has left to do, or None for one that is not under way.
    """

    cohort: Cohort
    values: tuple[str, ...]
    problems: int
    after: After | None = None


@dataclass(frozen=True, slots=True)
class Health:
    """How long the promise that waits longest has waited, and how many who take part cannot be written to."""

    waiting: timedelta
    unreachable: int


@dataclass(frozen=True, slots=True)
class Administering:
    """All cohorts of an administrator, and what the first that are being set up still miss.

    `health` is for administrators of the whole organisation.
    """

    cohorts: tuple[Cohort, ...]
    checklists: tuple[Checklist, ...]
    health: Health | None


@dataclass(frozen=True, slots=True)
class RolesAtHome:
    """One part for each role that is held; None for one that is not."""

    leading: Leading | None = None
    sponsored: tuple[Sponsored, ...] | None = None
    sponsored_more: int = 0
    administering: Administering | None = None


async def roles_at_home(
    occasion: Occasion, library: Library, held: Collection[Role], settings: Mapping[str, Setting]
) -> RolesAtHome:
    """What each held role sees. `settings` has at least the cohorts that the person leads and that are not over."""
    names = {role.name for role in held}
    sponsored = await _of(occasion, SPONSOR) if SPONSOR in names else []
    return RolesAtHome(
        leading=await _leading(occasion, library, settings) if FACILITATOR in names else None,
        sponsored=tuple([await _sponsored(occasion, one) for one in sponsored[:AT_HOME]]) if SPONSOR in names else None,
        sponsored_more=max(0, len(sponsored) - AT_HOME),
        administering=await _administering(occasion, held) if ADMINISTRATOR in names else None,
    )


async def _of(occasion: Occasion, role: str) -> list[Cohort]:
    return [one for one in await occasion.store.cohorts.of(occasion.person, role) if one.state != _OVER]


async def _leading(occasion: Occasion, library: Library, settings: Mapping[str, Setting]) -> Leading:
    led = await _of(occasion, FACILITATOR)
    under_way = [one for one in led if one.state in UNDER_WAY][:AT_HOME]
    gauges = [(one, await gauged(occasion, one, library.program)) for one in under_way]
    charts = tuple(Chart(cohort, bands) for cohort, bands in gauges if bands)
    return Leading(await weeks_in(occasion, [settings[one.id] for one in led]), charts)


async def _sponsored(occasion: Occasion, cohort: Cohort) -> Sponsored:
    store = occasion.store
    values = tuple(one.name for one in await store.cohorts.values(cohort.id))
    after = await after_debriefs(store, [cohort], occasion.now)
    return Sponsored(cohort, values, len(await store.projects.listed(cohort.id)), after.get(cohort.id))


async def _administering(occasion: Occasion, held: Collection[Role]) -> Administering:
    cohorts = await occasion.store.cohorts.of(occasion.person, ADMINISTRATOR)
    drafts = sorted((one for one in cohorts if one.state == _DRAFT), key=_first_date)[:AT_HOME]
    of_all = any(role.name == ADMINISTRATOR and role.cohort_id is None for role in held)
    return Administering(
        cohorts=_in_order(cohorts),
        checklists=tuple([await checklist_of(occasion, one) for one in drafts]),
        health=await _health(occasion) if of_all else None,
    )


def _in_order(cohorts: Sequence[Cohort]) -> tuple[Cohort, ...]:
    return tuple(sorted(cohorts, key=lambda one: (one.state == _OVER, _first_date(one))))


def _first_date(cohort: Cohort) -> tuple[date, str]:
    """What comes first goes first; one without a date comes after all others."""
    return cohort.workshop_1_on or date.max, cohort.name


async def _health(occasion: Occasion) -> Health:
    organisation, vitals = occasion.person.organisation_id, occasion.store.vitals
    waiting = await vitals.waiting(occasion.event.at, occasion.now, organisation)
    return Health(waiting, await vitals.unreachable(organisation))
