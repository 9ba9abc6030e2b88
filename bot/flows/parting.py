"""Taking people out of a cohort, with what that undoes shown first."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.chat.action import ConfirmRemoval, RemovePeople
from bot.chat.command import ADMINISTRATOR, Typed
from bot.chat.dates import today_of
from bot.chat.desk import Desk
from bot.chat.occasion import Occasion
from bot.chat.preview import confirmed, done, propose
from bot.chat.reply import Reply
from bot.chat.trail import leave_trail
from bot.chat.wrong import Wrong, wrong_use
from bot.rules.cohorts_meant import cohort_meant, cohort_of
from bot.rules.newcomers import Newcomer, typed_newcomers
from bot.rules.next_steps import to_pairs
from prompts.message import ChoiceField, Form, Option
from storage.cohorts import Member
from storage.tables import Cohort


@dataclass(frozen=True, slots=True)
class Parting:
    """What somebody wrote stays theirs when they are taken out."""

    @property
    def desk(self) -> Desk:
        return Desk(
            commands={("people", "remove"): self.remove},
            submissions={RemovePeople: self.filled_in},
            presses={ConfirmRemoval: self.take_out},
        )

    async def remove(self, occasion: Occasion, typed: Typed) -> Reply:
        """Opens the form, or takes the people who were typed."""
        read = typed_newcomers(typed.arguments)
        cohort = await cohort_meant(occasion, typed, read.cohort, ADMINISTRATOR)
        if isinstance(cohort, Reply):
            return cohort
        members = await occasion.store.cohorts.members(cohort.id)
        if not members:
            return done(occasion, occasion.words.say("parting.nobody_there", name=cohort.name))
        if not typed.arguments or (read.cohort and not read.people):
            return Reply(open=_form(occasion, cohort, members))
        chosen = [(one, _member(one, members)) for one in read.people]
        missing = {one.who: Wrong("parting.not_there", {"who": one.who}) for one, member in chosen if member is None}
        if wrong := {**read.wrong, **missing}:
            return wrong_use(occasion, "people_remove", wrong)
        return await _propose(occasion, cohort, [member for _, member in chosen if member])

    async def filled_in(self, occasion: Occasion, action: RemovePeople) -> Reply:
        cohort = await cohort_of(occasion, action.cohort, ADMINISTRATOR)
        ids = occasion.chosen("people")
        members = [one for one in await occasion.store.cohorts.members(cohort.id) if one.participation.id in ids]
        if not members:
            return wrong_use(occasion, "people_remove", {"people": Wrong("gathering.nobody")})
        return await _propose(occasion, cohort, members)

    async def take_out(self, occasion: Occasion, action: ConfirmRemoval) -> Reply:
        """Takes out the people who were previewed. Each of them is told, in private."""
        draft = await confirmed(occasion, action)
        cohort = await cohort_of(occasion, draft.cohort_id or "", ADMINISTRATOR)
        today = today_of(cohort, occasion.now)
        leaving = [
            one
            for one in await occasion.store.cohorts.members(cohort.id)
            if one.participation.id in draft.values["participations"]
        ]
        for one in leaving:
            await occasion.store.cohorts.take_out(one.participation, today)
            await leave_trail(occasion, "person_removed", cohort, f"person:{one.person.id}")
            if cohort.state != "draft":  # before the start nobody has heard of the cohort from us
                await occasion.store.deliveries.notice(one.person, "parting.told", occasion.now, cohort=cohort.name)
        words = occasion.words
        return done(occasion, words.say("parting.done", name=cohort.name), buttons=(to_pairs(cohort, words),))


async def _propose(occasion: Occasion, cohort: Cohort, leaving: Sequence[Member]) -> Reply:
    words = occasion.words
    names = {one.participation.id: one.person.name for one in await occasion.store.cohorts.members(cohort.id)}
    legs = await occasion.store.cohorts.legs(cohort.id)
    lines = []
    for one in leaving:
        partners = {
            names[other]
            for leg in legs
            if one.participation.id in {leg.visitor_id, leg.host_id}
            for other in (leg.visitor_id, leg.host_id)
            if other != one.participation.id and other in names  # whoever has left meanwhile is no partner any more
        }
        key = "parting.line_paired" if partners else "parting.line"
        lines.append(words.say(key, who=one.person.name, partners=", ".join(sorted(partners))))
    text = "\n".join([words.say("parting.preview", name=cohort.name), "", *lines, "", words.say("parting.theirs")])
    values = {"participations": [one.participation.id for one in leaving]}
    return await propose(occasion, ConfirmRemoval, values, text, cohort=cohort, label="parting.confirm")


def _member(someone: Newcomer, members: Sequence[Member]) -> Member | None:
    for one in members:
        if someone.mention == one.person.external_id or (
            someone.email and someone.email == one.person.email.casefold()
        ):
            return one
    return None


def _form(occasion: Occasion, cohort: Cohort, members: Sequence[Member]) -> Form:
    words = occasion.words
    options = tuple(Option(one.participation.id, one.person.name or one.person.external_id) for one in members)
    return Form(
        words.label("parting.title"),
        words.say("parting.form_text", name=cohort.name),
        (ChoiceField("people", words.label("gathering.people"), options, many=True),),
        words.label("gathering.preview"),
        RemovePeople(cohort.id).pack(),
    )
