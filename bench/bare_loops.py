"""What there is to beat: loops around Slack's own client that post what is due and remember nothing."""

import asyncio
import time
from collections.abc import Mapping
from typing import Any

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bench.child import answer
from bench.promises import PROMPT
from bot.rules.asking import Asking
from bot.rules.composing import prompt_message
from bot.slack import render
from prompts.library import PROMPTS, Library
from storage.tables import new_id

_LIBRARY = Library.load(PROMPTS, "en")


async def _loop(asked: Mapping[str, Any]) -> Mapping[str, Any]:
    """Posts `messages`: one at a time and with a session for each call, as documented; or else `at_once` in one."""
    shown = _shown()
    began = time.perf_counter()
    if asked["at_once"] == 1:
        client = AsyncWebClient("xoxb-bench", base_url=asked["slack"])
        for number in range(asked["messages"]):
            await client.chat_postMessage(channel=f"D{number:06}", **shown)
        return {"seconds": time.perf_counter() - began}
    async with aiohttp.ClientSession() as session:
        client = AsyncWebClient("xoxb-bench", base_url=asked["slack"], session=session)
        numbers = iter(range(asked["messages"]))

        async def post() -> None:
            for number in numbers:
                await client.chat_postMessage(channel=f"D{number:06}", **shown)

        await asyncio.gather(*(post() for _ in range(asked["at_once"])))
    return {"seconds": time.perf_counter() - began}


def _shown() -> dict[str, Any]:
    """The prompt that the bot sends."""
    prompt = next(one for one in _LIBRARY.program.prompts if one.key == PROMPT)
    said, words = _LIBRARY.prompts["en"][PROMPT], _LIBRARY.words["en"]
    asking = Asking(new_id(), prompt, said, words, {"organisation": "Bench", "partner": "U000001", "value": "Respect"})
    wording = next(iter(said.fitting({"partner", "value"})))
    shown = render.message(prompt_message(asking, wording, long_help=True), words)
    return {"text": shown["text"], "blocks": shown["blocks"]}


if __name__ == "__main__":
    asyncio.run(answer(_loop))
