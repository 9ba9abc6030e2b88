"""If-then promises: whose they are, when their *if* comes, and what became of them. Their words are in their turns."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_
from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.deliveries import promise_id
from storage.tables import Cohort, Commitment, Delivery, Entry, Participation, Person, Share, Turn

CUE = "cue"  # the kind of a delivery that says that the day of an *if* has come


@dataclass(frozen=True, slots=True)
class Cued:
    """A promise whose *if* has a day, with what is needed to say so on that day."""

    commitment: Commitment
    entry: Entry
    person: Person
    cohort: Cohort | None


@dataclass(frozen=True, slots=True)
class Commitments:
    """Whoever asks must see to it that nobody but its author is told of a promise."""

    session: AsyncSession

    async def make(
        self, turn: Turn, now: datetime, *, comes_on: date | None = None, weekday: int | None = None
    ) -> Commitment:
        """What that turn says is a promise from now on. It is one only once, however often it is called."""
        if made := await self.of_turn(turn.id):
            return made
        made = Commitment(
            entry_id=turn.entry_id,
            turn_id=turn.id,
            person_id=turn.person_id,
            comes_on=comes_on,
            weekday=weekday,
            made_at=now,
        )
        self.session.add(made)
        await self.session.flush()
        return made

    async def one(self, commitment_id: str) -> Commitment | None:
        return await self.session.get(Commitment, commitment_id)

    async def of_turn(self, turn_id: str) -> Commitment | None:
        found = await self.session.exec(select(Commitment).where(Commitment.turn_id == turn_id))
        return found.first()

    async def of_entry(self, entry_id: str) -> Commitment | None:
        """The promise that stands in that entry."""
        found = await self.session.exec(select(Commitment).where(Commitment.entry_id == entry_id))
        return found.first()

    async def of(self, person_id: str) -> tuple[Commitment, ...]:
        """All of the person's promises, those that go on first, and of these the newest."""
        found = await self.session.exec(
            select(Commitment)
            .where(Commitment.person_id == person_id)
            .order_by(col(Commitment.over), col(Commitment.made_at).desc(), col(Commitment.id))
        )
        return tuple(found.all())

    async def shared_with_all(self, cohorts: Collection[str]) -> tuple[tuple[Share, Person], ...]:
        """What those who take part in these cohorts promised and share with everybody there, the newest first."""
        found = await self.session.exec(
            select(Share, Person)
            .join(Person, col(Person.id) == Share.author_id)
            .join(
                Participation,
                (col(Participation.person_id) == Share.author_id) & (col(Participation.cohort_id) == Share.cohort_id),
            )
            .where(
                col(Share.cohort_id).in_(cohorts),
                Share.audience == "cohort_signed",
                col(Share.taken_back_at).is_(None),
                Participation.state == "active",
            )
            .order_by(col(Share.shared_at).desc(), col(Share.id))
        )
        return tuple(found.all())

    # -- the day of the *if* ---------------------------------------------------------------------------------------

    async def with_a_day(self) -> tuple[Cued, ...]:
        """Every promise that goes on and whose *if* has a day, of people who still take part."""
        found = await self.session.exec(
            select(Commitment, Entry, Person, Cohort)
            .join(Entry, col(Entry.id) == Commitment.entry_id)
            .join(Person, col(Person.id) == Commitment.person_id)
            .outerjoin(Participation, col(Participation.id) == Entry.participation_id)
            .outerjoin(Cohort, col(Cohort.id) == Participation.cohort_id)
            .where(
                col(Commitment.over).is_(False),
                or_(col(Commitment.comes_on).is_not(None), col(Commitment.weekday).is_not(None)),
                Person.state == "active",
                or_(col(Participation.id).is_(None), col(Participation.state) == "active"),
            )
            .order_by(col(Commitment.id))
        )
        return tuple(Cued(*one) for one in found.all())

    async def cue(self, cued: Cued, days: Mapping[date, tuple[datetime, datetime]], now: datetime) -> None:
        """Promises a word on each of these days, from the first to the second moment (UTC), and on no other.

        A day has one word, however often it is called; what was sent stays sent. A day whose first moment was over
        when it was chosen has none.
        """
        names = {promise_id(CUE, cued.commitment.id, day.isoformat()): day for day in days}
        await self._take_back(cued.commitment.id, names)
        for name, day in names.items():
            row = await self.session.get(Delivery, name)
            if row is None and now < days[day][0]:
                self.session.add(_row(name, day, cued, *days[day]))
            elif row and (row.state == "planned" or now < days[day][0]):
                _move(row, *days[day])
        await self.session.flush()

    async def _take_back(self, commitment_id: str, but: Collection[str]) -> None:
        on_it = col(Delivery.kind) == CUE, col(Delivery.anchor_instance).startswith(f"{commitment_id}:")
        waiting = update(Delivery).where(*on_it, col(Delivery.state) == "planned", col(Delivery.id).not_in(but))
        await self.session.exec(waiting.values(state="cancelled", reason="another day"))


async def promises_of(session: AsyncSession, people: Iterable[str]) -> dict[str, list[str]]:
    """The ids of the promises of each of these people that go on, the newest first."""
    found = defaultdict[str, list[str]](list)
    asked = select(Commitment.person_id, Commitment.id).where(
        col(Commitment.person_id).in_([*people]), col(Commitment.over).is_(False)
    )
    for person_id, one in await session.exec(asked.order_by(col(Commitment.made_at).desc(), col(Commitment.id))):
        found[person_id].append(one)
    return found


def cued_by(row: Delivery) -> tuple[str, date]:
    """The promise whose day a row is, and that day."""
    commitment_id, _, day = row.anchor_instance.rpartition(":")
    return commitment_id, date.fromisoformat(day)


def _row(name: str, day: date, cued: Cued, due_at: datetime, window_ends_at: datetime) -> Delivery:
    return Delivery(
        id=name,
        organisation_id=cued.entry.organisation_id,
        person_id=cued.person.id,
        participation_id=cued.entry.participation_id,
        kind=CUE,
        prompt="promises.cue",
        anchor_instance=f"{cued.commitment.id}:{day}",
        entry_id=cued.entry.id,
        asked_for=True,
        due_at=due_at,
        window_ends_at=window_ends_at,
    )


def _move(row: Delivery, due_at: datetime, window_ends_at: datetime) -> None:
    if row.state in {"planned", "cancelled"}:
        row.state, row.reason = "planned", ""
        row.due_at, row.window_ends_at = due_at, window_ends_at
