"""How a question of the coach is kept: the line that mirrors and the question, as one text."""

_BETWEEN = "\n\n"


def joined(mirror: str, question: str) -> str:
    """Mirror ("" where there is none) and question as one text."""
    return f"{mirror}{_BETWEEN}{question}" if mirror else question


def parted(text: str) -> tuple[str, str]:
    """Mirror ("" where there is none) and question again."""
    mirror, _, question = text.rpartition(_BETWEEN)
    return mirror, question
