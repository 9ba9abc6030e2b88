"""The sample's pair cards: drafted by one, approved by the other, changed at once by both, and taken back."""

from bot.chat.action import DisapproveCard, OpenCard
from bot.showing.acts import Fills, Presses, Step, Types, Uses, Waits
from bot.showing.stage import Stage
from storage.pair_cards import KINDS

_LINES = {
    "notice": "Three people waited for one signature.",
    "wonder": "Who could sign in the night?",
    "realise": "I had stopped seeing the queue.",
    "barrier": "The rule names one role.",
    "test": "Two nurses sign for a week.",
}


async def show_cards(stage: Stage) -> None:
    """Of Ada's visit to Hana, which has been; of one to come, and of one without dates, as Chiara sees them."""
    async with stage.database.reading() as store:
        cohort = await stage.cohort(store)
        company = await store.plans.company(cohort)
    names = dict(company.names)
    visit = next(leg for leg in company.legs if names[leg.visitor_id].startswith("Ada"))
    approving = {f"approve_{kind}": True for kind in KINDS}
    steps: tuple[Step, ...] = (
        ("card-none", "nora", Types("card")),
        ("card", "ada", Types("card")),
        ("card-empty", "ada", Uses(OpenCard(visit.id))),
        ("card-saved", "ada", Fills(_LINES)),
        ("", "", Waits(f"{stage.now:%Y-%m-%d} 14:30")),
        ("card-drafted", "hana", Uses(OpenCard(visit.id))),
        ("", "ada", Uses(OpenCard(visit.id))),
        ("", "ada", Fills({"test": "Two nurses sign for a week, nights only."})),
        ("card-crossed", "hana", Fills({"test": "Two nurses and a porter sign."})),
        ("", "hana", Uses(OpenCard(visit.id))),
        ("card-waits", "hana", Fills(approving)),
        ("card-of-both", "hana", Presses("pair_card.open")),
        ("", "", Waits(f"{stage.now:%Y-%m-%d} 14:40")),
        ("card-approved", "ada", Types("card")),
        ("card-disapproved", "hana", Uses(DisapproveCard(visit.id))),
        ("", "", Waits(f"{stage.now:%Y-%m-%d} 14:50")),
    )
    for step in steps:
        await stage.play(step)
