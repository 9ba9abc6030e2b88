"""One figure: beside the limit that it should keep to, or beside what another program does in the same run."""

from dataclasses import dataclass, field
from statistics import median


@dataclass(frozen=True, slots=True)
class Measured:
    """`detail` is whatever lies behind the figure: the single measurements, or the names that were counted."""

    what: str
    value: float
    unit: str
    limit: float
    detail: list[float] | list[str] = field(default_factory=list)

    @property
    def within(self) -> bool:
        return self.value <= self.limit


@dataclass(frozen=True, slots=True)
class Compared:
    """Rates of the bot and of what it is measured against, round by round; the rounds of both take turns.

    `target` is the least ratio that we want, None where the figure is only told.
    """

    what: str
    beside: str
    ours: list[float]
    theirs: list[float]
    unit: str
    target: float | None = None

    @property
    def ratio(self) -> float:
        """Ours by theirs: the median of all rounds, because a busy machine slows both sides of one round alike."""
        return median(mine / other for mine, other in zip(self.ours, self.theirs, strict=True))

    @property
    def within(self) -> bool:
        return self.target is None or self.ratio >= self.target
