"""What Slack knows of a person, remembered for a while."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from bot.chat.event import Address, Profile
from bot.errors import Trouble
from bot.slack.calls import Calls

SLACKBOT = "USLACKBOT"
_KEPT = 900.0  # seconds; changes are announced by events, so this only bounds what an event missed
_NOT_ASKED_AGAIN = 60.0  # seconds after a lookup failed, so that a slow server does not slow down every event
_PATIENCE = 1.0  # seconds that an event waits for a profile, of the three that Slack gives an answer
_MOST = 10_000  # profiles in memory


@dataclass(slots=True)
class Directory:
    """Profiles by workspace and person, looked up once in a while."""

    calls: Calls
    _known: OrderedDict[tuple[str, str], tuple[Profile, float]] = field(default_factory=OrderedDict, repr=False)

    async def known(self, who: Address) -> Profile:
        """The profile, at once or within a second; an empty one where Slack does not tell."""
        kept, until = self._known.get((who.workspace, who.person), (Profile(), 0.0))
        if until > time.monotonic() or not who.person:
            return kept
        try:
            async with asyncio.timeout(_PATIENCE):
                return await self.look_up(who)
        except (Trouble, TimeoutError):
            self.learn(who, kept, _NOT_ASKED_AGAIN)
            return kept

    async def look_up(self, who: Address) -> Profile:
        """The profile as Slack has it now. Raises what `Channel.profile` raises."""
        answer = await self.calls.call(
            who.workspace, "users.info", lambda slack: slack.users_info(user=who.person, include_locale=True)
        )
        profile = profile_of(answer.get("user") or {})
        self.learn(who, profile)
        return profile

    def learn(self, who: Address, profile: Profile, seconds: float = _KEPT) -> None:
        """Remembers what an event or an answer said."""
        self._known[who.workspace, who.person] = (profile, time.monotonic() + seconds)
        self._known.move_to_end((who.workspace, who.person))
        while len(self._known) > _MOST:
            self._known.popitem(last=False)

    def language(self, who: Address) -> str:
        """The language of a person as far as it is known without asking."""
        return self._known.get((who.workspace, who.person), (Profile(), 0.0))[0].language


def profile_of(user: Mapping[str, Any]) -> Profile:
    """The profile in a user object. Whatever a server leaves out stays empty."""
    details = user.get("profile") or {}
    # the full name first: what people choose to be called in chat is often a handle that a colleague cannot place
    name = details.get("real_name") or user.get("real_name") or details.get("display_name") or user.get("name")
    return Profile(
        name=name or "",
        timezone=_zone(user.get("tz")),
        language=(user.get("locale") or "").replace("_", "-").partition("-")[0].lower(),
        email=details.get("email") or "",
        guest=bool(user.get("is_restricted") or user.get("is_ultra_restricted") or user.get("is_stranger")),
        bot=bool(user.get("is_bot")) or user.get("id") == SLACKBOT,
        gone=bool(user.get("deleted")),
    )


def _zone(name: object) -> str:
    """The name of a time zone, if it is one that we know."""
    try:
        return str(ZoneInfo(str(name))) if name else ""
    except (ValueError, OSError, LookupError):  # ZoneInfoNotFoundError is a LookupError
        return ""
