"""The audit trail of what is done to a cohort: who did what to which thing, never what was written."""

from bot.chat.occasion import Occasion
from storage.tables import Cohort


async def leave_trail(occasion: Occasion, deed: str, cohort: Cohort | None = None, thing: str = "") -> None:
    """Writes down what the person of the occasion did; without a `thing`, to the cohort itself.

    `deed` is a key of the words under `deed.`, so that the trail can be read as sentences.
    """
    await occasion.store.audit.write(
        organisation_id=occasion.person.organisation_id,
        cohort_id=cohort.id if cohort else "",
        actor_id=occasion.person.id,
        deed=deed,
        thing=thing or (f"cohort:{cohort.id}" if cohort else ""),
        now=occasion.now,
    )
