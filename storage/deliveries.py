"""Promises to say something, as those see them who make and read them."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete
from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import Cohort, Delivery, Entry, Person
from storage.tables.deliveries import ROOM

_OURS = uuid.UUID("5b0f6d5e-1d6a-4d53-9b62-2f7f1c1f3c11")  # a namespace of our own, so that ids never collide
PROMPT_KINDS = ("prompt", "later")  # the kinds that put a prompt before somebody


def promise_id(*parts: str) -> str:
    """The id of a promise that may be made only once: the same parts give the same id, on every machine."""
    return str(uuid.uuid5(_OURS, "|".join(parts)))


async def made_once(session: AsyncSession, promise: Delivery) -> Delivery:
    """That promise, or the one of the same id that was made before: the first stays."""
    if made := await session.get(Delivery, promise.id):
        return made
    session.add(promise)
    await session.flush()
    return promise


@dataclass(frozen=True, slots=True)
class Deliveries:
    """The promises. Every one is a row; whoever sends them finds them in `storage.outbox`."""

    session: AsyncSession

    # -- promises made ---------------------------------------------------------------------------------------------

    async def notice(
        self,
        person: Person,
        key: str,
        now: datetime,
        *,
        cohort_id: str | None = None,
        once: str = "",
        **detail: str,
    ) -> Delivery:
        """Promises a sentence of ours, named by its key in the interface words; `detail` fills its gaps.

        Two notices of one person with the same key and the same `once` (if it is given) are one: the first stays.
        """
        name = promise_id(person.id, key, once) if once else str(uuid.uuid4())
        said = _said("notice", name, person, cohort_id, key)
        return await made_once(self.session, Delivery(**said, anchor_instance=once[:80], detail=detail, due_at=now))

    async def to_room(
        self, cohort: Cohort, by: Person, key: str, now: datetime, *, once: str = "", **detail: str
    ) -> Delivery:
        """The same in the cohort's room. `by` is the facilitator whose doing it is, and who hears of a closed room."""
        name = promise_id(ROOM, cohort.id, key, once) if once else str(uuid.uuid4())
        said = _said(ROOM, name, by, cohort.id, key)
        return await made_once(self.session, Delivery(**said, anchor_instance=once[:80], detail=detail, due_at=now))

    async def follow_up(self, entry: Entry, position: int, now: datetime, *, thread: str = "") -> Delivery:
        """Promises the coach's question as the entry's turn at that position: once, however often it is called.

        `thread` is the chat's id of the thread in which the words were typed that it is about.
        """
        promise = Delivery(
            id=promise_id("follow_up", entry.id, str(position)),
            organisation_id=entry.organisation_id,
            person_id=entry.person_id,
            participation_id=entry.participation_id,
            kind="follow_up",
            prompt=entry.prompt,
            anchor_instance=f"{entry.id}:{position}",
            entry_id=entry.id,
            detail={"thread": thread} if thread else {},
            asked_for=True,
            due_at=now,
        )
        made = await made_once(self.session, promise)
        if made.state == "cancelled":  # it was taken back while something stood in its way, and nothing does any more
            made.state, made.reason, made.due_at = "planned", "", now
        return made

    async def ask_again(self, asked: Delivery, due_at: datetime) -> Delivery:
        """Promises the same prompt once more at that moment, because the person wished it: once for each asking.

        It stays open as long as it would have been.
        """
        window = asked.window_ends_at and due_at + (asked.window_ends_at - asked.due_at)
        promise = Delivery(
            id=promise_id("later", asked.id),
            organisation_id=asked.organisation_id,
            person_id=asked.person_id,
            participation_id=asked.participation_id,
            cohort_id=asked.cohort_id,
            kind="later",
            prompt=asked.prompt,
            anchor_instance=f"{anchor_of(asked)}#{asked.id[:8]}",
            asked_for=True,
            due_at=due_at,
            window_ends_at=window,
        )
        return await made_once(self.session, promise)

    async def add(self, promise: Delivery) -> None:
        self.session.add(promise)

    # -- promises found --------------------------------------------------------------------------------------------

    async def delivery(self, delivery_id: str) -> Delivery | None:
        return await self.session.get(Delivery, delivery_id)

    async def sent_prompts(self, person_id: str) -> tuple[Delivery, ...]:
        """The prompts that were put before that person, oldest first: what was asked, in which wording, if answered."""
        found = await self.session.exec(
            select(Delivery)
            .where(
                Delivery.person_id == person_id,
                col(Delivery.kind).in_(PROMPT_KINDS),
                col(Delivery.state).in_(("sent", "unknown")),
            )
            .order_by(col(Delivery.sent_at), col(Delivery.id))
        )
        return tuple(found.all())

    async def latest_open(self, person_id: str, now: datetime) -> Delivery | None:
        """The last prompt that the person got and neither answered nor skipped, while its window lasts."""
        return next((one for one in reversed(await self.sent_prompts(person_id)) if is_open(one, now)), None)

    async def waiting_question(self, person_id: str, since: datetime) -> Delivery | None:
        """The last question of the coach that the person got since then and has not answered."""
        return await self._question(col(Delivery.person_id) == person_id, col(Delivery.sent_at) >= since)

    async def open_question(self, entry_id: str) -> Delivery | None:
        """The coach's question on that entry that was sent and is not answered."""
        return await self._question(col(Delivery.entry_id) == entry_id)

    async def _question(self, *which: ColumnElement[bool]) -> Delivery | None:
        waits = (col(Delivery.kind) == "follow_up", col(Delivery.state) == "sent", col(Delivery.answered_at).is_(None))
        asked = select(Delivery).join(Entry, col(Entry.id) == col(Delivery.entry_id)).where(*which, *waits)
        going_on = asked.where(col(Entry.finished).is_(False))  # what ended a talk asks nothing
        found = await self.session.exec(going_on.order_by(col(Delivery.sent_at).desc()))
        return found.first()

    async def posted_as(self, person_id: str, message: str) -> Delivery | None:
        """What was sent to that person as the platform's message of that id (for a reply: the thread it stands in)."""
        found = await self.session.exec(
            select(Delivery).where(Delivery.person_id == person_id, Delivery.message == message)
        )
        return found.first()

    async def next_asked_again(self, person_id: str) -> Delivery | None:
        """The next prompt that the person wished to be asked once more."""
        found = await self.session.exec(
            select(Delivery)
            .where(
                Delivery.person_id == person_id,
                Delivery.state == "planned",
                Delivery.kind == "later",
            )
            .order_by(col(Delivery.due_at), col(Delivery.id))
            .limit(1)
        )
        return found.first()

    # -- promises changed ------------------------------------------------------------------------------------------

    async def answered(self, asked: Delivery, now: datetime) -> None:
        """Marks the prompt, and what else asks it (a second asking that still waits is cancelled)."""
        asked.answered_at = asked.answered_at or now
        await self._close_others(asked, answered_at=now)

    async def skipped(self, asked: Delivery, now: datetime) -> None:
        """Closes the prompt without an answer, and a second asking with it."""
        asked.skipped_at = asked.skipped_at or now
        await self._close_others(asked, skipped_at=now)

    async def take_back(self, key: str, cohort_id: str) -> None:
        """Takes the notices of that key in that cohort back that still wait, as if they had never been promised."""
        notices = (col(Delivery.kind) == "notice", col(Delivery.prompt) == key, col(Delivery.cohort_id) == cohort_id)
        await self.session.exec(delete(Delivery).where(*notices, col(Delivery.state) == "planned"))

    async def question_closed(self, entry_id: str, now: datetime) -> None:
        """The questions on that entry are answered; one that was not sent yet is taken back."""
        on_it = (col(Delivery.entry_id) == entry_id, col(Delivery.kind) == "follow_up")
        await self.session.exec(update(Delivery).where(*on_it, col(Delivery.state) == "sent").values(answered_at=now))
        waiting = update(Delivery).where(*on_it, col(Delivery.state) == "planned")
        await self.session.exec(waiting.values(state="cancelled", reason="answered"))

    async def asked_too(self, asked: Delivery) -> tuple[Delivery, ...]:
        """What else was posted that asks the same: the first asking of one that came later, and the other way round."""
        found = await self.session.exec(select(Delivery).where(*_asking_the_same(asked), col(Delivery.message) != ""))
        return tuple(found.all())

    async def _close_others(self, asked: Delivery, **mark: datetime) -> None:
        same = _asking_the_same(asked)
        await self.session.exec(update(Delivery).where(*same).values(**mark))
        waiting = update(Delivery).where(*same, col(Delivery.state) == "planned", col(Delivery.kind) == "later")
        await self.session.exec(waiting.values(state="cancelled", reason="answered"))


