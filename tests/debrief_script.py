"""A whole debrief as its people live it: who presses, types and fills in what, from its start to its end."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

# What people write, and who does. No chat may ever show it, but for what is shown to all of a room.
ROTA = {
    "U1": "The rota decides who is heard here.",
    "U3": "Nobody owns the rota at night.",
    "U5": "The rota hides the whole night team.",
}
BEDS = {
    "U2": "We count beds, and never the waits.",
    "U4": "Empty beds are nobody's news.",
    "U6": "Beds are found by who knows whom.",
}
CRUEL = "Whoever made this rota never saw a ward."
WITHDRAWN = "Beds stand empty behind the closed door."
SIGNED = "We thank the porters far too little."
CARD = "The rota is on a wall that nobody passes."
ALONE = {"U1": "The porter waited until we had all gone.", "U3": "She asked twice, and then she listened."}
LINES = {"U1": "The form asks for it.", "U3": "Handover is at the busiest hour.", "U5": "The list is printed at six."}
REVIEW = {"U1": "Expected a tour.", "U2": "Expected lectures.", "U3": "Expected nothing new."}
PAPER_REVIEW = "Expected to be watched."
WORDS = {"U2": "lighthearted", "U3": "inquisitive", "U4": "wideawake"}
PAPER_WORD = "steadfast"
CUE, DEED = "somebody is cut short in our round", "ask them to finish"
PROJECT = "Beds by noon"

ON_WALL = (*ROTA.values(), *BEDS.values(), SIGNED, CARD)
SECRETS: Mapping[str, str] = {
    **{text: who for group in (ROTA, BEDS, ALONE, LINES, REVIEW, WORDS) for who, text in group.items()},
    CRUEL: "U3",
    WITHDRAWN: "U6",
    SIGNED: "U7",
    DEED: "U4",
    CUE: "U4",
    **dict.fromkeys((CARD, PAPER_REVIEW, PAPER_WORD), "F1"),
}


@dataclass(frozen=True)
class Step:
    """One thing that somebody does, with at most one of the ways to do it.

    `minor` ones are as others before them: nothing ends there. `first` is typed before, so that the card is at hand.
    `shows` is what everybody may read from then on, `names` who has said that they may be named. `sends`: something is
    promised to the room or to people.
    """

    name: str
    who: str = "F1"
    types: str = ""
    presses: str = ""
    opens: str = ""
    fills: Mapping[str, object] | None = None
    waits: bool = False  # until the time of the round is up
    minor: bool = False
    first: str = ""
    looks_for: str = ""  # what is read on the card where this was done: it is looked for before it is done again
    shows: tuple[str, ...] = field(default=())
    names: tuple[str, ...] = field(default=())
    sends: bool = False


def lead(name: str, button: str, **more: object) -> Step:
    return Step(name, presses=button, first="/exchange debrief", **more)  # type: ignore[arg-type]  # passed on


def leads_form(name: str, button: str, fills: Mapping[str, object], *, sends: bool = False) -> tuple[Step, Step]:
    opened = Step(f"{name}: opened", opens=button, first="/exchange debrief")
    return opened, Step(f"{name}: sent in", fills=fills, sends=sends)


def form(
    name: str, who: str, button: str, fills: Mapping[str, object], *, minor: bool = False, sends: bool = False
) -> tuple[Step, Step]:
    opened = Step(f"{name}: opened", who, opens=button, minor=minor)
    return opened, Step(f"{name}: sent in", who, fills=fills, minor=minor, sends=sends)


def offering(
    who: str, texts: Mapping[str, object], approved: Mapping[str, object], *, minor: bool = True
) -> tuple[Step, ...]:
    """What one person offers, and how they approve it."""
    opened, offered = form("points", who, "My points for the wall", texts, minor=minor)
    return opened, offered, Step("points: approved", who, fills=approved, minor=minor)


def before() -> tuple[Step, ...]:
    return (
        Step("story: could tell", "U2", presses="I could tell one"),
        Step("story: named", "U2", presses="Yes, tell them", names=("Ben",)),
        Step("", "U3", presses="I could tell one", minor=True),
        Step("story: not named", "U3", presses="No, only that somebody could"),
        Step("start: asked", types="/exchange debrief start 211"),
        Step("start", presses="Start a debrief", sends=True),
    )


def beginning() -> tuple[Step, ...]:
    others = tuple(Step("", f"U{number}", presses="I agree", minor=True) for number in range(2, 8))
    return (
        Step("rules: agree", "U1", presses="I agree"),
        *others,
        Step("hand-over", "F2", types="/exchange debrief take over", sends=True),
        Step("", "F1", types="/exchange debrief take over", minor=True),
        lead("extend", "5 minutes more", sends=True),
        Step("timer", waits=True, sends=True),
        lead("close", "Close the round"),
        lead("next", "Next", sends=True),
        lead("back", "Back", sends=True),
        Step("next, typed", types="/exchange debrief next", looks_for="of 15: Two stories", sends=True),
        Step("a round dropped, typed", types="/exchange debrief skip Break"),
        lead("next: alone", "Next", sends=True),
        *form("alone", "U1", "Write", {"words": ALONE["U1"]}),
        *form("alone", "U3", "Write", {"words": ALONE["U3"]}, minor=True),
        lead("next: pairs", "Next", sends=True),
        lead("skip: fours", "Skip", sends=True),
        Step("fours: late", "U8", presses="I agree", sends=True),
        Step("goes", "U7", presses="I have to go"),
        Step("comes back", "U7", presses="What is on now?", sends=True),
    )


def wall() -> tuple[Step, ...]:
    own: list[Step] = []
    for who, text in {**ROTA, **BEDS}.items():
        more = {"U3": {"lived": CRUEL}, "U6": {"lived": WITHDRAWN}}.get(who, {})
        taken_out = {"Point 2 goes on the wall": "not at all: take it out"} if who == "U6" else {}
        own += offering(who, {"together": text, **more}, taken_out, minor=who not in {"U1", "U6"})
    places = {
        **dict.fromkeys((*ROTA.values(), CARD), "1"),
        **dict.fromkeys(BEDS.values(), "2"),
        SIGNED: "others",
        CRUEL: "hide",
    }
    names = {"name:1": "Handing over", "name:2": "Room to wait", **{f"name:{slot}": None for slot in range(3, 8)}}
    return (
        lead("next: wall", "Next", sends=True),
        *own,
        Step("", "U7", opens="My points for the wall", names=("Goran",), minor=True),
        *offering("U7", {"together": SIGNED}, {"Point 1 goes on the wall": "signed with my name"}),
        *leads_form("wall: paper card", "Enter a paper card", {"card": CARD}),
        lead("wall: close", "Close the round"),
        *leads_form("wall: group and hide", "Sort the points", {**names, **places}),
        lead("wall: reveal", "Show", sends=True, shows=ON_WALL),
        Step("wall: read", "U8", opens="Read the wall"),
    )


def weighing() -> tuple[Step, ...]:
    both = {"Handing over": "3", "Room to wait": "2"}
    others = [one for who in ("U2", "U3", "U4") for one in form("", who, "Vote", both, minor=True)]
    lines = {who: {"Handing over": text} for who, text in LINES.items()}
    return (
        lead("next: vote", "Next", sends=True),
        *form("vote", "U1", "Vote", both),
        *others,
        *leads_form("vote: on paper", "Enter votes from paper", {"Handing over": "1"}),
        lead("vote: close", "Close the round"),
        lead("vote: reveal", "Show", sends=True),
        lead("next: said and done", "Next", sends=True),
        *leads_form("said and done: value", "Which value is it about?", {"Handing over": "Respect"}, sends=True),
        *form("said and done: line", "U1", "What keeps the gap in place", lines["U1"]),
        *form("", "U3", "What keeps the gap in place", lines["U3"], minor=True),
        *form("", "U5", "What keeps the gap in place", lines["U5"], minor=True),
        lead("said and done: reveal", "Show the lines", shows=tuple(LINES.values()), sends=True),
        Step("", "U8", types="/exchange debrief", minor=True),
        Step("said and done: read", "U8", opens="Read the lines"),
    )


def working() -> tuple[Step, ...]:
    problem = "Patients wait two days for a bed elsewhere."
    charter = {
        "problem": problem,
        "name": PROJECT,
        "affected": "People who wait in emergency care",
        "test": "One ward calls at nine",
        "test_on": datetime.now(UTC).date() + timedelta(days=7),  # within the thirty days that a first test has
        "measure": "Hours until a bed is found",
        "owners": ["Emil, Child services", "Fatma, Emergency care"],
    }
    return (
        lead("next: problems", "Next", sends=True),
        *leads_form("linking", "Which problem is it?", {"Handing over": problem}, sends=True),
        lead("next: projects", "Next", sends=True),
        *form("project", "U5", "New project", charter, sends=True),
        Step("project: read", "U6", opens="Read"),
        Step("project: owner", "U6", presses="Yes, I am an owner", names=("Emil", "Fatma")),
        lead("next: promises", "Next", sends=True),
        *form("promise", "U4", "New promise", {"cue": CUE, "deed": DEED}),
    )


def ending() -> tuple[Step, ...]:
    def sent_in(name: str, key: str, texts: Mapping[str, str]) -> tuple[Step, ...]:
        each = [form(name, who, "Write", {key: text}, minor=bool(at)) for at, (who, text) in enumerate(texts.items())]
        return tuple(one for steps in each for one in steps)

    return (
        lead("next: review", "Next", sends=True),
        *sent_in("review", "expected", REVIEW),
        *leads_form("review: on paper", "Enter a card for somebody", {"expected": PAPER_REVIEW}),
        lead("review: reveal", "Show", sends=True, shows=(*REVIEW.values(), PAPER_REVIEW)),
        Step("board: draft", presses="Put it together", first="/exchange board"),
        lead("next: board", "Next", sends=True),
        *form("board: a line", "U1", "Say what you think", {}),
        Step("board: approve asked", presses="Approve it", first="/exchange board"),
        Step("board: approve", presses="Confirm", sends=True),
        lead("next: word", "Next", sends=True),
        *sent_in("word", "word", WORDS),
        *leads_form("word: on paper", "Enter a card for somebody", {"word": PAPER_WORD}),
        lead("word: reveal", "Show", sends=True, shows=(*WORDS.values(), PAPER_WORD)),
        Step("summary", types="/exchange debrief summary"),
        lead("close asked", "Next"),
        Step("close of all", presses="End the debrief", sends=True),
    )


SCRIPT = (*before(), *beginning(), *wall(), *weighing(), *working(), *ending())
