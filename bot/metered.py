"""What is measured while it does its work: taking events, sending messages, asking the coach."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from prometheus_client import Counter, Histogram

from bot.chat.channel import Channel
from bot.chat.event import Address, Event, Posted, Profile
from bot.chat.permit import Permit
from bot.chat.reply import Document, Reply
from bot.chat.taking import Taking
from bot.coach.coach import Coach, Question, Talk
from bot.coach.suggested import Suggested, Suggesting
from prompts.message import Message


@dataclass(frozen=True, slots=True)
class MeteredTaking:
    """Times each event by what it is, and never by whose."""

    reception: Taking
    seconds: Histogram

    async def take(self, event: Event) -> Reply:
        with _timed(self.seconds, type(event).__name__.lower()):
            return await self.reception.take(event)


@dataclass(frozen=True, slots=True)
class MeteredChannel:
    """`bot.chat.channel.Channel`; only what is sent is timed."""

    channel: Channel
    platform: str
    seconds: Histogram

    async def send(self, to: Address, message: Message, *, delivery: str, thread: str | None = None) -> Posted:
        with _timed(self.seconds, self.platform):
            return await self.channel.send(to, message, delivery=delivery, thread=thread)

    async def replace(self, posted: Posted, message: Message, *, to: Address) -> None:
        await self.channel.replace(posted, message, to=to)

    async def find(self, to: Address, delivery: str, since: datetime, *, thread: str | None = None) -> Posted | None:
        return await self.channel.find(to, delivery, since, thread=thread)

    async def file(self, to: Address, document: Document) -> Posted:
        return await self.channel.file(to, document)

    async def profile(self, who: Address) -> Profile:
        return await self.channel.profile(who)

    async def find_by_email(self, workspace: str, email: str) -> str | None:
        return await self.channel.find_by_email(workspace, email)


@dataclass(frozen=True, slots=True)
class MeteredCoach:
    """`bot.coach.coach.Coach`; counts what came of each call."""

    coach: Coach
    calls: Counter

    async def follow_up(self, talk: Talk) -> Question | None:
        try:
            question = await self.coach.follow_up(talk)
        except Exception as trouble:
            self.calls.labels(type(trouble).__name__, "no").inc()
            raise
        self.calls.labels("question" if question else "none", "yes" if question and question.by_model else "no").inc()
        return question

    def came_to_an_end(self, talk: Talk) -> bool:
        return self.coach.came_to_an_end(talk)


@dataclass(frozen=True, slots=True)
class MeteredThemes:
    """`bot.coach.suggested.Suggesting`; counts what came of each call."""

    themes: Suggesting
    calls: Counter

    async def suggest(self, texts: Mapping[str, str], language: str, permit: Permit) -> tuple[Suggested, ...]:
        try:
            suggested = await self.themes.suggest(texts, language, permit)
        except Exception as trouble:
            self.calls.labels(type(trouble).__name__).inc()
            raise
        self.calls.labels("themes" if suggested else "none").inc()
        return suggested


@contextmanager
def _timed(seconds: Histogram, what: str) -> Iterator[None]:
    """Notes how long it took and how it ended: "done", or the kind of trouble."""
    began, outcome = time.perf_counter(), "done"
    try:
        yield
    except BaseException as trouble:
        outcome = type(trouble).__name__
        raise
    finally:
        seconds.labels(what, outcome).observe(time.perf_counter() - began)
