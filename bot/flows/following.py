"""Following up: the coach's next question on something that somebody wrote, asked of the coach once and kept."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.care.care import Care
from bot.chat.permit import Permit
from bot.coach.coach import MOST_QUESTIONS, Coach, Question, Spoken, Talk
from bot.rules.asking import asking_of, language_of
from bot.rules.composing import ending_message, question_message, waiting_message
from bot.rules.model_permits import ModelPermits
from bot.rules.visibility import own
from prompts.library import Library
from prompts.message import Message
from prompts.words import Words
from storage.fail_points import reached
from storage.sealed import Destroyed
from storage.standing import Standing
from storage.store import Database, Store
from storage.tables import Delivery, Entry, Turn

ENDS = "ends"  # in a row's detail: it ended the talk, after a prompt of this frame
PROMISE = "if_then"  # the frame of what is a promise already


@dataclass(frozen=True, slots=True)
class Following:
    """The coach is asked with no transaction open, and its question is stored before anybody is told of it.

    `care` looks first: on an entry that tells of distress or danger no coach is asked, and nothing is stored about it.
    `permits` says whether the coach may ask a language model; there is none where no model is set up.
    """

    database: Database
    library: Library
    coach: Coach
    care: Care
    permits: ModelPermits | None = None

    async def question(self, row: Delivery, now: datetime) -> Message | None:
        """The message that brings the question of that row, or None where no question is to be asked (any more).

        One row stands for one place among the entry's turns. A question that is there already, because we stopped
        between storing and sending, is not asked of the coach again. Raises CoachSilent when none came that should.
        """
        try:
            return await self._question(row, now)
        except Destroyed:  # the person was erased meanwhile
            return None

    async def _question(self, row: Delivery, now: datetime) -> Message | None:
        async with self.database.transaction() as store:
            found = await self._so_far(store, row, now)
        if not isinstance(found, Talk):
            return found
        reached("coach about to be asked")
        question = await self.coach.follow_up(found)
        reached("coach answered")
        if question is None:
            return await self._ending(row, found) if self.coach.came_to_an_end(found) else None
        async with self.database.transaction() as store:
            await self._keep(store, row, found, question, now)
            message = await self._waiting(store, row)
        reached("question stored")
        return message

    async def _ending(self, row: Delivery, talk: Talk) -> Message | None:
        """The message that ends the talk, in place of a question. It finishes the entry, so that it comes once."""
        async with self.database.transaction() as store:
            entry, kept = await store.reflections.entry(row.entry_id or ""), await store.deliveries.delivery(row.id)
            turns = await store.reflections.turns(row.entry_id or "")
            if entry is None or kept is None or entry.finished or len(turns) != len(talk.turns):
                return None
            entry.finished, kept.detail = True, {**kept.detail, ENDS: talk.framework}
            return await self._ended(store, kept)

    async def _ended(self, store: Store, row: Delivery) -> Message:
        words = await self._words(store, row)
        return ending_message(words, row.entry_id or "", may_promise=row.detail[ENDS] != PROMISE)

    async def _so_far(self, store: Store, row: Delivery, now: datetime) -> Talk | Message | None:
        """What the coach must be told; or the message, where it was asked before; or None, where the talk went on."""
        entry = await store.reflections.entry(row.entry_id or "")
        standing = await store.outbox.standing(row)
        if entry is None or not standing.person.keeps_entries:
            return None
        if entry.finished:
            kept = await store.deliveries.delivery(row.id)  # as it is now: this row may have ended the talk before
            return await self._ended(store, kept) if kept and ENDS in kept.detail else None
        turns = await store.reflections.turns(entry.id)
        if not turns or turns[-1].position >= _place(row):
            return await self._waiting(store, row)
        talk = await self._talk(store, entry, turns, standing)
        if not all(self.care.look(one.text).calm for one in talk.turns if one.speaker == "person"):
            return None
        return replace(talk, permit=await self._permit(store, row, turns, standing, now))

    async def _permit(
        self, store: Store, row: Delivery, turns: Sequence[Turn], standing: Standing, now: datetime
    ) -> Permit | None:
        """Whether a model may be asked; no call is spent where there will be no further question."""
        if self.permits is None or sum(one.speaker == "coach" for one in turns) >= MOST_QUESTIONS:
            return None
        return await self.permits.permit(store, row, standing, now)

    async def _waiting(self, store: Store, row: Delivery) -> Message | None:
        """The message that brings the stored question; None where the person wrote on before it was asked."""
        turns = await store.reflections.turns(row.entry_id or "")
        if not turns or turns[-1].speaker != "coach" or turns[-1].position != _place(row):
            return None
        words = await self._words(store, row)
        by_model = turns[-1].by_model
        if turns[-1].surface != "chat":
            return waiting_message(words, turns[-1].entry_id, by_model=by_model)
        asked = Question.read(await _opened(store, turns[-1]))
        return question_message(words, turns[-1].entry_id, asked.mirror, asked.question, by_model=by_model)

    async def _words(self, store: Store, row: Delivery) -> Words:
        """The sentences in the language of whom it is for."""
        return self.library.words[language_of(*await store.outbox.addressee(row), self.library)]

    async def _keep(self, store: Store, row: Delivery, talk: Talk, question: Question, now: datetime) -> None:
        """Stores the question, unless the person wrote on, or wants no more questions, while the coach was asked.

        Nor is it stored where the words that it is about were changed or deleted meanwhile: it may quote them.
        """
        entry = await store.reflections.entry(row.entry_id or "")
        turns = await store.reflections.turns(row.entry_id or "")
        if entry is None or entry.finished or not turns or turns[-1].position >= _place(row):
            return
        if await _opened(store, turns[-1]) != talk.turns[-1].text:
            return
        surface = turns[-1].surface
        turn = await store.reflections.seal_turn(entry, _place(row), "coach", surface, question.text, "", now)
        turn.by_model = question.by_model

    async def _talk(self, store: Store, entry: Entry, turns: Sequence[Turn], standing: Standing) -> Talk:
        before = await store.reflections.questions(entry.person_id)
        prompt = await store.deliveries.delivery(entry.delivery_id or "")
        asking = asking_of(self.library, prompt, standing) if prompt else None
        return Talk(
            language=language_of(standing.person, standing.cohort, self.library),
            turns=tuple([Spoken(one.speaker, one.surface, await _opened(store, one)) for one in turns]),
            framework=asking.prompt.framework if asking else "",
            question=asking.asked(prompt.wording) if asking and prompt and prompt.wording else "",
            asked=frozenset([Question.read(await _opened(store, one)).question for one in before]),
            values=tuple(value.name for value in standing.company.values),
        )


def _place(row: Delivery) -> int:
    """The position among the entry's turns that this row's question takes."""
    return int(row.anchor_instance.rpartition(":")[2])


async def _opened(store: Store, turn: Turn) -> str:
    """The words of a turn, opened with its own author's grant: the talk is theirs, and goes to nobody else."""
    grant = own(turn, turn.person_id)
    return await store.reflections.open_turn(turn, grant) if grant else ""
