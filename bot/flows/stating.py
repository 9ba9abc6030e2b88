"""What a cohort stands for, to be read by everybody in it: its sponsor's words, its values, and pressing problems."""

from dataclasses import dataclass

from bot.chat.action import ReadStatement
from bot.chat.command import ROLES, SPONSOR
from bot.chat.desk import Desk
from bot.chat.occasion import Occasion
from bot.chat.reply import Reply
from bot.errors import NotAllowed
from prompts.message import Form, Item
from storage.tables import Cohort


@dataclass(frozen=True, slots=True)
class Stating:
    """The sponsor is told that participants read this: here they do."""

    @property
    def desk(self) -> Desk:
        return Desk(presses={ReadStatement: self.read})

    async def read(self, occasion: Occasion, action: ReadStatement) -> Reply:
        """Opens it. Raises NotAllowed, as for one that does not exist, for somebody who is not in the cohort."""
        cohort = await _theirs(occasion, action.cohort)
        words = occasion.words
        texts = (await _spoken(occasion, cohort), await _values(occasion, cohort), await _problems(occasion, cohort))
        items = tuple(Item(text) for text in texts if text)
        text = words.say("stating.text" if items else "stating.none", cohort=cohort.name)
        return Reply(open=Form(words.label("stating.title"), text, items=items))


async def _theirs(occasion: Occasion, cohort_id: str) -> Cohort:
    cohorts, person = occasion.store.cohorts, occasion.person
    joined = {one.id: one for one in await cohorts.joined_by(person)}
    found = joined.get(cohort_id) or await cohorts.one(person, cohort_id, *ROLES)
    if found is None:
        raise NotAllowed(occasion.words.say("trouble.gone"))
    return found


async def _spoken(occasion: Occasion, cohort: Cohort) -> str:
    """What the sponsor says, and where leaders fall short of it."""
    if not cohort.statement:
        return ""
    holding = await occasion.store.people.holding(cohort.organisation_id, cohort.id, SPONSOR)
    names = ", ".join(dict.fromkeys(person.name for _, person in holding if person.name))
    gaps = {"sponsor": names or "–", "statement": cohort.statement, "shortfall": cohort.shortfall}
    return occasion.words.say("stating.spoken", **gaps)


async def _values(occasion: Occasion, cohort: Cohort) -> str:
    words = occasion.words
    lines = [
        words.say("valuing.line", value=one.name, behaviours="; ".join(one.behaviours) or words.label("valuing.later"))
        for one in await occasion.store.cohorts.values(cohort.id)
    ]
    return "\n".join([words.say("stating.values"), "", *lines]) if lines else ""


async def _problems(occasion: Occasion, cohort: Cohort) -> str:
    words = occasion.words
    listed = await occasion.store.projects.listed(cohort.id)
    lines = [words.say("valuing.problem_line", text=one.text) for one in listed]
    return "\n".join([words.say("stating.problems"), "", *lines]) if lines else ""
