"""The app package that an operator gives to Teams: a manifest and two icons in one zip file."""

import io
import json
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bot.chat.command import COMMANDS
from bot.errors import Misconfigured
from prompts.words import Words

VERSION = "1.0.0"  # of the app package: Teams takes an update only under a higher one
_ICONS = ("color.png", "outline.png")  # 192 x 192 and 32 x 32 pixels, as Teams asks
_COLOUR = "#125C58"
# The most that somebody types first; Teams shows ten of a list at most.
_PRIVATE = ("help", "today", "note", "journal", "reflect", "readiness", "pause until", "privacy", "week", "cohort show")
_IN_CHANNEL = ("cohort room here", "help")


def package(app_id: str, public_url: str, words: Words, *, slash: bool = False) -> bytes:
    """The zip file. With `slash`, the commands are offered behind `/` too, which Teams has as a preview only.

    Raises Misconfigured without an app id, or without an address under which the bot's pages are reached.
    """
    missing = [name for name, value in (("TEAMS_APP_ID", app_id), ("PUBLIC_URL", public_url)) if not value]
    if missing:
        raise Misconfigured("\n".join(f"EXCHANGE_{name} is needed for the app package." for name in missing))
    if not public_url.startswith("https://"):
        raise Misconfigured(
            "EXCHANGE_PUBLIC_URL must begin with https:// for Teams, e.g. https://coach.halden.example."
        )
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr("manifest.json", json.dumps(manifest(app_id, public_url, words, slash=slash), indent=2))
        for icon in _ICONS:
            zipped.writestr(icon, Path(__file__).with_name("app").joinpath(icon).read_bytes())
    return content.getvalue()


def manifest(app_id: str, public_url: str, words: Words, *, slash: bool = False) -> dict[str, Any]:
    """The manifest, as Microsoft's schema describes it: of version 1.22, or of the preview with slash commands."""
    site = public_url.rstrip("/")
    version = "devPreview" if slash else "1.22"
    schema = "vDevPreview" if slash else "v1.22"
    return {
        "$schema": f"https://developer.microsoft.com/json-schemas/teams/{schema}/MicrosoftTeams.schema.json",
        "manifestVersion": version,
        "version": VERSION,
        "id": app_id,
        "developer": {
            "name": words.label("teams.app_name"),
            "websiteUrl": f"{site}/privacy",  # which begins with what the product is
            "privacyUrl": f"{site}/privacy",
            "termsOfUseUrl": f"{site}/terms",
        },
        "name": {"short": words.label("teams.app_name"), "full": words.label("teams.app_full_name")},
        "description": {"short": words.label("teams.app_short"), "full": words.label("teams.app_full")},
        "icons": {"color": _ICONS[0], "outline": _ICONS[1]},
        "accentColor": _COLOUR,
        "bots": [_bot(app_id, words, slash=slash)],
        "permissions": ["identity", "messageTeamMembers"],
        "validDomains": [urlsplit(site).hostname],
    }


def _bot(app_id: str, words: Words, *, slash: bool) -> dict[str, Any]:
    lists = [_list(["personal"], _PRIVATE, words), _list(["team", "groupChat"], _IN_CHANNEL, words)]
    bot = {
        "botId": app_id,
        "scopes": ["personal", "team", "groupChat"],
        "supportsFiles": False,
        "isNotificationOnly": False,
    }
    if not slash:
        return {**bot, "commandLists": lists}
    # only in channels and groups: in the private chat there is nobody else to hide a command from
    channels = {**lists[1], "triggers": ["slash"]}
    return {**bot, "supportsTargetedMessages": True, "commandLists": [lists[0], channels]}


def _list(scopes: Sequence[str], typed: Sequence[str], words: Words) -> dict[str, Any]:
    known = {" ".join(one.words): one for one in COMMANDS}
    commands = [{"title": name, "description": words.label(f"command.{known[name].key}.help")} for name in typed]
    return {"scopes": list(scopes), "commands": commands}
