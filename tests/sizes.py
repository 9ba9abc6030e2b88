"""How long the long tests run: a twentieth in `make test`, everything in `make chaos`."""

import os

SHARE = 20  # the house runs a twentieth of the long sizes in every test run


def size(long: int) -> int:
    """That many when CHAOS=1, a twentieth otherwise."""
    return long if os.environ.get("CHAOS") == "1" else max(1, long // SHARE)
