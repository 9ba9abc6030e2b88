"""Local time: what a clock on the wall shows, and which instant that is."""

from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

_MOMENTS = 4096  # kept, a few hundred bytes each: people of one cohort, who are planned together, share most of theirs


@lru_cache(maxsize=_MOMENTS)
def instant(local: datetime, zone: str) -> datetime:
    """The UTC instant at which a wall clock of that zone shows the naive `local` time.

    A repeated hour means its first pass; a time that the clock skips (also a whole skipped date) means the first
    instant after the skip. Raises ZoneInfoNotFoundError for a zone that does not exist.
    """
    clock = zone_of(zone)
    first_pass = local.replace(tzinfo=clock, fold=0).astimezone(UTC)
    if first_pass.astimezone(clock).replace(tzinfo=None, fold=0) == local:
        return first_pass
    # the time was skipped: counted by the offset before the skip it lies after it, by the one after it, before
    return _skip(local.replace(tzinfo=clock, fold=1).astimezone(UTC), first_pass, clock)


def wall(at: datetime, zone: str) -> datetime:
    """What a wall clock of that zone shows at an aware moment, naive."""
    return at.astimezone(zone_of(zone)).replace(tzinfo=None, fold=0)


@lru_cache(maxsize=_MOMENTS)
def shown(local: datetime, zone: str) -> datetime:
    """The naive local time itself, or, where the clock skips it, the first one after the skip."""
    return wall(instant(local, zone), zone)


def is_quiet(local: time, quiet_from: time, quiet_to: time) -> bool:
    """True inside the quiet hours: the start is quiet, the end is not. Equal hours mean none at all."""
    if quiet_from <= quiet_to:
        return quiet_from <= local < quiet_to
    return local >= quiet_from or local < quiet_to


def after_quiet(local: datetime, quiet_from: time, quiet_to: time) -> datetime:
    """The moment itself, or, inside the quiet hours, their end (on the next date when they run over midnight)."""
    if not is_quiet(local.time(), quiet_from, quiet_to):
        return local
    over_midnight = quiet_from > quiet_to and local.time() >= quiet_from
    return datetime.combine(local.date() + timedelta(days=over_midnight), quiet_to)


@lru_cache(maxsize=1024)  # there are about 600 zones
def zone_of(name: str) -> ZoneInfo:
    """The zone of an IANA name. Raises ZoneInfoNotFoundError for a name that does not exist."""
    return ZoneInfo(name)


def _skip(before: datetime, after: datetime, clock: ZoneInfo) -> datetime:
    """The instant between the two, to the second, at which the clock jumped."""
    shift = before.astimezone(clock).utcoffset()
    low, high = int(before.timestamp()), int(after.timestamp())
    while high - low > 1:
        middle = (low + high) // 2
        jumped = datetime.fromtimestamp(middle, clock).utcoffset() != shift
        low, high = (low, middle) if jumped else (middle, high)
    return datetime.fromtimestamp(high, UTC)
