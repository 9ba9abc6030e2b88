"""Finding the people who were added by e-mail address, and who those are that we know too little of."""

import logging
from collections import Counter
from collections.abc import Awaitable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from bot.chat.channel import Channel
from bot.chat.event import Address, Profile
from bot.chat.legible import legible
from bot.chat.welcome import UNDER_WAY, welcome
from bot.errors import Rejected, Revoked, Trouble, TryLater, Unknown, Unreachable, log_fault
from bot.rules.newcomers import DETAILS
from storage.store import Database, Store, Unavailable
from storage.tables import Invitation, Person, Workspace

log = logging.getLogger(__name__)

_AT_ONCE = 20  # look-ups of one round in one workspace: platforms allow about twenty a minute
_Sought = TypeVar("_Sought")
_Answered = TypeVar("_Answered")


@dataclass(frozen=True, slots=True)
class _Answer:
    """What the platforms say of an address: who has it and where; else whether it is `sure` that nobody has it."""

    external_id: str = ""
    workspace_id: str = ""
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Inviting:
    """Run by the clock. `channels` are the platforms by name; no transaction is open while one is asked."""

    database: Database
    channels: Mapping[str, Channel]

    async def look_up(self, now: datetime) -> None:
        """Takes in who has come, and asks the platforms for whoever waits.

        What a platform cannot tell now is asked again next time.
        """
        async with self.database.reading() as store:
            arrived = await store.waiting.arrived()
        if arrived:
            async with self.database.transaction() as store:
                await _take_in_all(store, now)
        await self._find(now)
        async with self.database.reading() as store:
            unknown = await store.people.to_look_up()
        await self._get_to_know(_some_of_each([(one, one[1].id) for one in unknown]), now)

    async def _find(self, now: datetime) -> None:
        async with self.database.reading() as store:
            waiting = await store.waiting.invitations(state="waiting")
            places = {one: await store.waiting.places(one) for one in {each.organisation_id for each in waiting}}
        answers: dict[str, _Answer] = {}
        busy: set[str] = set()
        for invitation in _some_of_each([(one, one.organisation_id) for one in waiting]):
            theirs = [one for one in places[invitation.organisation_id] if one.platform in self.channels]
            theirs.sort(key=lambda one: one.id != invitation.workspace_id)
            if theirs and (answer := await self._asked(invitation.email, theirs, busy)):
                answers[invitation.id] = answer
        if answers:
            async with self.database.transaction() as store:
                await _settle(store, answers, now)

    async def _asked(self, address: str, places: Sequence[Workspace], busy: set[str]) -> _Answer | None:
        """What the workspaces say, one after the other; None where one that is `busy` might have known."""
        sure, waits = True, False
        for place in places:
            if place.id in busy:
                waits = True
                continue
            try:
                found = await _said(place, self.channels[place.platform].find_by_email(place.external_id, address))
            except (TryLater, Unknown, Revoked):
                busy.add(place.id)
                waits = True
                continue
            except Rejected:  # the platform may not, or cannot, look this one up
                sure = False
                continue
            if found:
                return _Answer(found, place.id)
        return None if waits else _Answer(sure=sure)

    async def _get_to_know(self, unknown: Sequence[tuple[Person, Workspace]], now: datetime) -> None:
        busy: set[str] = set()
        for person, workspace in unknown:
            if workspace.id in busy or workspace.platform not in self.channels:
                continue
            try:
                where = Address(workspace.platform, workspace.external_id, person.external_id)
                profile = await _said(workspace, self.channels[workspace.platform].profile(where))
            except (TryLater, Unknown, Revoked):
                busy.add(workspace.id)
                continue
            except Unreachable:  # nobody has that id: nothing is sent there
                profile = Profile(gone=True)
            except Rejected:  # we may not ask: that says nothing about anybody
                profile = Profile()
            named = replace(legible(profile), name=legible(profile.name) or person.name or person.external_id)
            async with self.database.transaction() as store:
                await store.people.looked_up(person.id, named, now)


async def _said(place: Workspace, answer: Awaitable[_Answered]) -> _Answered:
    """What that workspace says. Raises Trouble: Unknown for whatever went wrong unforeseen."""
    try:
        return await answer
    except (Trouble, Unavailable):
        raise
    except Exception as fault:  # noqa: BLE001 one workspace whose token cannot be opened must not keep the others waiting
        log_fault(log, f"workspace {place.id} could not be asked", fault)
        raise Unknown from None


def _some_of_each(found: Sequence[tuple[_Sought, str]]) -> list[_Sought]:
    """The first of each workspace or organisation: one that is slow, or has many to look up, keeps no other waiting."""
    taken: Counter[str] = Counter()
    some = []
    for one, place in found:
        taken[place] += 1
        if taken[place] <= _AT_ONCE:
            some.append(one)
    return some


async def _take_in_all(store: Store, now: datetime) -> None:
    """Everybody who was invited, and is known by now, in whichever workspace they came to."""
    for invitation, person in await store.waiting.arrived():
        if invitation.state != "found":  # two people have the address: the one met first is meant
            await _take_in(store, invitation, person, now)


async def _settle(store: Store, answers: Mapping[str, _Answer], now: datetime) -> None:
    """Takes in whoever was found, and tells those who invited whom we could not find, or cannot look for."""
    missed: dict[tuple[str, str, str], list[str]] = {}
    waiting = await store.waiting.invitations(state="waiting", locked=True)  # two processes may have asked for the same
    answered = [one for one in waiting if one.id in answers]
    for invitation in answered:
        answer = answers[invitation.id]
        if answer.external_id:
            person = await store.people.somebody(answer.workspace_id, answer.external_id, invitation.name, now)
            await _take_in(store, invitation, person, now)
        else:
            invitation.state = "not_found" if answer.sure else "expected"
            told = (invitation.invited_by, invitation.cohort_id, invitation.state)
            missed.setdefault(told, []).append(invitation.email)
    for told, addresses in missed.items():
        await _tell(store, told, addresses, now)


async def _tell(store: Store, told: tuple[str, str, str], addresses: Sequence[str], now: datetime) -> None:
    """One message about all such addresses, for the one who added them."""
    inviter_id, cohort_id, state = told
    inviter, cohort = await store.people.person(inviter_id), await store.cohorts.cohort(cohort_id)
    if inviter is None or cohort is None:
        return
    await store.deliveries.notice(
        inviter,
        f"inviting.{state}",
        now,
        cohort_id=cohort_id,
        cohort=cohort.name,
        number=str(len(addresses)),
        addresses=", ".join(addresses),
    )


async def _take_in(store: Store, invitation: Invitation, person: Person, now: datetime) -> None:
    cohort = await store.cohorts.cohort(invitation.cohort_id)
    if cohort is None or cohort.state == "finished":  # whoever comes so late is taken into nothing
        invitation.state = "not_found"
        return
    person.email = person.email or invitation.email
    details = {key: getattr(invitation, key) for key in DETAILS}
    invitation.state = "found"
    if await store.cohorts.join(cohort, person, details, now) and cohort.state in UNDER_WAY:
        await welcome(store, person, cohort, now)
