"""What is said to somebody who writes in distress, or of something that the organisation has a route for."""

from collections.abc import Iterator
from dataclasses import replace

from bot.chat.action import PhoneMe
from bot.chat.event import Submitted
from bot.chat.heeding import CRISIS, INCIDENT, NOT_SEEN, ROUTE
from bot.chat.occasion import Occasion
from bot.chat.reply import Reply
from prompts.message import Button, Form, Item, Markdown, Message
from prompts.words import Words
from storage.caring import CARE
from storage.tables import Cohort, Delivery


def care_message(words: Words, row: Delivery, cohort: Cohort | None) -> Message:
    """The sentences that the row names, with the cohort's own contacts as they are now: help first, routes after it."""
    return Message(Markdown("\n\n".join(_said(words, row, cohort))), buttons=_phone(words, row, cohort))


def contacts(words: Words, cohort: Cohort | None) -> Markdown:
    """Whom to turn to in this cohort; where nobody was named, the honest general sentence."""
    if cohort is None or not cohort.crisis_contacts:
        return words.say("care.no_contacts")
    return words.say("care.contacts", contacts=cohort.crisis_contacts, hours=cohort.crisis_hours)


async def shown_at_once(occasion: Occasion, reply: Reply) -> Reply:
    """The reply, in which who wrote in a form sees the message of care in the form's place.

    Who is looking at a form does not see the chat, where the same message is sent.
    """
    row, words = next((one for one in occasion.urgent if one.kind == CARE), None), occasion.words
    if row is None or reply.problems or not isinstance(occasion.event, Submitted):
        return reply
    cohort = await occasion.store.cohorts.cohort(row.cohort_id) if row.cohort_id else None
    message = care_message(words, row, cohort)
    items = (Item("", message.buttons),) if message.buttons else ()
    return replace(reply, open=Form(words.label("care.title"), message.text, items=items))


def _said(words: Words, row: Delivery, cohort: Cohort | None) -> Iterator[str]:
    if CRISIS in row.detail:
        yield words.say("care.crisis")
    if NOT_SEEN in row.detail:
        yield words.say("care.not_seen")
    if CRISIS in row.detail or NOT_SEEN in row.detail:
        yield contacts(words, cohort)
        yield words.say("care.danger")
    if ROUTE in row.detail:
        yield _route(words, cohort, also=CRISIS in row.detail)
    if INCIDENT in row.detail:
        yield words.say("care.incident")


def _route(words: Words, cohort: Cohort | None, *, also: bool) -> Markdown:
    if cohort is None or not cohort.speak_up_route:
        return words.say("care.no_route")
    return words.say("care.route_too" if also else "care.route", contacts=cohort.speak_up_route)


def _phone(words: Words, row: Delivery, cohort: Cohort | None) -> tuple[Button, ...]:
    if cohort is None or not {CRISIS, NOT_SEEN} & set(row.detail):
        return ()
    return (Button(words.label("care.phone_me"), PhoneMe(cohort.id, row.id).pack()),)
