"""The ladder of one language, read from its file: what to listen for, what may be quoted, and what to ask."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.coach.coach import FEW_WORDS, MOST_WORDS
from bot.coach.questions import RUNGS, Questions

SIGNALS = frozenset(
    {"first_person", "somebody", "reasons", "others", "feelings", "surprises", "pleased", "conditional", "judgements"}
    | {"not_so", "ahead", "intends", "cue", "vague", "shift", "happened", "not_past", "pending", "wonders", "opinions"}
    | {"loss", "unwilling", "refusing", "unsure", "nothing", "not_now", "enough_now", "asks_coach", "asks_plainly"}
    | {"asks_who_reads", "asks_what_is_meant", "asks_to_look_up", "vents", "doubts", "admires"}
    | {"might", "open", "unknown", "turn", "contrast", "matters_not", "planned", "asks_plan", "measure", "big_words"}
    | {"asks_step", "asks_obstacle", "asks_after_wonder", "resigned", "hindsight", "closers"}
    | {"no_step", "dated", "calendar", "obstacle", "trivial", "slips", "plain_verbs"}
    | {
        "about",
        "idiom_before",
        "idiom_after",
        "home",
        "does",
        "perceives",
        "to_reader",
        "not_alone",
        "home_first",
        "asks_home",
        "asks_when_hard",
        "lame_first",
        "asks_more",
        "asks_question",
        "hosting",
        "settled_first",
        "asks_inward",
        "verbs",
    }
    | {"settled", "singled", "heading", "pointing", "asks_meaning", "asks_taken", "asks_told", "asks_surprise"}
    | {
        "done",
        "no_deed",
        "weighed",
        "asks_for_a_day",
        "asks_no_lesson",
        "asks_admired",
        "before_a_day",
        "thanks",
        "thinks",
    }
    | {"jokes", "no_joke", "asks_worry", "asks_hope", "hoped", "asks_heard", "asks_to_ask", "asks_several"}
    | {"asks_oneself", "asks_complaint", "asks_thanks", "asks_reminder", "asks_feeling", "asks_picture"}
    | {"smooth", "plain_deeds", "no_next", "now_what", "declined", "none_so_far", "own_answer", "cancelled"}
    | {"leaving", "counted", "then_done", "declined_last", "asks_us", "of_programme", "no_admiring", "weighing"}
    | {"asks_measure", "asks_thought", "no_worry", "no_venting", "wish", "not_kept", "clipped", "more_of"}
    | {"had_expected", "behind_feeling", "imperatives"}
    | {"dangling", "unfinished", "safeguard", "minds", "unmoved", "other_side", "asks_hidden", "reported"}
    | {"unresolved_first", "admits", "no_contrast", "asks_outright", "added", "asks_past_worry", "wants", "before_it"}
    | {"no_turn", "subordinate", "asks_when", "asks_seen", "speaks", "surprised_still", "since_changed", "as_visitor"}
    | {
        "bare_no",
        "asks_kept",
        "asks_next",
        "asks_update",
        "asks_visit",
        "heated",
        "doubts_step",
        "next_first",
        "of_all",
        "wishes_well",
        "partly",
        "resumed",
        "unsaid",
        "said_then",
        "aside",
        "letter_first",
        "asks_letter",
        "promised_first",
        "distrust",
        "step_first",
        "asks_back",
        "tentative",
        "branch_first",
        "branch_further",
        "asks_of_reader",
        "cut_short",
        "half_meant",
        "asks_outcome",
        "worked_once",
        "guess_first",
        "stood_out",
        "fears",
        "foretold",
        "comes_unseen",
    }
    | {"request_first", "of_request", "remarks", "signs_off", "after_leave", "denies_reason", "reason_given", "stays"}
    | {"said_aloud", "speech", "on_display", "tired", "asks_arrival", "vaguely", "their_lot", "own_lot", "hinders"}
    | {"asks_against", "denies_first", "seen_at_once", "asks_once", "asks_for_it", "gave_as_reason", "wants_first"}
)
_MIRROR_WORDS = 8  # the longest mirror sentence without the phrase in it; with phrase and question it stays under 60


@dataclass(frozen=True, slots=True)
class Frame:
    """What is asked for first after such a prompt, and what never."""

    first: tuple[str, ...] = ()
    never: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Ladder:
    """What the coach of one language listens for, and its questions. The sets of words are in small letters."""

    phrase_least: int
    phrase_most: int
    phrase_short: int
    list_least: int
    long_least: int
    signals: Mapping[str, re.Pattern[str]]
    stop: re.Pattern[str]
    starts: frozenset[str]
    capitals: frozenset[str]
    subjects: frozenset[str]
    short_starts: frozenset[str]
    goes_on: frozenset[str]
    joints: frozenset[str]
    question_joints: frozenset[str]
    halves: frozenset[str]
    afterthoughts: frozenset[str]
    never_quoted: frozenset[str]
    everyday: frozenset[str]
    elsewhere: frozenset[str]
    others: re.Pattern[str]
    own: re.Pattern[str]
    articles: tuple[str, str]
    mirrors: tuple[str, ...]
    mirrors_of_question: tuple[str, ...]
    frames: Mapping[str, Frame]
    questions: Questions

    @classmethod
    def read(cls, file: Path) -> "Ladder":
        """Raises ValueError, naming file and key, for a question or a list that cannot be used."""
        try:
            return _ladder(tomllib.loads(file.read_text("utf-8")))
        except (KeyError, TypeError, AttributeError) as trouble:
            raise ValueError(f"{file}: {trouble} is missing or not as it should be") from trouble
        except ValueError as trouble:
            raise ValueError(f"{file}: {trouble}") from trouble

    def says(self, signal: str, text: str) -> bool:
        """Whether the text has a sign of that."""
        return self.signals[signal].search(text) is not None

    def means_to(self, sentence: str) -> bool:
        """Whether the writer means to do something, as that sentence says."""
        meant = self.says("intends", sentence) or self._begins_with_its_moment(sentence)
        return meant and not self.says("no_step", sentence)

    def _begins_with_its_moment(self, sentence: str) -> bool:
        """Whether it begins with when somebody does something, and not with when somebody did."""
        begins = self.signals["step_first"].match(sentence)
        if begins is None:
            return False
        return self.signals["happened"].match(sentence[begins.end() :].lstrip()) is None

    def says_stop(self, text: str) -> bool:
        """Whether a short answer says that it is enough: such a word alone, or with a comma or full stop after it."""
        return len(text.split()) <= FEW_WORDS and self.stop.match(text.strip()) is not None

    def frame(self, name: str) -> Frame:
        return self.frames.get(name, Frame())


def _ladder(table: Mapping[str, Any]) -> Ladder:
    lengths, quote, who = table["lengths"], table["quote"], table["who"]
    most = int(lengths["phrase_most"])
    ladder = Ladder(
        phrase_least=int(lengths["phrase_least"]),
        phrase_most=most,
        phrase_short=int(lengths["phrase_short"]),
        list_least=int(lengths["list_least"]),
        long_least=int(lengths["long_least"]),
        signals={signal: _pattern(table["listen"][signal]) for signal in SIGNALS},
        stop=re.compile(rf"{_pattern(table['listen']['stop']).pattern}\s*(?:[.,;!…]|$)", re.IGNORECASE),
        starts=_words(quote["starts"]),
        capitals=_words(quote["capitals"]),
        subjects=_words(quote["subjects"]),
        short_starts=_words(quote["short_starts"]),
        goes_on=_words(quote["goes_on"]),
        joints=_words(quote["joints"]),
        question_joints=_words(quote["question_joints"]),
        halves=_words(quote["halves"]),
        afterthoughts=_words(quote["afterthoughts"]),
        never_quoted=_words(quote["never"]),
        everyday=_words(table["value"]["everyday"]),
        elsewhere=_words(table["elsewhere"]["words"]),
        others=_somebody(who, who["others"], who["roles"]),
        own=_somebody(who, who["own"], [*who["roles"], *who["roles_of_own"]]),
        articles=(str(who["the"]), str(who["yours"])),
        mirrors=tuple(table["mirror"].values()),
        mirrors_of_question=tuple(table["mirror_of_question"].values()),
        frames={name: _frame(name, rules) for name, rules in table["frame"].items()},
        questions=Questions.read(table, MOST_WORDS - _MIRROR_WORDS - most),
    )
    for number, mirror in enumerate((*ladder.mirrors, *ladder.mirrors_of_question), 1):
        if mirror.count("{phrase}") != 1 or len(mirror.split()) > _MIRROR_WORDS:
            raise ValueError(f"mirror.{number} needs {{phrase}} once and {_MIRROR_WORDS} words at most")
    return ladder


def _frame(name: str, rules: Mapping[str, list[str]]) -> Frame:
    first, never = tuple(rules.get("first", ())), frozenset(rules.get("never", ()))
    if unknown := {*first, *never} - {*RUNGS}:
        raise ValueError(f"frame.{name}: {min(unknown)} is nothing that the coach asks for")
    return Frame(first, never)


def _words(listed: list[str]) -> frozenset[str]:
    return frozenset(one.casefold() for one in listed)


def _pattern(phrases: list[str]) -> re.Pattern[str]:
    """Any of the phrases as whole words, in whatever case; a star at the end stands for any ending."""
    return re.compile(rf"(?<!\w)(?:{_any_of(phrases)})(?!\w)", re.IGNORECASE)


def _somebody(who: Mapping[str, list[str]], determiners: list[str], roles: list[str]) -> re.Pattern[str]:
    """A role with its determiner; the writer's own role ("as a nurse") is found too, with `self` before it."""
    before = rf"(?P<self>(?:{_any_of(who['self'])})\s+)?(?:{_any_of(determiners)})\s+"
    role = rf"(?P<role>(?:(?:{_any_of(who['modifiers'])})\s+){{0,2}}(?:{_any_of(roles)}))"
    return re.compile(rf"(?<!\w){before}{role}(?![\w'-])", re.IGNORECASE)


def _any_of(phrases: list[str]) -> str:
    longest_first = sorted((one.strip() for one in phrases), key=len, reverse=True)
    return "|".join(re.escape(one).replace(r"\*", r"\w*").replace(r"\ ", r"\s+") for one in longest_first)
