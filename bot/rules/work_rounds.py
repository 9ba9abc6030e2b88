"""The rounds of a live debrief that turn what was said into work: pressing problems, projects, and own promises."""

from dataclasses import dataclass

from bot.chat.action import LinkProblems, NewProject, NewPromise
from bot.chat.rounds import RoundWork, below, card, form_button
from bot.rules.voting import top_themes
from prompts.message import Button, Markdown, Message
from prompts.words import Words
from storage.store import Store
from storage.tables import Debrief, DebriefRound, Problem, Theme


@dataclass(frozen=True, slots=True)
class Link:
    """One of the first three themes, and the problem of the sponsor's list that it belongs to, if to any."""

    theme: Theme
    name: str
    problem: Problem | None


async def links(store: Store, cohort_id: str) -> tuple[Link, ...]:
    """Of the themes that the group goes on with, in their order; of none before the votes are counted."""
    names = await store.walls.names(cohort_id)
    problems = {one.id: one for one in await store.projects.listed(cohort_id)}
    return tuple(Link(one, names[one.id], problems.get(one.problem_id)) for one in await top_themes(store, cohort_id))


class ProblemsRound(RoundWork):
    """Each theme belongs to a problem that the organisation has named already, or becomes the group's own promise."""

    async def shown(self, store: Store, debrief: Debrief, round_: DebriefRound, words: Words) -> Message:
        problems = await store.projects.listed(debrief.cohort_id)
        listed = [words.say("linking.listed"), "", *(words.say("linking.line", text=one.text) for one in problems)]
        found = [_said(words, one) for one in await links(store, debrief.cohort_id)]
        return below(card(words, round_), "\n".join(listed), *found)

    async def steering(self, store: Store, debrief: Debrief, round_: DebriefRound, words: Words) -> tuple[Button, ...]:
        if not await links(store, debrief.cohort_id):
            return ()
        return (form_button(words, "linking.link", LinkProblems(debrief.cohort_id).pack()),)

    async def outcome(self, store: Store, debrief: Debrief, round_: DebriefRound, words: Words) -> str:
        held = [one.name for one in await links(store, debrief.cohort_id) if one.problem]
        return words.say("linking.held", names="; ".join(held)) if held else ""


class ProjectsRound(RoundWork):
    """Whoever would own a project fills in its form, and the others see it."""

    async def shown(self, store: Store, debrief: Debrief, round_: DebriefRound, words: Words) -> Message:
        new = form_button(words, "projects.new", NewProject(debrief.cohort_id).pack(), style="primary")
        made = [words.say("linking.line", text=one) for one in await _names(store, debrief)]
        return below(card(words, round_, new), "\n".join(made))

    async def answered(self, store: Store, debrief: Debrief, round_: DebriefRound) -> int:
        return len(await _names(store, debrief))

    async def outcome(self, store: Store, debrief: Debrief, round_: DebriefRound, words: Words) -> str:
        names = await _names(store, debrief)
        return words.say("linking.projects", names="; ".join(names)) if names else ""


class CommitmentsRound(RoundWork):
    """Everybody makes a promise of their own, in a form that nobody else sees; nothing of it is counted."""

    async def shown(self, store: Store, debrief: Debrief, round_: DebriefRound, words: Words) -> Message:
        return card(words, round_, form_button(words, "promises.new", NewPromise().pack(), style="primary"))


async def _names(store: Store, debrief: Debrief) -> list[str]:
    return [one.project.name for one in await store.projects.of(debrief.cohort_id)]


def _said(words: Words, one: Link) -> Markdown:
    if one.problem is None:
        return words.say("linking.none", name=one.name)
    return words.say("linking.belongs", name=one.name, what=one.problem.text)
