"""The points for the wall: sealed under their author's key, and opened only against a grant."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import and_, col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.audit import Audit
from storage.key_ring import KeyRing
from storage.personal_seals import PersonalSeals
from storage.sealed import Grant, NotGranted, bound_to, open_sealed, seal
from storage.tables import CardLine, PairCard, Person, Point, Wall

GAP = "gap"  # the kind of a line on what keeps a theme's gap in place; it has a reveal of its own
READ = "wall_read"  # the deed of whoever read points of others


@dataclass(frozen=True, slots=True)
class Points:
    """What people offered for the walls of their cohorts."""

    session: AsyncSession
    keys: KeyRing

    async def offer(
        self,
        author: Person,
        *,
        cohort_id: str,
        kind: str,
        text: str,
        now: datetime,
        theme_id: str | None = None,
        approved: bool = False,
        signed: bool = False,
    ) -> Point:
        """A point of that author, sealed under their key. Raises Destroyed for an erased person."""
        point = Point(
            organisation_id=author.organisation_id,
            cohort_id=cohort_id,
            author_id=author.id,
            theme_id=theme_id,
            kind=kind,
            sealed=b"",
            approved=approved,
            signed=signed,
            offered_at=now,
        )
        return await self._kept(point, text)

    async def card(self, organisation_id: str, cohort_id: str, text: str) -> Point:
        """A card on paper, of somebody who is not named: under the cohort's key from the start."""
        point = Point(organisation_id=organisation_id, cohort_id=cohort_id, kind="card", sealed=b"", approved=True)
        return await self._kept(point, text)

    async def line(self, card: PairCard, line: CardLine) -> Point:
        """A line of a pair card, on the wall in the words that both approve for as long as both do."""
        point = Point(
            organisation_id=card.organisation_id,
            cohort_id=card.cohort_id,
            line_id=line.id,
            kind=line.kind,
            sealed=b"",
            approved=True,
        )
        self.session.add(point)
        await self.session.flush()
        return point

    async def behind(self, point: Point) -> tuple[str, ...]:
        """The ids of whose it is: of its author, or of the two of a pair card; of nobody, where it has none."""
        if found := await self._line(point):
            return found[0].visitor_id, found[0].host_id
        return (point.author_id,) if point.author_id else ()

    async def reword(self, point: Point, text: str) -> None:
        """Other words for the same point. Raises Destroyed for an erased author."""
        point.sealed = await self._seal(point, text)

    async def one(self, point_id: str) -> Point | None:
        return await self.session.get(Point, point_id)

    async def own(self, person_id: str, cohort_id: str) -> tuple[Point, ...]:
        """What the person offered there for the wall, oldest first."""
        found = await self.session.exec(
            select(Point)
            .where(Point.author_id == person_id, Point.cohort_id == cohort_id, Point.kind != GAP)
            .order_by(col(Point.offered_at), col(Point.id))
        )
        return tuple(found.all())

    async def of_person(self, person_id: str) -> tuple[Point, ...]:
        """Everything that the person offered anywhere, lines about a gap among it, oldest first."""
        found = await self.session.exec(
            select(Point).where(Point.author_id == person_id).order_by(col(Point.offered_at), col(Point.id))
        )
        return tuple(found.all())

    async def of(self, cohort_id: str) -> tuple[Point, ...]:
        """Everything that was offered there, in an order that says nothing about when or by whom.

        No line of a pair card is among it that its two do not both approve as it stands.
        """
        asked = select(Point).outerjoin(CardLine, col(CardLine.id) == Point.line_id).where(*_standing(cohort_id))
        return tuple((await self.session.exec(asked.order_by(col(Point.id)))).all())

    async def take_out(self, point: Point) -> None:
        """The point is gone; out of a group that was gathered, all unsigned words go with it (`words_over`)."""
        if not point.signed and (point.on_wall or point.kind != GAP):
            await self.words_over(point.cohort_id)
        await self.session.delete(point)
        await self.session.flush()

    async def words_over(self, cohort_id: str) -> None:
        """From now on no unsigned words of that cohort's wall are shown, if it was gathered and is not closed."""
        wall = await self.session.get(Wall, cohort_id)
        if wall and wall.gathered_at and not wall.closed_at:
            wall.words_over = True

    async def read(self, granted: Iterable[tuple[Point, Grant]], now: datetime) -> dict[str, str]:
        """The words of these points by their ids. Who reads what others wrote stands in the audit trail, in one row.

        Raises NotGranted for another row's grant.
        """
        opened, readers = {}, {}
        for point, grant in granted:
            if (grant.author_id, grant.row_id) != (point.author_id or "", point.id):
                raise NotGranted
            opened[point.id] = await self._open(point)
            if grant.reader_id != point.author_id:
                readers[grant.reader_id] = point
        for reader_id, point in readers.items():
            await Audit(self.session).write(
                organisation_id=point.organisation_id,
                cohort_id=point.cohort_id,
                actor_id=reader_id,
                deed=READ,
                thing=f"wall:{point.cohort_id}",
                now=now,
            )
        return opened

    async def seal_away(self, cohort_id: str) -> int:
        """Seals what was shown without a name under the cohort's key, without its author; says how many that were.

        Each becomes another row, so that neither its id nor its moment leads back to whoever offered it.
        """
        somebodys = or_(col(Point.author_id).is_not(None), col(Point.line_id).is_not(None))
        asked = select(Point).outerjoin(CardLine, col(CardLine.id) == Point.line_id).where(*_standing(cohort_id))
        asked = asked.where(somebodys, col(Point.shown).is_(True), col(Point.signed).is_(False)).order_by(col(Point.id))
        points = (await self.session.exec(asked.with_for_update(of=Point))).all()
        for point in points:
            text = await self._open(point)
            changed = {"author_id": None, "line_id": None, "offered_at": None}
            nobodys = Point(**{**point.model_dump(exclude={"id"}), **changed})
            await self.session.delete(point)
            await self._kept(nobodys, text)
        return len(points)

    async def _kept(self, point: Point, text: str) -> Point:
        point.sealed = await self._seal(point, text)
        self.session.add(point)
        await self.session.flush()
        return point

    async def _seal(self, point: Point, text: str) -> bytes:
        holder = holder_of(point)
        key = await (self.keys.made_for(holder) if point.author_id else self.keys.made(holder))
        return seal(text, key, bound_to(point.organisation_id, holder, point.id))

    async def _line(self, point: Point) -> tuple[PairCard, CardLine] | None:
        line = await self.session.get(CardLine, point.line_id) if point.line_id else None
        return (await self.session.get_one(PairCard, line.leg_id), line) if line else None

    async def _open(self, point: Point) -> str:
        if found := await self._line(point):
            card, line = found
            seals = PersonalSeals(self.keys)
            return await seals.open(line.sealed, card.organisation_id, line.id, card.visitor_id, card.host_id)
        holder = holder_of(point)
        return open_sealed(point.sealed, await self.keys.key(holder), bound_to(point.organisation_id, holder, point.id))


def _standing(cohort_id: str) -> tuple[ColumnElement[bool], ...]:
    """What is said of a point and of its line, where it has one."""
    version = col(CardLine.version)
    same = col(CardLine.visitor_approves) == version, col(CardLine.host_approves) == version
    approved = and_(col(CardLine.empty).is_(False), *same)
    return col(Point.cohort_id) == cohort_id, or_(col(Point.line_id).is_(None), approved)


def holder_of(point: Point) -> str:
    """Under whose key a point with words of its own is sealed: its author's, or its cohort's where it has none."""
    return point.author_id or point.cohort_id
