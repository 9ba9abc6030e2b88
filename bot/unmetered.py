"""What stands in for the figures where nobody asked for any: it loads nothing, counts nothing and serves nothing."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from bot.flows.watching import Figures
    from bot.metrics import Metrics

_Same = TypeVar("_Same")


class Unmetered:
    """Gives back what it is given."""

    def taking(self, reception: _Same) -> _Same:
        return reception

    def channel(self, _platform: str, channel: _Same) -> _Same:
        return channel

    def coach(self, coach: _Same) -> _Same:
        return coach

    def themes(self, themes: _Same) -> _Same:
        return themes

    async def start(self, _host: str, _port: int) -> None:
        pass

    async def stop(self) -> None:
        pass


def metering(port: int, figures: "Callable[[], Awaitable[Figures]]") -> "Metrics | Unmetered":
    """Figures, where a port was set for them. Their library is loaded only then."""
    if not port:
        return Unmetered()
    from bot.metrics import Metrics

    return Metrics(figures)
