"""The sample's live debrief: begun, led through its rounds, and ended, as everybody in it sees it."""

from bot.chat.action import AgreeToRules, EnterCard, GoFromDebrief, Lead, NameTeller, SendIn, TellStory, WriteAlone
from bot.showing.acts import Fills, Presses, Step, Types, Uses, Waits
from bot.showing.stage import Stage

_PHONE = "0701 223344"  # looks like somebody's number
_REVIEW = {"expected": "Two days of slides.", "happened": "I listened more than ever.", "stays": "The visits."}


async def hold_debrief(stage: Stage) -> None:
    """From the question for stories to the summary; a second facilitator is there."""
    for step in _BEFORE:
        await stage.play(step)
    async with stage.database.reading() as store:
        cohort = await stage.cohort(store)
    stage.notify("ada", "story.asked", cohort=cohort.name, **{"action:story.could": TellStory(cohort.id).pack()})
    for step in (*_stories(cohort.id), *_BEGINNING):
        await stage.play(step)
    async with stage.database.reading() as store:
        debrief = await store.debriefs.running(cohort.id)
    if debrief is None:
        raise LookupError("no debrief has begun")
    for step in (*_rules(debrief.id), *_groups(debrief.id), *_shown(debrief.id), *_ENDING, *_over(debrief.id)):
        await stage.play(step)


def _on(*steps: str) -> tuple[Step, ...]:
    return tuple(("", "tomas", Types(f"debrief {one}")) for one in steps)


_BEFORE: tuple[Step, ...] = (
    ("audit-before-the-debrief", "nora", Types("audit")),
    ("", "nora", Types("role grant facilitator <@U01>")),
    ("", "nora", Presses("preview.confirm")),
    ("", "nora", Types("people add <@U14> <@U16>")),
    ("", "nora", Presses("gathering.confirm")),
    ("debrief-none-runs", "tomas", Types("debrief")),
    ("debrief-none-yet", "ada", Types("debrief")),
    ("debrief-none-here", "grace", Types("debrief")),
    ("debrief-next-none-runs", "tomas", Types("debrief next")),
    ("", "", Waits("2027-05-15 10:00")),
    ("", "", Waits("2027-05-17 10:00")),
)


def _stories(cohort: str) -> tuple[Step, ...]:
    return (
        ("story-offered", "ada", Uses(TellStory(cohort))),
        ("story-named", "ada", Uses(NameTeller(cohort, "yes"))),
        ("story-unnamed", "ben", Uses(NameTeller(cohort, "no"))),
        ("story-taken-back", "chiara", Uses(NameTeller(cohort, "back"))),
    )


_BEGINNING: tuple[Step, ...] = (
    ("", "", Waits("2027-05-17 12:00")),
    ("debrief-start", "tomas", Types("debrief start")),
    ("debrief-start-wrong", "tomas", Types("debrief start 90")),
    ("debrief-start-preview", "tomas", Types("debrief start 211")),
    ("debrief-start-done", "tomas", Presses("debrief.start")),
    ("debrief-start-twice", "nora", Types("debrief start 120")),
    ("", "", Waits("2027-05-17 12:01")),
)


def _rules(debrief: str) -> tuple[Step, ...]:
    return (
        ("debrief-agreed", "ada", Uses(AgreeToRules(debrief))),
        *(("", one, Uses(AgreeToRules(debrief))) for one in ("ben", "david")),
        ("debrief-not-in-it", "nora", Uses(AgreeToRules(debrief))),
        ("debrief-gone", "david", Uses(GoFromDebrief(debrief))),
        ("debrief-too-few-to-tell", "tomas", Types("debrief")),
        ("", "david", Uses(AgreeToRules(debrief))),
        ("debrief", "tomas", Types("debrief")),
        ("debrief-taking-part", "ada", Types("debrief")),
        ("debrief-unknown-word", "tomas", Types("debrief onwards")),
        ("debrief-extend", "tomas", Types("debrief extend 10")),
        ("debrief-extend-no-number", "tomas", Types("debrief extend soon")),
        ("debrief-extend-too-much", "tomas", Types("debrief extend 90")),
        ("debrief-reveal-nothing", "tomas", Types("debrief reveal")),
        ("debrief-back-first", "tomas", Types("debrief back")),
        ("debrief-close", "tomas", Types("debrief close")),
        ("debrief-close-twice", "tomas", Types("debrief close")),
        ("", "", Waits("2027-05-17 12:05")),
        ("debrief-next", "tomas", Types("debrief next")),
        ("", "", Waits("2027-05-17 12:05:10")),
        ("debrief-close-nothing", "tomas", Types("debrief close")),
        ("debrief-pressed-again", "tomas", Uses(Lead(debrief, "1", "next"))),
        ("debrief-pressed-second", "nora", Uses(Lead(debrief, "1", "next"))),
        ("debrief-skip-later", "tomas", Types("debrief skip Break")),
        ("debrief-skip-later-again", "tomas", Types("debrief skip Break")),
        ("debrief-skip-unknown", "tomas", Types("debrief skip lunch")),
        ("debrief-skip-begun", "tomas", Types("debrief skip rules")),
        ("debrief-not-on-yet", "ada", Uses(SendIn(debrief, "word"))),
        ("debrief-skip", "tomas", Types("debrief skip")),
        ("debrief-back", "tomas", Types("debrief back")),
    )


