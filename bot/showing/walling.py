"""The wall of the sample's debrief: what is offered for it, and how it is approved."""

from bot.chat.action import ApprovePoints, KeepEntries
from bot.showing.acts import Fills, Presses, Step, Types, Uses
from bot.showing.stage import Stage

_POINTS = {
    "together": "We wait for the one who knows, and nobody asks who else does.",
    "strained": "Respect ends where the rota begins.",
}
_HAVE_CARDS = ("David", "Ines")
_CARD = {
    "notice": "The rota hung where nobody passes.",
    "wonder": "Who could change it at night?",
    "realise": "I had stopped asking why.",
    "barrier": "The form names one role.",
    "test": "Two nurses plan one week.",
}
_ENTRY = "The round stopped when the porter came in, and everybody turned to him."  # what stands in the journal
_IN_DISTRESS = {"together": "I want to end my life."}


async def offer_points(stage: Stage) -> None:
    """Everything that is shown around offering, by somebody who takes part."""
    async with stage.database.reading() as store:
        cohort = (await stage.cohort(store)).id
    for step in _offering(Uses(ApprovePoints(cohort))):
        await stage.play(step)


async def approve_cards(stage: Stage) -> None:
    """The cards of David's visit and of Ines's, which both of each have approved."""
    async with stage.database.transaction() as store:
        cohort = await stage.cohort(store)
        company, cards = await store.plans.company(cohort), store.pair_cards
        names = dict(company.names)
        for leg in (one for one in company.legs if names[one.visitor_id].startswith(_HAVE_CARDS)):
            card = await cards.card(leg, cohort.organisation_id, stage.now)
            for kind, text in _CARD.items():
                await cards.write(card, kind, text, by=card.host_id, seen=0, now=stage.now)
                await cards.approve(card, kind, card.visitor_id, 1, yes=True)


def _offering(own: Uses) -> tuple[Step, ...]:
    return (
        ("offer-form", "hana", own),
        ("offer-empty", "hana", Fills()),
        ("offer-details", "hana", Fills({"together": "Mr Jones in bed 12 waited for an hour."})),
        ("offer-approve-form", "hana", Fills(_POINTS)),
        ("offer-approved", "hana", Fills({"more": "They greet each other by name."})),
        ("journal-with-points", "hana", Types("journal")),
        ("offer-words-form", "hana", Presses("journal.offer")),
        ("offer-words-same", "hana", Fills({"words": _ENTRY})),
        ("", "hana", Fills({"words": "Whoever does the work is asked last."})),
        ("offer-form-again", "hana", own),
        ("", "farid", own),
        ("offer-kept-back", "farid", Fills(_IN_DISTRESS)),
        ("offer-form-not-kept", "ben", own),
        ("", "farid", own),
        ("", "farid", Uses(KeepEntries("no", "privacy"))),
        ("offer-not-kept", "farid", Fills(_POINTS)),
        ("", "farid", Uses(KeepEntries("yes", "privacy"))),
    )
