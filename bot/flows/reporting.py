"""Short notes to the board: at the start, and 30, 60 and 90 days after the debrief, made of what is stored."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.chat.command import SPONSOR
from bot.chat.dates import today_of
from bot.rules.board_news import holders
from bot.rules.board_update import START
from bot.rules.printing import UPDATE
from storage.store import Database, Store
from storage.tables import Cohort

_AFTER_DEBRIEF = (30, 60, 90)  # days
_LATE = timedelta(days=7)  # an update that could not be promised for a week is missed: the next one says it all
_MORNING = time(9, 0)  # local
_HEARD_OF = frozenset({"running", "finished"})  # states of a cohort; while it is paused nothing is reported


@dataclass(frozen=True, slots=True)
class Reporting:
    """A note holds no text until it is sent: it is put together then, for each sponsor once."""

    database: Database

    async def promise(self, now: datetime) -> None:
        """Promises whatever is due at `now` (the program's time). Twice is as good as once. Raises Unavailable."""
        async with self.database.transaction() as store:
            for cohort in await store.cohorts.all():
                if cohort.state in _HEARD_OF:
                    await _promise(store, cohort, now)


async def _promise(store: Store, cohort: Cohort, now: datetime) -> None:
    today = today_of(cohort, now)
    for which, on in _days(cohort):
        if on <= today < on + _LATE:
            morning = datetime.combine(today, _MORNING, ZoneInfo(cohort.timezone or "UTC")).astimezone(now.tzinfo)
            for sponsor in await holders(store, cohort, SPONSOR):
                await store.papers.promise(
                    sponsor, UPDATE, max(now, morning), cohort_id=cohort.id, once=f"{cohort.id}:{which}", of=which
                )


def _days(cohort: Cohort) -> list[tuple[str, date]]:
    """Which notes there are, each with its day, as far as that is known."""
    days = [(START, today_of(cohort, cohort.started_at))] if cohort.started_at else []
    if cohort.debrief_on:
        days += [(str(after), cohort.debrief_on + timedelta(days=after)) for after in _AFTER_DEBRIEF]
    return days
