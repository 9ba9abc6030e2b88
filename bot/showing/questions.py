"""Every prompt of the program: its message in every wording, its form, and what it turns into once it was answered."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.chat.action import Action, Later, Skip, Want, Write
from bot.chat.event import FilledIn
from bot.rules.asking import GENTLER, OFFER, Asking, asking_of
from bot.rules.composing import offer_message, prompt_message
from bot.showing.acts import Act, Fills, Says, Uses
from bot.showing.promised import TYPED
from bot.showing.stage import Stage
from prompts.message import Message
from prompts.program import FormKind, Prompt
from storage.tables import Delivery, Person

_WORDS = "The round stopped when the porter came in, and everybody turned to him."
_PROMISE = {"cue": "the round runs late", "deed": "ask who is still waiting"}
_FILLED_IN: Mapping[str, Mapping[str, FilledIn]] = {
    FormKind.COMMITMENT: _PROMISE,
    FormKind.OFFER: {"together": _WORDS, "strained": "Nobody said that the list was too long."},
    FormKind.APPROVAL: {},  # as it stands
}
# So many answer these; all other prompts are answered by one. A status then has all its three bands.
_ANSWERS = {"A1": 8, "B1": 4}
_TYPED = {"A3": _WORDS, "H4": TYPED}  # these are answered in the chat too
_WAYS = 3  # to answer a prompt: by writing, by asking for it later, by skipping it


async def ask_everything(stage: Stage) -> None:
    """Puts every prompt before the sample's people, whatever the calendar says."""
    for prompt in stage.library.program.prompts:
        asked = await _asked(stage, prompt)
        await asked[0].show_words()
        if prompt.answer:
            await _answer(asked)


async def _answer(asked: list["_Asked"]) -> None:
    """Three people answer in three ways; where fewer were asked, one of them does several things."""
    first, second, third = asked[0], asked[min(1, len(asked) - 1)], asked[-1]
    await second.presses("later", Later(second.row.id))
    await third.presses("skipped", Skip(third.row.id))
    if first.asking.prompt.offered:
        await first.presses("wanted", Want(first.row.id))
    await first.presses("form", Write(first.row.id))
    await first.does("kept", first.filled())
    if typed := _TYPED.get(first.asking.prompt.key):
        await asked[2].does("answered-in-chat", Says(typed, asked[2].row.id))
    for one in asked[1 : _ANSWERS.get(first.asking.prompt.key, 1)]:
        await one.presses("", Write(one.row.id))
        await one.does("" if one.person.keeps_entries else "not-kept", one.filled())


@dataclass(frozen=True, slots=True)
class _Asked:
    """One prompt as it came to one person."""

    stage: Stage
    row: Delivery
    person: Person
    asking: Asking

    async def show_words(self) -> None:
        """The message in every wording, and once with the short help of somebody who knows the kind."""
        if self.asking.prompt.offered:
            self._show("offer", offer_message(self.asking))
        for wording in self._wordings():
            self._show(f"message-{wording}", prompt_message(self.asking, wording, long_help=True))
        if self.asking.prompt.answer:
            shorter = prompt_message(self.asking, self._wordings()[0], long_help=False)
            self._show("message-short-help", shorter)

    async def presses(self, what: str, action: Action) -> None:
        await self.does(what, Uses(action))

    async def does(self, what: str, act: Act) -> None:
        await self.stage.play((self._name(what), self.stage.who(self.person.external_id), act))

    def filled(self) -> Fills:
        return Fills(_FILLED_IN.get(self.asking.prompt.form, {"words": _WORDS}))

    def _wordings(self) -> list[str]:
        return [*self.asking.said.wordings, *([GENTLER] if self.asking.said.gentler else [])]

    def _show(self, what: str, message: Message) -> None:
        self.stage.show(self.stage.who(self.person.external_id), self._name(what), message)

    def _name(self, what: str) -> str:
        return f"prompt-{self.asking.prompt.key}-{what}" if what else ""


async def _asked(stage: Stage, prompt: Prompt) -> list[_Asked]:
    """The prompt as it was planned for each, and is now marked as sent: to those first whose words are kept."""
    first_wording = next(iter(stage.library.prompt(stage.words.language, prompt.key).wordings))
    async with stage.database.transaction() as store:
        cohort = await stage.cohort(store)
        people = await store.plans.people(cohort)
        rows = [row for row in (await store.plans.prompts(cohort)).values() if row.prompt == prompt.key]
        rows.sort(key=lambda row: (not people[row.person_id].keeps_entries, people[row.person_id].name, row.id))
        for row in rows:
            row.state, row.sent_at, row.room, row.message = "sent", stage.now, people[row.person_id].external_id, row.id
            row.wording = OFFER if prompt.offered else first_wording
        needed = rows[: max(_WAYS, _ANSWERS.get(prompt.key, 0))]
        standings = [await store.outbox.standing(row) for row in needed]
    return [
        _Asked(stage, row, standing.person, asking_of(stage.library, row, standing))
        for row, standing in zip(needed, standings, strict=True)
    ]
