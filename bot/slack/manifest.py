"""The two manifests that an operator gives to Slack: one for HTTP, one for Socket Mode."""

import json
from functools import cache
from pathlib import Path
from typing import Any

HTTP, SOCKET = "http", "socket"


@cache
def manifest(kind: str) -> dict[str, Any]:
    """The manifest of that kind, as it lies beside this file."""
    read: dict[str, Any] = json.loads(Path(__file__).with_name(f"manifest.{kind}.json").read_text("utf-8"))
    return read


def scopes() -> tuple[str, ...]:
    """What we ask of a workspace; the same for both."""
    return tuple(manifest(HTTP)["oauth_config"]["scopes"]["bot"])
