"""With whom somebody may share an entry, and in which capacity somebody reads what was shared."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

from bot.chat.command import FACILITATOR
from bot.rules.visibility import Audience, Reader, Relation, Role
from storage.store import Store
from storage.tables import Cohort, Entry, Person, Share

_EVERYBODY = "everybody"


@dataclass(frozen=True, slots=True)
class Recipient:
    """One person with whom an entry may be shared, and in which capacity they would read it.

    Without a `person` it is everybody in the cohort, who read it with its author's name.
    """

    person: Person | None
    audience: Audience
    cohort: Cohort

    @property
    def value(self) -> str:
        """What stands for this recipient in a form."""
        return f"{self.audience} {self.person.id if self.person else _EVERYBODY} {self.cohort.id}"


async def recipients(store: Store, author: Person, entry: Entry | None = None) -> tuple[Recipient, ...]:
    """The author's partners and facilitators: in the entry's cohort, or in all of theirs for an entry of none."""
    return tuple([one async for one in _recipients(store, author, entry)])


async def promise_recipients(store: Store, author: Person, entry: Entry | None = None) -> tuple[Recipient, ...]:
    """The same for a promise, which can be shared with everybody in the cohort as well."""
    found = await recipients(store, author, entry)
    cohorts = {one.id: one async for one in _cohorts(store, author, entry)}
    return (*found, *(Recipient(None, Audience.COHORT_SIGNED, one) for one in cohorts.values()))


async def _recipients(store: Store, author: Person, entry: Entry | None) -> AsyncIterator[Recipient]:
    async for cohort in _cohorts(store, author, entry):
        for partner in await store.cohorts.partners(cohort.id, author.id):
            yield Recipient(partner, Audience.PARTNER, cohort)
        for facilitator in await _facilitators(store, cohort.organisation_id, cohort.id):
            if facilitator.id != author.id:
                yield Recipient(facilitator, Audience.FACILITATOR, cohort)


async def _cohorts(store: Store, author: Person, entry: Entry | None) -> AsyncIterator[Cohort]:
    for cohort in await store.cohorts.joined_by(author):
        participation = await store.cohorts.participation(cohort.id, author.id)
        if participation and (entry is None or entry.participation_id in {None, participation.id}):
            yield cohort


async def reader_of(store: Store, person: Person, share: Share) -> Reader:
    """The person as a reader of that share: in the capacity that it was shared with, if they still have it."""
    if person.id == share.author_id:
        return Reader(person.id, Role.PARTICIPANT, Relation.SELF)
    if person.organisation_id != share.organisation_id:
        return Reader(person.id, Role.PARTICIPANT, Relation.OTHER_ORGANISATION)
    gone = Reader(person.id, Role.PARTICIPANT, Relation.OTHER_COHORT)
    if share.recipient_id is None and not await _takes_part(store, share.cohort_id, share.author_id):
        return gone  # who has left is in no cohort any more to which all of this was said
    if share.audience in {Audience.FACILITATOR, Audience.LEAVE_OUT, Audience.COHORT_SIGNED}:
        facilitators = await _facilitators(store, share.organisation_id, share.cohort_id)
        if person.id in {one.id for one in facilitators}:
            return Reader(person.id, Role.FACILITATOR, Relation.SAME_COHORT)
    partners = await store.cohorts.partners(share.cohort_id, share.author_id)
    if person.id in {one.id for one in partners}:
        return Reader(person.id, Role.PARTICIPANT, Relation.PARTNER)
    together = await _takes_part(store, share.cohort_id, person.id)
    return Reader(person.id, Role.PARTICIPANT, Relation.SAME_COHORT) if together else gone


async def _takes_part(store: Store, cohort_id: str, person_id: str) -> bool:
    place = await store.cohorts.participation(cohort_id, person_id)
    return place is not None and place.state == "active"


async def _facilitators(store: Store, organisation_id: str, cohort_id: str) -> tuple[Person, ...]:
    held = await store.people.holding(organisation_id, cohort_id, FACILITATOR)
    return tuple({person.id: person for _role, person in held}.values())
