"""The sample's project: refused with what to do, made, confirmed by its owners, and said how it stands."""

from datetime import date, timedelta

from bot.chat.action import UpdateProject
from bot.chat.event import FilledIn
from bot.showing.acts import Act, Chooses, ComesHome, Fills, Presses, Types, Uses, Waits
from bot.showing.stage import Stage

_TEXTS = {
    "name": "Beds by noon",
    "affected": "People who wait in emergency care for a bed elsewhere",
    "test": "One ward calls the housing team at nine",
    "measure": "Hours until a bed is found",
    "help_asked": "One telephone number for both sites",
}
_TEST, _MONTH = timedelta(days=14), timedelta(days=31)


async def show_projects(stage: Stage) -> None:
    """As its owners, the others of the cohort, its facilitator and its sponsor see it."""
    ada, other, third = await _owners(stage)
    test_on = stage.now.date() + _TEST
    good: dict[str, FilledIn] = {**_TEXTS, "test_on": test_on, "owners": (ada, other)}
    await _play(stage, "projects-none", "ada", Types("projects"))
    await _play(stage, "projects-new-form", "ada", Types("projects new"))
    empty: dict[str, FilledIn] = {**dict.fromkeys(_TEXTS, ""), "problem": (), "test_on": None, "owners": ()}
    await _play(stage, "projects-new-form-empty", "ada", Fills(empty))
    late: dict[str, FilledIn] = {**good, "test_on": test_on + _MONTH, "owners": (ada,), "measure": "x" * 600}
    await _play(stage, "projects-new-form-late", "ada", Chooses(("problem",), late))
    past: dict[str, FilledIn] = {**good, "test_on": date(2026, 12, 1)}
    await _play(stage, "projects-new-form-past", "ada", Chooses(("problem",), past))
    await _play(stage, "projects-made", "ada", Chooses(("problem",), {**good, "owners": (ada, other, third)}))
    await stage.play(("", "", Waits((stage.now + timedelta(minutes=1)).strftime("%Y-%m-%d %H:%M"))))
    await _play(stage, "week-project-proposed", "tomas", Types("week"))
    await _play(stage, "home-project-named", await _who(stage, other), ComesHome())
    await _owned(stage, other, third)
    await _play(stage, "projects", "ada", Types("projects"))
    await _play(stage, "projects-change-form", "ada", Presses("projects.edit"))
    await _play(stage, "projects-changed", "ada", Fills())
    await _standing(stage)
    await _play(stage, "projects-later", "ada", Types("projects"))
    await _play(stage, "week-project-stuck", "tomas", Types("week"))
    await _play(stage, "home-projects-owned", "ada", ComesHome())
    await _play(stage, "problems-in-use", "grace", Types("problems Nobody asks the night shifts"))
    async with stage.database.reading() as store:
        cohort = await stage.cohort(store)
        project = (await store.projects.of(cohort.id))[0].project.id
    update = {"action:+projects.update": UpdateProject(project).pack()}
    stage.notify("ada", "projects.monthly", cohort=cohort.name, **update)
    await _play(stage, "project-not-owned", "ines", Uses(UpdateProject(project)))


async def _owned(stage: Stage, *others: str) -> None:
    """One of those who were named says yes, one says no."""
    yes, no = [await _who(stage, one) for one in others]
    await _play(stage, "project-named", yes, Presses("projects.read"))
    await _play(stage, "project-owned-yes", yes, Presses("projects.own"))
    await _play(stage, "", no, Presses("projects.read"))
    await _play(stage, "project-owned-no", no, Presses("projects.own_not"))


async def _standing(stage: Stage) -> None:
    await _play(stage, "", "ada", Types("projects"))
    for state in ("on_track", "stopped", "stuck"):
        await _play(stage, "project-update-form", "ada", Presses("projects.update"))
        await _play(
            stage, f"project-update-{state}", "ada", Fills({"state": (state,), "line": "Two wards call at nine."})
        )
    await _play(stage, "", "ada", Presses("projects.update"))
    await _play(stage, "project-update-form-empty", "ada", Fills({"line": ""}))
    await _play(stage, "project-update-form-no-state", "ada", Fills({"state": (), "line": "Two wards call."}))


async def _owners(stage: Stage) -> tuple[str, str, str]:
    """Ada's participation, and those of two people of other departments."""
    async with stage.database.reading() as store:
        members = await store.cohorts.members((await stage.cohort(store)).id)
    ada = next(one.participation for one in members if one.person.name.startswith("Ada"))
    others = [one.participation for one in members if one.participation.department != ada.department]
    return ada.id, others[0].id, others[1].id


async def _who(stage: Stage, participation_id: str) -> str:
    async with stage.database.reading() as store:
        members = await store.cohorts.members((await stage.cohort(store)).id)
    return next(stage.who(one.person.external_id) for one in members if one.participation.id == participation_id)


async def _play(stage: Stage, name: str, who: str, act: Act) -> None:
    await stage.play((name, who, act))
