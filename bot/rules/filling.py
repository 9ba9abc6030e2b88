"""The buttons by which a gap of a cohort's checklist is filled, or asked of whoever can fill it."""

from bot.chat.action import Action, AskToFill, Run, SetProblems, SetStatement
from bot.rules.checklist import Item
from prompts.message import Button
from prompts.words import Words
from storage.tables import Cohort

# the command that fills a gap, and whether it opens a form at once
_FILLS = {
    Item.DATES: ("dates", False),
    Item.PEOPLE: ("people import", True),
    Item.PAIRS: ("pairs suggest", False),
    Item.CONTACTS: ("settings", True),
    Item.SPEAK_UP: ("settings", True),
    Item.FACILITATOR: ("role grant", True),
}


def fill_button(cohort: Cohort, item: Item, words: Words) -> Button:
    """Opens where the gap can be filled."""
    action, form = _opening(cohort, item)
    return Button(words.label(f"preparing.fill_{item}"), action.pack(), opens_form=form)


def ask_button(cohort: Cohort, item: Item, words: Words) -> Button:
    """Asks those who can fill it, and says for what."""
    label = words.label("home.ask_for", item=words.label(f"preparing.short_{item}"))
    return Button(label, AskToFill(cohort.id, item).pack())


def as_notice(cohort: Cohort, item: Item) -> dict[str, str]:
    """The first of the two as a button of a notice."""
    action, form = _opening(cohort, item)
    return {f"action:{'+' if form else ''}preparing.fill_{item}": action.pack()}


def _opening(cohort: Cohort, item: Item) -> tuple[Action, bool]:
    """What opens where the gap can be filled, and whether that is a form."""
    if item is Item.STATEMENT:
        return SetStatement(cohort.id), True
    if item is Item.PROBLEMS:
        return SetProblems(cohort.id), True
    command, form = _FILLS[item]
    return Run(f"{command} cohort {cohort.id}"), form
