"""Improvement projects: work on a problem that the organisation has named, with owners in two departments."""

from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date

from bot.chat.action import ChangeProject, NewProject, ShowProject
from bot.chat.command import SPONSOR, Typed
from bot.chat.dates import today_of
from bot.chat.desk import Desk
from bot.chat.keeping import heed_unkept
from bot.chat.occasion import Occasion
from bot.chat.reply import Reply
from bot.chat.trail import leave_trail
from bot.chat.wrong import wrong_use
from bot.rules.charters import TEXTS, Filled, filled_project, wrong_project
from bot.rules.cohorts_meant import Unclear, ask_which, meant, named_alone
from bot.rules.debrief_moving import show_again
from bot.rules.doubting import doubted
from bot.rules.project_access import buttons_on, changeable, cohort_open_to, members_of, open_to, taking_part
from bot.rules.project_pages import project_form, project_item
from prompts.message import Button, Form, Message
from storage.cohorts import Member
from storage.projects import Charter
from storage.store import Store
from storage.tables import Cohort, Participation, Project


@dataclass(frozen=True, slots=True)
class Projecting:
    """`projects`, for the people of a cohort, its facilitators and its sponsor: they all read the same."""

    @property
    def desk(self) -> Desk:
        return Desk(
            commands={("projects",): self.projects, ("projects", "new"): self.new},
            presses={
                NewProject: self.open_new,
                ChangeProject: self.open_change,
            },
            submissions={NewProject: self.make, ChangeProject: self.change},
        )

    async def projects(self, occasion: Occasion, typed: Typed) -> Reply:
        """All projects of the cohort, with what the asker can do about each."""
        found = meant(await open_to(occasion, SPONSOR), named_alone(typed))
        if isinstance(found, Unclear):
            return ask_which(found, typed, occasion.words)
        words, own = occasion.words, await taking_part(occasion, found)
        charters = await occasion.store.projects.of(found.id)
        items = tuple(project_item(words, one, found, buttons_on(occasion, one, own)) for one in charters)
        begin = Button(words.label("projects.new"), NewProject(found.id).pack(), opens_form=True)
        mine = found.id in {one.id for one in await open_to(occasion)}
        text = words.say("projects.listed" if charters else "projects.none", name=found.name)
        return Reply(say=Message(text, items=items, buttons=(begin,) if mine else ()))

    async def new(self, occasion: Occasion, typed: Typed) -> Reply:
        found = meant(await open_to(occasion), named_alone(typed))
        if isinstance(found, Unclear):
            return ask_which(found, typed, occasion.words)
        return await self.open_new(occasion, NewProject(found.id))

    # -- the charter -----------------------------------------------------------------------------------------------

    async def open_new(self, occasion: Occasion, action: NewProject) -> Reply:
        cohort = await cohort_open_to(occasion, action.cohort)
        own = await taking_part(occasion, cohort)
        return Reply(open=await _form(occasion, action, cohort, None, (own.id,) if own else ()))

    async def open_change(self, occasion: Occasion, action: ChangeProject) -> Reply:
        charter, cohort = await changeable(occasion, action.project)
        owners = tuple(one.participation.id for one in charter.owners)
        return Reply(open=await _form(occasion, action, cohort, charter.project, owners))

    async def make(self, occasion: Occasion, action: NewProject) -> Reply:
        """Keeps the project, and asks those who were named as owners whether they are."""
        cohort = await cohort_open_to(occasion, action.cohort)
        members = await members_of(occasion.store, cohort)
        filled = await _filled(occasion, cohort, members)
        today = today_of(cohort, occasion.now)
        if back := await _sent_back(occasion, filled, today, cohort, lambda: self.open_new(occasion, action)):
            return back
        project = Project(
            organisation_id=cohort.organisation_id,
            cohort_id=cohort.id,
            problem_id=filled.problem,
            test_on=filled.test_on or today,
            made_by=occasion.person.id,
            made_at=occasion.now,
            **filled.texts,
        )
        await occasion.store.projects.begin(project, filled.owners)
        await leave_trail(occasion, "project_begun", cohort, f"project:{project.id}")
        await show_again(occasion.store, cohort.id, "projects", occasion.person, occasion.now)
        await _ask_owners(occasion, cohort, project, members)
        return Reply(say=Message(occasion.words.say("projects.made", name=project.name)))

    async def change(self, occasion: Occasion, action: ChangeProject) -> Reply:
        """The project as it is from now on; further owners are asked, and who is named no more is none."""
        charter, cohort = await changeable(occasion, action.project)
        project, members = charter.project, await members_of(occasion.store, cohort)
        filled = await _filled(occasion, cohort, members, charter)
        made_on = today_of(cohort, project.made_at)
        if back := await _sent_back(occasion, filled, made_on, cohort, lambda: self.open_change(occasion, action)):
            return back
        project.problem_id, project.test_on = filled.problem, filled.test_on or project.test_on
        for key, text in filled.texts.items():
            setattr(project, key, text)
        for one in charter.owners:
            if one.participation.id not in filled.owners:
                await _withdraw(occasion.store, project, one.participation)
        await occasion.store.projects.name_owners(project, filled.owners, occasion.now)
        await leave_trail(occasion, "project_changed", cohort, f"project:{project.id}")
        await _ask_owners(occasion, cohort, project, members)
        return Reply(say=Message(occasion.words.say("projects.changed", name=project.name)))


