"""Giving and taking roles, in the open: everybody in the cohort hears of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.chat.action import ConfirmRoles, GrantRoles, Run
from bot.chat.command import ADMINISTRATOR, FACILITATOR, ROLES, SPONSOR, Typed
from bot.chat.desk import Desk
from bot.chat.details import details
from bot.chat.occasion import Occasion
from bot.chat.people_entered import people_entered
from bot.chat.people_named import Named, called, named
from bot.chat.preview import confirmed, done, propose
from bot.chat.reply import Reply
from bot.chat.trail import leave_trail
from bot.chat.wrong import Wrong, wrong_use
from bot.errors import NotAllowed
from bot.rules.cohorts_meant import cohort_meant, cohort_of
from bot.rules.reporting_lines import handles, inside
from prompts.message import Form, PeopleField
from prompts.words import Words
from storage.tables import Cohort, Person, Role

_KEYS = {"cohort": 1, FACILITATOR: 0, SPONSOR: 0, ADMINISTRATOR: 0}
_HELP = {"action:granting.what_now": Run("help").pack()}

Given = Sequence[tuple[str, Person]]


@dataclass(frozen=True, slots=True)
class Granting:
    """`first` are platform ids or e-mail addresses of those who become administrators when we first meet them."""

    first: frozenset[str] = frozenset()

    @property
    def desk(self) -> Desk:
        return Desk(
            commands={("role", "grant"): self.grant, ("role", "revoke"): self.revoke},
            submissions={GrantRoles: self.filled_in},
            presses={ConfirmRoles: self.change},
        )

    async def grant_first(self, occasion: Occasion) -> None:
        """Makes a first administrator, once: a role that was revoked later does not come back by itself."""
        person, store = occasion.person, occasion.store
        if not handles(person) & {one.casefold() for one in self.first}:
            return
        if not await store.people.ever_held(person.id, ADMINISTRATOR):
            await store.people.grant(person, ADMINISTRATOR, None, "", occasion.now)
            await leave_trail(occasion, "first_administrator", thing=f"person:{person.id}")

    async def grant(self, occasion: Occasion, typed: Typed) -> Reply:
        """`role grant facilitator @eve sponsor @bo`, or the form."""
        return await self._typed(occasion, typed, "grant")

    async def revoke(self, occasion: Occasion, typed: Typed) -> Reply:
        """`role revoke facilitator @eve`."""
        return await self._typed(occasion, typed, "revoke")

    async def _typed(self, occasion: Occasion, typed: Typed, deed: str) -> Reply:
        given = details(typed.arguments, _KEYS)
        asked = [role for role in ROLES if role in given]
        if asked == [ADMINISTRATOR] and "cohort" not in given and await _is_over_all(occasion):
            cohort = None
        else:
            found = await cohort_meant(occasion, typed, given.text("cohort"), ADMINISTRATOR)
            if isinstance(found, Reply):
                return found
            cohort = found
        if not asked and not given.bare and deed == "grant" and cohort:
            return Reply(open=await _form(occasion, cohort))
        people = [(role, word) for role in asked for word in given.given[role]]
        if not people or given.bare:
            return wrong_use(occasion, f"role_{deed}", {"role": Wrong("granting.which_role")})
        known = [(role, await _person(occasion, word), word) for role, word in people]
        for _, person, word in known:
            if person is None:
                return wrong_use(occasion, f"role_{deed}", {"people": Wrong("granting.not_met", {"who": word})})
        return await self._propose(occasion, cohort, [(role, one) for role, one, _ in known if one], deed)

    async def filled_in(self, occasion: Occasion, action: GrantRoles) -> Reply:
        cohort = await cohort_of(occasion, action.cohort, ADMINISTRATOR)
        given: list[tuple[str, Person]] = []
        wrong: dict[str, Wrong] = {}
        for role in ROLES:
            found = await _entered(occasion, role)
            if isinstance(found, Wrong):
                wrong[role] = found
            else:
                given += [(role, one) for one in found]
        if not given and not wrong:
            wrong = {FACILITATOR: Wrong("gathering.nobody")}
        if wrong:
            return wrong_use(occasion, "role_grant", wrong)
        return await self._propose(occasion, cohort, given, "grant")

    async def _propose(self, occasion: Occasion, cohort: Cohort | None, given: Given, deed: str) -> Reply:
        wrong = await _wrong(occasion, cohort, given, deed)
        if wrong:
            return wrong_use(occasion, f"role_{deed}", wrong)
        words = occasion.words
        where = cohort.name if cohort else words.label("granting.everywhere")
        text = f"{words.say(f'granting.preview_{deed}', where=where)}\n\n{_listed(given, words)}"
        if cohort:
            text = f"{text}\n\n{words.say('granting.announced')}"
        values = {"deed": deed, "given": [[role, person.id] for role, person in given]}
        return await propose(occasion, ConfirmRoles, values, text, cohort=cohort)

    async def change(self, occasion: Occasion, action: ConfirmRoles) -> Reply:
        """Gives or takes the roles that were previewed, tells those who get them and the participants."""
        draft = await confirmed(occasion, action)
        cohort = await cohort_of(occasion, draft.cohort_id, ADMINISTRATOR) if draft.cohort_id else None
        if cohort is None and not await _is_over_all(occasion):
            raise NotAllowed(occasion.words.say("trouble.gone"))
        found = [(role, await occasion.store.people.person(person)) for role, person in draft.values["given"]]
        given = [(role, person) for role, person in found if person]
        deed = draft.values["deed"]
        if wrong := await _wrong(occasion, cohort, given, deed):
            return wrong_use(occasion, f"role_{deed}", wrong)
        for role, person in given:
            await _change_one(occasion, cohort, role, person, deed)
        return done(occasion, f"{occasion.words.say(f'granting.done_{deed}')}\n\n{_listed(given, occasion.words)}")


def _listed(given: Given, words: Words) -> str:
    """Each role with who gets or loses it."""
    return "\n".join(
        words.say("granting.line", role=words.label(f"role.{role}"), who=called(person, words))
        for role, person in given
    )


async def _change_one(occasion: Occasion, cohort: Cohort | None, role: str, person: Person, deed: str) -> None:
    store = occasion.store
    if deed == "grant":
        changed = await store.people.grant(
            person, role, cohort.id if cohort else None, occasion.person.id, occasion.now
        )
    else:
        held = [one for one in await store.people.roles(person.id) if _is(one, role, cohort)]
        changed = bool(held)
        for one in held:
            one.revoked_at = occasion.now
    if not changed:
        return
    await leave_trail(occasion, f"role_{deed}_{role}", cohort, f"person:{person.id}")
    if cohort:
        cohort.plan_anew()  # a facilitator gets prompts of their own
        await _announce(occasion, cohort, role, person, deed)


async def _announce(occasion: Occasion, cohort: Cohort, role: str, person: Person, deed: str) -> None:
    """Tells the person, and the participants if the cohort has started: its welcome names the roles before."""
    words, notice = occasion.words, occasion.store.deliveries.notice
    gaps = {"role": words.label(f"role.{role}"), "cohort": cohort.name}
    if person.id != occasion.person.id:
        await notice(person, f"granting.told_{deed}", occasion.now, cohort_id=cohort.id, **gaps, **_HELP)
    if cohort.state == "draft":
        return
    for one in await occasion.store.cohorts.members(cohort.id):
        await notice(one.person, f"granting.heard_{deed}", occasion.now, cohort_id=cohort.id, who=person.name, **gaps)


async def _wrong(occasion: Occasion, cohort: Cohort | None, given: Given, deed: str) -> dict[str, Wrong]:
    """Why these roles cannot be given or taken, by the role's field."""
    if deed == "revoke":
        return await _wrong_revoke(occasion, cohort, given)
    if cohort is None:
        return {}
    members = await occasion.store.cohorts.members(cohort.id)
    for role, person in given:
        if role == FACILITATOR and (close := inside(person, members)):
            gaps = {"who": called(person, occasion.words), "participant": close[0].person.name}
            own = any(one.person.id == person.id for one in close)
            return {role: Wrong("granting.takes_part" if own else "granting.inside", gaps)}
    return {}


