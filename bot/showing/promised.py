"""The sample's promises: made, told, reminded of on their day, answered, changed and let go."""

from datetime import date

from bot.chat.action import ShowSharedPromises
from bot.rules.visibility import Audience
from bot.showing.acts import Chooses, Fills, Presses, Step, Types, Uses, Waits
from bot.showing.stage import Stage

_LATE = {"cue": "If the round runs late", "deed": "then I will ask who is still waiting."}
_LOUD = {"cue": "the huddle gets loud", "deed": "ask who has not spoken yet"}
TYPED = "When the phone rings in our round, I will let it ring."  # typed in the chat, and so said there

PROMISING: tuple[Step, ...] = (
    ("promises-none", "chiara", Types("promises")),
    ("promises-not-kept", "ben", Types("promises")),
    ("promises-unread", "ada", Types("promises I will listen more")),
    ("promises-typed", "ada", Types("promises If I am asked for a decision, then I will ask who else knows")),
    ("", "", Waits("2027-01-04 10:41")),
    ("", "ada", Types("promises")),
    ("promises-new-form", "ada", Presses("promises.new")),
    ("promises-new-form-wrong", "ada", Fills({"cue": "more often", "deed": "I will"})),
    ("promises-new-form-past", "ada", Fills({**_LATE, "comes_on": date(2026, 12, 1)})),
    ("promises-new-form-far", "ada", Fills({**_LATE, "comes_on": date(2029, 1, 1)})),
    ("promises-new-form-two-days", "ada", Fills({**_LATE, "comes_on": date(2027, 1, 5), "every": ("1",)})),
    ("promises-told", "ada", Chooses(("tell",), {**_LATE, "comes_on": date(2027, 1, 5)})),
    ("promises-shared", "ada", Fills()),
    ("", "", Waits("2027-01-04 10:42")),
    ("", "ada", Types("promises")),
    ("", "ada", Presses("promises.new")),
    ("promises-new-kept", "ada", Fills({**_LOUD, "every": ("1",)})),
    ("promises", "ada", Types("promises")),
    ("promises-answered-kept", "ada", Presses("promises.kept")),
    ("promises-answered-not-yet", "ada", Presses("promises.not_yet", 2)),
    ("promises-change-form", "ada", Presses("promises.change", 2)),
    ("promises-changed", "ada", Fills({"deed": "ask two people first"})),
    ("", "ada", Types("promises")),
    ("promises-answered-let-go", "ada", Presses("promises.let_go")),
    ("promises-share-form", "ada", Presses("keeping.share")),
)

ON_THE_DAY: tuple[Step, ...] = (
    ("promise-of-the-day", "ada", Presses("promises.open_one")),
    ("promise-of-the-day-kept", "ada", Presses("promises.kept")),
)

TYPED_ONE: tuple[Step, ...] = (
    ("", "david", Types("promises")),
    ("", "david", Presses("promises.change")),
    ("", "david", Fills({"comes_on": date(2027, 1, 6)})),
    ("", "", Waits("2027-01-06 09:00")),
)

_AMONG_ALL: tuple[Step, ...] = (
    ("who-can-see-shared-with-all", "ada", Presses("prompt.who")),
    ("promises-and-those-of-others", "chiara", Types("promises")),
    ("promises-of-others", "chiara", Presses("promises.read_shared")),
    ("promise-of-another", "chiara", Presses("sharing.read")),
    ("take-back-from-all", "ada", Presses("sharing.take_back", 1)),
    ("who-can-see-taken-back-from-all", "ada", Presses("prompt.who")),
    ("promises-of-others-none", "chiara", Uses(ShowSharedPromises())),
)


async def show_shared(stage: Stage) -> None:
    """A promise whose form to share it stands open is shared with everybody, read by somebody, and taken back."""
    async with stage.database.reading() as store:
        cohort = await stage.cohort(store)
    everybody = f"{Audience.COHORT_SIGNED} everybody {cohort.id}"
    await stage.play(("promises-shared-with-all", "ada", Fills({"with": (everybody,)})))
    for step in _AMONG_ALL:
        await stage.play(step)
