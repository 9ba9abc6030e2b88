"""Which of the phrases that were found count: not an idiom, not denied, not somebody else's words, not a mere topic."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.care.distress_lines import Found
from bot.care.distress_words import DISTRESS, ROUTES
from bot.care.phrase_book import Span

_REACH = 2  # words that may stand between “never thought of” and what it denies
_TOLD = 6  # words that may stand between “the patient said” and what the patient said
_SPEAKING = 3  # words that may stand between “I” and a phrase that says nothing of who is meant
_NEAR = 2  # sentences between the person spoken of and the danger that he or she is in


@dataclass(frozen=True, slots=True)
class Weighing:
    """All that was found in one text."""

    by_list: Mapping[str, Sequence[Found]]

    @classmethod
    def of(cls, found: Iterable[Found]) -> "Weighing":
        by_list: dict[str, list[Found]] = {}
        for one in found:
            by_list.setdefault(one.list, []).append(one)
        return cls(by_list)

    def distress(self) -> str | None:
        """The gravest kind of distress that counts."""
        for kind in DISTRESS:
            own = self.by_list.get(f"distress.{kind}", ())
            of_another = self.by_list.get(f"distress_of_another.{kind}", ())
            if any(self._is_own(one) and not self._is_work(one) for one in own) or any(
                self._is_near(one) for one in of_another
            ):
                return kind
        return None

    def route(self) -> str | None:
        """The concern that has a route of its own, the first of the list where there are several."""
        return next((kind for kind in ROUTES if self._concerns(kind)), None)

    def _is_own(self, found: Found) -> bool:
        return not (self._is_idiom(found) or self._is_reported(found) or any(map(self._is_denied, found.spans)))

    def _is_work(self, found: Found) -> bool:
        """Whether it says nothing of the writer (“suicidal thoughts”) in a sentence on patients, training or a film."""
        first = found.spans[0]
        of_writer = any(
            one.sentence == first.sentence and first.start - _SPEAKING <= one.end and one.start < first.end
            for one in self._guards("own")
        )
        return not of_writer and self._in_sentences("work_content", {first.sentence})

    def _is_near(self, found: Found) -> bool:
        """Whether it is about somebody near the writer, and not a patient, a film or a training."""
        sentences = {span.sentence for span in found.spans}
        about = range(min(sentences) - _NEAR, max(sentences) + _NEAR + 1)
        told_as_work = self._in_sentences("work_content", {min(sentences) - 1, *sentences})
        return self._in_sentences("another", about) and not told_as_work and self._is_own(found)

    def _concerns(self, kind: str) -> bool:
        return any(self._is_concern(kind, one) for one in self.by_list.get(f"route.{kind}", ()))

    def _is_concern(self, kind: str, found: Found) -> bool:
        sentences = {span.sentence for span in found.spans}
        handled = kind == "patient_safety" and self._in_sentences("well_handled", sentences)
        return not (
            handled
            or self._in_sentences("topics", sentences)
            or self._is_idiom(found)
            or self._is_denied(found.spans[0])
        )

    def _is_idiom(self, found: Found) -> bool:
        return any(
            idiom.start < span.end and span.start < idiom.end
            for idiom in self._guards("idioms")
            for span in found.spans
        )

    def _is_denied(self, span: Span) -> bool:
        return any(
            denial.end <= span.start <= denial.end + _REACH and denial.sentence == span.sentence
            for denial in self._guards("negations")
        )

    def _is_reported(self, found: Found) -> bool:
        return any(
            told.end <= span.start <= told.end + _TOLD and told.sentence == span.sentence
            for told in self._guards("reported")
            for span in found.spans
        )

    def _in_sentences(self, guard: str, sentences: Iterable[int]) -> bool:
        within = set(sentences)
        return any(span.sentence in within for span in self._guards(guard))

    def _guards(self, guard: str) -> Iterable[Span]:
        return (span for found in self.by_list.get(f"guard.{guard}", ()) for span in found.spans)
