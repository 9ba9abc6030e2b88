"""People and their chat as a story sees them, on whichever platform it is told."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Protocol

from storage.tables import Delivery
from tests.heard import Heard, Seen


class Someone(Protocol):
    """Somebody at the keyboard; `tests.slack_people.Person` and `tests.teams_people.Person` tell more."""

    @property
    def id(self) -> str: ...
    async def says(self, text: str, *, thread: str = "") -> str: ...
    async def runs(self, line: str) -> Seen: ...
    async def presses(self, label: str, *, message: str = "", beside: str = "") -> Seen: ...
    async def submits(self, values: dict[str, Any] | None = None, /, **more: Any) -> dict[str, str]: ...
    async def puts_away(self) -> None:
        """Closes whatever form is open."""

    async def takes_documents(self) -> dict[str, bytes]:
        """The documents that the bot gave, by their names in order; what waits behind a link is gone then."""

    async def waits_until(self, seen: Callable[[Seen], object]) -> Seen: ...
    async def waits_for(self, words: str) -> Seen: ...
    def sees(self) -> Seen: ...
    def hears(self) -> tuple[Heard, ...]: ...
    def text_fields(self) -> tuple[str, ...]: ...


class Chat(Protocol):
    """A workspace or a tenant, with everybody in it."""

    def person(self, id: str) -> Someone: ...

    @property
    def refusals(self) -> Sequence[object]:
        """What the platform would not take from the bot."""

    def became(self, row: Delivery) -> Sequence[Heard]:
        """The messages that a delivery became."""

    def shown(self) -> Iterable[tuple[str, str]]:
        """All that stands in anybody's chat, and whose it is; Home is nobody's."""