async def _form(
    occasion: Occasion,
    action: NewProject | ChangeProject,
    cohort: Cohort,
    shown: Project | None,
    owners: tuple[str, ...],
) -> Form:
    words, problems = occasion.words, list(await occasion.store.projects.listed(cohort.id))
    if not problems:
        return Form(words.label("projects.form_title"), words.say("projects.no_list", name=cohort.name))
    if shown and shown.problem_id not in {one.id for one in problems}:
        problems += [one for one in [await occasion.store.projects.problem(shown.problem_id)] if one]
    members = await members_of(occasion.store, cohort)
    return project_form(occasion, action, cohort, problems, members, shown=shown, owners=owners)


async def _filled(
    occasion: Occasion, cohort: Cohort, members: Collection[str], charter: Charter | None = None
) -> Filled:
    problems = {one.id for one in await occasion.store.projects.listed(cohort.id)}
    return filled_project(occasion, problems | ({charter.problem.id} if charter else set()), members)


async def _sent_back(
    occasion: Occasion,
    filled: Filled,
    made_on: date,
    cohort: Cohort,
    opening: Callable[[], Awaitable[Reply]],
) -> Reply | None:
    """What the form lacks, or has too much."""
    members = await members_of(occasion.store, cohort)
    if wrong := wrong_project(filled, made_on, today_of(cohort, occasion.now), members):
        return wrong_use(occasion, "projects_new", wrong)
    if back := await doubted(occasion, opening, TEXTS):
        return back
    await heed_unkept(occasion, "\n".join(filled.texts.values()), cohort.id)
    return None


async def _withdraw(store: Store, project: Project, participation: Participation) -> None:
    if ownership := await store.projects.ownership(project.id, participation.id):
        await store.projects.withdraw(ownership)


async def _ask_owners(occasion: Occasion, cohort: Cohort, project: Project, members: Mapping[str, Member]) -> None:
    """Whoever named themselves is an owner already; the others are asked once."""
    store = occasion.store
    for one in members.values():
        ownership = await store.projects.ownership(project.id, one.participation.id)
        if ownership is None or ownership.confirmed_at:
            continue
        if one.person.id == occasion.person.id:
            ownership.confirmed_at = occasion.now
            continue
        gaps = {"who": occasion.person.name, "cohort": cohort.name}
        read = {"action:+projects.read": ShowProject(project.id).pack()}
        once = f"{project.id}:{ownership.named_at.isoformat()}"[:80]
        await store.deliveries.notice(
            one.person, "projects.named", occasion.now, cohort_id=cohort.id, once=once, **gaps, **read
        )
