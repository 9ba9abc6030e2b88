"""The playground: a Slack workspace of its own, for one app, on this machine."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from bot.playground import payloads
from bot.playground.courier import PATIENCE, ByRequest, Courier
from bot.playground.doing import Doing
from bot.playground.inhabitant import Inhabitant
from bot.playground.premises import Premises, Tokens
from bot.playground.records import Room
from bot.playground.refusal import Json
from bot.playground.sockets import Switchboard
from bot.playground.weather import Weather
from bot.playground.workspace import Workspace

HINT = "Choose who you are, answer what waits in the chat, then press **Next thing that happens**."


@dataclass(frozen=True, slots=True)
class Shortcut:
    """An entry of the lightning menu, or with `on_message` of every message's own menu."""

    callback_id: str
    name: str
    on_message: bool = False


class Chapters(Protocol):
    """What its people can do by themselves: `next` says what the next chapter leads to, if there is one.

    `hint` is shown instead of the playground's own, where it is not empty. `play` gives how many things were left out,
    because there was no way to do them any more.
    """

    @property
    def next(self) -> str: ...
    @property
    def hint(self) -> str: ...
    async def play(self) -> int: ...


@dataclass
class Playground:
    """A workspace with an app in it."""

    premises: Premises
    courier: Courier
    switchboard: Switchboard
    by_request: ByRequest
    commands: Sequence[str]
    shortcuts: Sequence[Shortcut]
    suggestions: Sequence[str] = ()
    hint: str = HINT
    chapters: Chapters | None = None

    @property
    def workspace(self) -> Workspace:
        return self.premises.workspace

    @property
    def weather(self) -> Weather:
        return self.premises.weather

    @property
    def refusals(self) -> list[tuple[str, str]]:
        """Every call of the app that was refused: its method, and Slack's error with what is wrong."""
        return self.premises.refusals

    @property
    def api_url(self) -> str:
        return f"{self.workspace.base_url}/api/"

    def served_at(self, base_url: str) -> None:
        """Must be told before anything happens: `http://127.0.0.1:8080/playground`."""
        self.workspace.base_url = base_url.rstrip("/")

    def app_at(self, url: str) -> None:
        """Where the app listens: `http://127.0.0.1:8080/slack/events`."""
        self.by_request.url = url

    def change_weather(self, weather: Weather) -> None:
        self.premises.weather = self.courier.weather = weather

    def person(self, id: str) -> Doing:  # noqa: A002 — Slack's own word
        if id not in self.workspace.people:
            raise LookupError(f"nobody here has the id {id}")
        return Doing(self.premises, self.courier, self.commands, id)

    def channel(self, id: str, name: str, members: Sequence[str], *, with_app: bool = True) -> Room:  # noqa: A002 — Slack's own word
        """Opens a channel."""
        app = [self.workspace.bot_user] if with_app else []
        return self.workspace.open_channel(id, name, [*members, *app])

    async def arrives(self, person: Inhabitant) -> None:
        """Somebody joins the workspace."""
        self.workspace.settle_in([person])
        await self.person(person.id).announce("team_join")

    async def uninstalls(self) -> None:
        """An administrator takes the app out: its tokens die, and it is told twice, in either order.

        https://docs.slack.dev/reference/events/app_uninstalled and
        https://docs.slack.dev/reference/events/tokens_revoked
        """
        self.premises.tokens.revoked |= self.premises.tokens.bot
        revoked: Json = {"oauth": [], "bot": [self.workspace.bot_user]}
        for event in ({"type": "tokens_revoked", "tokens": revoked}, {"type": "app_uninstalled"}):
            told = {**event, "event_ts": self.workspace.new_ts()}
            await self.courier.bring(payloads.envelope(self.workspace, told), self.workspace.team)

    async def closes(self) -> None:
        """Ends every connection and every repeat that still waits."""
        self.workspace.close()
        await self.courier.stop()
        await self.switchboard.refresh()
        await self.by_request.close()


def playground(
    app_url: str,
    signing_secret: str,
    bot_token: str,
    people: Sequence[Inhabitant],
    *,
    base_url: str = "",
    app_token: str = "",
    commands: Sequence[str] = ("/exchange", "/reflect"),
    shortcuts: Sequence[Shortcut] = (),
    suggestions: Sequence[str] = (),
    hint: str = HINT,
    weather: Weather | None = None,
    now: Callable[[], datetime] | None = None,
    pace: float = 1.0,
    patience: float = PATIENCE,
    strict: bool = True,
    team: str = "T1",
) -> Playground:
    """A workspace whose app listens at `app_url`.

    On the page, `suggestions` are offered while one types, `hint` (`**…**` is bold) helps newcomers, and `now` gives
    the time beside messages; ids and signatures keep real time. `pace` shortens the waits before an event is repeated
    (0: at once), an answer may take `patience` seconds. `strict` adds that every message has a text and calls no room.
    """
    workspace = Workspace(team=team, now=now or _real_time)
    workspace.settle_in(people)
    sky, tokens = weather or Weather(), Tokens({bot_token} - {""}, app_token)

    def tell(event: Json, whose: str) -> None:
        courier.behind(courier.bring(payloads.envelope(workspace, event), whose))

    premises = Premises(workspace, sky, tokens, tell, strict=strict)
    by_request = ByRequest(app_url, signing_secret, patience)
    switchboard = Switchboard(premises, by_request, patience)
    courier = Courier(switchboard, sky, pace)
    made = Playground(premises, courier, switchboard, by_request, commands, shortcuts, suggestions or commands, hint)
    made.served_at(base_url)
    return made


def _real_time() -> datetime:
    return datetime.now(UTC)
