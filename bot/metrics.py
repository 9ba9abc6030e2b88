"""Figures for whoever runs the bot, as Prometheus reads them: how many and how long, and nothing of anybody."""

import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from aiohttp import web
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from bot.chat.channel import Channel
from bot.chat.taking import Taking
from bot.coach.coach import Coach
from bot.coach.suggested import Suggesting
from bot.errors import log_fault
from bot.flows.watching import Figures
from bot.metered import MeteredChannel, MeteredCoach, MeteredTaking, MeteredThemes

log = logging.getLogger(__name__)

_FRESH = 30.0  # seconds for which figures that take a look at every row are not looked up again
_SECONDS = (0.005, 0.02, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20)  # up to the longest call to a platform


@dataclass
class Metrics:
    """`figures` are asked of the database when somebody looks. What it wraps behaves as before."""

    figures: Callable[[], Awaitable[Figures]]
    registry: CollectorRegistry = field(default_factory=CollectorRegistry)
    _looked_at: float = field(default=float("-inf"))
    _runner: web.AppRunner | None = None

    def __post_init__(self) -> None:
        ProcessCollector(registry=self.registry)
        here = self.registry
        self._deliveries = Gauge("exchange_deliveries", "Promises, by kind and state", ("kind", "state"), registry=here)
        self._waiting = Gauge(
            "exchange_outbox_age_seconds", "How long the oldest due promise has waited", registry=here
        )
        self._held = Gauge("exchange_held", "1 while nothing unasked is sent until `resume`", registry=here)
        self._events = Histogram(
            "exchange_event_seconds",
            "Seconds until an event was stored",
            ("kind", "outcome"),
            buckets=_SECONDS,
            registry=here,
        )
        self._sends = Histogram(
            "exchange_send_seconds", "Seconds for one message", ("platform", "outcome"), buckets=_SECONDS, registry=here
        )
        self._coach = Counter(
            "exchange_coach_calls", "Questions asked of the coach", ("outcome", "by_model"), registry=here
        )
        self._themes = Counter("exchange_theme_calls", "Themes asked of a model", ("outcome",), registry=here)

    def taking(self, reception: Taking) -> Taking:
        return MeteredTaking(reception, self._events)

    def channel(self, platform: str, channel: Channel) -> Channel:
        return MeteredChannel(channel, platform, self._sends)

    def coach(self, coach: Coach) -> Coach:
        return MeteredCoach(coach, self._coach)

    def themes(self, themes: Suggesting | None) -> Suggesting | None:
        return MeteredThemes(themes, self._themes) if themes else None

    async def start(self, host: str, port: int) -> None:
        """Serves `/metrics` there. Raises OSError where nothing can listen."""
        application = web.Application()
        application.router.add_get("/metrics", self.page)
        self._runner = web.AppRunner(application, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, host, port).start()

    async def stop(self) -> None:
        if self._runner:
            await self._runner.cleanup()

    async def page(self, _request: web.Request) -> web.Response:
        """Everything, as text. Without the database, what this process knows by itself."""
        try:
            await self._look()
        except Exception as fault:  # noqa: BLE001 whatever is wrong with the database, the other figures tell of it
            log_fault(log, "the figures of the database are not known", fault)
        return web.Response(body=generate_latest(self.registry), headers={"Content-Type": CONTENT_TYPE_PLAIN_0_0_4})

    async def _look(self) -> None:
        if time.monotonic() - self._looked_at < _FRESH:
            return
        figures = await self.figures()
        self._deliveries.clear()
        for (kind, state), number in figures.deliveries.items():
            self._deliveries.labels(kind, state).set(number)
        self._waiting.set(figures.waiting.total_seconds())
        self._held.set(figures.held)
        self._looked_at = time.monotonic()
