"""Finding the people who were added by e-mail address, and the names of those who were only mentioned."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.chat.channel import Channel
from bot.chat.event import Address, Profile
from bot.chat.welcome import UNDER_WAY, welcome
from bot.errors import Revoked, TryLater, Unknown, Unreachable
from storage.store import Database, Store
from storage.tables import Invitation, Person, Workspace

_AT_ONCE = 20  # look-ups of one round: platforms allow about twenty a minute


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
                for one in (await store.waiting.invitations(state="waiting"))[:_AT_ONCE]
                if (workspace := await store.people.workspace_by_id(one.workspace_id)) and workspace.installed
            ]
        await self._find(waiting, now)
        async with self.database.reading() as store:
            nameless = await store.people.nameless(_AT_ONCE)
        await self._learn_names(nameless)

    async def _find(self, waiting: Sequence[tuple[Invitation, Workspace]], now: datetime) -> None:
        answers: dict[str, str] = {}
        for invitation, workspace in waiting:
            try:
                channel = self.channels[workspace.platform]
                answers[invitation.id] = await channel.find_by_email(workspace.external_id, invitation.email) or ""
            except (TryLater, Unknown, Revoked):
                break
            except Unreachable:  # the platform may not, or cannot, look this one up
                answers[invitation.id] = ""
        if answers:
            async with self.database.transaction() as store:
                await _settle(store, answers, now)

    async def _learn_names(self, nameless: Sequence[tuple[Person, Workspace]]) -> None:
        for person, workspace in nameless:
            try:
                where = Address(workspace.platform, workspace.external_id, person.external_id)
                profile = await self.channels[workspace.platform].profile(where)
            except (TryLater, Unknown, Revoked):
                return
            except Unreachable:  # nobody has that id: not asked again, and nothing is sent there
                profile = Profile(name=person.external_id, gone=True)
            async with self.database.transaction() as store:
                await store.people.learn(person.id, profile)


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
