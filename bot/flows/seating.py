"""Seating: in the rounds in pairs and in fours, each hears in private with whom they sit."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from bot.chat.rounds import RoundWork
from bot.rules.fours import Seat, fours, smallest
from bot.rules.reporting_lines import handles
from storage.cohorts import Member
from storage.store import Store
from storage.tables import Debrief, DebriefPresence, DebriefRound, Leg, Participation, Person


class PairsWork(RoundWork):
    """Each hears with whom they exchanged, and who begins."""

    async def opened(self, store: Store, debrief: Debrief, round_: DebriefRound, now: datetime) -> None:
        there = await _there(store, debrief)
        for one in there.values():
            await self._tell(store, debrief, one, now)

    async def came(
        self, store: Store, debrief: Debrief, round_: DebriefRound, participation: Participation, now: datetime
    ) -> None:
        if one := (await _there(store, debrief)).get(participation.id):
            await self._tell(store, debrief, one, now)

    async def _tell(self, store: Store, debrief: Debrief, one: Member, now: datetime) -> None:
        """Once for each debrief, also where the facilitator goes back to the round."""
        partners = await store.cohorts.partners(debrief.cohort_id, one.person.id)
        key = "seating.pair" if partners else "seating.no_pair"
        gaps = {"names": _names(partners)} if partners else {}
        notice = store.deliveries.notice
        await notice(one.person, key, now, cohort_id=debrief.cohort_id, once=debrief.id, **gaps)


class FoursWork(RoundWork):
    """The groups are made of who is there when the round begins; who comes later joins the smallest."""

    async def opened(self, store: Store, debrief: Debrief, round_: DebriefRound, now: datetime) -> None:
        presences = await _presences(store, debrief)
        if any(one.seat is not None for one in presences.values()):
            return  # the facilitator came back to this round: everybody sits already
        there = await _there(store, debrief)
        legs = await store.cohorts.legs(debrief.cohort_id)
        for number, group in enumerate(fours(_seats(there.values(), legs))):
            members = [there[seat.id] for seat in group]
            for one in members:
                presences[one.participation.id].seat = number
                await _tell_group(store, debrief, one, members, now)

    async def came(
        self, store: Store, debrief: Debrief, round_: DebriefRound, participation: Participation, now: datetime
    ) -> None:
        presences, there = await _presences(store, debrief), await _there(store, debrief)
        if participation.id not in there or presences[participation.id].seat is not None:
            return
        seated = [one for one in presences.values() if one.seat is not None and one.participation_id in there]
        number = smallest({one.seat: _size(seated, one.seat) for one in seated if one.seat is not None})
        if number is None:
            return
        presences[participation.id].seat = number
        members = [there[one.participation_id] for one in seated if one.seat == number]
        newcomer = there[participation.id]
        await _tell_group(store, debrief, newcomer, [*members, newcomer], now)
        for one in members:
            gaps = {"names": _names([newcomer.person])}
            await store.deliveries.notice(one.person, "seating.joins", now, cohort_id=debrief.cohort_id, **gaps)


async def _presences(store: Store, debrief: Debrief) -> Mapping[str, DebriefPresence]:
    return {one.participation_id: one for one in await store.debriefs.presences(debrief.id) if one.left_at is None}


async def _there(store: Store, debrief: Debrief) -> dict[str, Member]:
    """Who is there now, by their participation."""
    members = await store.cohorts.members(debrief.cohort_id)
    here = await _presences(store, debrief)
    return {one.participation.id: one for one in members if one.participation.id in here}


def _seats(there: Iterable[Member], legs: Sequence[Leg]) -> list[Seat]:
    pairs = {who: leg.group_id for leg in legs for who in (leg.visitor_id, leg.host_id)}
    return [
        Seat(
            id=one.participation.id,
            pair=pairs.get(one.participation.id, ""),
            department=one.participation.department.casefold(),
            known_as=handles(one.person),
            reports_to=one.participation.reports_to.casefold(),
        )
        for one in there
    ]


async def _tell_group(store: Store, debrief: Debrief, one: Member, group: Sequence[Member], now: datetime) -> None:
    others = [member.person for member in group if member.person.id != one.person.id]
    gaps = {"names": _names(others)}
    await store.deliveries.notice(one.person, "seating.group", now, cohort_id=debrief.cohort_id, **gaps)


def _size(seated: Sequence[DebriefPresence], number: int) -> int:
    return sum(one.seat == number for one in seated)


def _names(people: Iterable[Person]) -> str:
    """First names, as people call each other."""
    return ", ".join(sorted(one.name.split()[0] if one.name else "–" for one in people))
