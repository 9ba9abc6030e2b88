"""Reads interface.toml: every sentence that a person can read outside the prompts."""

from collections.abc import Iterator

from prompts.mistakes import Source
from prompts.wordings import bad_gap, gaps
from prompts.words import Words, flat


def read_interface(source: Source, language: str, model: Words | None) -> Words:
    """The sentences of one language; `model` is the language that it must not fall short of.

    What is wrong is added to the source's mistakes.
    """
    words = Words(language, dict(flat("", source.toml())))
    lines = source.toml_lines()
    for key, sentence in _mistakes(words, model):
        source.wrong(lines.get(key, 1), sentence)
    return words


def _mistakes(words: Words, model: Words | None) -> Iterator[tuple[str, str]]:
    for key, text in words.sentences.items():
        if model is not None and key not in model.sentences:
            yield key, f"{key} is not known in {model.language}"
            continue
        if bad := bad_gap(text, _known(key, text, model)):
            yield key, bad
    for key in model.sentences if model is not None else ():
        if key not in words.sentences:
            yield key.rpartition(".")[0], f"{key} is missing; {model.language if model else ''} has it"


def _known(key: str, text: str, model: Words | None) -> set[str]:
    """The gaps that a sentence may have: those of the model's sentence; any, where it is the model itself."""
    try:
        return gaps(text if model is None else model.sentences[key])
    except ValueError:
        return set()
