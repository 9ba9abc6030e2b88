"""People at their Teams, for tests: they type, press, fill in and read, with the real client beside them.

async with a_tenant(people) as teams:
    teams.between.bot = ...            # where the bot listens
    ada = Person(teams, "U11", Screens())
    await ada.runs("/exchange cohort new")
    await ada.presses("Write")         # opens a dialog
    await ada.submits(words="Nobody answered at first.")
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from bot.agents_playground.between import Answered, Posted
from bot.agents_playground.hands import Json, Teams
from bot.agents_playground.process import TENANT
from bot.agents_playground.reading import buttons_of, card_text, filled_in, inputs_of, labelled, problems_of
from tests.heard import Heard, Seen
from tests.silence import remember

PUBLIC_URL = "https://coach.halden.example"  # under which the bot calls itself reachable; nobody looks that name up
SOON = 60.0  # seconds that an answer may take before a test gives up; a busy machine takes long
_WAY_IN = "Open it"  # on the card that stands where Teams would not open a dialog by itself
_CARD = "application/vnd.microsoft.card.adaptive"


@dataclass
class Screens:
    """Which dialog is open before whom: Teams keeps that, not the Playground, whose interface has no dialogs."""

    dialogs: dict[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody at the keyboard. Every method comes back when the bot has answered.

    Raises LookupError where there is nothing of that name to press or fill in.
    """

    teams: Teams
    id: str
    screens: Screens
    room: str

    async def says(self, text: str, *, thread: str = "") -> str:
        """Types a message. There are no threads in a private chat of Teams: `thread` must only be there."""
        remember(text)
        if thread:
            self._posted(thread)
        return str((await self.teams.says(self.id, text)).activity["id"])

    async def edits(self, message: str, text: str) -> None:
        """`message` is the id that `says` gave."""
        remember(text)
        await self.teams.does(self.id, **_changed("messageUpdate", "editMessage"), id=message, text=text)

    async def deletes(self, message: str) -> None:
        await self.teams.does(self.id, **_changed("messageDelete", "softDeleteMessage"), id=message, text="")

    async def installs(self) -> Seen:
        """Gets the app, or is given it by the organisation."""
        await self.teams.does(self.id, type="installationUpdate", action="add")
        return self.sees()

    async def runs(self, line: str) -> Seen:
        """A command, typed as `/exchange help` everywhere: without a slash in Teams. A form that is the answer waits

        behind the button of a card; it is pressed here, as everybody would.
        """
        remember(line.partition(" ")[2])
        before = len(self._posts())
        await self.teams.says(self.id, line.removeprefix("/exchange").removeprefix("/").strip())
        way_in = [
            one for post in self._posts()[before:] for _, one in buttons_of(_card(post)) if one["title"] == _WAY_IN
        ]
        return await self.presses(_WAY_IN) if way_in else self.sees()

    async def presses(
        self, label: str, value: Any = None, *, message: str = "", beside: str = "", **values: Any
    ) -> Seen:
        """The button of that label: in the open dialog, else in the newest message that has it (or the one with

        `message` in it). Of several, the last; or the first one that comes after the words `beside`.
        """
        card = self.modal()
        if card and labelled(card, label, beside):
            self._show(await self.teams.sends_in(self.id, labelled(card, label, beside)["data"]))
            return self.sees()
        if card:
            await self.closes()
        for post in reversed(self._posts()):
            action = labelled(_card(post), label, beside)
            if action and message in _words(post):
                await self._press(post, action)
                return self.sees()
        raise LookupError(f"{self.id} has no button {label!r}; there are {self.sees().buttons}")

    async def submits(self, values: Json | None = None, /, **more: Any) -> dict[str, str]:
        """Fills in and sends in the open dialog, as far as Teams lets it go. Gives the sentences at its fields, by

        their ids; {} when it was taken.
        """
        card = self._open_dialog()
        remember(*(values or {}).values(), *more.values())
        sent = filled_in(card, {**(values or {}), **more})
        (action,) = card["actions"]
        self._show(await self.teams.sends_in(self.id, {**action["data"], **sent}))
        return self.sees().problems

    async def closes(self) -> None:
        self._open_dialog()
        del self.screens.dialogs[self.id]

    async def puts_away(self) -> None:
        self.screens.dialogs.pop(self.id, None)

    async def takes_documents(self) -> dict[str, bytes]:
        """Presses the button of each page that a link leads to, in the order of the links."""
        actions = [one for post in self._posts() for _, one in buttons_of(_card(post))]
        links = [one["url"] for one in actions if one["type"] == "Action.OpenUrl"]
        return dict([await self._document(link) for link in links])

    async def opens_home(self) -> str:
        """Home is a message in the private chat."""
        await self.runs("home")
        return self.sees().last

    # -- eyes -------------------------------------------------------------------------------------------------------

    def sees(self) -> Seen:
        posts, dialog = self._posts(), self.modal()
        cards = [dialog] if dialog else [_card(post) for post in posts]
        return Seen(
            messages=tuple(_words(post) for post in posts),
            only_for_me=(),
            modal=self._modal_text(),
            home="",
            problems=problems_of(dialog) if dialog else {},
            buttons=tuple(action["title"] for card in cards for _, action in buttons_of(card)),
        )

    def hears(self) -> tuple[Heard, ...]:
        """The bot's messages in the private chat, oldest first."""
        return tuple(
            Heard(one.id, one.room, one.at, _words(one), tuple(action["title"] for _, action in buttons_of(_card(one))))
            for one in self._posts()
        )

    def modal(self) -> Json | None:
        """The card of the open dialog."""
        shown = self.screens.dialogs.get(self.id)
        return dict(shown["card"]["content"]) if shown else None

    def text_fields(self) -> tuple[str, ...]:
        """The names of the open dialog's fields for text."""
        return tuple(one["id"] for one in inputs_of(self._open_dialog()) if one["type"] == "Input.Text")

    async def waits_until(self, seen: Callable[[Seen], object], seconds: float = SOON) -> Seen:
        """Waits until that is true of what is seen. Raises TimeoutError."""
        async with asyncio.timeout(seconds):
            while not seen(self.sees()):
                await self.teams.between.change()
        return self.sees()

    async def waits_for(self, words: str, seconds: float = SOON) -> Seen:
        """Waits until these words are somewhere: in a message or in the open dialog."""
        return await self.waits_until(lambda seen: words in "\n".join((*seen.messages, seen.modal)), seconds)

    # -- hands ------------------------------------------------------------------------------------------------------

    async def _document(self, link: str) -> tuple[str, bytes]:
        between = self.teams.between
        async with between.session.post(link.replace(PUBLIC_URL, between.bot)) as answer:
            assert answer.status == 200, link
            return unquote(answer.headers["Content-Disposition"].partition("''")[2]), await answer.read()

    async def _press(self, post: Posted, action: Json) -> None:
        data = action["data"]
        if data.get("msteams") == {"type": "task/fetch"}:
            self._show(await self.teams.opens(self.id, post.id, data))
            return
        answered = await self.teams.presses(self.id, post.id, data)
        assert answered.status == 200, answered
        if answered.body["type"] == _CARD:
            post.activity = {**post.activity, "attachments": [_attached(answered.body["value"])]}

    def _show(self, answered: Answered) -> None:
        """What Teams does with the answer to a dialog: the next dialog, or none."""
        assert answered.status == 200, answered
        self.screens.dialogs.pop(self.id, None)
        if answered.body:
            self.screens.dialogs[self.id] = answered.body["task"]["value"]

    def _posts(self) -> list[Posted]:
        return list(self.teams.between.in_room(self.room))

    def _posted(self, message: str) -> Posted:
        return next(one for one in self._posts() if one.id == message)

    def _open_dialog(self) -> Json:
        card = self.modal()
        if card is None:
            raise LookupError(f"{self.id} has no dialog open; the last message is {self.sees().last!r}")
        return card

    def _modal_text(self) -> str:
        shown = self.screens.dialogs.get(self.id)
        return f"{shown['title']}\n{card_text(shown['card']['content'])}" if shown else ""


def _words(post: Posted) -> str:
    return card_text(_card(post))


def _card(post: Posted) -> Json:
    (attached,) = post.activity["attachments"]
    return dict(attached["content"])


def _attached(card: Json) -> Json:
    return {"contentType": _CARD, "content": card}


def _changed(kind: str, event: str) -> Json:
    return {"type": kind, "channelData": {"tenant": {"id": TENANT}, "eventType": event}}
