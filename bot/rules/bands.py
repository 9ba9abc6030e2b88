"""How many of a group did something, told so roughly that it tells nothing about anybody."""

_ABOUT_HALF = (0.4, 0.6)  # of the whole, both ends included: one person more or less rarely changes the answer


def band(some: int, everybody: int) -> str:
    """The key of the words for it: "bands.under_half", "bands.about_half" or "bands.over_half"."""
    share = some / everybody if everybody else 0.0
    if share < _ABOUT_HALF[0]:
        return "bands.under_half"
    return "bands.about_half" if share <= _ABOUT_HALF[1] else "bands.over_half"
