"""Learns from the texts beside it which words speak for distress and for a concern, and writes the weights down.

`python -m tests.learning` writes `prompts/<language>/learned_distress.toml` anew, and prints what is heard of texts
that the weights were not learned from: of each fifth in turn by what the others teach. The same texts give the same
weights.
"""

import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from bot.care.distress import BESIDE, Distress
from bot.care.learned import AGAINST, ENOUGH, FILE, WHAT, Passage, marks_of, passages, sentences, share

TEXTS = Path(__file__).parent / "texts"
PROMPTS = Path("prompts")
_NUMBERED = ("second", "third", "fourth", "fifth", "sixth")  # sets of entries; those after them came after the weights
LEARNED_FROM = (
    *("distress.*.own", "distress.*.unseen", "distress.*.learned", "details*", "ordinary.read"),
    *("entries.en", "entries.en.own", "entries.en.later", *(f"entries.en.{number}" for number in _NUMBERED)),
)
ALARMS = {"distress": 0.042, "route": 0.016}  # of texts without a sign, in which one may be heard
FOLDS = 5
FAIR = "learned"  # in the name of the files that the lists were not made with
_BLOCK = 60  # texts in a row that were written together, and are learned from or left out together
_OFTEN = 3  # texts: what stands in fewer is chance
_LEAST = 1.2  # a lighter weight changes nothing that can be measured
_LOOSE = 18.0  # how far the weights may follow the texts (1/λ); more hears no more of texts that are left out


@dataclass(frozen=True, slots=True)
class Labelled:
    """One text, what it holds, and the block of texts that it was written with."""

    text: str
    language: str
    holds: Mapping[str, str | None]
    block: str


@dataclass(frozen=True, slots=True)
class Model:
    """What each mark weighs, and what a text without any does."""

    weights: Mapping[str, float]
    base: float

    def heaviest(self, text: str) -> float:
        """The heaviest passage of the text, above the base."""
        return max(map(self._weight, passages(text)), default=0.0)

    def _weight(self, marks: Passage) -> float:
        return share(marks) * sum(self.weights.get(mark, 0.0) for mark in marks)


def labelled() -> list[Labelled]:
    """All texts that may be learned from, always in the same order."""
    files = sorted({file for name in LEARNED_FROM for file in TEXTS.glob(f"{name}.jsonl")})
    return [one for file in files for one in _of_file(file)]


def _of_file(file: Path) -> Iterable[Labelled]:
    for number, line in enumerate(file.read_text("utf-8").splitlines()):
        row = json.loads(line)
        holds = {what: row.get(what) for what in WHAT}
        yield Labelled(row["text"], row.get("language", "en"), holds, f"{file.name} {number // _BLOCK}")


def learned(texts: Sequence[Labelled], what: str) -> Model:
    """From the whole of a text with a sign, and from each passage of one without."""
    examples = [(marks, bool(one.holds[what])) for one in texts for marks in _examples(one, what)]
    columns = CountVectorizer(analyzer=sorted, binary=True, min_df=_OFTEN)
    counted = columns.fit_transform([marks for marks, _ in examples])
    rows = csr_matrix(counted.multiply(np.array([[share(marks)] for marks, _ in examples])))
    fitted = LogisticRegression(C=_LOOSE, class_weight="balanced", solver="liblinear", random_state=0)
    fitted.fit(rows, [is_so for _, is_so in examples])
    weights = zip(columns.get_feature_names_out(), fitted.coef_[0], strict=True)
    return Model({mark: weight for mark, weight in weights if abs(weight) >= _LEAST}, fitted.intercept_[0])


def _examples(one: Labelled, what: str) -> Iterable[frozenset[str]]:
    if one.holds[what]:
        return [frozenset().union(*map(marks_of, sentences(one.text)))]
    return passages(one.text)


