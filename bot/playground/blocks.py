"""What a message, a form and a Home may be made of; whatever Slack would refuse is refused here."""

import json
from collections.abc import Iterator
from typing import Any

from bot.playground.elements import (
    BUTTON,
    ID,
    IMAGE,
    OVERFLOW,
    PICKERS,
    PLAIN_TEXT_INPUT,
    plain,
    text,
)
from bot.playground.refusal import Json, Refused
from bot.playground.richtext import RICH_TEXT
from bot.playground.shapes import Rule, characters, listed, one_of, shape, truth, typed, wrong

PRESSED: dict[str, Rule] = {"button": BUTTON, "overflow": OVERFLOW, **PICKERS}


def _section_says_something(value: Any, place: str) -> Iterator[str]:
    if "text" not in value and "fields" not in value:
        yield wrong("a section needs text or fields", place)


def _block(name: str, needs: dict[str, Rule], may: dict[str, Rule] | None = None, *also: Rule) -> Rule:
    return shape({"type": one_of(name), **needs}, {"block_id": ID, **(may or {})}, *also)


EVERYWHERE: dict[str, Rule] = {
    # https://docs.slack.dev/reference/block-kit/blocks/section-block
    "section": _block(
        "section",
        {},
        {
            "text": text(3000),
            "fields": listed(text(2000), 10),
            "accessory": typed({**PRESSED, "image": IMAGE}),
            "expand": truth,
        },
        _section_says_something,
    ),
    # https://docs.slack.dev/reference/block-kit/blocks/header-block
    "header": _block("header", {"text": plain(150)}),
    # https://docs.slack.dev/reference/block-kit/blocks/divider-block
    "divider": _block("divider", {}),
    # https://docs.slack.dev/reference/block-kit/blocks/actions-block
    "actions": _block("actions", {"elements": listed(typed(PRESSED), 25)}),
    # https://docs.slack.dev/reference/block-kit/blocks/context-block
    "context": _block(
        "context", {"elements": listed(typed({"image": IMAGE, "plain_text": text(3000), "mrkdwn": text(3000)}), 10)}
    ),
    # https://docs.slack.dev/reference/block-kit/blocks/image-block
    "image": _block("image", {"alt_text": characters(2000), "image_url": characters(3000)}, {"title": plain(2000)}),
    # https://docs.slack.dev/reference/block-kit/blocks/input-block
    "input": _block(
        "input",
        {"label": plain(2000), "element": typed({"plain_text_input": PLAIN_TEXT_INPUT, **PICKERS})},
        {"hint": plain(2000), "optional": truth, "dispatch_action": truth},
    ),
    "rich_text": RICH_TEXT,
}
# https://docs.slack.dev/reference/block-kit/blocks/markdown-block: messages only, 12,000 characters in all
IN_MESSAGES: dict[str, Rule] = {**EVERYWHERE, "markdown": _block("markdown", {"text": characters(12_000)})}

MESSAGE_BLOCKS = 50  # https://docs.slack.dev/reference/block-kit/blocks: 50 in a message …
VIEW_BLOCKS = 100  # … and 100 in a modal or a Home
# The whole of a message's blocks as Slack counts it: not in the reference, measured in
# https://github.com/slackapi/bolt-js/issues/2509 as a little under 13,200 characters.
MESSAGE_SIZE = 13_000
VIEW_SIZE = 250_000  # https://docs.slack.dev/reference/methods/views.open: view_too_large, "greater than 250kb"


def _ids_differ(blocks: Any, place: str) -> Iterator[str]:
    """https://docs.slack.dev/reference/block-kit/blocks/section-block: block_id is unique in a message or view."""
    seen: set[str] = set()
    for number, block in enumerate(blocks):
        name = block.get("block_id")
        if name in seen:
            yield wrong("block_id is used twice", f"{place}/{number}/block_id")
        seen.add(name or f" {number}")  # a block without one is given its own
        yield from _actions_differ(block, f"{place}/{number}")


def _actions_differ(block: Json, place: str) -> Iterator[str]:
    """https://docs.slack.dev/reference/block-kit/block-elements/button-element: unique in its block."""
    ids = [one["action_id"] for one in block.get("elements", []) if isinstance(one, dict) and "action_id" in one]
    if len(set(ids)) < len(ids):
        yield wrong("action_id is used twice in a block", place)


def _only_one_has_focus(blocks: Any, place: str) -> Iterator[str]:
    """https://docs.slack.dev/reference/block-kit/block-elements/plain-text-input-element: one element only."""
    focused = [block for block in blocks if block.get("element", {}).get("focus_on_load")]
    if len(focused) > 1:
        yield wrong("only one element can set focus_on_load", place)


MESSAGE = listed(typed(IN_MESSAGES), MESSAGE_BLOCKS)
VIEW = listed(typed(EVERYWHERE), VIEW_BLOCKS, least=0)


def check_message_blocks(blocks: Any) -> None:
    """Raises Refused for blocks that Slack would not take in a message.

    https://docs.slack.dev/reference/methods/chat.postMessage#errors
    """
    if not isinstance(blocks, list):
        raise Refused("invalid_blocks_format")
    complaints = list(MESSAGE(blocks, "/blocks")) or [
        *_ids_differ(blocks, "/blocks"),
        *_only_one_has_focus(blocks, "/blocks"),
    ]
    if complaints:
        raise Refused("invalid_blocks", complaints)
    if len(json.dumps(blocks, ensure_ascii=False)) > MESSAGE_SIZE:
        raise Refused("msg_blocks_too_long")


def _inputs_can_be_sent(value: Any, place: str) -> Iterator[str]:
    """https://docs.slack.dev/reference/views/modal-views: `submit` is required where there is an input block."""
    if "submit" not in value and any(block.get("type") == "input" for block in value.get("blocks", [])):
        yield wrong("a modal with input blocks needs submit", place)


COMMON: dict[str, Rule] = {
    "private_metadata": characters(3000, least=0),
    "callback_id": characters(255, least=0),
    "external_id": characters(255, least=0),
}
VIEWS = typed(
    {
        # https://docs.slack.dev/reference/views/modal-views
        "modal": shape(
            {"type": one_of("modal"), "title": plain(24), "blocks": VIEW},
            {
                **COMMON,
                "submit": plain(24),
                "close": plain(24),
                "clear_on_close": truth,
                "notify_on_close": truth,
                "submit_disabled": truth,
            },
            _inputs_can_be_sent,
        ),
        # https://docs.slack.dev/reference/views/home-tab-views
        "home": shape({"type": one_of("home"), "blocks": VIEW}, COMMON),
    }
)


def check_view(view: Any, kind: str) -> None:
    """Raises Refused for a view that Slack would not show. https://docs.slack.dev/reference/methods/views.open#errors"""
    if not isinstance(view, dict) or view.get("type") != kind:
        raise Refused("invalid_arguments", [wrong(f"must be a view of type {kind}", "/view")])
    complaints = list(VIEWS(view, "/view"))
    if not complaints:
        blocks = view["blocks"]
        complaints = [*_ids_differ(blocks, "/view/blocks"), *_only_one_has_focus(blocks, "/view/blocks")]
    if complaints:
        raise Refused("invalid_arguments", complaints)
    if len(json.dumps(view, ensure_ascii=False)) > VIEW_SIZE:
        raise Refused("view_too_large")
