"""What a change of dates would do to the coming messages of a cohort, as its rows stand now."""

from bot.chat.occasion import Occasion
from bot.rules.arrangements import Arrangement, Setting
from bot.rules.moving import Change, Key, changes
from prompts.program import Program
from storage.tables import Cohort

_SENT = frozenset({"sending", "sent", "unknown"})  # on its way counts as sent: it cannot be called back


async def moved(occasion: Occasion, setting: Setting, wished: Arrangement, program: Program) -> tuple[Change, ...]:
    """What moves for those who take part when that is arranged so."""
    return await moved_between(occasion, setting, setting.arranged(wished), program)


async def moved_between(occasion: Occasion, setting: Setting, wished: Setting, program: Program) -> tuple[Change, ...]:
    """What moves from a cohort as it stands to the same as it would stand. Nothing does before the cohort starts."""
    if setting.cohort.state == "draft":
        return ()
    before, after = setting.schedule(program), wished.schedule(program)
    return changes(before, after, await _sent(occasion, setting.cohort), occasion.now)


async def _sent(occasion: Occasion, cohort: Cohort) -> frozenset[Key]:
    rows = (await occasion.store.plans.prompts(cohort)).values()
    return frozenset(
        (row.participation_id or row.person_id, row.prompt, row.anchor_instance) for row in rows if row.state in _SENT
    )
