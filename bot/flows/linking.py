"""Linking: which of the organisation's pressing problems each theme of the debrief belongs to."""

from dataclasses import dataclass

from bot.chat.action import LinkProblems
from bot.chat.command import FACILITATOR
from bot.chat.desk import Desk
from bot.chat.occasion import Occasion
from bot.chat.reply import Reply
from bot.errors import NotAllowed
from bot.rules.cohorts_meant import cohort_of
from bot.rules.debrief_moving import show_again
from bot.rules.work_rounds import Link, links
from bot.rules.writing_forms import chosen_in
from prompts.message import ChoiceField, Form, Message, Option

_PROBLEM = "problem:"  # before a theme's id, in the keys of fields
_NONE = "none"


@dataclass(frozen=True, slots=True)
class Linking:
    """Use work, don't make work: a theme that belongs to no problem of the list becomes no project."""

    @property
    def desk(self) -> Desk:
        return Desk(presses={LinkProblems: self.open}, submissions={LinkProblems: self.link})

    async def open(self, occasion: Occasion, action: LinkProblems) -> Reply:
        """The first three themes, each with the sponsor's list to choose from."""
        words, cohort = occasion.words, await cohort_of(occasion, action.cohort, FACILITATOR)
        listed = await occasion.store.projects.listed(cohort.id)
        options = (*(Option(one.id, one.text) for one in listed), Option(_NONE, words.label("linking.no_problem")))
        fields = tuple(
            ChoiceField(f"{_PROBLEM}{one.theme.id}", one.name, options, (one.problem.id if one.problem else _NONE,))
            for one in await _themes(occasion, cohort.id)
        )
        title, submit = words.label("linking.title"), words.label("linking.submit")
        return Reply(open=Form(title, words.say("linking.text"), fields, submit, action.pack()))

    async def link(self, occasion: Occasion, action: LinkProblems) -> Reply:
        """Keeps what was chosen in place of what was chosen before."""
        cohort = await cohort_of(occasion, action.cohort, FACILITATOR)
        known = {one.id for one in await occasion.store.projects.listed(cohort.id)}
        for one in await _themes(occasion, cohort.id):
            one.theme.problem_id = chosen_in(occasion, f"{_PROBLEM}{one.theme.id}", known)
        await show_again(occasion.store, cohort.id, "problems", occasion.person, occasion.now)
        return Reply(say=Message(occasion.words.say("linking.linked")))


async def _themes(occasion: Occasion, cohort_id: str) -> tuple[Link, ...]:
    """The first three. Raises NotAllowed before the votes are counted, and where nothing was voted for."""
    found = await links(occasion.store, cohort_id)
    if not found:
        raise NotAllowed(occasion.words.say("contrasting.not_yet"))
    return found
