"""Payloads shaped as Slack documents them."""

from typing import Any

from bot.chat.action import Action


def event(inner: dict[str, Any], *, event_id: str = "Ev1", **envelope: Any) -> dict[str, Any]:
    return {
        "token": "legacy",
        "team_id": "T1",
        "api_app_id": "A1",
        "event": inner,
        "type": "event_callback",
        "event_id": event_id,
        "event_time": 1804500000,
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": "T1",
                "user_id": "UBOT",
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
        **envelope,
    }


def message(text: str = "She asked who was carrying the load.", **more: Any) -> dict[str, Any]:
    return {
        "type": "message",
        "channel": "DU1",
        "channel_type": "im",
        "user": "U1",
        "text": text,
        "ts": "1804500000.000100",
        "event_ts": "1804500000.000100",
        "team": "T1",
        **more,
    }


def edited(text: str, before: str, **more: Any) -> dict[str, Any]:
    new = {**message(text), "edited": {"user": "U1", "ts": "1804500060.000000"}, **more}
    return {
        "type": "message",
        "subtype": "message_changed",
        "hidden": True,
        "channel": "DU1",
        "channel_type": "im",
        "ts": "1804500060.000200",
        "event_ts": "1804500060.000200",
        "message": new,
        "previous_message": message(before),
    }


def deleted(**more: Any) -> dict[str, Any]:
    return {
        "type": "message",
        "subtype": "message_deleted",
        "hidden": True,
        "channel": "DU1",
        "channel_type": "im",
        "ts": "1804500090.000300",
        "event_ts": "1804500090.000300",
        "deleted_ts": "1804500000.000100",
        "previous_message": message(),
        **more,
    }


def command(text: str = "help", **more: str) -> dict[str, str]:
    return {
        "token": "legacy",
        "team_id": "T1",
        "team_domain": "halden",
        "channel_id": "C1",
        "channel_name": "general",
        "user_id": "U1",
        "user_name": "ada",
        "command": "/exchange",
        "text": text,
        "api_app_id": "A1",
        "is_enterprise_install": "false",
        "response_url": "",
        "trigger_id": "13345224609.738474920.8088930838d88f008e0",
        **more,
    }


def press(action: Action | str, **more: Any) -> dict[str, Any]:
    return {
        "type": "block_actions",
        "user": {"id": "U1", "username": "ada", "name": "ada", "team_id": "T1"},
        "api_app_id": "A1",
        "token": "legacy",
        "container": {
            "type": "message",
            "message_ts": "1804500000.000900",
            "channel_id": "DU1",
            "is_ephemeral": False,
        },
        "trigger_id": "12321423423.333649436676.d8c1bb837935619ccad0f624c448ffb3",
        "team": {"id": "T1", "domain": "halden"},
        "enterprise": None,
        "is_enterprise_install": False,
        "channel": {"id": "DU1", "name": "directmessage"},
        "response_url": "",
        "actions": [
            {
                "type": "button",
                "action_id": "button-0",
                "block_id": "=qXel",
                "text": {"type": "plain_text", "text": "Write"},
                "value": action if isinstance(action, str) else action.pack(),
                "action_ts": "1804500001.123456",
            }
        ],
        **more,
    }


def submission(token: str, values: dict[str, Any], **view: Any) -> dict[str, Any]:
    return {
        "type": "view_submission",
        "team": {"id": "T1", "domain": "halden"},
        "user": {"id": "U1", "username": "ada", "name": "ada", "team_id": "T1"},
        "api_app_id": "A1",
        "token": "legacy",
        "trigger_id": "1.2.3",
        "view": {
            "id": "V1",
            "team_id": "T1",
            "type": "modal",
            "callback_id": "form",
            "private_metadata": token,
            "hash": "1804500002.abc",
            "blocks": [{"type": "input", "block_id": key} for key in values],
            "state": {"values": values},
            "title": {"type": "plain_text", "text": "Write"},
            **view,
        },
        "response_urls": [],
        "is_enterprise_install": False,
        "enterprise": None,
    }


def words(text: str) -> dict[str, Any]:
    """A text field filled in."""
    return {"text-12345678": {"type": "plain_text_input", "value": text}}


def shortcut(name: str, **more: Any) -> dict[str, Any]:
    return {
        "type": "shortcut",
        "token": "legacy",
        "action_ts": "1804500003.000000",
        "team": {"id": "T1", "domain": "halden"},
        "user": {"id": "U1", "username": "ada", "team_id": "T1"},
        "is_enterprise_install": False,
        "enterprise": None,
        "callback_id": name,
        "trigger_id": "1.2.4",
        **more,
    }
