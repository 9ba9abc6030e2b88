"""One figure, beside the limit that it should stay under."""

from dataclasses import dataclass, field


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
