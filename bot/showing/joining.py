"""The sample's last part: another workspace joins the organisation, by the code that its administrator was shown."""

import re

from bot.showing.acts import Presses, Step, Types, Waits
from bot.showing.stage import Stage
from prompts.message import Message

_NO_CODE = "workspace join 7KQF-2MXP-9RTD-HWAC"

_REFUSED: tuple[Step, ...] = (
    ("workspace-join-has-cohorts", "nora", Types(_NO_CODE)),
    ("workspace-join-wrong", "pia", Types(_NO_CODE)),
    *(("", "pia", Types(_NO_CODE)) for _ in range(4)),
    ("workspace-join-too-many", "pia", Types(_NO_CODE)),
)
_JOINED: tuple[Step, ...] = (
    ("workspace-join-done", "otto", Presses("joining.confirm")),
    ("workspace-join-shared", "otto", Types(_NO_CODE)),
    ("", "", Waits("2027-09-15 09:00")),
    ("audit-of-workspaces", "nora", Types("audit")),
)


async def join_by_code(made: Stage) -> None:
    """Everything that is shown on the way, and to those whose code is not taken."""
    await made.play(("workspace-code", "nora", Types("workspace code")))
    shown = made.shown["workspace-code"]
    found = re.search(r"workspace join ([0-9A-Z-]+)", shown.text if isinstance(shown, Message) else "")
    if found is None:
        raise LookupError("no code was shown")
    for step in _REFUSED:
        await made.play(step)
    await made.play(("workspace-join-preview", "otto", Types(f"workspace join {found[1]}")))
    for step in _JOINED:
        await made.play(step)
