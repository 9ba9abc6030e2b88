"""Whether a promise is still meant for its person, now that it is about to be kept."""

from collections.abc import Sequence

from bot.chat.welcome import UNDER_WAY
from prompts.program import Program
from storage.commitments import CUE
from storage.standing import Standing
from storage.tables import Delivery
from storage.tables.deliveries import DEBRIEF, DOCUMENT, NUDGE, ROOMS, THEMES


def why_not(row: Delivery, standing: Standing, sent: Sequence[Delivery], program: Program) -> str:
    """What makes the promise void, for the record; empty when nothing does.

    `sent` are the prompts that the person has had.
    """
    if nowhere := _nowhere(standing):
        return nowhere
    if row.kind in {"notice", "care", DEBRIEF, DOCUMENT, THEMES, *ROOMS}:
        return ""
    if row.answered_at or row.skipped_at:
        return "answered"
    if standing.participation and standing.participation.state != "active":
        return "left"
    return "" if row.kind in {"follow_up", CUE} else _why_not_asked(row, standing, sent, program)


def _nowhere(standing: Standing) -> str:
    """Why nothing can be said at all to that person, or in that room."""
    if standing.in_room and (standing.cohort is None or not standing.cohort.room):
        return "no room"
    if not standing.in_room and standing.person.state != "active":
        return f"person {standing.person.state}"
    return "" if standing.workspace.installed else "workspace left"


def _why_not_asked(row: Delivery, standing: Standing, sent: Sequence[Delivery], program: Program) -> str:
    if standing.cohort is None or standing.cohort.state not in UNDER_WAY:
        return "cohort not running"
    if standing.participation is None and not _leads(standing):
        return "no facilitator"
    if row.kind == NUDGE:
        return ""
    prompts = {prompt.key: prompt for prompt in program.prompts}
    if row.prompt not in prompts:
        return "not in the program"
    needed = prompts[row.prompt].needs
    return "not meant" if needed and not _answered(needed, row, sent) else ""


def _leads(standing: Standing) -> bool:
    cohort = standing.cohort
    return any(role.name == "facilitator" and cohort and role.cohort_id == cohort.id for role in standing.roles)


def _answered(prompt: str, row: Delivery, sent: Sequence[Delivery]) -> bool:
    same = (one for one in sent if one.prompt == prompt and one.participation_id == row.participation_id)
    return any(one.answered_at for one in same)
