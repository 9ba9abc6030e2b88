"""The way out to Slack: sends, changes, finds again, and asks who somebody is."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

import aiohttp

from bot.chat.event import Address, Posted, Profile
from bot.chat.reply import Document
from bot.errors import Crowded, Rejected, TryLater, Unknown
from bot.slack import render
from bot.slack.calls import Calls
from bot.slack.finding import Finding, delivery_metadata
from bot.slack.history import History
from bot.slack.people import Directory, profile_of
from prompts.message import Message
from prompts.words import Words

# Names our deliveries for Slack: the same delivery has the same client_msg_id in every process, whenever it is sent.
_DELIVERIES = uuid.UUID("6f0c1a52-6a3e-5c0e-9d8e-3f1d0a7a5b11")


@dataclass(slots=True)
class SlackChannel:
    """`bot.chat.channel.Channel` for Slack.

    Slack has no promise that a message is posted once. What makes a repeat recognisable is the delivery's id, sent as
    `client_msg_id` (which Slack compares, but does not document) and as metadata (which `find` reads back).
    """

    calls: Calls
    directory: Directory
    words: Mapping[str, Words]
    language: str
    _rooms: dict[tuple[str, str], str] = field(default_factory=dict)
    _finding: Finding = field(init=False)

    def __post_init__(self) -> None:
        self._finding = Finding(self.calls)

    async def send(self, to: Address, message: Message, *, delivery: str, thread: str | None = None) -> Posted:
        room = await self.room(to)
        shown = render.message(message, self.words_for(to))
        answer = await self.calls.call(
            to.workspace,
            "chat.postMessage",
            lambda slack: slack.chat_postMessage(
                channel=room,
                text=shown["text"],
                blocks=shown["blocks"],
                thread_ts=thread or None,
                client_msg_id=str(uuid.uuid5(_DELIVERIES, delivery)),
                metadata=delivery_metadata(delivery),
                # nothing in our text is looked at twice: no links unfolded, no names or marks read in the plain text
                unfurl_links=False,
                unfurl_media=False,
                mrkdwn=False,
                parse="none",
                link_names=False,
            ),
        )
        if not answer.get("ts"):
            raise Unknown("no ts")
        return Posted(str(answer.get("channel") or room), str(answer["ts"]))

    async def replace(self, posted: Posted, message: Message, *, to: Address) -> None:
        shown = render.message(message, self.words_for(to))
        await self.calls.call(
            to.workspace,
            "chat.update",
            lambda slack: slack.chat_update(
                channel=posted.room, ts=posted.message, text=shown["text"], blocks=shown["blocks"], parse="none"
            ),
        )

    async def find(self, to: Address, delivery: str, since: datetime, *, thread: str | None = None) -> Posted | None:
        history = History(self.calls, to.workspace, await self.room(to))
        return await self._finding.find(delivery, history, since, thread or "")

    async def file(self, to: Address, document: Document) -> Posted:
        room = await self.room(to)
        ticket = await self.calls.call(
            to.workspace,
            "files.getUploadURLExternal",
            lambda slack: slack.files_getUploadURLExternal(filename=document.name, length=len(document.content)),
        )
        await self._upload(str(ticket.get("upload_url")), document.content)
        await self.calls.call(
            to.workspace,
            "files.completeUploadExternal",
            lambda slack: slack.files_completeUploadExternal(
                files=[{"id": str(ticket.get("file_id")), "title": document.title}], channel_id=room
            ),
        )
        return Posted(room, str(ticket.get("file_id")))

    async def profile(self, who: Address) -> Profile:
        return await self.directory.look_up(who)

    async def find_by_email(self, workspace: str, email: str) -> str | None:
        try:
            answer = await self.calls.call(
                workspace, "users.lookupByEmail", lambda slack: slack.users_lookupByEmail(email=email)
            )
        except Rejected as nobody:
            if nobody.reason == "users_not_found":
                return None
            raise
        user = answer.get("user") or {}
        profile = profile_of(user)
        return None if profile.gone or profile.bot else user.get("id")

    async def room(self, to: Address) -> str:
        """The room, or the private chat with the person. Nothing was said yet when this raises TryLater."""
        if to.room:
            return to.room
        if known := self._rooms.get((to.workspace, to.person)):
            return known
        try:
            answer = await self.calls.call(
                to.workspace, "conversations.open", lambda slack: slack.conversations_open(users=to.person)
            )
        except Crowded as busy:  # Slack counts each method by itself: those whose chat is open can still be written to
            raise TryLater(busy.after, busy.reason) from None
        except Unknown as unclear:
            raise TryLater(reason=f"conversations.open: {unclear}") from None
        room = str((answer.get("channel") or {}).get("id") or "")
        if not room:
            raise TryLater(reason="conversations.open: no channel")
        self._rooms[to.workspace, to.person] = room
        return room

    def words_for(self, to: Address) -> Words:
        return self.words.get(self.directory.language(to)) or self.words[self.language]

    async def _upload(self, url: str, content: bytes) -> None:
        """Hands the bytes over. Nobody sees them before the upload is completed, so every failure may be repeated."""
        try:
            wait = aiohttp.ClientTimeout(total=self.calls.timeout)
            async with self.calls.session.post(url, data=content, timeout=wait) as answer:
                if answer.status == 200:
                    return
        except (TimeoutError, aiohttp.ClientError, OSError, ValueError):
            pass
        raise TryLater(reason="upload")
