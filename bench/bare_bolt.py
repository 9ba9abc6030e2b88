"""What there is to beat: an app as Bolt's documentation shows it, which answers and remembers nothing."""

import asyncio
import logging
from collections.abc import Mapping
from typing import Any

from aiohttp import web
from slack_bolt.async_app import AsyncApp, AsyncSay
from slack_sdk.web.async_client import AsyncWebClient

from bench.child import answer

_SENTENCE = "Kept. Only you can read it."


def _app(secret: str, slack: str, *, says: bool) -> AsyncApp:
    """`says` has it post a sentence, as the bot does; otherwise it only tells Slack that the event came."""
    app = AsyncApp(client=AsyncWebClient("xoxb-bench", base_url=slack), signing_secret=secret)

    @app.event("message")
    async def heard(event: Mapping[str, Any], say: AsyncSay) -> None:
        if says:
            await say(_SENTENCE, thread_ts=event["ts"])

    return app


async def _serve(asked: Mapping[str, Any]) -> Mapping[str, Any]:
    runner = web.AppRunner(_app(asked["secret"], asked["slack"], says=asked["says"]).web_app("/slack/events"))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    return {"port": runner.addresses[0][1]}


if __name__ == "__main__":
    logging.basicConfig(level=logging.ERROR)
    asyncio.run(answer(_serve))
