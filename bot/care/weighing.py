"""Weighs the signs that were found: which count, and whether those that stand close together are enough to be heard."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.care.distress_words import CALM, DISTRESS, ROUTES, SETTLED, STRENGTHS, SUPPORT
from bot.care.written import Span

_ENOUGH = 3  # a strong sign; a medium and a weak one; three weak ones
_SAID_OF_ONESELF = 1  # what a medium sign weighs more where the writer says “I”
_WINDOW = 2  # sentences within which signs are summed
_REACH = 3  # words that may stand between “never thought of” and what it denies
_TOLD = 8  # words that may stand between “the patient said” and what the patient said
_SPEAKING = 3  # words that may stand between “I” and a sign that does not say who is meant
_BEFORE = 1  # sentences back in which a patient, a film or a training may have been named


@dataclass(frozen=True, slots=True)
class Found:
    """One line of the lists that was found: what it means, how strong it is, and where its parts stand."""

    meaning: str
    strength: int
    spans: tuple[Span, ...]

    @property
    def sentence(self) -> int:
        return self.spans[0].sentence

    def pieces(self) -> set[int]:
        return {at for span in self.spans for at in range(span.start, span.end)}


@dataclass(frozen=True, slots=True)
class Weighing:
    """All that was found in one text: the signs, and by its name the places of each guard."""

    signs: Sequence[Found]
    guards: Mapping[str, Sequence[Span]]

    @classmethod
    def of(cls, found: Iterable[Found]) -> "Weighing":
        signs: list[Found] = []
        guards: dict[str, list[Span]] = {}
        for one in found:
            if one.strength:
                signs.append(one)
            else:
                guards.setdefault(one.meaning, []).extend(one.spans)
        return cls(signs, guards)

    def plainly(self) -> "Weighing":
        """Only with what is strong: what it tells is said plainly, and needs nothing beside it to be heard."""
        return replace(self, signs=[one for one in self.signs if one.strength == STRENGTHS["strong"]])

    def distress(self) -> str | None:
        """The kind of distress that weighs most where there is enough of it, the gravest of those that weigh the same.

        Signs of all kinds are summed, with what supports any of them; what speaks against it is taken off.
        """
        kinds = {*DISTRESS, SUPPORT}
        signs = _not_twice(one for one in self.signs if one.meaning in kinds and self._tells(one))
        return _heaviest([*map(self._weighed, signs), *self._against(CALM)], DISTRESS)

    def route(self) -> str | None:
        """The concern with a route of its own that weighs most where there is enough of it."""
        signs = _not_twice(one for one in self.signs if one.meaning in ROUTES and self._concerns(one))
        return _heaviest([*signs, *self._against(SETTLED)], ROUTES)

    def _against(self, meaning: str) -> list[Found]:
        found = _not_twice(one for one in self.signs if one.meaning == meaning)
        return [Found(one.meaning, -one.strength, one.spans) for one in found]

    def _tells(self, sign: Found) -> bool:
        """Whether it tells of the writer or of somebody near: no idiom, not denied, not a patient's or a film's."""
        if self._is_idiom(sign) or self._is_denied(sign) or self._is_reported(sign):
            return False
        return self._is_own(sign) or not self._near("elsewhere", sign)

    def _weighed(self, sign: Found) -> Found:
        """A medium sign weighs more where the writer says “I”."""
        says_i = sign.strength == STRENGTHS["medium"] and sign.meaning in DISTRESS and self._is_own(sign)
        return replace(sign, strength=sign.strength + _SAID_OF_ONESELF) if says_i else sign

    def _concerns(self, sign: Found) -> bool:
        return not (self._is_idiom(sign) or self._is_denied(sign) or self._near("topics", sign))

    def _is_own(self, sign: Found) -> bool:
        """Whether the writer says it of himself or herself: “I” is in it or just before it."""
        return any(
            one.sentence == span.sentence and span.start - _SPEAKING <= one.end and one.start < span.end
            for one in self.guards.get("own", ())
            for span in sign.spans
        )

    def _is_idiom(self, sign: Found) -> bool:
        return any(
            idiom.start < span.end and span.start < idiom.end
            for idiom in self.guards.get("idioms", ())
            for span in sign.spans
        )

    def _is_denied(self, sign: Found) -> bool:
        return any(
            denial.end <= span.start <= denial.end + _REACH and denial.clause == span.clause
            for denial in self.guards.get("negations", ())
            for span in sign.spans
        )

    def _is_reported(self, sign: Found) -> bool:
        return any(
            told.end <= span.start <= told.end + _TOLD and told.sentence == span.sentence
            for told in self.guards.get("reported", ())
            for span in sign.spans
        )

    def _near(self, guard: str, sign: Found) -> bool:
        within = range(sign.sentence - _BEFORE, sign.sentence + 1)
        return any(span.sentence in within for span in self.guards.get(guard, ()))


def _heaviest(weighed: Sequence[Found], kinds: Sequence[str]) -> str | None:
    """The kind that weighs most in any window in which enough is left, the first of those that weigh the same."""
    heard: dict[str, int] = {}
    for first in {one.sentence for one in weighed}:
        within = [one for one in weighed if first <= one.sentence < first + _WINDOW]
        by_kind = {kind: sum(one.strength for one in within if one.meaning == kind) for kind in kinds}
        if max(by_kind.values()) > 0 and _left(within) >= _ENOUGH:
            heard = {kind: max(heard.get(kind, 0), weight) for kind, weight in by_kind.items()}
    return max(kinds, key=lambda kind: (heard[kind], -kinds.index(kind))) if heard else None


def _left(weighed: Sequence[Found]) -> int:
    """What is left of the signs when what speaks against them is taken off: of the strong ones, only what is strong."""
    strong = sum(one.strength for one in weighed if abs(one.strength) == STRENGTHS["strong"])
    other = sum(one.strength for one in weighed if abs(one.strength) != STRENGTHS["strong"])
    return max(strong, 0) + max(other, 0)


def _not_twice(signs: Iterable[Found]) -> list[Found]:
    """The strongest signs, of which no two stand on the same words."""
    kept: list[Found] = []
    taken: set[int] = set()
    for one in sorted(signs, key=lambda one: (-one.strength, one.spans[0].start, one.meaning)):
        if taken.isdisjoint(one.pieces()):
            taken |= one.pieces()
            kept.append(one)
    return kept
