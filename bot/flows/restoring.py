"""Restoring: after a return from a backup, erases again who was erased, and lets nothing go that may have gone."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.rules.catching_up import AWAY
from storage.store import Database

RESTORED = "restored"  # the deed, as the trail of each organisation names it


@dataclass(frozen=True, slots=True)
class Restoring:
    """Works on a database that nobody uses yet. May be stopped anywhere and done again."""

    database: Database

    async def come_back(self, erased: Collection[str], taken_at: datetime, now: datetime) -> int:
        """Erases those people first; then whatever may have been sent since the backup is in doubt.

        `taken_at` is the real moment of the backup, `now` the program's time. Gives how many were erased again.
        Raises Unavailable.
        """
        again = [one for one in sorted(erased) if await self._erase(one, now)]
        await self.database.finish_erasures()
        for gone in sorted(set(erased) & await self.database.keys.holders()):
            await self.database.keys.destroy(gone)  # a key whose person came after the copy of the words
        async with self.database.transaction() as store:
            await store.restorations.begin(taken_at, now)
            for organisation_id in await store.people.organisations():
                thing = f"backup:{taken_at.isoformat(timespec='seconds')}"
                await store.audit.write(
                    organisation_id=organisation_id, actor_id="", deed=RESTORED, thing=thing, now=now
                )
        return len(again)

    async def is_older_than(self, noted: Mapping[str, datetime]) -> bool:
        """Whether somebody is there whose erasure was `noted` (in real time) well after the last sign of life that this
        database knows of: then it is an older copy. Raises Unavailable.

        A process that ended between the note and the deed left its signs until then.
        """
        async with self.database.reading() as store:
            seen = await store.attendances.latest()
            later = [one for one, at in noted.items() if seen and at - seen.seen_at > AWAY]
            people = [await store.people.person(one) for one in later]
        return any(one and one.state != "erased" for one in people)

    async def _erase(self, person_id: str, now: datetime) -> bool:
        async with self.database.transaction() as store:
            person = await store.people.person(person_id)
            if person is None or person.state == "erased":
                return False
            await store.people.erase(person, now)
        return True
