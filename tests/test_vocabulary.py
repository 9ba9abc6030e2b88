"""Which of the listed words a written word may be: as if every listed word were looked at."""

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.care.vocabulary import Vocabulary
from tests.sizes import size

LETTERS = "aé"  # so few that words often differ by one letter
WORDS = st.integers(1, 6).flatmap(lambda long: st.text(LETTERS, min_size=long, max_size=long))
ENDINGS = st.sampled_from(["", "", "*"])


def mistakes_in(word: str) -> set[str]:
    """All that a hand makes of a word that it misses by one letter, the first one never."""
    cut = [(word[:at], word[at:]) for at in range(1, len(word) + 1)]
    left_out = {head + tail[1:] for head, tail in cut if tail}
    put_in = {head + letter + tail for head, tail in cut for letter in LETTERS}
    replaced = {head + letter + tail[1:] for head, tail in cut for letter in LETTERS if tail}
    swapped = {head + tail[1] + tail[0] + tail[2:] for head, tail in cut if len(tail) > 1}
    return (left_out | put_in | replaced | swapped) - {word}


def misspelt(word: str) -> st.SearchStrategy[str]:
    """The word with no slip, with one, or with two."""
    once = st.sampled_from([word, *sorted(mistakes_in(word))])
    return once | once.flatmap(lambda slip: st.sampled_from(sorted(mistakes_in(slip))))


@settings(max_examples=size(20_000))
@given(WORDS, st.frozensets(WORDS, max_size=3), st.data())
def test_a_word_is_known_as_if_every_listed_word_were_looked_at(
    meant: str, real: frozenset[str], data: st.DataObject
) -> None:
    listed = data.draw(st.lists(st.builds("{}{}".format, misspelt(meant), ENDINGS), min_size=1, max_size=12))
    written = data.draw(misspelt(meant))
    whole = {word for word in listed if not word.endswith("*")}
    mistyped = {word for word in whole if len(word) >= 5 and written in mistakes_in(word) and written not in real}
    begun = {word for word in listed if word.endswith("*") and written.startswith(word[:-1])}

    found = Vocabulary.of(listed, real).known(written)

    assert set(found) == ({written} if written in whole else mistyped) | begun
    assert len(found) == len(set(found))


def test_a_word_with_a_slip_of_the_hand_is_known() -> None:
    vocabulary = Vocabulary.of(["hopeless", "die"], frozenset())

    assert [vocabulary.known(word) for word in ("hopless", "hopelesss", "hoepless", "hopelass")] == [("hopeless",)] * 4
    assert vocabulary.known("dei") == ()
    assert vocabulary.known("jopeless") == ()
