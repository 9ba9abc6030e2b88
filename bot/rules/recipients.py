"""With whom somebody may share an entry, and in which capacity somebody reads what was shared."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

from bot.chat.command import FACILITATOR
from bot.rules.visibility import Audience, Reader, Relation, Role
from storage.store import Store
from storage.tables import Cohort, Entry, Person, Share


@dataclass(frozen=True, slots=True)
class Recipient:
    """One person with whom an entry may be shared, and in which capacity they would read it."""

    person: Person
    audience: Audience
    cohort: Cohort

    @property
    def value(self) -> str:
        """What stands for this recipient in a form."""
        return f"{self.audience} {self.person.id} {self.cohort.id}"


async def recipients(store: Store, author: Person, entry: Entry | None = None) -> tuple[Recipient, ...]:
    """The author's partners and facilitators: in the entry's cohort, or in all of theirs for an entry of none."""
    return tuple([one async for one in _recipients(store, author, entry)])


async def _recipients(store: Store, author: Person, entry: Entry | None) -> AsyncIterator[Recipient]:
    for cohort in await store.cohorts.joined_by(author):
        participation = await store.cohorts.participation(cohort.id, author.id)
        if participation is None or (entry and entry.participation_id not in {None, participation.id}):
            continue
        for partner in await store.cohorts.partners(cohort.id, author.id):
            yield Recipient(partner, Audience.PARTNER, cohort)
        for facilitator in await _facilitators(store, cohort.organisation_id, cohort.id):
            if facilitator.id != author.id:
                yield Recipient(facilitator, Audience.FACILITATOR, cohort)


async def reader_of(store: Store, person: Person, share: Share) -> Reader:
    """The person as a reader of that share: in the capacity that it was shared with, if they still have it."""
    if person.id == share.author_id:
        return Reader(person.id, Role.PARTICIPANT, Relation.SELF)
    if person.organisation_id != share.organisation_id:
        return Reader(person.id, Role.PARTICIPANT, Relation.OTHER_ORGANISATION)
    if share.audience in {Audience.FACILITATOR, Audience.LEAVE_OUT}:
        facilitators = await _facilitators(store, share.organisation_id, share.cohort_id)
        if person.id in {one.id for one in facilitators}:
            return Reader(person.id, Role.FACILITATOR, Relation.SAME_COHORT)
    partners = await store.cohorts.partners(share.cohort_id, share.author_id)
    if person.id in {one.id for one in partners}:
        return Reader(person.id, Role.PARTICIPANT, Relation.PARTNER)
    return Reader(person.id, Role.PARTICIPANT, Relation.OTHER_COHORT)


async def _facilitators(store: Store, organisation_id: str, cohort_id: str) -> tuple[Person, ...]:
    held = await store.people.holding(organisation_id, cohort_id, FACILITATOR)
    return tuple({person.id: person for _role, person in held}.values())
