"""People at their Slack, for tests: they type, press, fill in and read, in a playground of their own.

async with workspace_for([Inhabitant("U1", "Ada Novak")]) as workspace:
    # start the app against `workspace.playground.api_url`, then `workspace.playground.app_at(where it listens)`
    ada = workspace.person("U1")
    await ada.runs("/exchange cohort new")
    await ada.submits(name="Autumn")          # fields by key, action id or label; the rest stay as they are
    await ada.presses("Write")
    assert "Write" in ada.sees().buttons
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from bot.playground.doing import Doing
from bot.playground.inhabitant import Inhabitant
from bot.playground.playground import Playground, playground
from bot.playground.records import Post, View
from bot.playground.refusal import Json
from bot.playground.serving import application
from storage.tables import Delivery
from tests.heard import Heard, Seen
from tests.silence import remember
from tests.slack_text import blocks_text, buttons_in, text_of, view_text

SOON = 60.0  # seconds that an answer may take before a test gives up; a busy machine takes long


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody at the keyboard. Every method comes back when the app has answered.

    Raises LookupError where there is nothing of that name to press or fill in, Unanswered where the app is silent.
    """

    playground: Playground
    hands: Doing

    @property
    def id(self) -> str:
        return self.hands.me

    async def says(self, text: str, *, thread: str = "", room: str = "") -> str:
        """Types a message, in the thread of the message with that ts or text. Gives the new message's ts."""
        remember(text)
        return await self.hands.say(text, room=room, thread=self._ts(thread) if thread else "")

    async def edits(self, message: str, text: str) -> None:
        """`message` is the ts, or words of the message."""
        await self.hands.edit(self._ts(message), text)

    async def deletes(self, message: str) -> None:
        await self.hands.delete(self._ts(message))

    async def runs(self, line: str, *, room: str = "") -> Seen:
        """A slash command, such as `/exchange help`."""
        remember(line.partition(" ")[2])
        await self.hands.run(line, room=room)
        return self.sees()

    async def presses(
        self, label: str, value: Any = None, *, message: str = "", beside: str = "", **values: Any
    ) -> Seen:
        """The button of that label: in the open form (after filling `values` in), else in the newest message that

        has it (or the one with `message` in it), else on Home. Of several, the last; or the first one that comes after

        the words `beside`. A menu is named by its action id, `value` is what is chosen in it.
        """
        view = self.modal()
        if view and _find(view.body["blocks"], label):
            self.hands.fill_in(view, values)
            await self.hands.press_in_view(view, *_named(view.body["blocks"], label, beside), value)
            return self.sees()
        posts = [post for post in self._posts() if _find(post.blocks, label) and message in text_of(post)]
        if posts:
            await self.hands.press(posts[-1], *_named(posts[-1].blocks, label, beside), value)
            return self.sees()
        return await self.presses_on_home(label, value, beside=beside)

    async def presses_on_home(self, label: str, value: Any = None, *, beside: str = "") -> Seen:
        home = self.playground.workspace.homes.get(self.id)
        if home is None or not _find(home.body["blocks"], label):
            raise LookupError(f"{self.id} has no button {label!r}; there are {self.sees().buttons}")
        await self.hands.press_in_view(home, *_named(home.body["blocks"], label, beside), value)
        return self.sees()

    async def submits(self, values: Json | None = None, /, **more: Any) -> dict[str, str]:
        """Fills in and sends in the open form. Gives the sentences under its fields; {} when it was taken."""
        view = self._open_form()
        remember(*(values or {}).values(), *more.values())
        self.hands.fill_in(view, {**(values or {}), **more})
        return await self.hands.submit(view)

    async def closes(self, *, everything: bool = False) -> None:
        await self.hands.close(self._open_form(), everything=everything)

    async def puts_away(self) -> None:
        if self.modal():
            await self.closes(everything=True)

    async def takes_documents(self) -> dict[str, bytes]:
        files = self.playground.workspace.files
        return {one["name"]: files[one["id"]].content for post in self._posts() for one in post.files}

    async def uses(self, callback_id: str, *, message: str = "") -> Seen:
        """A shortcut, on a message if one is named."""
        post = self.playground.workspace.post(f"D{self.id}", self._ts(message)) if message else None
        await self.hands.use_shortcut(callback_id, post)
        return self.sees()

    async def opens_home(self) -> str:
        await self.hands.open_tab("home")
        return self.sees().home

    async def opens_messages(self) -> None:
        await self.hands.open_tab("messages")

    async def changes(self, **profile: Any) -> None:
        """`timezone`, `locale`, `name`, `email` …"""
        await self.hands.change_profile(**profile)

    async def leaves(self) -> None:
        await self.hands.leave()

    # -- eyes -------------------------------------------------------------------------------------------------------

    def sees(self) -> Seen:
        posts, view, home = self._posts(), self.modal(), self.playground.workspace.homes.get(self.id)
        blocks = view.body["blocks"] if view else [block for post in posts for block in post.blocks]
        return Seen(
            messages=tuple(text_of(post) for post in posts),
            only_for_me=tuple(text_of(post) for post in posts if post.only_for),
            modal=view_text(view.body) if view else "",
            home=view_text(home.body) if home else "",
            problems=dict(view.errors) if view else {},
            buttons=tuple(one["text"]["text"] for _, one in buttons_in(blocks)),
        )

    def hears(self) -> tuple[Heard, ...]:
        """The app's own messages in the private chat, oldest first."""
        return tuple(_heard(post) for post in self._posts() if post.app)

    def modal(self) -> View | None:
        """The open form, the topmost one."""
        stack = self.playground.workspace.stack(self.id)
        return stack[-1] if stack else None

    def text_fields(self) -> tuple[str, ...]:
        """The names of the open form's fields for text."""
        fields = [one for one in self._open_form().body["blocks"] if one["type"] == "input"]
        return tuple(one["block_id"] for one in fields if one["element"]["type"] == "plain_text_input")

    async def waits_until(self, seen: Callable[[Seen], object], seconds: float = SOON) -> Seen:
        """Waits until that is true of what is seen. Raises TimeoutError."""
        async with asyncio.timeout(seconds):
            while not seen(self.sees()):
                await self.playground.workspace.change(self.playground.workspace.version)
        return self.sees()

    async def waits_for(self, words: str, seconds: float = SOON) -> Seen:
        """Waits until these words are somewhere: in a message, in the open form or on Home."""
        return await self.waits_until(lambda seen: words in "\n".join((*seen.messages, seen.modal, seen.home)), seconds)

    def _posts(self) -> list[Post]:
        return self.playground.workspace.seen_by(self.id, f"D{self.id}")

    def _ts(self, message: str) -> str:
        found = [post.ts for post in self._posts() if post.ts == message or message in text_of(post)]
        if not found:
            raise LookupError(f"{self.id} has no message {message!r}")
        return found[-1]

    def _open_form(self) -> View:
        view = self.modal()
        if view is None:
            raise LookupError(f"{self.id} has no form open; the last message is {self.sees().last!r}")
        return view


