"""Makes one pattern of very many phrases, which takes hardly longer to look for than one of them.

Python's patterns try one phrase after the other; here the phrases that begin alike share their beginning, so that the
first letters of a word already say that none of them fits.
"""

import re
from collections.abc import Iterable

_END = ""  # where a phrase may end
_BLANKS = r"\s{1,3}"  # more blanks are no typing error, and would take long to look through
_ENDING = r"\w{0,20}"  # what a star stands for

_Tree = dict[str, "_Tree"]


def any_of(phrases: Iterable[str]) -> str:
    """A pattern for any of the phrases as whole words, the longest that fits; a star stands for any part of a word."""
    listed = sorted(set(phrases))
    by_word = [one for one in listed if one[0].isalnum() or one[0] == "*"]
    others = [one for one in listed if one not in by_word]
    patterns = [rf"(?<!\w){_pattern(_tree(by_word))}"] if by_word else []
    patterns += [_pattern(_tree(others))] if others else []
    return f"(?:{'|'.join(patterns)})" if patterns else "(?!)"


def _tree(phrases: Iterable[str]) -> _Tree:
    tree: _Tree = {}
    for phrase in phrases:
        branch = tree
        for one in phrase:
            branch = branch.setdefault(_piece(one), {})
        branch[r"(?!\w)" if phrase[-1].isalnum() or phrase[-1] == "*" else _END] = {}
    return tree


def _piece(character: str) -> str:
    return {" ": _BLANKS, "*": _ENDING}.get(character) or re.escape(character)


def _pattern(tree: _Tree) -> str:
    """The branches, those first that go on."""
    branches = [piece + (_pattern(rest) if rest else "") for piece, rest in sorted(tree.items(), key=_ends)]
    return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"


def _ends(branch: tuple[str, _Tree]) -> tuple[bool, str]:
    return not branch[1], branch[0]
