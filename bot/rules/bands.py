"""How many of a group did something, told so roughly that it tells nothing about anybody."""

from collections.abc import Iterable, Iterator

from prompts.program import Program

_ABOUT_HALF = (0.4, 0.6)  # of the whole, both ends included: one person more or less rarely changes the answer


Asked = tuple[str, str, bool]
"""A participation, a prompt that it was asked, and whether that was answered."""


def bands_by_phase(program: Program, asked: Iterable[Asked], fewest: int) -> Iterator[tuple[str, str]]:
    """Each phase with its band: of those whom it asked for an answer, how many have answered at least once.

    A phase that asked fewer people than `fewest` is left out.
    """
    every = tuple(asked)
    for phase in program.phases:
        keys = {prompt.key for prompt in phase.prompts if prompt.answer}
        everybody = {who for who, prompt, _ in every if prompt in keys}
        some = {who for who, prompt, answered in every if prompt in keys and answered}
        if len(everybody) >= fewest:
            yield phase.key, band(len(some), len(everybody))


def band(some: int, everybody: int) -> str:
    """The key of the words for it: "bands.under_half", "bands.about_half" or "bands.over_half"."""
    share = some / everybody if everybody else 0.0
    if share < _ABOUT_HALF[0]:
        return "bands.under_half"
    return "bands.about_half" if share <= _ABOUT_HALF[1] else "bands.over_half"