def _said(kind: str, name: str, by: Person, cohort_id: str | None, prompt: str) -> dict[str, Any]:
    whose = {"organisation_id": by.organisation_id, "person_id": by.id, "cohort_id": cohort_id}
    return {"id": name, "kind": kind, "prompt": prompt, "asked_for": True, **whose}


def _asking_the_same(asked: Delivery) -> tuple[ColumnElement[bool], ...]:
    """Every other row of the same person that puts the same prompt before them."""
    return (
        col(Delivery.id) != asked.id,
        col(Delivery.person_id) == asked.person_id,
        col(Delivery.cohort_id) == asked.cohort_id,
        col(Delivery.participation_id) == asked.participation_id,  # none where a facilitator was asked
        col(Delivery.prompt) == asked.prompt,
        col(Delivery.kind).in_(PROMPT_KINDS),
        col(Delivery.anchor_instance).startswith(anchor_of(asked), autoescape=True),
    )


def is_open(asked: Delivery, now: datetime) -> bool:
    """Whether a prompt still waits for its answer: neither answered nor skipped, and inside its window."""
    undone = asked.answered_at is None and asked.skipped_at is None
    return undone and (asked.window_ends_at is None or now < asked.window_ends_at)


def anchor_of(asked: Delivery) -> str:
    """The anchor instance that a prompt hangs on, whichever time it is asked (`X1:<leg id>`, `W1`)."""
    return asked.anchor_instance.partition("#")[0]
