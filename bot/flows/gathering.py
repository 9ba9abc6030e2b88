"""Adding people to a cohort: by mention, by a list of e-mail addresses, or from a table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from types import MappingProxyType

from bot.chat.action import AddPeople, ConfirmPeople, ImportPeople
from bot.chat.command import ADMINISTRATOR, FACILITATOR, Typed
from bot.chat.desk import Desk
from bot.chat.occasion import Occasion
from bot.chat.people_entered import people_entered
from bot.chat.people_named import unmet
from bot.chat.preview import confirmed, done, propose
from bot.chat.reply import Reply
from bot.chat.trail import leave_trail
from bot.chat.welcome import UNDER_WAY, welcome
from bot.chat.wrong import Wrong, wrong_use
from bot.rules.cohorts_meant import cohort_meant, cohort_of
from bot.rules.newcomers import DETAILS, LONGEST, Newcomer, newcomer, table_newcomers, typed_newcomers
from bot.rules.next_steps import to_checklist, to_pairs
from bot.rules.reporting_lines import handles
from prompts.message import Form, PeopleField, TextField
from storage.tables import Cohort, Invitation, Person

_NONE: Mapping[str, Wrong] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Gathering:
    """Whoever is not known by their address yet becomes an invitation, which `Inviting` looks up."""

    @property
    def desk(self) -> Desk:
        return Desk(
            commands={("people", "add"): self.add, ("people", "import"): self.import_table},
            submissions={AddPeople: self.form_filled_in, ImportPeople: self.table_filled_in},
            presses={ConfirmPeople: self.take_in},
        )

    async def add(self, occasion: Occasion, typed: Typed) -> Reply:
        """Opens the form, or takes the people who were typed."""
        read = typed_newcomers(typed.arguments)
        cohort = await cohort_meant(occasion, typed, read.cohort, ADMINISTRATOR)
        if isinstance(cohort, Reply):
            return cohort
        if read.wrong:
            return wrong_use(occasion, "people_add", read.wrong)
        if not read.people:
            return Reply(open=_form(occasion, cohort))
        return await _propose(occasion, cohort, read.people)

    async def form_filled_in(self, occasion: Occasion, action: AddPeople) -> Reply:
        cohort = await cohort_of(occasion, action.cohort, ADMINISTRATOR)
        entered, reports_to = await people_entered(occasion, "people"), occasion.entered("reports_to")
        boss = newcomer(reports_to)
        nobody = None if entered.people else Wrong("gathering.nobody")
        wrong = {"people": why} if (why := entered.wrong or nobody) else {}
        if reports_to and boss is None:
            wrong["reports_to"] = Wrong("gathering.not_somebody", {"text": reports_to})
        if wrong:
            return wrong_use(occasion, "people_add", wrong)
        shared = Newcomer(
            department=occasion.entered("department").strip()[:LONGEST],
            profession=occasion.entered("profession").strip()[:LONGEST],
            site=occasion.entered("site").strip()[:LONGEST],
            reports_to=boss.email if boss else "",
        )
        return await _propose(
            occasion, cohort, [replace(shared, mention=one.external_id, email=one.email) for one in entered.people]
        )

    async def import_table(self, occasion: Occasion, typed: Typed) -> Reply:
        """Opens the form that takes a table."""
        named = typed_newcomers(typed.arguments).cohort or typed.rest
        cohort = await cohort_meant(occasion, typed, named, ADMINISTRATOR)
        if isinstance(cohort, Reply):
            return cohort
        words = occasion.words
        hint = words.label("gathering.table_hint")
        table = TextField("table", words.label("gathering.table"), hint=hint, multiline=True)
        return Reply(
            open=Form(
                words.label("gathering.import_title"),
                words.say("gathering.import_text", name=cohort.name),
                (table,),
                words.label("gathering.preview"),
                ImportPeople(cohort.id).pack(),
            )
        )

    async def table_filled_in(self, occasion: Occasion, action: ImportPeople) -> Reply:
        """Names every bad row. Where some are good, those can be added at once."""
        cohort = await cohort_of(occasion, action.cohort, ADMINISTRATOR)
        read = table_newcomers(occasion.entered("table"))
        if not read.people:
            sentences = " ".join(occasion.words.label(one.key, **one.gaps) for one in read.wrong.values())
            return Reply(problems={"table": sentences or occasion.words.label("gathering.no_table")})
        return await _propose(occasion, cohort, read.people, read.wrong)

    async def take_in(self, occasion: Occasion, action: ConfirmPeople) -> Reply:
        """Adds the people who were previewed; addresses that we have not met are looked up soon after."""
        draft = await confirmed(occasion, action)
        cohort = await cohort_of(occasion, draft.cohort_id or "", ADMINISTRATOR)
        people = [Newcomer(**kept) for kept in draft.values["people"]]
        joined = [one for one in people if await _join(occasion, cohort, one)]
        await leave_trail(occasion, "people_added", cohort)
        words = occasion.words
        said = [words.say("gathering.added", name=cohort.name, added=len(joined))] if joined else []
        if len(joined) < len(people):
            said.append(words.say("gathering.invited", invited=len(people) - len(joined)))
        return done(occasion, "\n".join(said), buttons=(to_pairs(cohort, words), to_checklist(cohort, words)))


async def _join(occasion: Occasion, cohort: Cohort, someone: Newcomer) -> bool:
    """Takes them in; False where their address must be looked up first."""
    store = occasion.store
    if someone.mention:
        person = await store.people.mentioned(occasion.person, someone.mention, someone.name, occasion.now)
    elif known := await _known(occasion, someone):
        person = known
    else:
        await store.waiting.invite(_invitation(occasion, cohort, someone))
        return False
    joins = await store.cohorts.join(cohort, person, _details(someone), occasion.now)
    if joins and cohort.state in UNDER_WAY:
        await welcome(store, person, cohort, occasion.now)
    return True


async def _propose(
    occasion: Occasion, cohort: Cohort, newcomers: Sequence[Newcomer], bad_rows: Mapping[str, Wrong] = _NONE
) -> Reply:
    words = occasion.words
    people = [(one, await _known(occasion, one)) for one in newcomers]
    named = [replace(one, name=_name(occasion, one, known)) for one, known in people]
    if wrong := await _facilitated(occasion, cohort, people):
        return wrong_use(occasion, "people_add", wrong)
    lines = [_line(occasion, one, known is not None) for one, (_, known) in zip(named, people, strict=True)]
    parts = [words.say("gathering.preview_people", name=cohort.name), "\n".join(lines)]
    if bad_rows:
        bad = [f"- {words.say(one.key, **one.gaps)}" for one in bad_rows.values()]
        parts += [words.say("gathering.preview_bad"), "\n".join(bad)]
    values = {"people": [one.keep() for one in named]}
    return await propose(occasion, ConfirmPeople, values, "\n\n".join(parts), cohort=cohort, label="gathering.confirm")


async def _facilitated(
    occasion: Occasion, cohort: Cohort, people: Sequence[tuple[Newcomer, Person | None]]
) -> dict[str, Wrong]:
    """A facilitator stands outside the participants' reporting lines, and is none of them."""
    holding = await occasion.store.people.holding(cohort.organisation_id, cohort.id, FACILITATOR)
    for (_, facilitator), (one, known) in product(holding, people):
        if one.reports_to.casefold() in handles(facilitator) or (known and known.id == facilitator.id):
            gaps = {"who": known.name if known else one.who, "facilitator": facilitator.name}
            return {"people": Wrong("gathering.facilitator_inside", gaps)}
    return {}


