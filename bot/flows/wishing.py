"""Wishing: with whom somebody would like to exchange and with whom they must not, said in private before the pairs."""

from dataclasses import dataclass

from bot.chat.action import SayWishes
from bot.chat.command import ADMINISTRATOR, Typed
from bot.chat.desk import Desk
from bot.chat.occasion import Occasion
from bot.chat.preview import done
from bot.chat.reply import Reply
from bot.chat.trail import leave_trail
from bot.errors import NotAllowed
from bot.rules.cohorts_meant import Unclear, ask_which, cohort_meant, meant, named_alone
from prompts.message import ChoiceField, Form, Option
from storage.cohorts import Member
from storage.tables import Cohort, PairWish, Participation

_WISHED, _UNWANTED = "wished", "unwanted"


@dataclass(frozen=True, slots=True)
class Wishing:
    """What is said here weighs when pairs are suggested, and nobody reads it but whoever said it."""

    @property
    def desk(self) -> Desk:
        return Desk(
            commands={("wishes",): self.wishes, ("pairs", "ask"): self.ask},
            presses={SayWishes: self.open},
            submissions={SayWishes: self.keep},
        )

    async def wishes(self, occasion: Occasion, typed: Typed) -> Reply:
        """Opens the form, with what was said before."""
        found = meant(await occasion.store.cohorts.joined_by(occasion.person), named_alone(typed))
        if isinstance(found, Unclear):
            return ask_which(found, typed, occasion.words)
        return await self.open(occasion, SayWishes(found.id))

    async def open(self, occasion: Occasion, action: SayWishes) -> Reply:
        cohort, own = await _own_place(occasion, action)
        others = await _others(occasion, cohort, own)
        said = await occasion.store.wishes.among([own.id])
        return Reply(open=_form(occasion, cohort, others, said))

    async def keep(self, occasion: Occasion, action: SayWishes) -> Reply:
        cohort, own = await _own_place(occasion, action)
        there = {one.participation.id for one in await _others(occasion, cohort, own)}
        wished, unwanted = set(occasion.chosen(_WISHED)) & there, set(occasion.chosen(_UNWANTED)) & there
        if wished & unwanted:
            return Reply(problems={_UNWANTED: occasion.words.label("wishing.both")})
        await occasion.store.wishes.say(own, wished, unwanted)
        return done(occasion, occasion.words.say("wishing.kept", cohort=cohort.name))

    async def ask(self, occasion: Occasion, typed: Typed) -> Reply:
        """Asks everybody in the cohort; whoever was asked before is not asked again."""
        cohort = await cohort_meant(occasion, typed, named_alone(typed), ADMINISTRATOR)
        if isinstance(cohort, Reply):
            return cohort
        form = {"action:wishing.say": SayWishes(cohort.id).pack()}
        for one in await occasion.store.cohorts.members(cohort.id):
            await occasion.store.deliveries.notice(
                one.person,
                "wishing.asked",
                occasion.now,
                cohort_id=cohort.id,
                once=cohort.id,
                cohort=cohort.name,
                who=occasion.person.name,
                **form,
            )
        await leave_trail(occasion, "wishes_asked", cohort)
        return done(occasion, occasion.words.say("wishing.all_asked", name=cohort.name))


async def _own_place(occasion: Occasion, action: SayWishes) -> tuple[Cohort, Participation]:
    """Raises NotAllowed, as for a cohort that does not exist, where the person does not take part."""
    cohorts = await occasion.store.cohorts.joined_by(occasion.person)
    cohort = next((one for one in cohorts if one.id == action.cohort), None)
    own = await occasion.store.cohorts.participation(cohort.id, occasion.person.id) if cohort else None
    if cohort is None or own is None:
        raise NotAllowed(occasion.words.say("trouble.gone"))
    return cohort, own


async def _others(occasion: Occasion, cohort: Cohort, own: Participation) -> list[Member]:
    return [one for one in await occasion.store.cohorts.members(cohort.id) if one.participation.id != own.id]


def _form(occasion: Occasion, cohort: Cohort, others: list[Member], said: list[PairWish]) -> Form:
    words = occasion.words
    options = tuple(Option(one.participation.id, one.person.name or one.person.external_id) for one in others)
    values = {
        _WISHED: tuple(one.other_id for one in said if one.wished),
        _UNWANTED: tuple(one.other_id for one in said if not one.wished),
    }
    fields = tuple(
        ChoiceField(key, words.label(f"wishing.{key}"), options, value, optional=True, many=True)
        for key, value in values.items()
    )
    text = words.say("wishing.form_text", cohort=cohort.name)
    return Form(words.label("wishing.title"), text, fields, words.label("wishing.keep"), SayWishes(cohort.id).pack())
