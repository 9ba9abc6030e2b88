"""Reads interface.toml: every sentence that a person can read outside the prompts."""

from collections.abc import Collection, Iterator
from difflib import get_close_matches

from prompts.demands import BUTTONS, GAPS, LONGEST_BUTTON, LONGEST_TITLE, TITLES
from prompts.mistakes import Source
from prompts.wordings import bad_gap, gaps
from prompts.words import Words, flat


def read_interface(source: Source, language: str, model: Words | None) -> Words:
    """The sentences of one language; `model` is the language that it must not fall short of.

    What is wrong is added to the source's mistakes.
    """
    table = source.toml()
    words = Words(language, dict(flat("", table or {})))
    if table is None:
        return words
    lines = source.toml_lines()
    for key, sentence in _mistakes(words, model):
        source.wrong(lines.get(key, 1), sentence)
    return words


def _mistakes(words: Words, model: Words | None) -> Iterator[tuple[str, str]]:
    for key, text in words.sentences.items():
        if model is not None and key not in model.sentences:
            yield key, f"{key} is not known in {model.language}"
            continue
        if bad := _bad_text(key, text):
            yield key, bad
        if bad := _bad_gap(text, GAPS) if model is None else bad_gap(text, _known(key, model)):
            yield key, bad
    needed = dict.fromkeys(sorted(BUTTONS | TITLES), "the bot needs it")
    if model is not None:
        needed = dict.fromkeys(model.sentences, f"{model.language} has it")
    for key, why in needed.items():
        if key not in words.sentences:
            yield key.rpartition(".")[0], f"{key} is missing; {why}"


def _bad_text(key: str, text: str) -> str:
    """What is wrong with the length of a text; empty when nothing is."""
    if not text:
        return f"{key} is empty"
    if key in BUTTONS and len(text) > LONGEST_BUTTON:
        return f"{key} has {len(text)} characters; a button holds {LONGEST_BUTTON}"
    if key in TITLES and len(text) > LONGEST_TITLE:
        return f"{key} has {len(text)} characters; this place on a form holds {LONGEST_TITLE}"
    return ""


def _bad_gap(text: str, filled: Collection[str]) -> str:
    """What is wrong with the gaps of a sentence, in the language that no other is compared with."""
    try:
        unknown = sorted(gaps(text) - set(filled))
    except ValueError:
        return bad_gap(text, filled)
    if not unknown:
        return ""
    near = get_close_matches(unknown[0], sorted(filled), n=1)
    meant = f"; did you mean {{{near[0]}}}?" if near else ""
    return f"nothing fills the gap {{{unknown[0]}}}{meant}"


def _known(key: str, model: Words) -> set[str]:
    """The gaps that a sentence may have: those of the model's sentence."""
    try:
        return gaps(model.sentences[key])
    except ValueError:
        return set()
