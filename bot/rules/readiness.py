"""What must be ready before a visit: the list that its two people tick and the facilitator sees by name."""

from collections.abc import Collection

# product.md: "a readiness list (dates, confidentiality form, patient-permission rule, host's team told, cover
# arranged, interview slot)"; the dates are the leg's own. Their words stand under `readiness.item`.
ITEMS = ("confidentiality", "patients", "team_told", "cover", "interview")


def missing(done: Collection[str]) -> tuple[str, ...]:
    """The items that are still open, in the order of the list."""
    return tuple(item for item in ITEMS if item not in done)
