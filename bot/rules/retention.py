"""How long what people wrote is kept after their program."""

from datetime import date, timedelta

from storage.tables import Cohort

SHORTEST, LONGEST = 1, 365  # days that a cohort may keep it: nobody's journal is an archive
USUAL: int = Cohort.model_fields["retention_days"].default  # the number that a cohort has by itself
_LAST_QUESTION = timedelta(days=90)  # after the debrief: the program's last prompts ask what became of promises


def ends_on(cohort: Cohort) -> date | None:
    """The last day of the cohort's program: the day it was finished, or of its last question. None: not known yet."""
    if cohort.finished_on or cohort.debrief_on is None:
        return cohort.finished_on
    return cohort.debrief_on + _LAST_QUESTION


def is_over(cohort: Cohort, today: date) -> bool:
    """Whether what was written in the cohort has been kept for as long as it was said to be."""
    end = ends_on(cohort)
    started = cohort.state != "draft"
    return started and end is not None and end + timedelta(days=cohort.retention_days) < today
