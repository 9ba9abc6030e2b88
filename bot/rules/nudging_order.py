"""Which nudge goes first where several have a reason."""

from bot.rules.nudging import Rule
from bot.rules.nudging_asked import lapse_return, missed_prompt, resume_draft
from bot.rules.nudging_leading import value_strained, visits_undated
from bot.rules.nudging_projects import project_stale
from bot.rules.nudging_visits import appreciation, pair_talk, unset_dates

# What somebody has half done goes first, then a way back for who has lost touch; what can wait a week goes last.
FOR_PARTICIPANTS: tuple[Rule, ...] = (
    resume_draft,
    lapse_return,
    missed_prompt,
    pair_talk,
    unset_dates,
    appreciation,
    project_stale,
)
FOR_FACILITATORS: tuple[Rule, ...] = (value_strained, visits_undated)
