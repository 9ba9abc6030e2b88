"""What one prompt says in one language, and the gaps that its words may have."""

import string
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from prompts.program import Audience

# What each gap stands for is told at the head of program.toml, for whoever writes the words.
SURE_GAPS = frozenset({"organisation", "date"})  # there is always something to fill these with
_ALONE = frozenset({"value"})
_TOGETHER = frozenset({"value", "partner", "partner_department"})
_FACILITATOR = frozenset({"answered_band", "visits_without_dates"})


def gaps_for(audience: Audience) -> frozenset[str]:
    """The gaps that words for that audience may have."""
    if audience is Audience.FACILITATOR:
        return SURE_GAPS | _FACILITATOR
    return SURE_GAPS | (_ALONE if audience is Audience.ROOM else _TOGETHER)


def gaps(text: str) -> set[str]:
    """The gaps of a text. Raises ValueError for curly brackets that do not match."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def bad_gap(text: str, known: Collection[str]) -> str:
    """What is wrong with the gaps of a text, as a sentence for its writer; empty when nothing is."""
    try:
        unknown = sorted(gaps(text) - set(known))
    except ValueError:
        return "a curly bracket is opened or closed without its partner"
    if not unknown:
        return ""
    told = ", ".join(f"{{{name}}}" for name in sorted(known)) or "none here"
    return f"the gap {{{unknown[0]}}} is not known; known are {told}"


@dataclass(frozen=True, slots=True)
class PromptWords:
    """What one prompt says: Markdown with gaps, to be filled in by `prompts.words.fill`.

    `wordings` are told apart by an id that stays when the text is changed. `gentler` is there from ring 4 on, `offer`
    on ring 5. `help_long` stands under the first three prompts of a kind, `help_short` under the later ones; both
    are empty where no answer is asked.
    """

    key: str
    title: str
    wordings: Mapping[str, str]
    gentler: str = ""
    offer: str = ""
    help_long: str = ""
    help_short: str = ""

    def fitting(self, known: Collection[str]) -> dict[str, str]:
        """The wordings, in the file's order, that have no gaps but the known ones and those that can always be filled.

        There are always at least two, and no prompt comes to one person more often than twice.
        """
        fillable = SURE_GAPS | set(known)
        return {name: text for name, text in self.wordings.items() if gaps(text) <= fillable}
