"""What the workspace keeps: rooms, messages, open forms, and the tickets by which an app may answer."""

import json
import secrets
import time
from dataclasses import dataclass, field
from datetime import datetime

from bot.playground.refusal import Json


def new_id(letter: str) -> str:
    return letter + secrets.token_hex(5).upper()


def new_hash() -> str:
    return f"{int(time.time())}.{secrets.token_hex(4)}"


@dataclass(slots=True)
class Room:
    """A channel, or the private chat of one person with the app (then `person` is theirs)."""

    id: str
    name: str
    members: set[str]
    person: str = ""

    @property
    def private(self) -> bool:
        return bool(self.person)


@dataclass(slots=True)
class Post:
    """A message. `only_for` is the one who sees it, where it is ephemeral; `shown_at` is the program's time."""

    room: str
    ts: str
    author: str
    text: str
    shown_at: datetime
    blocks: list[Json] = field(default_factory=list)
    thread: str = ""
    metadata: Json | None = None
    client_msg_id: str = ""
    edited: Json | None = None
    files: list[Json] = field(default_factory=list)
    only_for: str = ""
    app: str = ""  # the bot id, where the app wrote it


@dataclass(slots=True)
class View:
    """A form that a person has open, or their Home. `filled` is what stands in its fields, by block and action."""

    id: str
    person: str
    body: Json
    root: str
    hash: str = field(default_factory=new_hash)
    previous: str | None = None
    filled: dict[str, dict[str, Json]] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Trigger:
    """The right to open one form, for three seconds. `view` is the form that it was pressed in, if it was.

    https://docs.slack.dev/interactivity/handling-user-interaction/#modal_responses
    """

    person: str
    dies_at: float
    view: str = ""
    exchanged: bool = False


@dataclass(slots=True)
class ResponseUrl:
    """The right to answer an interaction: five times within thirty minutes.

    https://docs.slack.dev/interactivity/handling-user-interaction/#message_responses
    """

    person: str
    room: str
    dies_at: float = field(default_factory=lambda: time.monotonic() + 30 * 60)
    uses: int = 5
    post: str = ""
    thread: str = ""


@dataclass(slots=True)
class File:
    id: str
    name: str
    length: int
    content: bytes = b""
    title: str = ""
    shared: bool = False

    def as_file(self, base: str) -> Json:
        """https://docs.slack.dev/reference/objects/file-object"""
        return {
            "id": self.id,
            "name": self.name,
            "title": self.title or self.name,
            "size": self.length,
            "mode": "hosted",
            "url_private": f"{base}/files/{self.id}/{self.name}",
            "url_private_download": f"{base}/files/{self.id}/{self.name}",
        }


def with_block_ids(blocks: list[Json]) -> list[Json]:
    """Slack names every block that has no name. A copy: what was sent is left as it was."""
    copied: list[Json] = json.loads(json.dumps(blocks))
    for block in copied:
        block.setdefault("block_id", secrets.token_hex(3))
        _name_actions(block)
    return copied


def _name_actions(block: Json) -> None:
    parts = [block.get("accessory"), block.get("element"), *(block.get("elements") or [])]
    for part in parts:
        if isinstance(part, dict) and block["type"] in {"actions", "section", "input"}:
            part.setdefault("action_id", secrets.token_hex(3))