def _name(occasion: Occasion, someone: Newcomer, known: Person | None) -> str:
    """As we know it, else as it was given, else as the platform has it."""
    return (known.name if known else "") or someone.name or occasion.event.names.get(someone.mention, "")


async def _known(occasion: Occasion, someone: Newcomer) -> Person | None:
    """The person, if we have met."""
    people = occasion.store.people
    if someone.mention:
        return await people.at(occasion.person.workspace_id, someone.mention)
    return await people.with_email(occasion.person.organisation_id, someone.email)


def _details(someone: Newcomer) -> dict[str, str]:
    return {key: value for key, value in someone.keep().items() if key in DETAILS}


def _invitation(occasion: Occasion, cohort: Cohort, someone: Newcomer) -> Invitation:
    return Invitation(
        organisation_id=cohort.organisation_id,
        cohort_id=cohort.id,
        workspace_id=occasion.person.workspace_id,
        invited_by=occasion.person.id,
        email=someone.email,
        name=someone.name,
        invited_at=occasion.now,
        **_details(someone),
    )


def _line(occasion: Occasion, someone: Newcomer, known: bool) -> str:
    words = occasion.words
    details = ", ".join(one for one in (someone.department, someone.profession, someone.site) if one)
    who = someone.name or someone.email or unmet(someone.mention, words)
    text = words.say("gathering.line", who=who, details=details or words.label("gathering.no_details"))
    return text if known or someone.mention else f"{text} {words.say('gathering.to_look_up')}"


def _form(occasion: Occasion, cohort: Cohort) -> Form:
    words = occasion.words
    return Form(
        words.label("gathering.add_title"),
        words.say("gathering.add_text", name=cohort.name),
        (
            PeopleField("people", words.label("gathering.people")),
            *(
                TextField(
                    key, words.label(f"gathering.{key}"), hint=words.label(f"gathering.{key}_hint"), optional=True
                )
                for key in DETAILS
            ),
        ),
        words.label("gathering.preview"),
        AddPeople(cohort.id).pack(),
    )