async def _wrong_revoke(occasion: Occasion, cohort: Cohort | None, given: Given) -> dict[str, Wrong]:
    for role, person in given:
        if not any(_is(one, role, cohort) for one in await occasion.store.people.roles(person.id)):
            gaps = {"who": called(person, occasion.words), "role": occasion.words.label(f"role.{role}")}
            return {role: Wrong("granting.not_held", gaps)}
    if cohort:
        return {}
    holding = await occasion.store.people.holding(occasion.person.organisation_id, "", ADMINISTRATOR)
    left = {person.id for _, person in holding} - {person.id for _, person in given}
    return {} if left else {ADMINISTRATOR: Wrong("granting.last_administrator")}


def _is(held: Role, role: str, cohort: Cohort | None) -> bool:
    return held.name == role and held.cohort_id == (cohort.id if cohort else None)


async def _is_over_all(occasion: Occasion) -> bool:
    roles = await occasion.store.people.roles(occasion.person.id)
    return any(_is(one, ADMINISTRATOR, None) for one in roles)


async def _entered(occasion: Occasion, role: str) -> list[Person] | Wrong:
    """Who shall have that role by the form; nobody where its field is empty."""
    entered = await people_entered(occasion, role)
    if entered.wrong:
        return entered.wrong
    met = {one: await _met(occasion, one) for one in entered.people}
    strangers = [one.email for one, person in met.items() if person is None]
    if strangers:
        return Wrong("granting.not_met_yet", {"who": strangers[0], "role": role})
    return [person for person in met.values() if person]


async def _person(occasion: Occasion, word: str) -> Person | None:
    who = named(word)
    return await _met(occasion, who) if who else None


async def _met(occasion: Occasion, who: Named) -> Person | None:
    """Whoever is named by the platform's id is met by that; an address must be known."""
    if who.external_id:
        return await _mentioned(occasion, who.external_id)
    return await occasion.store.people.with_email(occasion.person.organisation_id, who.email)


async def _mentioned(occasion: Occasion, external_id: str) -> Person:
    name = occasion.event.names.get(external_id, "")
    return await occasion.store.people.mentioned(occasion.person, external_id, name, occasion.now)


async def _form(occasion: Occasion, cohort: Cohort) -> Form:
    words = occasion.words
    holding = await occasion.store.people.holding(cohort.organisation_id, cohort.id, *ROLES)
    lines = [words.say("granting.line", role=words.label(f"role.{role.name}"), who=one.name) for role, one in holding]
    return Form(
        words.label("granting.title"),
        "\n".join([words.say("granting.form_text", name=cohort.name), *lines]),
        tuple(PeopleField(role, words.label(f"role.{role}"), optional=True) for role in ROLES),
        words.label("gathering.preview"),
        GrantRoles(cohort.id).pack(),
    )
