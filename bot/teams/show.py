"""Writes down what Teams would be sent, so that everything people will see can be read before they do."""

import json
import re
from collections.abc import Mapping
from pathlib import Path

from bot.teams import cards
from bot.teams.text import Element
from prompts.message import Form, Message
from prompts.words import Words

_LARGEST = 28_000  # bytes of a whole message, as Teams documented it


def show(folder: Path, samples: Mapping[str, Message | Form], words: Words) -> list[str]:
    """Writes the card of each sample, and returns what Teams would refuse in them, by the file's name."""
    folder.mkdir(parents=True, exist_ok=True)
    problems: list[str] = []
    for name, sample in samples.items():
        file = folder / f"{re.sub(r'[^a-z0-9_.-]+', '-', name.lower())}.json"
        sent = cards.dialog(sample, words) if isinstance(sample, Form) else cards.message(sample, words)
        file.write_text(json.dumps(card_in(sent), indent=2, ensure_ascii=False) + "\n", "utf-8")
        if (size := len(json.dumps(sent, ensure_ascii=False).encode())) > _LARGEST:
            problems.append(f"teams/{file.name}: {size} bytes where {_LARGEST} are safe")
    return problems


def card_in(sent: Element) -> Element:
    """The card of a message, or of the answer that opens a dialog."""
    if "task" in sent:
        card: Element = sent["task"]["value"]["card"]["content"]
        return card
    shown: Element = sent["attachments"][0]["content"]
    return shown
