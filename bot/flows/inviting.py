"""Finding the people who were added by e-mail address, and the names of those who were only mentioned."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from bot.chat.channel import Channel
from bot.chat.event import Address, Profile
from bot.chat.legible import legible
from bot.chat.welcome import UNDER_WAY, welcome
from bot.errors import Revoked, TryLater, Unknown, Unreachable
from storage.store import Database, Store
from storage.tables import Invitation, Person, Workspace

_AT_ONCE = 20  # look-ups of one round in one workspace: platforms allow about twenty a minute
_Sought = TypeVar("_Sought")


@dataclass(frozen=True, slots=True)
class Inviting:
    """Run by the clock. `channels` are the platforms by name; no transaction is open while one is asked."""

    database: Database
    channels: Mapping[str, Channel]

    async def look_up(self, now: datetime) -> None:
        """Asks the platforms for whoever waits. What a platform cannot tell now is asked again next time."""
        async with self.database.reading() as store:
            waiting = [
                (one, workspace)
                for one in await store.waiting.invitations(state="waiting")
                if (workspace := await store.people.workspace_by_id(one.workspace_id)) and workspace.installed
            ]
        await self._find(_some_of_each(waiting), now)
        async with self.database.reading() as store:
            unknown = await store.people.to_look_up()
        await self._get_to_know(_some_of_each(unknown), now)

    async def _find(self, waiting: Sequence[tuple[Invitation, Workspace]], now: datetime) -> None:
        answers: dict[str, str] = {}
        busy: set[str] = set()
        for invitation, workspace in waiting:
            if workspace.id in busy:
                continue
            try:
                channel = self.channels[workspace.platform]
                answers[invitation.id] = await channel.find_by_email(workspace.external_id, invitation.email) or ""
            except (TryLater, Unknown, Revoked):
                busy.add(workspace.id)
            except Unreachable:  # the platform may not, or cannot, look this one up
                answers[invitation.id] = ""
        if answers:
            async with self.database.transaction() as store:
                await _settle(store, answers, now)

    async def _get_to_know(self, unknown: Sequence[tuple[Person, Workspace]], now: datetime) -> None:
        busy: set[str] = set()
        for person, workspace in unknown:
            if workspace.id in busy:
                continue
            try:
                where = Address(workspace.platform, workspace.external_id, person.external_id)
                profile = await self.channels[workspace.platform].profile(where)
            except (TryLater, Unknown, Revoked):
                busy.add(workspace.id)
                continue
            except Unreachable:  # nobody has that id: nothing is sent there
                profile = Profile(gone=True)
            named = replace(legible(profile), name=legible(profile.name) or person.name or person.external_id)
            async with self.database.transaction() as store:
                await store.people.looked_up(person.id, named, now)


def _some_of_each(found: Sequence[tuple[_Sought, Workspace]]) -> list[tuple[_Sought, Workspace]]:
    """The first of each workspace: one that is slow, or has many to look up, keeps no other waiting."""
    taken: Counter[str] = Counter()
    some = []
    for one, workspace in found:
        taken[workspace.id] += 1
        if taken[workspace.id] <= _AT_ONCE:
            some.append((one, workspace))
    return some


async def _settle(store: Store, answers: Mapping[str, str], now: datetime) -> None:
    """Takes in whoever was found, and tells those who invited whom we could not find."""
    missed: dict[tuple[str, str], list[str]] = {}
    answered = [one for one in await store.waiting.invitations(state="waiting") if one.id in answers]
    for invitation in answered:
        if external_id := answers[invitation.id]:
            await _take_in(store, invitation, external_id, now)
        else:
            invitation.state = "not_found"
            missed.setdefault((invitation.invited_by, invitation.cohort_id), []).append(invitation.email)
    for (inviter_id, cohort_id), addresses in missed.items():
        await _tell(store, inviter_id, cohort_id, addresses, now)


async def _tell(store: Store, inviter_id: str, cohort_id: str, addresses: Sequence[str], now: datetime) -> None:
    """One message about all addresses that nobody has, for the one who added them."""
    inviter, cohort = await store.people.person(inviter_id), await store.cohorts.cohort(cohort_id)
    if inviter is None or cohort is None:
        return
    await store.deliveries.notice(
        inviter,
        "inviting.not_found",
        now,
        cohort_id=cohort_id,
        cohort=cohort.name,
        number=str(len(addresses)),
        addresses=", ".join(addresses),
    )


async def _take_in(store: Store, invitation: Invitation, external_id: str, now: datetime) -> None:
    inviter = await store.people.person(invitation.invited_by)
    cohort = await store.cohorts.cohort(invitation.cohort_id)
    if inviter is None or cohort is None:
        return
    person = await store.people.mentioned(inviter, external_id, invitation.name, now)
    person.email = person.email or invitation.email
    details = {key: getattr(invitation, key) for key in ("department", "profession", "reports_to")}
    invitation.state = "found"
    if await store.cohorts.join(cohort, person, details, now) and cohort.state in UNDER_WAY:
        await welcome(store, person, cohort, now)
