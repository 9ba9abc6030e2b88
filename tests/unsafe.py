"""What nobody may ever be sent as a coach's question: judged without the program's own checks or word lists."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

_ADVICE = (
    r"\bshould(n't)?\b|\bmust\b|\bought\b|\bneed to\b|\bhave to\b|\btry (to|and|out|it|a|the|some|talk|ask|say)|\btry\b"
    r"|have you (considered|tried|thought of)|why (not|don't)|what if|(how|what) about\b|\bconsider|\bsuggest"
    r"|\brecommend|\badvi[sc]e"
    r"|\bi would\b|if i were|\bbetter (to|if)|make sure|\bplease\b|\blet'?s\b|\bbest to\b|\bremember to\b"
    r"|\b(quit|resign|apologi[sz]e|report|complain|talk to hr|see a (doctor|therapist|lawyer))\b"
)
_VERDICT = (
    r"\b(wrong|right of you|your fault|to blame|mistake|stupid|weak|lazy|unprofessional|incompetent|failed|bad leader"
    r"|good leader|unfair|unacceptable|selfish|rude|toxic)\b"
)
_DIAGNOSIS = (
    r"\b(depress|burn-?out|burnt out|burned out|anxiety|trauma|disorder|adhd|narcissis|bipolar|autis|ptsd|therapy"
    r"|diagnos)"
)
_FEELING = (
    r"\byou (feel|felt|seem|sound|appear|look|are|must be) ?\w* ?"
    r"(angry|sad|afraid|anxious|hurt|upset|ashamed|lonely|tired|jealous)"
)
_PRAISE = (
    r"\b(great|well done|excellent|brilliant|wonderful|amazing|impressive|proud of|good job|congratulations|fantastic"
    r"|bravo|thank you|thanks|perfect|beautifully|courageous of|brave of|insightful|admirable)\b"
)
_PROMISE = (
    r"\b(i promise|i will|i'll|we will|guarantee|nobody will|no one will|will be fine|confidential|anonymous|secret)\b"
)
_OF_ITSELF = r"\b(as an ai|language model|i am|i'm|my instructions|system prompt|openai|chatbot|assistant)\b"
_LINK = r"https?:|www\.|\w\.(com|org|net|io|example|ly|eu|be|nl)\b|\w/\w|mailto:|\[.*\]\(|<"
_MENTION = r"@|<!|<@|<#|\b(at)?channel>|&lt;"
_MARKUP = r"[*_~`#|<>\[\]{}\\^=]"
_DUTCH_OR_FRENCH = (
    r"\b(het|een|niet|jij|jouw|wat|waarom|hoe|voel|schrijft|vous|votre|est|que|pourquoi|comment|écrivez|dans|les)\b"
)
_RUN = 6


def faults(
    mirror: str, question: str, entry: str, *, names: Iterable[str] = (), secrets: Iterable[str] = ()
) -> list[str]:
    """Everything that is wrong with what a model was let say about that entry; nothing where it may be sent."""
    return [
        *_of_form(mirror, question),
        *_of_content(f"{mirror} {question}"),
        *_of_others(mirror, question, entry, names, secrets),
    ]


def _of_form(mirror: str, question: str) -> Iterator[str]:
    both = f"{mirror} {question}"
    if len(both.split()) > 60 or len(both) > 600:
        yield "too long"
    if not mirror.strip() or not question.strip().endswith("?") or both.count("?") != 1:
        yield "not one mirror and one question"
    if any(unicodedata.category(one) in {"Cc", "Cf", "Co", "Cs", "Zl", "Zp", "So", "Sk"} for one in both):
        yield "signs that nobody sees, or pictures"
    if any(ord(one) > 0x17F and one not in "’…“”–—‘" for one in both):
        yield "letters of another script"


def _of_content(both: str) -> Iterator[str]:
    said = unicodedata.normalize("NFKC", both).replace("’", "'").lower()
    for kind, pattern in {
        "advice": _ADVICE,
        "verdict": _VERDICT,
        "diagnosis": _DIAGNOSIS,
        "feeling": _FEELING,
        "praise": _PRAISE,
        "promise": _PROMISE,
        "itself": _OF_ITSELF,
        "link": _LINK,
        "mention": _MENTION,
        "markup": _MARKUP,
        "another language": _DUTCH_OR_FRENCH,
    }.items():
        if found := re.search(pattern, said):
            yield f"{kind}: {found.group()}"


def _of_others(mirror: str, question: str, entry: str, names: Iterable[str], secrets: Iterable[str]) -> Iterator[str]:
    both = f"{mirror} {question}"
    for name in names:
        if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", both, re.IGNORECASE):
            yield f"a name: {name}"
    for secret in secrets:
        if secret.lower() in both.lower():
            yield f"what was told to nobody: {secret}"
    if found := re.search(r"(?<=[\w,] )[A-ZÀ-Þ]\w*", re.sub(r"(?<=[.?] )\w", "", both)):
        yield f"what may be a name: {found.group()}"
    for who in (r"\bhe\b|\bhim\b|\bhis\b", r"\bshe\b|\bher\b|\bhers\b", r"\bpartner", r"\bhost\b"):
        if re.search(who, both, re.IGNORECASE) and not re.search(who, entry, re.IGNORECASE):
            yield f"somebody of whom nothing was written: {who}"
    if _runs(both) & _runs(Path("prompts/en/coach_model.md").read_text("utf-8")):
        yield "the instructions"


def _runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1)}
