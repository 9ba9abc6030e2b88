"""The table that a measurement ends in."""

from collections.abc import Sequence
from statistics import median

from bench.measured import Compared, Measured

_HEAD = ("what", "measured", "beside", "theirs", "ratio", "wanted", "")


def table(found: Sequence[Compared | Measured]) -> str:
    """A line for each figure; the last column says which one is not as wanted."""
    rows = [_HEAD, *(_compared(one) if isinstance(one, Compared) else _measured(one) for one in found)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEAD))]
    return "".join(_line(row, widths) for row in rows)


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    words = (f"{one:{width}}" if at in {0, 2, 6} else f"{one:>{width}}" for at, (one, width) in _numbered(row, widths))
    return "  ".join(words).rstrip() + "\n"


def _numbered(row: Sequence[str], widths: Sequence[int]) -> enumerate[tuple[str, int]]:
    return enumerate(zip(row, widths, strict=True))


def _compared(one: Compared) -> tuple[str, ...]:
    wanted = f"≥ {one.target:.2g}" if one.target is not None else ""
    ours, theirs = (f"{median(rates):,.0f} {one.unit}" for rates in (one.ours, one.theirs))
    return (one.what, ours, one.beside, theirs, f"{one.ratio:.2f}", wanted, "" if one.within else "too little")


def _measured(one: Measured) -> tuple[str, ...]:
    within = "" if one.within else "too much"
    return (one.what, f"{one.value:g} {one.unit}", "", "", "", f"≤ {one.limit:g} {one.unit}", within)
