"""How far an entry goes: a private guess that lives for one call, chooses the next question, and is kept nowhere."""

from typing import Literal

from bot.coach.coach import LEAST_WHOLE
from bot.coach.signs import Signs

Depth = Literal["habitual", "understanding", "reflection", "critical"]
"""The four levels of Kember et al. (2008). People agree on them only now and then: never a grade, shown to nobody."""

_LEAST_THOUGHT = 8  # words: fewer than that hold no thought besides the fact
_LEAST_REFLECTED = 18  # words: a reason and oneself in it need about a sentence and a half
_FAR = 220  # words: in a longer text some of the signs stand there by chance
_TURNS = (frozenset({"reasons"}), frozenset({"others"}), frozenset({"ahead", "intends"}))
_BESIDES = 2  # of a reason, another's view and a next step: a new view without them was only stated


def depth_of(signs: Signs) -> Depth:
    """The level that the plain signs speak for."""
    besides = sum(bool(one & signs.said) for one in _TURNS)
    anew, first_person = "shift" in signs.said, "first_person" in signs.said
    enough = len(_TURNS) if signs.words > _FAR else _BESIDES
    if anew and first_person and besides >= enough and signs.words >= LEAST_WHOLE:
        return "critical"
    if first_person and signs.words >= _LEAST_REFLECTED and _turned_over(signs, besides, anew=anew):
        return "reflection"
    if signs.words >= _LEAST_THOUGHT and (besides or anew or signs.value or "opinions" in signs.said):
        return "understanding"
    return "habitual"


def _turned_over(signs: Signs, besides: int, *, anew: bool) -> bool:
    """Whether the writer turned it over: a new view, two views of it, or a reason for what it does to him or her."""
    return anew or besides >= _BESIDES or ("reasons" in signs.said and signs.moved)
