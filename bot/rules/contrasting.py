"""What a group says and what it does, for the themes that it goes on with; with what keeps the gap between in place."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.documents.chart import SEEN
from bot.rules.values_paper import ever_seen
from bot.rules.voting import top_themes
from prompts.message import Markdown
from prompts.words import Words
from storage.store import Store
from storage.tables import CohortValue, Theme

LINE, VALUE = "line:", "value:"  # before a theme's id, in the keys of fields
NO_VALUE = "none"


@dataclass(frozen=True, slots=True)
class Contrast:
    """One theme, the value that the group holds against it if there is one, and what its maps show of that."""

    theme: Theme
    name: str = field(repr=False)
    value: CohortValue | None = None
    seen: tuple[str, ...] = ()


async def contrasts(store: Store, cohort_id: str) -> tuple[Contrast, ...]:
    """Of the first three themes. What is done comes from the maps that were made, and from nothing else."""
    names = await store.walls.names(cohort_id)
    values = {one.id: one for one in await store.cohorts.values(cohort_id)}
    shown = ever_seen(await store.maps.of(cohort_id))
    found = []
    for theme in await top_themes(store, cohort_id):
        value = values.get(theme.value_id)
        seen = shown.get(value.name.casefold(), frozenset()) if value else frozenset()
        found.append(Contrast(theme, names[theme.id], value, tuple(one for one in SEEN if one in seen)))
    return tuple(found)


def told(words: Words, one: Contrast) -> Markdown:
    """The theme; below it what is said, and what several people saw done."""
    if one.value is None:
        return words.say("contrasting.theme", name=one.name)
    behaviours = "; ".join(one.value.behaviours)
    said = words.say("contrasting.said", value=one.value.name, behaviours=behaviours or words.label("valuing.later"))
    done = [words.say(f"values_map.seen_{how}") for how in one.seen] or [words.say("values_map.too_few")]
    parts = (words.say("contrasting.theme", name=one.name), said, words.say("contrasting.done", text=_joined(done)))
    return Markdown("\n".join(parts))


def _joined(sentences: Sequence[Markdown]) -> Markdown:
    return Markdown(" ".join(sentences))
