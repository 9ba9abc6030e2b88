"""What Slack knows of a person, remembered for a while."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from bot.chat.event import Profile

_SLACKBOT = "USLACKBOT"


def profile_of(user: Mapping[str, Any]) -> Profile:
    """The profile in a user object. Whatever a server leaves out stays empty."""
    details = user.get("profile") or {}
    name = details.get("display_name") or details.get("real_name") or user.get("real_name") or user.get("name")
    return Profile(
        name=name or "",
        timezone=_zone(user.get("tz")),
        language=(user.get("locale") or "").replace("_", "-").partition("-")[0].lower(),
        email=details.get("email") or "",
        guest=bool(user.get("is_restricted") or user.get("is_ultra_restricted") or user.get("is_stranger")),
        bot=bool(user.get("is_bot")) or user.get("id") == _SLACKBOT,
        gone=bool(user.get("deleted")),
    )


def _zone(name: object) -> str:
    """The name of a time zone, if it is one that we know."""
    try:
        return str(ZoneInfo(str(name))) if name else ""
    except (ValueError, OSError, LookupError):  # ZoneInfoNotFoundError is a LookupError
        return ""