def _groups(debrief: str) -> tuple[Step, ...]:
    return (
        *_on("next"),
        ("", "", Waits("2027-05-17 12:05:30")),
        ("debrief-alone-form", "ada", Uses(WriteAlone(debrief))),
        ("debrief-alone-form-empty", "ada", Fills({"words": ""})),
        ("debrief-alone-kept", "ada", Fills({"words": "Nobody asked the porter what he had seen."})),
        ("debrief-alone-not-kept", "ben", Uses(WriteAlone(debrief))),
        ("debrief-alone-told", "ben", Fills({"words": "I would not have asked."})),
        *_on("next"),
        ("debrief-round-closed", "ada", Uses(WriteAlone(debrief))),
        ("", "", Waits("2027-05-17 12:05:40")),
        *_on("next"),
        ("", "", Waits("2027-05-17 12:06")),
        ("debrief-agreed-late", "chiara", Uses(AgreeToRules(debrief))),
        ("", "", Waits("2027-05-17 15:05")),
        ("debrief-late", "tomas", Types("debrief")),
        ("debrief-take-over", "nora", Types("debrief take over")),
        ("debrief-take-over-again", "nora", Types("debrief take over")),
        ("", "tomas", Types("debrief take over")),
        ("", "", Waits("2027-05-17 15:06")),
    )


def _shown(debrief: str) -> tuple[Step, ...]:
    return (
        *(step for minute in range(7) for step in (*_on("next"), ("", "", Waits(f"2027-05-17 15:1{minute}")))),
        ("debrief-summary", "tomas", Types("debrief summary")),
        ("debrief-summary-no-such-form", "tomas", Types("debrief summary pdf")),
        ("debrief-summary-word", "tomas", Types("debrief summary word")),
        ("debrief-review-form", "ada", Uses(SendIn(debrief, "review"))),
        ("", "ada", Fills(_REVIEW)),
        *_others_review(debrief),
        *_on("reveal"),
        ("", "", Waits("2027-05-17 15:30")),
        *_on("next"),
        ("", "", Waits("2027-05-17 15:31")),
        *_on("next"),
        ("", "", Waits("2027-05-17 15:35")),
        ("debrief-late-at-the-end", "tomas", Types("debrief")),
        ("debrief-word-form", "ada", Uses(SendIn(debrief, "word"))),
        ("debrief-word-form-empty", "ada", Fills()),
        ("debrief-word-form-details", "ada", Fills({"word": _PHONE})),
        ("debrief-word-sent", "ada", Fills({"word": "Lighter"})),
        ("debrief-card-form", "tomas", Uses(EnterCard(debrief, "word"))),
        ("debrief-card-entered", "tomas", Fills({"word": "Tired, and glad"})),
        ("", "ben", Uses(SendIn(debrief, "word"))),
        ("", "ben", Fills({"word": "Curious"})),
        ("debrief-reveal", "tomas", Types("debrief reveal")),
        ("debrief-reveal-twice", "tomas", Types("debrief reveal")),
        ("", "", Waits("2027-05-17 15:40")),
    )


def _others_review(debrief: str) -> tuple[Step, ...]:
    answers = {"differed": "We were listened to.", "stays": "The silence before the first question."}
    return tuple(
        ("", who, act) for who in ("ben", "chiara") for act in (Uses(SendIn(debrief, "review")), Fills(answers))
    )


_ENDING: tuple[Step, ...] = (
    ("debrief-end", "tomas", Types("debrief end")),
    ("debrief-next-last", "tomas", Types("debrief next")),
    ("debrief-end-done", "tomas", Presses("debrief.end")),
    ("", "", Waits("2027-05-17 15:41")),
)


def _over(debrief: str) -> tuple[Step, ...]:
    return (
        ("debrief-over", "tomas", Uses(Lead(debrief, "1", "next"))),
        ("debrief-summary-over", "ada", Types("debrief summary")),
        ("", "nora", Types("role revoke facilitator <@U01>")),
        ("", "nora", Presses("preview.confirm")),
    )
