"""Says for each of Slack's refusals what to do about it: wait, find out, give up, stop, or forget the workspace."""

import math
import re
from collections.abc import Mapping

from bot.errors import Crowded, Misconfigured, Rejected, Revoked, Trouble, TryLater, Unknown, Unreachable

# The names are those of docs.slack.dev/reference/methods/chat.postMessage, conversations.open and auth.test.
_LATER = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded", "org_login_required", "team_added_to_org"})
_UNKNOWN = frozenset({
    "fatal_error",
    "internal_error",
    "request_timeout",
    "service_unavailable",
    "duplicate_message",  # our own earlier try with the same client_msg_id arrived: reading back finds it
})  # fmt: skip
_REVOKED = frozenset({
    "account_inactive",
    "app_uninstalled",
    "invalid_auth",
    "not_authed",
    "token_expired",
    "token_revoked",
})  # fmt: skip
# About the person or the room, whatever we would say there. Every other no is about this one call: what is wrong with a
# message, or with our own permissions, must not cut anybody off from all that comes after it.
_UNREACHABLE = frozenset({
    "cannot_dm_bot",
    "channel_not_found",
    "is_archived",
    "not_in_channel",
    "restricted_action",
    "restricted_action_non_threadable_channel",
    "restricted_action_read_only_channel",
    "restricted_action_thread_only_channel",
    "user_disabled",
    "user_not_found",
    "user_not_visible",
    "users_not_found",
})  # fmt: skip

# After these a token never works again; the others may come from a network that Slack does not let in.
FINAL = frozenset({"account_inactive", "app_uninstalled", "token_revoked"})

DEFAULT_WAIT = 30.0  # seconds, where a 429 does not say how long
LONGEST_WAIT = 3600.0  # seconds; a server that asks for more is not believed
_A_NUMBER = re.compile(r"[0-9]{1,20}(\.[0-9]{1,20})?")  # of seconds; Slack gives whole ones, a proxy may not


def trouble(status: int, name: str, headers: Mapping[str, str]) -> Trouble:
    """What a refusal means. `name` is Slack's own word for it, empty where the answer was none of Slack's.

    Whatever Slack says in so many words is a definite no, so that an unfamiliar name is `Rejected`: the same call is
    never tried again, and the next one is.
    """
    if status == 429 or name in _LATER:
        return Crowded(wait(headers), name or "ratelimited")
    if status >= 500 or not name or name in _UNKNOWN:
        return Unknown(name or f"HTTP {status}")
    if name in _REVOKED:
        return Revoked(name)
    return Unreachable(name) if name in _UNREACHABLE else Rejected(name)


def not_taken(token: str, api_url: str, why: Trouble) -> Misconfigured:
    """Why the bot cannot start with that token: Slack refuses it, or cannot be asked."""
    if isinstance(why, TryLater | Unknown):
        return Misconfigured(f"Slack's server at {api_url} cannot be reached, so the {token} cannot be tried ({why}).")
    return Misconfigured(f"Slack's server at {api_url} does not take the {token} ({why}).")


def wait(headers: Mapping[str, str]) -> float:
    """How long a 429 asks us to be quiet, in seconds."""
    asked = next((value for key, value in headers.items() if key.lower() == "retry-after"), "")
    return min(math.ceil(float(asked)), LONGEST_WAIT) if _A_NUMBER.fullmatch(asked) else DEFAULT_WAIT
