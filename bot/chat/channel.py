"""The way out to a platform, and what an edge may ask of the store, as protocols."""

from datetime import datetime
from typing import Literal, Protocol

from bot.chat.event import Address, Posted, Profile
from bot.chat.reply import Document
from prompts.message import Message


class Channel(Protocol):
    """One platform, as everything else sees it.

    Every method raises `TryLater` for a definite no for now, `Unknown` where the outcome cannot be known,
    `Rejected` for a definite no for good to this one call, `Unreachable` (or `Revoked`) to every other one too.
    """

    async def send(self, to: Address, message: Message, *, delivery: str, thread: str | None = None) -> Posted:
        """Posts one message. `delivery` is the id that makes a repeat recognisable."""

    async def replace(self, posted: Posted, message: Message, *, to: Address) -> None:
        """Puts that message where the other one stands, in the chat with `to`."""

    async def find(self, to: Address, delivery: str, since: datetime, *, thread: str | None = None) -> Posted | None:
        """Where that delivery was posted since then (real time, UTC), if it was; in that thread, where one is named.

        Raises `Unknown` where history cannot be read, and `TryLater` where it cannot be read just now.
        """

    async def file(self, to: Address, document: Document) -> Posted:
        """Gives a file to a person."""

    async def profile(self, who: Address) -> Profile:
        """What the platform knows of a person now."""

    async def find_by_email(self, workspace: str, email: str) -> str | None:
        """The platform id of the person with that address, or None. Raises `Rejected` where nobody can tell."""


class Installations(Protocol):
    """What an edge must remember of the workspaces that it is installed in."""

    async def token(self, platform: str, workspace: str) -> str | None:
        """The workspace's token; None where the bot is not installed."""

    async def keep(self, platform: str, workspace: str, name: str, token: str) -> None:
        """Remembers the workspace as installed, under its name, with that token in place of an older one."""

    async def forget(self, platform: str, workspace: str) -> None:
        """The workspace took its permission back: its token is forgotten and nothing is sent there."""


class Route(Protocol):
    """The way to a person, a room or a workspace: a service of the platform, the conversation there, and our own id."""

    @property
    def service_url(self) -> str: ...
    @property
    def conversation(self) -> str: ...
    @property
    def bot(self) -> str: ...


class Routes(Protocol):
    """What an edge must remember of how people, rooms (`target`) and whole workspaces (no target) are reached."""

    async def route(self, platform: str, workspace: str, target: str = "") -> Route | None:
        """The way there, if one is known."""

    async def keep(
        self, platform: str, workspace: str, target: str = "", *, service_url: str, bot: str, conversation: str = ""
    ) -> None:
        """Remembers the way in place of an older one. Without a conversation, the one that is known stays."""

    async def forget(self, platform: str, workspace: str, target: str = "") -> None:
        """There is no such way any more; without a target, there is none into the whole workspace."""


Waits = Literal["", "for_one", "for_all"]
"""For whom a document waits behind a link; empty where there is none."""


class Documents(Protocol):
    """Documents that wait behind a link, where a platform takes no files.

    One for a person is to be had once, within an hour; one for everybody in a room again and again, for three days.
    """

    async def keep(self, platform: str, workspace: str, person: str, name: str, content: bytes) -> str:
        """Keeps a document, and gives the token with which alone it can be had; without a person it is for a room."""

    async def waits(self, token: str) -> Waits:
        """Whether there is still something to be had for that token, and for whom. Looking takes nothing away."""

    async def take(self, token: str) -> tuple[str, bytes] | None:
        """The document's name and content; None where the token is wrong, too old, or was used by its one reader."""
