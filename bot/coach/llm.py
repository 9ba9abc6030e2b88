"""The line to a language model: one question over the network, within one deadline, and nothing about it in any log."""

import asyncio
import json
import logging
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

from bot.errors import CoachSilent

_LIBRARIES = ("openai", "httpx2", "httpcore2")
_RETRIES = 1  # within the deadline: a second try helps after a lost connection, a third only makes the person wait
_MOST_TOKENS = 2_000  # an answer needs eighty; models that think first spend theirs before it
_SCHEMA = {
    "type": "object",
    "properties": {"mirror": {"type": "string"}, "question": {"type": "string"}},
    "required": ["mirror", "question"],
    "additionalProperties": False,
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What the model said, unchecked: nobody may see it before it was checked."""

    mirror: str = field(repr=False)
    question: str = field(repr=False)


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
        trouble = "no time left"
        try:
            async with asyncio.timeout(seconds):
                library = await asyncio.to_thread(_library)  # half a second of work, the first time
                body = await self._said(library, instructions, told, alias)
                return _answer(self._text(json.loads(body)))
        except TimeoutError:
            trouble = "no answer in time"
        except _Unreadable as unreadable:
            trouble = str(unreadable)
        except (ValueError, RecursionError):  # not JSON, or nested beyond reading; what was said stays out of traces
            trouble = "not JSON"
        raise CoachSilent(trouble) from None

    async def _said(self, library: Any, instructions: str, told: str, alias: str) -> str:
        """The body of the answer, as text: read by ourselves, because the library's own errors quote it."""
        try:
            async with library.AsyncOpenAI(
                base_url=self.base_url,
                api_key=self.api_key or "none",  # a server on the same machine asks for none, the library for any
                max_retries=_RETRIES,
                timeout=None,  # one deadline for all of it stands around the call
                http_client=library.DefaultAsyncHttpxClient(follow_redirects=False),
            ) as client:
                asking = self._responses if self.api == "responses" else self._chat
                said = await asking(client, instructions, told, alias)
                return str(said.text)
        except library.OpenAIError as trouble:
            raise _Unreadable(type(trouble).__name__) from None

    async def _responses(self, client: Any, instructions: str, told: str, alias: str) -> Any:
        return await client.responses.with_raw_response.create(
            model=self.model,
            instructions=instructions,
            input=[{"role": "user", "content": told}],
            text={"format": {"type": "json_schema", "name": "follow_up", "strict": True, "schema": _SCHEMA}},
            store=False,
            safety_identifier=alias,
            max_output_tokens=_MOST_TOKENS,
        )

    async def _chat(self, client: Any, instructions: str, told: str, alias: str) -> Any:
        shape = {"name": "follow_up", "strict": True, "schema": _SCHEMA}
        return await client.chat.completions.with_raw_response.create(
            model=self.model,
            messages=[{"role": "system", "content": instructions}, {"role": "user", "content": told}],
            response_format={"type": "json_schema", "json_schema": shape},
            store=False,
            safety_identifier=alias,
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
