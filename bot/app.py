"""The wiring: which collaborators everything gets, and in which order the process starts and stops."""

import asyncio
import gc
import logging
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from aiohttp import web

from bot import log_lines
from bot.at_once import AtOnce
from bot.chat.channel import Channel
from bot.clock import Clock, WillNotMove, real_now
from bot.cut_short import cut_short
from bot.desks import desks
from bot.edges import Edges, edges_of
from bot.flows.granting import Granting
from bot.flows.housekeeping import Housekeeping
from bot.flows.watching import Watching
from bot.modelling import asked_coach
from bot.reception import Reception
from bot.rules import retention
from bot.rules.patience import PATIENT
from bot.settings import Settings
from bot.site import Site
from bot.starting import care_here, coach_here, library_of, listening, reaching
from bot.stores import Stores, stores_of
from bot.unmetered import Unmetered, metering
from bot.web import Pages
from bot.wiring import sender, work
from storage.bell import Bell
from storage.store import Database

if TYPE_CHECKING:
    from bot.metrics import Metrics

log = logging.getLogger(__name__)

_LAST_ANSWERS = 10.0  # seconds for requests under way at the end; they have their answers within two


@dataclass
class Application:
    """Everything that runs, wired but not started. `mount` may add to the web server before it listens."""

    settings: Settings
    stores: Stores
    clock: Clock
    bell: Bell
    at_once: AtOnce
    metrics: "Metrics | Unmetered"
    edges: Edges
    server: web.Application
    port: int = 0
    _runner: web.AppRunner | None = field(default=None, repr=False)

    @property
    def database(self) -> Database:
        """Where everything but people's keys is stored."""
        return self.stores.database

    async def start(self) -> None:
        """Brings the tables up to date, listens, and only then asks the platforms. Raises Misconfigured."""
        await self.stores.prepare()
        with reaching("EXCHANGE_DATABASE_URL"):
            self.clock.go_on_from(await Housekeeping(self.database).last_moment())
        self._runner = web.AppRunner(self.server, access_log=None, shutdown_timeout=_LAST_ANSWERS)
        await self._runner.setup()
        with listening(self.settings.host, self.settings.port):
            await web.TCPSite(self._runner, self.settings.host, self.settings.port).start()
        self.port = self._runner.addresses[0][1]
        with listening(self.settings.host, self.settings.metrics_port, "EXCHANGE_METRICS_PORT"):
            await self.metrics.start(self.settings.host, self.settings.metrics_port)
        await self.edges.start()
        self.clock.start()
        self.bell.start(self.clock.wake)

    async def settle(self) -> None:
        """Waits until everything that replies asked for is shown."""
        await self.edges.settle()

    async def stop(self) -> None:
        """Takes nothing more, finishes what was begun, and lets go of everything.

        The platform repeats to another process, or later to the next one, what this one does not take any more.
        """
        self.clock.close()
        await self.bell.stop()
        if self._runner:
            await self._runner.cleanup()
        await self.edges.finish()
        await self.at_once.finish()
        await self.clock.stop()
        await self.metrics.stop()
        await self.edges.session.close()
        await self.stores.close()


async def serve(settings: Settings) -> None:
    """Runs until the process is told to stop."""
    log_lines.begin(settings.log)
    async with running(settings) as application:
        log.info("listening on http://%s:%s", settings.host, application.port)
        gc.freeze()  # words and lists stay as long as we do: nobody looks through them for garbage either
        await stopped()
    log.info("stopped: what was begun is finished, and the rest is given back")


async def stopped() -> None:
    """Waits for the signal to stop."""
    asked = asyncio.Event()
    for one in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(one, asked.set)
    await asked.wait()


@asynccontextmanager
async def running(
    settings: Settings, mount: Callable[[Application], None] = lambda _application: None, *, hurried: bool = False
) -> AsyncIterator[Application]:
    """The whole bot, started. `mount` may add to its web server first; `hurried`, each round of a debrief has a minute.

    Raises Misconfigured.
    """
    application = build(settings, hurried=hurried)
    mount(application)
    try:
        await application.start()
        yield application
    finally:
        await application.stop()


def build(settings: Settings, *, hurried: bool = False) -> Application:
    """Wires everything; nothing is opened yet. Needs a running loop. Raises Misconfigured."""
    library, care, coach = library_of(settings.language), care_here(), coach_here(settings.language)
    library = replace(library, run_sheet=library.run_sheet.hurried()) if hurried else library
    stores = stores_of(settings)
    database, channels = stores.database, dict[str, Channel]()
    asked, permits, themes = asked_coach(settings, coach, care, stores.keys.masters)
    watching = Watching(database, real_now, lambda: clock.now())  # noqa: PLW0108 the clock is made of what it measures
    metrics = metering(settings.metrics_port, watching.figures)
    asked, themes, patience = metrics.coach(asked), metrics.themes(themes), PATIENT.times(settings.patience)
    delivering = sender(database, library, asked, channels, care, permits=permits, themes=themes, patience=patience)
    clock = Clock(work(database, library, delivering, channels, stores.rewrap), movable=settings.movable_clock)
    at_once = AtOnce(delivering.send_these, clock.now)
    granting = Granting(frozenset(settings.administrators))
    reception = Reception(
        database=database,
        words=library.words,
        language=settings.language,
        now=clock.now,
        desks=desks(library, coach, granting),
        care=care,
        model_is_set=settings.model_is_set,
        greet=granting.grant_first,
        at_once=at_once.begin,
        wake=clock.wake,
    )
    edges = edges_of(settings, metrics.taking(reception), stores, library, clock.now)
    channels.update((name, metrics.channel(name, one)) for name, one in edges.channels())
    pages = cut_short(Pages(watching.trouble, clock, WillNotMove).application(), settings.failpoint)
    pages.add_routes(Site(library.words[settings.language], retention.USUAL, retention.LONGEST).routes())
    pages.add_routes(edges.routes())
    return Application(settings, stores, clock, Bell(database.engine), at_once, metrics, edges, pages)
