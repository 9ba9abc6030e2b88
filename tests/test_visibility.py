"""Nobody reads what somebody wrote unless its author wants it: every cell of the table, and the one door to it."""

import ast
import itertools
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.rules.visibility import Audience, Matter, Piece, Reader, Relation, Role, Sharing, may_read, own
from storage.sealed import Grant
from storage.tables import Turn

AUTHOR, READER, SOMEBODY = "the author", "the reader", "somebody else"
ROOT = Path(__file__).parent.parent

# What may be opened by anybody but its author, written out in full: nothing else is.
OPEN_TO_OTHERS = {
    ("participant", "partner", "partner", "live", "share", "names the reader"),
    ("facilitator", "same cohort", "facilitator", "live", "share", "names the reader"),
    ("facilitator", "same cohort", "leave_out", "live", "share", "names the reader"),
    # a line of a pair card is open to whom it names in just the same ways; in fact it names the host alone
    ("participant", "partner", "partner", "live", "card", "names the reader"),
    ("facilitator", "same cohort", "facilitator", "live", "card", "names the reader"),
    ("facilitator", "same cohort", "leave_out", "live", "card", "names the reader"),
    # what was shared with everybody in the cohort, signed
    ("participant", "partner", "cohort_signed", "live", "share", "names nobody"),
    ("participant", "same cohort", "cohort_signed", "live", "share", "names nobody"),
    ("facilitator", "same cohort", "cohort_signed", "live", "share", "names nobody"),
    # a point for the wall names nobody: its cohort reads what is revealed, and before that who sorts it
    *(
        (role, relation, audience, sharing, "point", naming)
        for role, relation, sharing in (
            ("participant", "partner", "live"),
            ("participant", "same cohort", "live"),
            ("facilitator", "same cohort", "live"),
            ("facilitator", "same cohort", "gathered"),
        )
        for audience in ("cohort", "cohort_signed")
        for naming in ("names the reader", "names another", "names nobody")
    ),
}

CELLS = list(
    itertools.product(Role, Relation, Audience, Sharing, Matter, ("names the reader", "names another", "names nobody"))
)


def test_the_table_has_a_cell_for_everybody_and_everything() -> None:
    assert len(CELLS) == 5 * 5 * 6 * 4 * 4 * 3


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize("relation", Relation)
def test_every_cell_of_the_table_is_as_it_was_promised(role: Role, audience: Audience, relation: Relation) -> None:
    for sharing, matter, naming in itertools.product(
        Sharing, Matter, ("names the reader", "names another", "names nobody")
    ):
        reader_id = AUTHOR if relation is Relation.SELF else READER
        recipient = {"names the reader": reader_id, "names another": SOMEBODY, "names nobody": None}[naming]
        piece = Piece("row", AUTHOR, matter, audience, sharing, recipient)

        grant = may_read(Reader(reader_id, role, relation), piece)

        own_words = relation == "self" and role != "operator"
        shared = (role, relation, audience, sharing, matter, naming) in OPEN_TO_OTHERS
        assert grant == (Grant(reader_id, AUTHOR, "row") if own_words or shared else None), (sharing, matter, naming)


@pytest.mark.parametrize("role", Role)
def test_who_only_claims_to_be_the_author_reads_nothing(role: Role) -> None:
    piece = Piece("row", AUTHOR, Matter.TURN)

    assert may_read(Reader(READER, role, Relation.SELF), piece) is None


def test_people_read_their_own_turns_and_no_others() -> None:
    turn = Turn(
        id="turn",
        entry_id="entry",
        person_id=AUTHOR,
        position=0,
        speaker="person",
        surface="form",
        sealed=b"",
        written_at=datetime(2027, 3, 8, tzinfo=UTC),
    )

    assert own(turn, AUTHOR) == Grant(AUTHOR, AUTHOR, "turn")
    assert own(turn, READER) is None


def test_only_the_visibility_rule_makes_a_grant() -> None:
    makers = {place for place, name in calls_in_the_program() if name == "Grant"}

    assert makers == {"bot/rules/visibility.py"}


def test_only_the_shelf_of_reflections_opens_what_is_sealed_under_a_person_s_key() -> None:
    openers = {place for place, name in calls_in_the_program() if name in {"open_sealed", "open_bytes", "AESGCM"}}

    # what a group holds together stands under the cohort's key, and is opened against a grant like everything else;
    # tokens of workspaces and the people's keys themselves stand under a master key: no words of anybody; what stands
    # behind a link is sealed under the link, which only the one who asked for the document was given
    assert openers == {
        "storage/sealed.py",
        "storage/reflections.py",
        "storage/personal_seals.py",
        "storage/points.py",
        "storage/walls.py",
        "storage/boards.py",
        "storage/debriefs.py",
        "storage/master_keys.py",
        "storage/documents.py",
    }


def calls_in_the_program() -> list[tuple[str, str]]:
    """Each call in bot/ and storage/ by the file that it stands in and the last part of the name called."""
    return [
        (str(file.relative_to(ROOT)), node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id)
        for part in ("bot", "storage")
        for file in (ROOT / part).rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, (ast.Attribute, ast.Name))
    ]
