"""Who did something, where and when, as an activity of Teams tells it."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.chat.event import Address, Profile
from bot.teams.connector import PLATFORM

Activity = Mapping[str, Any]

_OF_MANY = "19:"  # how the ids of channels, of groups and of their threads begin
_OF_TEAMS = frozenset({"installationUpdate", "conversationUpdate"})  # they say that a team has the app


def tenant_of(activity: Activity) -> str:
    """The tenant that an activity comes from; "" where it does not say. The SDK reads another key, and loses it."""
    conversation = activity["conversation"]
    told = (activity.get("channelData") or {}).get("tenant") or {}
    return str((told.get("id") if isinstance(told, Mapping) else "") or conversation.get("tenantId") or "")


def room_of(conversation: str) -> str:
    """The channel or group; a thread in it is not another room."""
    return conversation.partition(";messageid=")[0]


def team_in(activity: Activity) -> dict[str, str]:
    """The way to the team that an activity tells of; {} where it tells of none."""
    room, us = activity["conversation"].get("id"), activity.get("recipient")
    bot = us.get("id") if isinstance(us, Mapping) else ""
    if activity["type"] not in _OF_TEAMS or is_private(activity) or not room or not bot:
        return {}
    return {"service_url": str(activity["serviceUrl"]), "bot": str(bot), "conversation": room_of(str(room))}


def sender_of(activity: Activity) -> Address:
    who = activity["from"]
    # the id in the directory is the same for every app; the other one is made for this bot alone
    person = str(who.get("aadObjectId") or who["id"])
    return Address(PLATFORM, tenant_of(activity), person)


def is_private(activity: Activity) -> bool:
    """Whether nobody but the sender is there. What does not say so is private only if it cannot be a channel's."""
    conversation = activity["conversation"]
    kind = conversation.get("conversationType")
    private = kind == "personal" if kind else not str(conversation.get("id") or "").startswith(_OF_MANY)
    return private and not conversation.get("isGroup")


def profile_of(activity: Activity) -> Profile:
    return Profile(
        name=str(activity["from"].get("name") or ""),
        timezone=_zone(activity.get("localTimezone")),
        language=str(activity.get("locale") or "").partition("-")[0].lower(),
    )


def moment_of(activity: Activity, now: datetime) -> datetime:
    try:
        said = datetime.fromisoformat(str(activity["timestamp"]))
        return said.astimezone(UTC) if said.tzinfo else now
    except (KeyError, ValueError, OverflowError):  # the last for a moment that is in no year of UTC
        return now


def _zone(name: object) -> str:
    """The name of a time zone, if it is one that we know."""
    try:
        return str(ZoneInfo(str(name))) if name else ""
    except (ValueError, OSError, LookupError):  # ZoneInfoNotFoundError is a LookupError
        return ""
