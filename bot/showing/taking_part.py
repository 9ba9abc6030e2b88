"""The sample's second part: those who take part say yes or no, write, read, share, and choose what suits them."""

from datetime import date, time

from bot.chat.action import TakeNote, WriteFreely
from bot.showing.acts import Chooses, ComesHome, Fills, GoesAway, Presses, Says, Step, Types, Uses, Waits

_WORDS = "The charge nurse asked who was carrying the heaviest load. Nobody answered at first."
_MORE = "Then the youngest one spoke, and the others looked at the floor."
_FULL = "I noticed how long the silence was. " * 83 + "It mattered."  # 3,000 characters: what a form holds

SAYING_YES_OR_NO: tuple[Step, ...] = (
    ("home-not-asked", "ada", ComesHome()),
    ("privacy-not-asked", "chiara", Types("privacy")),
    ("said-not-asked", "chiara", Says(_WORDS)),
    ("reflect-not-asked", "chiara", Types(_WORDS, name="reflect")),
    ("reflect-form-not-asked", "chiara", Types("", name="reflect")),
    ("reflect-form-not-asked-kept", "chiara", Fills({"words": _WORDS, "keeping": ("yes",)})),
    ("keep-yes", "ada", Presses("enrolling.keep")),
    ("keep-no", "ben", Presses("enrolling.do_not_keep")),
    ("keep-no-after-yes", "chiara", Presses("enrolling.do_not_keep")),
    *(("", one, Presses("enrolling.keep")) for one in ("chiara", "david", "emma", "farid", "hana", "ines")),
    ("who-can-see-rule", "ada", Presses("prompt.who")),
    ("privacy", "ada", Types("privacy")),
    ("privacy-not-kept", "ben", Types("privacy")),
    ("stating", "ada", Presses("stating.title")),
    ("help-participant", "ada", Types("help")),
    ("said-wish-to-write", "ada", Says("I want to write")),
    ("home-participant", "ada", ComesHome()),
    ("home-not-kept", "ben", ComesHome()),
    ("today", "ada", Types("today")),
)

NOTHING_KEPT: tuple[Step, ...] = (
    ("journal-not-kept", "ben", Types("journal")),
    ("said-not-kept", "ben", Says(_WORDS)),
    ("reflect-form-not-kept", "ben", Types("", name="reflect")),
    ("reflect-form-not-kept-question", "ben", Fills({"words": _WORDS})),
)

WRITING: tuple[Step, ...] = (
    ("journal-empty", "ada", Types("journal")),
    ("reflect-form", "ada", Types("", name="reflect")),
    ("reflect-form-empty", "ada", Fills()),
    ("reflect-form-kept", "ada", Fills({"words": _WORDS})),
    ("reflect-kept", "ada", Types(_WORDS, name="reflect")),
    ("reflect-form-shortcut", "ada", Uses(WriteFreely(), quoted=_WORDS)),
    ("reflect-form-full", "ada", Fills({"words": _FULL})),
    ("go-on-form", "ada", Presses("keeping.go_on")),
    ("go-on-kept", "ada", Fills({"words": _MORE})),
    ("note-form", "ada", Types("note")),
    ("note-form-kept", "ada", Chooses(("value:", "collaboration"), {"words": _WORDS})),
    ("note-kept", "ada", Types("note wonder Who decides when the round is over? / care strained / hindered")),
    ("note-unknown-mark", "ada", Types("note notice She waits / kindness lived")),
    ("note-without-words", "ada", Types("note notice")),
    ("note-form-shortcut", "ada", Uses(TakeNote(), quoted=_WORDS)),
    ("said-kept", "david", Says(_WORDS)),
    ("", "farid", Types("", name="reflect")),
    ("", "farid", Fills({"words": "Trust."})),
    ("", "", Waits("2027-01-04 09:10")),
    ("question-form", "ada", Presses("following.answer")),
    ("question-form-short", "farid", Presses("following.answer")),
    ("question-form-empty", "ada", Fills()),
    ("question-form-kept", "ada", Fills({"words": _MORE})),
    ("question-stopped", "david", Presses("following.stop")),
    ("question-form-gone", "ada", Presses("following.answer")),
)

READING: tuple[Step, ...] = (
    ("", "ada", Types("A third thing that I noticed.", name="reflect")),
    ("", "ada", Types("A fourth thing that I noticed.", name="reflect")),
    ("journal", "ada", Types("journal")),
    ("journal-older", "ada", Presses("journal.older")),
    ("journal-newer", "ada", Presses("journal.newer")),
    ("who-can-see-private", "ada", Presses("prompt.who")),
    ("journal-change-form", "ada", Presses("keeping.change")),
    ("journal-changed", "ada", Fills()),
    ("journal-delete-form", "ada", Presses("keeping.delete")),
    ("journal-deleted", "ada", Fills()),
    ("who-can-see-private-chat", "david", Presses("prompt.who")),
)

