"""Writes down what Slack would be sent, so that everything people will see can be read before they do."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.slack import render
from bot.slack.limits import check_limits
from prompts.message import Form, Message
from prompts.words import Words

HOME = "home"  # samples whose name starts so are Home views


def render_all(samples: Mapping[str, Message | Form], words: Words) -> dict[str, dict[str, Any]]:
    """Each sample as Slack would be sent it, by its name."""
    return {name: _rendered(name, sample, words) for name, sample in samples.items()}


def show(folder: Path, samples: Mapping[str, Message | Form], words: Words) -> list[str]:
    """Writes one JSON file for each sample, and returns what Slack would refuse in them, by the file's name."""
    folder.mkdir(parents=True, exist_ok=True)
    problems: list[str] = []
    for name, payload in render_all(samples, words).items():
        file = folder / f"{re.sub(r'[^a-z0-9_.-]+', '-', name.lower())}.json"
        file.write_text(json.dumps(payload, indent=2, ensure_ascii=False) + "\n", "utf-8")
        problems += [f"{file.name}: {problem}" for problem in check_limits(payload)]
    return problems


def _rendered(name: str, sample: Message | Form, words: Words) -> dict[str, Any]:
    if isinstance(sample, Form):
        return render.modal(sample, words)
    return render.home(sample, words) if name.startswith(HOME) else render.message(sample, words)
