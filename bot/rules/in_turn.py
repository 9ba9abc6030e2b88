"""In which order promises go out that are due together: nobody's second before everybody's first."""

from collections.abc import Sequence
from itertools import groupby, zip_longest
from operator import attrgetter

from storage.tables import Delivery


def in_turn(rows: Sequence[Delivery]) -> list[list[Delivery]]:
    """Each person's rows in their order, what was due first before the rest; in each list, nobody has two."""
    ordered = sorted(rows, key=lambda row: (row.person_id, row.due_at, row.id))
    by_person = [list(theirs) for _, theirs in groupby(ordered, key=attrgetter("person_id"))]
    return [[row for row in turn if row] for turn in zip_longest(*by_person)]