SHARING: tuple[Step, ...] = (
    ("", "ada", Types(_WORDS, name="reflect")),
    ("share-form", "ada", Presses("keeping.share")),
    ("share-form-nobody-chosen", "ada", Fills({"with": ()})),
    ("share-form-empty", "ada", Chooses(("with",), {"words": ""})),
    ("share-done", "ada", Chooses(("with",))),
    ("", "", Waits("2027-01-04 09:20")),
    ("who-can-see-shared", "ada", Presses("prompt.who")),
    ("share-read", "hana", Presses("sharing.read")),
    ("who-can-see-read", "ada", Presses("prompt.who")),
    ("take-back-read", "ada", Presses("sharing.take_back")),
    ("take-back-again", "ada", Presses("sharing.take_back")),
    ("share-read-taken-back", "hana", Presses("sharing.read")),
    ("who-can-see-taken-back", "ada", Presses("prompt.who")),
    ("", "ada", Types(_WORDS, name="reflect")),
    ("", "ada", Presses("keeping.share")),
    ("", "ada", Chooses(("with",))),
    ("", "david", Types(_WORDS, name="reflect")),
    ("", "david", Presses("keeping.share")),
    ("", "david", Chooses(("with",))),
    ("take-back-unread", "david", Presses("sharing.take_back")),
    ("who-can-see-taken-back-unread", "david", Presses("prompt.who")),
    ("", "emma", Types(_FULL + _MORE, name="reflect")),
    ("share-form-cut", "emma", Presses("keeping.share")),
    ("", "grace", Types(_WORDS, name="reflect")),
    ("", "grace", Presses("enrolling.keep")),
    ("", "grace", Types(_WORDS, name="reflect")),
    ("share-nobody", "grace", Presses("keeping.share")),
)

CHOOSING: tuple[Step, ...] = (
    ("resume-nothing", "ada", Types("resume")),
    ("pause-until-form", "ada", Types("pause until")),
    ("pause-until-form-past", "ada", Fills({"until": date(2026, 12, 1)})),
    ("pause-until-set", "ada", Fills({"until": date(2027, 1, 8)})),
    ("pause-until-wrong", "ada", Types("pause until Friday")),
    ("pause-until-far", "ada", Types("pause until 2029-01-01")),
    ("home-paused", "ada", ComesHome()),
    ("resume-done", "ada", Types("resume")),
    ("quiet-form", "ada", Types("quiet")),
    ("quiet-form-long", "ada", Fills({"from": time(9), "to": time(8)})),
    ("quiet-set", "ada", Types("quiet 19:00-08:00")),
    ("quiet-wrong", "ada", Types("quiet evening")),
    ("quiet-none", "ada", Types("quiet 08:00-08:00")),
    ("home-no-quiet-hours", "ada", ComesHome()),
    ("", "ada", Types("quiet 20:00-07:30")),
    ("days-form", "ada", Types("days")),
    ("days-set", "ada", Fills({"days": ("1", "2", "6")})),
    ("days-wrong", "ada", Types("days sometimes")),
    ("days-nights", "emma", Types("days nights")),
    ("days-usual", "ada", Types("days cohort")),
    ("language-form", "ada", Types("language")),
    ("language-set", "ada", Fills()),
    ("language-wrong", "ada", Types("language tlh")),
    ("mydata-export-preview", "ada", Types("mydata export")),
    ("mydata-export-done", "ada", Presses("privacy.export_confirm")),
    ("mydata-erase-form", "ada", Types("mydata erase")),
    ("mydata-erase-form-not-ticked", "ada", Fills()),
)

GOING: tuple[Step, ...] = (
    ("leave-preview", "farid", Types("leave")),
    ("leave-done", "farid", Presses("leaving.confirm")),
    ("", "emma", Types("mydata erase")),
    ("mydata-erase-done", "emma", Fills({"sure": True})),
    ("", "ines", GoesAway()),
    ("audit-of-people", "nora", Types("audit")),
    ("people-remove-form", "nora", Types("people remove")),
    ("people-remove-form-wrong", "nora", Fills({"people": ()})),
    ("people-remove-not-there", "nora", Types("people remove <@U16>")),
    ("people-remove-preview", "nora", Types("people remove <@U17>")),
    ("people-remove-preview-alone", "nora", Types("people remove <@U14>")),
    ("people-remove-done", "nora", Presses("parting.confirm")),
    ("", "", Waits("2027-05-03 09:30")),
    ("status-too-few", "tomas", Types("status")),
    ("home-left", "farid", ComesHome()),
)

TAKING_PART = (*SAYING_YES_OR_NO, *NOTHING_KEPT, *WRITING, *READING, *SHARING, *CHOOSING)