@dataclass(frozen=True, slots=True)
class Measured:
    """What texts weigh by what others taught, and what part of what is enough the lists spare them."""

    texts: Sequence[Labelled]
    weights: Sequence[float]
    spared: Sequence[float]

    def enough(self, what: str) -> float:
        """The least weight of which no more than so many texts without a sign have more."""
        without = [most for one, most in zip(self.texts, self._heard_up_to(), strict=True) if not one.holds[what]]
        return float(np.quantile(without, 1 - ALARMS[what], method="higher"))

    def heard(self, enough: float, what: str, language: str) -> tuple[float, float]:
        """The share of texts with a sign, and of texts without one, in which it is heard."""
        found = defaultdict(list)
        for one, most in zip(self.texts, self._heard_up_to(), strict=True):
            if one.language == language:
                found[bool(one.holds[what])].append(most >= enough)
        return float(np.mean(found[True])), float(np.mean(found[False]))

    def _heard_up_to(self) -> Iterable[float]:
        """How much may be enough so that each is still heard."""
        return (_at_most(weight, spared) for weight, spared in zip(self.weights, self.spared, strict=True))


def _at_most(weight: float, spared: float) -> float:
    return math.inf if spared >= 1 else max(weight, 0.0) / (1 - spared)


def measured(texts: Sequence[Labelled], what: str, lists: Distress) -> Measured:
    """Of each part of the texts by what the others teach, as far as the lists were not made with it."""
    weights = np.zeros(len(texts))
    parts = GroupKFold(FOLDS).split(texts, groups=[one.block for one in texts])
    for taught, left_out in parts:
        model = learned([texts[at] for at in taught], what)
        weights[left_out] = [model.heaviest(texts[at].text) for at in left_out]
    fair = [at for at, one in enumerate(texts) if FAIR in one.block]
    spared = [_spared(texts[at].text, what, lists) for at in fair]
    return Measured([texts[at] for at in fair], [weights[at] for at in fair], spared)


def _spared(text: str, what: str, lists: Distress) -> float:
    signs = lists.signs(text)
    if getattr(signs.plain, what):
        return 1.0
    return BESIDE / ENOUGH if getattr(signs.all, what) else 0.0


Rows = Mapping[str, Mapping[str, Mapping[str, int]]]  # by language, what it speaks for, and mark


def rows(model: Model, enough: float, texts: Sequence[Labelled], what: str) -> Rows:
    """Each weight under the language that has the mark most, and under what it speaks for there."""
    spoken: dict[str, Counter[str]] = defaultdict(Counter)
    meant: dict[str, Counter[str]] = defaultdict(Counter)
    for one in texts:
        for mark in {mark for sentence in sentences(one.text) for mark in marks_of(sentence)} & model.weights.keys():
            spoken[mark][one.language] += 1
            meant[mark][one.holds[what] or AGAINST] += 1
    found: dict[str, dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    for mark in sorted(model.weights):
        weight = round(ENOUGH * model.weights[mark] / enough)
        kinds = Counter({kind: times for kind, times in meant[mark].items() if kind != AGAINST})
        meaning = _most(kinds) if weight > 0 else AGAINST
        found[_most(spoken[mark])][meaning][mark] = weight
    return found


def _most(counted: Counter[str]) -> str:
    return min(counted, key=lambda one: (-counted[one], one))


def written(found: Mapping[str, Rows], language: str) -> str:
    """The file of that language."""
    head = (PROMPTS / language / FILE).read_text("utf-8").split("\n[", 1)[0].rstrip()
    parts = [head]
    for what in WHAT:
        for meaning, weights in sorted(found[what].get(language, {}).items()):
            lines = (f"{json.dumps(mark)} = {weight}" for mark, weight in sorted(weights.items(), key=_heaviest_first))
            parts.append("\n".join([f"[{what}.{meaning}]", *lines]))
    return "\n\n".join(parts) + "\n"


def _heaviest_first(row: tuple[str, int]) -> tuple[int, str]:
    return -abs(row[1]), row[0]


def main() -> None:
    texts, lists = labelled(), Distress.read(PROMPTS)
    found: dict[str, Rows] = {}
    for what in WHAT:
        left_out = measured(texts, what, lists)
        enough = left_out.enough(what)
        for language in sorted({one.language for one in left_out.texts}):
            recall, alarms = left_out.heard(enough, what, language)
            print(f"{what} {language}: heard {recall:.3f}, false alarms {alarms:.3f}")  # noqa: T201  what it is run for
        found[what] = rows(learned(texts, what), enough, texts, what)
    for language in sorted({language for rows in found.values() for language in rows}):
        (PROMPTS / language / FILE).write_text(written(found, language), "utf-8")


if __name__ == "__main__":
    main()
