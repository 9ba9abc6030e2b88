"""The way out to Teams: sends, changes, and asks who somebody is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.chat.channel import Documents, Route, Routes
from bot.chat.event import Address, Posted, Profile
from bot.chat.reply import Document
from bot.errors import Unknown, Unreachable
from bot.teams import cards
from bot.teams.connector import PLATFORM, Connector
from bot.teams.documents import address_of
from bot.teams.people import Directory, directory_id
from bot.teams.text import Element
from prompts.message import Message
from prompts.words import Words


@dataclass(frozen=True, slots=True)
class TeamsChannel:
    """`bot.chat.channel.Channel` for Teams.

    Teams has no promise that a message is posted once, knows no repeat by an id, and cannot be read back. Whoever sends
    again after an unknown outcome must say so in the message.
    """

    connector: Connector
    routes: Routes
    directory: Directory
    words: Mapping[str, Words]
    language: str
    documents: Documents | None = None
    public_url: str = ""  # where this process is reached from outside; without one there are no links

    async def send(self, to: Address, message: Message, *, delivery: str, thread: str | None = None) -> Posted:
        way, conversation = await self._way(to)
        posted = await self.connector.post(way, conversation, cards.message(message, self.words_for(to)))
        return Posted(conversation, posted)

    async def replace(self, posted: Posted, message: Message, *, to: Address) -> None:
        way = await self._service(to)
        shown = cards.message(message, self.words_for(to))
        await self.connector.put(way.service_url, posted.room, posted.message, shown)

    async def find(self, to: Address, delivery: str, since: datetime, *, thread: str | None = None) -> Posted | None:
        raise Unknown("Teams cannot be read back")

    async def file(self, to: Address, document: Document) -> Posted:
        """Teams takes no file from a bot: posts a link to it, or says that documents cannot be given here."""
        way, conversation = await self._way(to)
        posted = await self.connector.post(way, conversation, await self._link_to(document, to))
        return Posted(conversation, posted)

    async def _link_to(self, document: Document, to: Address) -> Element:
        words = self.words_for(to)
        if not (self.documents and self.public_url):
            return cards.message(Message(words.say("documents.nowhere", title=document.title)), words)
        token = await self.documents.keep(PLATFORM, to.workspace, to.person, document.name, document.content)
        ready = Message(words.say("documents.ready" if to.person else "documents.ready_for_all", title=document.title))
        return cards.with_link(ready, words, words.label("documents.open"), address_of(token, self.public_url))

    async def profile(self, who: Address) -> Profile:
        service_url, conversation = await self._way(who)
        found = await self.connector.member(service_url, conversation, who.person)
        return Profile(
            name=str(found.get("name") or ""),
            email=str(found.get("email") or found.get("userPrincipalName") or ""),
            guest=found.get("userRole") == "guest",
        )

    async def find_by_email(self, workspace: str, email: str) -> str | None:
        """Looked for among the members of the team in which the app was last seen: a bot may ask nobody else.

        Raises Unreachable for whoever is not among them: that nobody has the address, Teams never says.
        """
        way = await self.routes.route(PLATFORM, workspace)
        if way is None or not way.conversation:
            raise Unreachable("no team")
        return directory_id(await self.connector.member(way.service_url, way.conversation, email)) or None

    def words_for(self, to: Address) -> Words:
        return self.words.get(self.directory.language(to)) or self.words[self.language]

    async def _way(self, to: Address) -> tuple[str, str]:
        """The service and the conversation; the private chat with somebody who never wrote is begun first."""
        if to.room:
            return (await self._service(to)).service_url, to.room
        known = await self.routes.route(PLATFORM, to.workspace, to.person)
        if known and known.conversation:
            return known.service_url, known.conversation
        return await self._begun(to, await self._service(to))

    async def _begun(self, to: Address, way: Route) -> tuple[str, str]:
        wanted = {
            "isGroup": False,
            "bot": {"id": way.bot},
            "members": [{"id": to.person}],
            "tenantId": to.workspace,
            "channelData": {"tenant": {"id": to.workspace}},
        }
        conversation = await self.connector.begin(way.service_url, wanted)
        await self.routes.keep(
            PLATFORM,
            to.workspace,
            to.person,
            service_url=way.service_url,
            bot=way.bot,
            conversation=conversation,
        )
        return way.service_url, conversation

    async def _service(self, to: Address) -> Route:
        way = await self.routes.route(PLATFORM, to.workspace)
        if way is None:
            raise Unreachable("not installed")
        return way
