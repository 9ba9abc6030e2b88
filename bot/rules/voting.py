"""The vote for the themes of a wall: five votes each, three at most on one theme, and what is wrong with others."""

from collections.abc import Mapping, Sequence

from bot.chat.occasion import Occasion
from prompts.message import ChoiceField, Form, Option
from prompts.words import Words
from storage.store import Store
from storage.tables import Theme

VOTES, MOST_ON_ONE = 5, 3  # the customary numbers: enough to weigh, and no theme wins by one voice alone
TOP = 3  # themes that the group goes on with
VOTE = "vote:"  # before a theme's id, in the key of its field


def wrong_votes(times: Mapping[str, int]) -> tuple[str, dict[str, str]] | None:
    """The key of what to say about votes that cannot be, with what fills its gaps; None where nothing is wrong."""
    given = sum(times.values())
    if any(many < 0 for many in times.values()) or max(times.values(), default=0) > MOST_ON_ONE:
        return "voting.too_many_on_one", {"most": str(MOST_ON_ONE)}
    if given > VOTES:
        return "voting.too_many", {"count": str(given), "most": str(VOTES), "number": str(given - VOTES)}
    return ("voting.none", {}) if given == 0 else None


async def voted_on(store: Store, cohort_id: str) -> tuple[tuple[Theme, ...], dict[str, str]]:
    """The themes that can be voted for, with their names."""
    return tuple(one for one in await store.walls.themes(cohort_id) if one.shown), await store.walls.names(cohort_id)


async def top_themes(store: Store, cohort_id: str) -> tuple[Theme, ...]:
    """The three with the most votes, of equals the one that stood higher; none without a vote.

    Only themes that were shown are among them: enough people stood behind those when the wall was revealed.
    """
    voted = [one for one in await store.walls.themes(cohort_id) if one.shown and one.votes]
    return tuple(sorted(voted, key=lambda one: (-(one.votes or 0), one.position))[:TOP])


def voting_form(
    words: Words, token: str, text: str, themes: Sequence[tuple[Theme, str]], given: Mapping[str, int]
) -> Form:
    """A field for each theme, with as many votes as it was given before."""
    options = tuple(Option(str(many), words.label(f"voting.votes_{many}")) for many in range(MOST_ON_ONE + 1))
    fields = tuple(
        ChoiceField(
            f"{VOTE}{one.id}",
            name,
            options,
            (str(given.get(one.id, 0)),),
            hint=words.label("voting.by_model") if one.by_model else "",
        )
        for one, name in themes
    )
    return Form(words.label("voting.title"), text, fields, words.label("voting.submit"), token)


def votes_in(occasion: Occasion, themes: Sequence[Theme]) -> dict[str, int]:
    """How often the form that was sent in names each theme; what is no number counts as none."""
    chosen = {one.id: occasion.chosen(f"{VOTE}{one.id}") or (occasion.entered(f"{VOTE}{one.id}"),) for one in themes}
    return {theme: int(value[0]) for theme, value in chosen.items() if value[0].isdecimal()}
