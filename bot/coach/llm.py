"""The line to a language model: one answer over the network, within one deadline, and nothing about it in any log."""

import asyncio
import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, TypeVar

from bot.errors import CoachSilent

_LIBRARIES = ("openai", "httpx2", "httpcore2")
_RETRIES = 1  # within the deadline: a second try helps after a lost connection, a third only makes the person wait
_MOST_TOKENS = 2_000  # an answer needs eighty; models that think first spend theirs before it


def _shape(name: str, properties: Mapping[str, Any]) -> Mapping[str, Any]:
    """What the answer must be like, as both interfaces are told it: with exactly these properties."""
    return {"name": name, "strict": True, "schema": _object(properties)}


def _object(properties: Mapping[str, Any]) -> Mapping[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


_FOLLOW_UP = _shape("follow_up", {"mirror": {"type": "string"}, "question": {"type": "string"}})
_THEME = _object({"name": {"type": "string"}, "points": {"type": "array", "items": {"type": "integer"}}})
_THEMES = _shape("themes", {"themes": {"type": "array", "items": _THEME}})
Said = TypeVar("Said")


@dataclass(frozen=True, slots=True)
class Answer:
    """What the model said, unchecked: nobody may see it before it was checked."""

    mirror: str = field(repr=False)
    question: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Named:
    """One theme that the model suggests, unchecked, with the numbers of what it puts there."""

    name: str = field(repr=False)
    points: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Asking:
    """All that a model is asked once, and in what shape it must answer."""

    shape: Mapping[str, Any] = field(repr=False)
    instructions: str = field(repr=False)
    told: str = field(repr=False)
    alias: str


@dataclass(frozen=True, slots=True)
class LanguageModel:
    """A model behind an address that speaks OpenAI's Responses (`api` is "responses") or Chat Completions ("chat").

    Nothing is kept there as far as the asker can decide it (`store` is off), no tools are offered, and an answer that
    points elsewhere is not followed, so that the words go to `base_url` and to no other place.
    """

    base_url: str
    model: str
    api: str = "responses"
    api_key: str = field(default="", repr=False)

    async def answer(self, instructions: str, told: str, alias: str, seconds: float) -> Answer:
        """The model's answer to what it is told. `alias` is a hash that stands for the writer.

        Raises CoachSilent, with the kind of trouble and nothing else in it, after `seconds` at the latest.
        """
        return await self._asked(_Asking(_FOLLOW_UP, instructions, told, alias), _answer, seconds)

    async def sort(self, instructions: str, told: str, alias: str, seconds: float) -> tuple[Named, ...]:
        """The numbered pieces that it is told, under names. Raises CoachSilent like `answer`."""
        return await self._asked(_Asking(_THEMES, instructions, told, alias), _themes, seconds)

    async def _asked(self, asking: "_Asking", read: Callable[[str], Said], seconds: float) -> Said:
        trouble = "no time left"
        try:
            async with asyncio.timeout(seconds):
                library = await asyncio.to_thread(_library)  # half a second of work, the first time
                body = await self._said(library, asking)
                return read(self._text(json.loads(body)))
        except TimeoutError:
            trouble = "no answer in time"
        except _Unreadable as unreadable:
            trouble = str(unreadable)
        except (ValueError, RecursionError):  # not JSON, or nested beyond reading; what was said stays out of traces
            trouble = "not JSON"
        raise CoachSilent(trouble) from None

    async def _said(self, library: Any, asking: "_Asking") -> str:
        """The body of the answer, as text: read by ourselves, because the library's own errors quote it."""
        try:
            async with library.AsyncOpenAI(
                base_url=self.base_url,
                api_key=self.api_key or "none",  # a server on the same machine asks for none, the library for any
                max_retries=_RETRIES,
                timeout=None,  # one deadline for all of it stands around the call
                http_client=library.DefaultAsyncHttpxClient(follow_redirects=False),
            ) as client:
                through = self._responses if self.api == "responses" else self._chat
                said = await through(client, asking)
                return str(said.text)
        except library.OpenAIError as trouble:
            raise _Unreadable(type(trouble).__name__) from None

    async def _responses(self, client: Any, asking: "_Asking") -> Any:
        return await client.responses.with_raw_response.create(
            model=self.model,
            instructions=asking.instructions,
            input=[{"role": "user", "content": asking.told}],
            text={"format": {"type": "json_schema", **asking.shape}},
            store=False,
            safety_identifier=asking.alias,
            max_output_tokens=_MOST_TOKENS,
        )

    async def _chat(self, client: Any, asking: "_Asking") -> Any:
        return await client.chat.completions.with_raw_response.create(
            model=self.model,
            messages=[
                {"role": "system", "content": asking.instructions},
                {"role": "user", "content": asking.told},
            ],
            response_format={"type": "json_schema", "json_schema": asking.shape},
            store=False,
            safety_identifier=asking.alias,
            max_completion_tokens=_MOST_TOKENS,
        )

    def _text(self, body: Any) -> str:
        try:
            return _of_responses(body) if self.api == "responses" else _of_chat(body)
        except (KeyError, IndexError, TypeError, AttributeError):
            raise _Unreadable("an answer of another shape") from None


class _Unreadable(Exception):
    """The answer cannot be used. Its text names the kind of trouble and holds nothing that anybody said."""


def _library() -> Any:
    """The library, loaded when a model is first asked: a bot without one never pays for it."""
    library = import_module("openai")
    for part in ("openai.resources.responses", "openai.resources.chat"):  # it would load them while everybody waits
        import_module(part)
    for name in _LIBRARIES:
        _silence(name)
    return library


def _silence(name: str) -> None:
    """Its lines hold whole requests at DEBUG, which `OPENAI_LOG` turns on: they go nowhere, whatever is set."""
    logger = logging.getLogger(name)
    logger.propagate = False
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())


def _of_responses(body: Any) -> str:
    if body["status"] != "completed":
        raise _Unreadable("an unfinished answer")
    parts = [part for item in body["output"] if item["type"] == "message" for part in item["content"]]
    if any(part["type"] != "output_text" for part in parts):
        raise _Unreadable("a refusal")
    return "".join(part["text"] for part in parts)


def _of_chat(body: Any) -> str:
    (choice,) = body["choices"]
    if choice["message"].get("refusal"):
        raise _Unreadable("a refusal")
    if choice["finish_reason"] != "stop":
        raise _Unreadable("an unfinished answer")
    return str(choice["message"]["content"])


def _answer(text: str) -> Answer:
    found = json.loads(text)
    if not isinstance(found, dict) or set(found) != {"mirror", "question"}:
        raise _Unreadable("an answer of another shape")
    mirror, question = found["mirror"], found["question"]
    if not isinstance(mirror, str) or not isinstance(question, str):
        raise _Unreadable("an answer of another shape")
    return Answer(mirror.strip(), question.strip())


def _themes(text: str) -> tuple[Named, ...]:
    found = json.loads(text)
    if not isinstance(found, dict) or set(found) != {"themes"} or not isinstance(found["themes"], list):
        raise _Unreadable("an answer of another shape")
    return tuple(_theme(one) for one in found["themes"])


def _theme(found: Any) -> Named:
    if not isinstance(found, dict) or set(found) != {"name", "points"} or not isinstance(found["name"], str):
        raise _Unreadable("an answer of another shape")
    points = found["points"]
    if not isinstance(points, list) or not all(type(one) is int for one in points):  # True is no number
        raise _Unreadable("an answer of another shape")
    return Named(found["name"].strip(), tuple(points))
