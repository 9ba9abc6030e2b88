"""A nudge about an improvement project of which nobody has heard anything for three weeks."""

from bot.rules.nudging import Facts, Nudge

_SILENT = 21  # days without an update; an update is one line, and monthly is enough


def project_stale(facts: Facts) -> Nudge | None:
    """The project of which nothing was heard for longest, to its owner: every three weeks at most."""
    silent = [one for one in facts.projects if (facts.today - one.updated_on).days >= _SILENT]
    last = facts.last("project_stale")
    if not silent or (last and (facts.today - last).days < _SILENT):
        return None
    one = min(silent, key=lambda project: (project.updated_on, project.project))
    return Nudge("project_stale", one.project, {"name": one.name}, {"+nudge.update": one.button})
