"""What a process of the bot must be told to find the tests' Slack, and what that Slack heard from it."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from bot.playground.courier import Way
from bot.playground.playground import Playground
from bot.settings import PREFIX
from tests.dying_bot import DyingBot
from tests.slack_people import BOT_TOKEN, SECRET

ADMINISTRATOR = "U99"  # nobody of the stories: whoever administers has nothing to do in them


@dataclass
class RepeatsToTheLiving:
    """A way that brings what failed again as soon as a process listens, where Slack waits for minutes."""

    way: Way
    bot: DyingBot

    async def carry(self, kind: str, payload: dict[str, Any], attempt: int, reason: str) -> dict[str, Any]:
        if attempt:
            await self.bot.listens()
        return await self.way.carry(kind, payload, attempt, reason)


def slack_environment(playground: Playground, patience: float) -> dict[str, str]:
    """A bot of that workspace, whose clock can be moved, with so large a share of its waiting."""
    return {
        f"{PREFIX}SLACK_API_URL": playground.api_url,
        f"{PREFIX}SLACK_BOT_TOKEN": BOT_TOKEN,
        f"{PREFIX}SLACK_SIGNING_SECRET": SECRET,
        f"{PREFIX}ADMINISTRATORS": ADMINISTRATOR,
        f"{PREFIX}CLOCK": "movable",
        f"{PREFIX}PATIENCE": str(patience),
    }


def copies(playground: Playground) -> Counter[str]:
    """How often each delivery stands in a chat."""
    found = [(post.metadata or {}).get("event_payload", {}).get("delivery_id") for post in playground.workspace.posts]
    return Counter(one for one in found if one)
