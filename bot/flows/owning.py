"""Owners of projects: they confirm that they are, and say once a month how it stands, in one line for the board."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.chat.action import ChangeProject, OwnProject, ShowProject, UpdateProject
from bot.chat.desk import Desk
from bot.chat.keeping import heed_unkept
from bot.chat.occasion import Occasion
from bot.chat.preview import done
from bot.chat.reply import Reply
from bot.errors import NotAllowed
from bot.rules.charters import MEASURE, month_to_ask
from bot.rules.doubting import doubted
from bot.rules.project_access import buttons_on, charter_open_to, owned, taking_part
from bot.rules.project_pages import LINE, STATE, STATES, project_item, update_form
from bot.rules.writing_forms import chosen_in
from prompts.message import Form, Message
from storage.projects import Charter
from storage.store import Database, Store
from storage.tables import ProjectUpdate

_OPEN = timedelta(days=3)  # in which the monthly question may still come: what is later belongs to the next month


@dataclass(frozen=True, slots=True)
class Monthly:
    """Asks the owners once a month how their project stands."""

    database: Database

    async def ask(self, now: datetime) -> None:
        """Promises each owner the month's question, once. Raises Unavailable."""
        async with self.database.transaction() as store:
            for charter in await store.projects.going_on():
                if month := month_to_ask(charter, now):
                    await _ask(store, charter, month, now)


@dataclass(frozen=True, slots=True)
class Owning:
    """Nobody becomes an owner by being named: they say so themselves."""

    @property
    def desk(self) -> Desk:
        return Desk(
            presses={ShowProject: self.show, OwnProject: self.own, UpdateProject: self.open_update},
            submissions={UpdateProject: self.update},
        )

    async def show(self, occasion: Occasion, action: ShowProject) -> Reply:
        """The project as it stands, for somebody of its cohort."""
        charter, cohort = await charter_open_to(occasion, action.project)
        own = await taking_part(occasion, cohort)
        item = project_item(occasion.words, charter, cohort, buttons_on(occasion, charter, own))
        return Reply(open=Form(occasion.words.label("projects.form_title"), items=(item,)))

    async def own(self, occasion: Occasion, action: OwnProject) -> Reply:
        """Whoever was named says whether they are an owner. A no reaches the one who named them."""
        charter, cohort = await charter_open_to(occasion, action.project)
        own, words, store = await taking_part(occasion, cohort), occasion.words, occasion.store
        ownership = await store.projects.ownership(charter.project.id, own.id) if own else None
        if ownership is None:
            raise NotAllowed(words.say("trouble.gone"))
        if action.answer == "yes":
            ownership.confirmed_at = ownership.confirmed_at or occasion.now
            return done(occasion, words.say("projects.owned_yes", name=charter.project.name))
        await store.projects.withdraw(ownership)
        maker = await store.people.person(charter.project.made_by) if charter.project.made_by else None
        if maker and maker.id != occasion.person.id:
            gaps = {"who": occasion.person.name, "cohort": cohort.name}
            change = {"action:+projects.edit": ChangeProject(charter.project.id).pack()}
            await store.deliveries.notice(
                maker, "projects.declined", occasion.now, cohort_id=cohort.id, **gaps, **change
            )
        return done(occasion, words.say("projects.owned_no"))

    async def open_update(self, occasion: Occasion, action: UpdateProject) -> Reply:
        charter, _ = await owned(occasion, action.project)
        return Reply(open=update_form(occasion.words, action, charter))

    async def update(self, occasion: Occasion, action: UpdateProject) -> Reply:
        """Keeps how it stands, in one line for the board."""
        charter, cohort = await owned(occasion, action.project)
        words, line = occasion.words, " ".join(occasion.entered(LINE).split())
        state, measure = chosen_in(occasion, STATE, STATES), " ".join(occasion.entered(MEASURE).split())
        if not state:
            return Reply(problems={STATE: words.label("projects.no_state")})
        if not line:
            return Reply(problems={LINE: words.label("projects.no_line")})
        opening = lambda: self.open_update(occasion, action)  # noqa: E731 - called where the form comes back, and only then
        if back := await doubted(occasion, opening, (LINE, MEASURE)):
            return back
        await heed_unkept(occasion, f"{line}\n{measure}", cohort.id)
        said = ProjectUpdate(
            project_id=charter.project.id,
            said_by=occasion.person.id,
            state=state,
            line=line,
            measure=measure,
            said_at=occasion.now,
        )
        await occasion.store.projects.say(said, charter.project)
        return Reply(say=Message(words.say(f"projects.said_{state}", name=charter.project.name)))


async def _ask(store: Store, charter: Charter, month: int, now: datetime) -> None:
    cohort = await store.cohorts.cohort(charter.project.cohort_id)
    if cohort is None or cohort.state == "finished":
        return
    update = {"action:+projects.update": UpdateProject(charter.project.id).pack()}
    for owner in charter.owners:
        if owner.confirmed:
            once = f"{charter.project.id}:{month}"
            row = await store.deliveries.notice(
                owner.person, "projects.monthly", now, cohort_id=cohort.id, once=once, cohort=cohort.name, **update
            )
            if row.window_ends_at is None:  # nobody asked for it: it obeys the limits of whatever comes unasked
                row.asked_for, row.window_ends_at = False, row.due_at + _OPEN
