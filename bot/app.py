"""The wiring: which collaborators everything gets, and in which order the process starts and stops."""

import asyncio
import gc
import logging
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

import aiohttp
from aiohttp import web

from bot import log_lines
from bot.at_once import AtOnce
from bot.chat.channel import Channel
from bot.clock import Clock, WillNotMove, real_now
from bot.cut_short import cut_short
from bot.desks import desks
from bot.edges import slack_edge, teams_edge
from bot.flows.granting import Granting
from bot.flows.housekeeping import Housekeeping
from bot.flows.searching import Searching
from bot.flows.watching import Watching
from bot.modelling import asked_coach
from bot.reception import Reception
from bot.rules import retention
from bot.rules.patience import LONGEST_CALL, PATIENT
from bot.settings import Settings
from bot.site import Site
from bot.slack.connect import SlackEdge
from bot.slack.sweeping import Sweeping
from bot.starting import (
    alone,
    care_here,
    coach_here,
    library_of,
    listening,
    making,
    masters_of,
    newest,
    opened,
    reaching,
    using,
    whole,
)
from bot.unmetered import Unmetered, metering
from bot.web import Pages
from bot.wiring import sender, work
from storage.bell import Bell
from storage.documents import Documents
from storage.engine import connect as engine
from storage.erasure_ledger import ErasureLedger
from storage.hold import Hold
from storage.installations import Installations
from storage.key_store import KeyStore
from storage.migrations import migrate
from storage.routes import Routes
from storage.store import Database

if TYPE_CHECKING:
    from bot.metrics import Metrics
    from bot.teams.connect import TeamsEdge

log = logging.getLogger(__name__)

_LAST_ANSWERS = 10.0  # seconds for requests under way at the end; they have their answers within two
_CONNECTING = 5.0  # seconds for the connection, of all that one call to a platform may take


@dataclass
class Application:
    """Everything that runs, wired but not started. `mount` may add to the web server before it listens."""

    settings: Settings
    hold: Hold
    database: Database
    keys: KeyStore
    clock: Clock
    bell: Bell
    at_once: AtOnce
    metrics: "Metrics | Unmetered"
    slack: SlackEdge | None
    teams: "TeamsEdge | None"
    server: web.Application
    session: aiohttp.ClientSession
    port: int = 0
    _runner: web.AppRunner | None = field(default=None, repr=False)

    async def start(self) -> None:
        """Brings the tables up to date, listens, and only then asks the platforms. Raises Misconfigured."""
        whole(self.settings.database_url, self.settings.keys_url)
        alone(self.hold)
        with reaching("EXCHANGE_KEYS_URL"):
            await self.keys.prepare()
            await opened(self.keys)
        with reaching("EXCHANGE_DATABASE_URL"):
            await migrate(self.database.engine)
            if self.settings.slack_client_id:  # a token that the settings give is sealed anew before it is used
                await opened(Installations(self.database, self.keys.masters, real_now))
            await self.database.finish_erasures()
        with using(self.settings.ledger_file):
            await self.database.prepare_ledger(real_now())
        if self.database.ledger and not self.settings.movable_clock:  # the program's time, by which it notes, is real
            await newest(self.database, self.database.ledger)
        with reaching("EXCHANGE_DATABASE_URL"):
            self.clock.go_on_from(await Housekeeping(self.database).last_moment())
        self._runner = web.AppRunner(self.server, access_log=None, shutdown_timeout=_LAST_ANSWERS)
        await self._runner.setup()
        with listening(self.settings.host, self.settings.port):
            await web.TCPSite(self._runner, self.settings.host, self.settings.port).start()
        self.port = self._runner.addresses[0][1]
        with listening(self.settings.host, self.settings.metrics_port, "EXCHANGE_METRICS_PORT"):
            await self.metrics.start(self.settings.host, self.settings.metrics_port)
        if self.slack:
            await self.slack.start()
        self.clock.start()
        self.bell.start(self.clock.wake)

    async def settle(self) -> None:
        """Waits until everything that replies asked for is shown."""
        for edge in (self.slack, self.teams):
            if edge:
                await edge.settle()

    async def stop(self) -> None:
        """Takes nothing more, finishes what was begun, and lets go of everything.

        The platform repeats to another process, or later to the next one, what this one does not take any more.
        """
        self.clock.close()
        await self.bell.stop()
        if self._runner:
            await self._runner.cleanup()
        if self.slack:
            await self.slack.close()
        if self.teams:
            await self.teams.settle()
        await self.at_once.finish()
        await self.clock.stop()
        await self.metrics.stop()
        await self.session.close()
        await self.database.close()
        await self.keys.close()
        self.hold.let_go()


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
    hold = Hold(settings.database_url)
    masters = masters_of(settings.master_keys, settings.master_key_file, settings.key_store_file)
    with making("EXCHANGE_KEYS_URL"):
        keys = KeyStore(engine(settings.keys_url), masters)
    with making("EXCHANGE_DATABASE_URL"):
        database = Database(engine(settings.database_url), keys, ErasureLedger(settings.ledger_file))
    channels: dict[str, Channel] = {}
    installations = Installations(database, masters, real_now)
    rewrap = (keys.rewrap, installations.rewrap)
    asked, permits, themes = asked_coach(settings, coach, care, masters)
    watching = Watching(database, real_now, lambda: clock.now())  # noqa: PLW0108 the clock is made of what it measures
    metrics = metering(settings.metrics_port, watching.figures)
    patience = PATIENT.times(settings.patience)
    asked, themes = metrics.coach(asked), metrics.themes(themes)
    delivering = sender(database, library, asked, channels, care, permits=permits, themes=themes, patience=patience)
    clock = Clock(work(database, library, delivering, channels, rewrap), movable=settings.movable_clock)
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
    wait = aiohttp.ClientTimeout(total=LONGEST_CALL.total_seconds(), sock_connect=_CONNECTING)
    session = aiohttp.ClientSession(timeout=wait)
    slack = slack_edge(settings, metrics.taking(reception), installations, library, session) if settings.slack else None
    teams = (
        teams_edge(
            settings,
            metrics.taking(reception),
            installations,
            routes=Routes(database, real_now),
            documents=Documents(database, real_now),
            library=library,
            session=session,
        )
        if settings.teams
        else None
    )
    pages = cut_short(Pages(watching.trouble, clock, WillNotMove).application(), settings.failpoint)
    pages.add_routes(Site(library.words[settings.language], retention.USUAL, retention.LONGEST).routes())
    if slack:
        slack.sweeping = Sweeping(slack.answering, partial(Searching(database).on, "slack"), clock.now)
        channels["slack"] = metrics.channel("slack", slack.channel)
        pages.add_routes(slack.routes())
    if teams:
        channels["teams"] = metrics.channel("teams", teams.channel)
        pages.add_routes(teams.routes())
    return Application(
        settings, hold, database, keys, clock, Bell(database.engine), at_once, metrics, slack, teams, pages, session
    )
