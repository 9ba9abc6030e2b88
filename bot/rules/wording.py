"""Which words a prompt goes out in: never the same twice, gentler where it asks for more than was asked before."""

import hashlib
from collections.abc import Collection, Sequence

FIRST_RING = 2  # everyone starts there
FIRST_OF_A_KIND = 3  # prompts of a kind that bring their whole help; the later ones bring less


def choose(
    wordings: Sequence[str],
    used: Collection[str],
    seed: str,
    *,
    ring: int,
    last_ring: int | None = None,
    gentler: Sequence[str] = (),
) -> str:
    """The id of the wording to send, out of `wordings` and `gentler` (ids too).

    Not one of `used`, those that this person had before. A `seed` of participation and prompt makes the choice the
    same each time for one person, and another for another. Should all have been used, an ordinary one comes again.
    Raises ValueError where there is none at all.
    """
    if needs_gentler(ring, last_ring) and (fresh := _fresh(gentler, used)):
        return _pick(fresh, seed)
    if not wordings:
        raise ValueError("a prompt without wordings")
    return _pick(_fresh(wordings, used) or list(wordings), seed)


def needs_gentler(ring: int, last_ring: int | None) -> bool:
    """True where a prompt lies more than one ring beyond the last one that the person answered (None: none yet)."""
    return ring > (FIRST_RING if last_ring is None else last_ring) + 1


def has_long_help(earlier: int) -> bool:
    """Whether the whole help goes with a prompt, when so many of its kind came to this person before."""
    return earlier < FIRST_OF_A_KIND


def _fresh(wordings: Sequence[str], used: Collection[str]) -> list[str]:
    return [one for one in wordings if one not in used]


def _pick(wordings: Sequence[str], seed: str) -> str:
    number = int.from_bytes(hashlib.sha256(seed.encode()).digest()[:8])
    return wordings[number % len(wordings)]
