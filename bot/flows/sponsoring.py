"""The sponsor's list of pressing problems, which the organisation has named already."""

from dataclasses import dataclass

from bot.chat.action import ConfirmProblems, SetProblems
from bot.chat.command import SPONSOR, Typed
from bot.chat.desk import Desk
from bot.chat.occasion import Occasion
from bot.chat.preview import confirmed, done, propose
from bot.chat.reply import Reply
from bot.chat.trail import leave_trail
from bot.chat.wrong import wrong_use
from bot.rules.cohorts_meant import cohort_meant, cohort_of, named_first
from bot.rules.problem_list import wrong_list
from bot.rules.stated_values import lines_of
from prompts.message import Form, TextField
from storage.tables import Cohort


@dataclass(frozen=True, slots=True)
class Sponsoring:
    """`problems`: one problem a line, in a form or typed."""

    @property
    def desk(self) -> Desk:
        return Desk(
            commands={("problems",): self.problems},
            presses={SetProblems: self.open_problems, ConfirmProblems: self.change},
            submissions={SetProblems: self.filled_in},
        )

    async def problems(self, occasion: Occasion, typed: Typed) -> Reply:
        """Opens the form, or takes one problem a line (or parted by semicolons)."""
        named, text = named_first(typed.rest)
        cohort = await cohort_meant(occasion, typed, named, SPONSOR)
        if isinstance(cohort, Reply):
            return cohort
        if not text.strip():
            return await self.open_problems(occasion, SetProblems(cohort.id))
        return await _propose(occasion, cohort, lines_of(text))

    async def open_problems(self, occasion: Occasion, action: SetProblems) -> Reply:
        cohort = await cohort_of(occasion, action.cohort, SPONSOR)
        words = occasion.words
        shown = "\n".join(one.text for one in await occasion.store.projects.listed(cohort.id))
        hint = words.label("valuing.problems_hint")
        return Reply(
            open=Form(
                words.label("valuing.problems_title"),
                words.say("valuing.problems_text", name=cohort.name),
                (TextField("problems", words.label("valuing.problems"), shown, hint, multiline=True),),
                words.label("gathering.preview"),
                action.pack(),
            )
        )

    async def filled_in(self, occasion: Occasion, action: SetProblems) -> Reply:
        cohort = await cohort_of(occasion, action.cohort, SPONSOR)
        return await _propose(occasion, cohort, lines_of(occasion.entered("problems")))

    async def change(self, occasion: Occasion, action: ConfirmProblems) -> Reply:
        draft = await confirmed(occasion, action)
        cohort = await cohort_of(occasion, draft.cohort_id or "", SPONSOR)
        problems = draft.values["problems"]
        if wrong := await wrong_list(occasion, cohort, problems):  # a project may have begun since it was shown
            return wrong_use(occasion, "problems", {"problems": wrong})
        await occasion.store.projects.list_problems(cohort.id, problems)
        await leave_trail(occasion, "problems_changed", cohort)
        return done(occasion, occasion.words.say("valuing.problems_changed", name=cohort.name))


async def _propose(occasion: Occasion, cohort: Cohort, problems: tuple[str, ...]) -> Reply:
    if wrong := await wrong_list(occasion, cohort, problems):
        return wrong_use(occasion, "problems", {"problems": wrong})
    words = occasion.words
    lines = [words.say("valuing.problem_line", text=one) for one in problems]
    text = "\n".join([words.say("valuing.preview_problems", name=cohort.name), "", *lines])
    return await propose(occasion, ConfirmProblems, {"problems": list(problems)}, text, cohort=cohort)