@dataclass
class SlackWorkspace:
    """A playground that is being served, with its people."""

    playground: Playground

    def person(self, id: str) -> Person:
        return Person(self.playground, self.playground.person(id))

    @property
    def refusals(self) -> Sequence[object]:
        """What a real Slack would have refused."""
        return self.playground.refusals

    def became(self, row: Delivery) -> list[Heard]:
        """The messages that a delivery became: their metadata names it."""
        posts = [post for post in self.playground.workspace.posts if post.app]
        return [
            _heard(post)
            for post in posts
            if (post.metadata or {}).get("event_payload", {}).get("delivery_id") == row.id
        ]

    def shown(self) -> Iterator[tuple[str, str]]:
        """All that stands in anybody's chat, and whose it is; Home is nobody's, as devices are shared."""
        for post in self.playground.workspace.posts:
            yield post.room.removeprefix("D"), text_of(post)
        for home in self.playground.workspace.homes.values():
            yield "", view_text(home.body)


@asynccontextmanager
async def served(made: Playground, *more: web.RouteDef) -> AsyncIterator[SlackWorkspace]:
    """The playground on a free port of this machine: its `api_url` is what the app is told. `more` is served beside."""
    server = web.Application()
    server.add_subapp("/playground", application(made))
    server.add_routes(more)
    runner = web.AppRunner(server, shutdown_timeout=1)  # seconds; nothing here has to end in peace
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    made.served_at(f"http://127.0.0.1:{runner.addresses[0][1]}/playground")
    try:
        yield SlackWorkspace(made)
    finally:
        await runner.cleanup()


def workspace_for(
    people: Sequence[Inhabitant], app_url: str = "", **wishes: Any
) -> AbstractAsyncContextManager[SlackWorkspace]:
    """A served workspace with the tests' secret and tokens; `workspace.playground.app_at(url)` names the app later.

    It waits longer for an answer than Slack does, unless the test says how long: a busy machine may stand still.
    """
    wishes = {"pace": 0, "app_token": APP_TOKEN, "patience": PATIENCE, **wishes}
    return served(playground(app_url, SECRET, BOT_TOKEN, people, **wishes))


SECRET = "signing-secret-of-the-tests"
BOT_TOKEN = "xoxb-tests"
APP_TOKEN = "xapp-tests"
PATIENCE = 30.0  # seconds


def _heard(post: Post) -> Heard:
    labels = tuple(one["text"]["text"] for _, one in buttons_in(post.blocks) if one["type"] == "button")
    return Heard(post.ts, post.room, post.shown_at, text_of(post), labels)


def _find(blocks: Sequence[Json], label: str) -> bool:
    return any(label in {one.get("text", {}).get("text"), one["action_id"]} for _, one in buttons_in(blocks))


def _named(blocks: Sequence[Json], label: str, beside: str) -> tuple[str, str]:
    start = next((number for number, block in enumerate(blocks) if beside and beside in blocks_text([block])), 0)
    fitting = [
        (block["block_id"], one["action_id"])
        for block, one in buttons_in(blocks[start:])
        if label in {one.get("text", {}).get("text"), one["action_id"]}
    ]
    if not fitting:
        raise LookupError(f"no {label!r} beside {beside!r}")
    return fitting[0 if beside else -1]
