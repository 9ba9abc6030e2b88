"""Calendar files (RFC 5545) of an interview: one for each of the two people, with a new number at every change."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.chat.reply import Document
from prompts.words import Words
from storage.tables import Interview, InterviewSlot

PARTICIPANT, FACILITATOR = "participant", "facilitator"
_NAME = "interview.ics"


@dataclass(frozen=True, slots=True)
class Appointment:
    """An interview as one of the two sees it: `side` is whose file it is, `other` the name of the other one.

    Nothing that anybody wrote goes into the file but the place, which the facilitator gave.
    """

    interview: Interview
    slot: InterviewSlot
    side: str
    other: str


def calendar_file(appointment: Appointment, words: Words, now: datetime) -> Document:
    """The file as things stand; of one that is off, a cancellation. `now` is the moment that it is made (UTC).

    Its id is the same at every change and another one for each side, so that both can be in one calendar. It is
    published, not sent as an invitation: nobody's calendar answers it by e-mail. Its times are in UTC, so that every
    calendar shows them by its owner's clock and none needs our rules of summer time.
    """
    from icalendar import Calendar, Event  # nine megabytes and a fifth of a second, which most starts never need

    interview, slot, cancelled = appointment.interview, appointment.slot, appointment.interview.cancelled
    event = Event()
    event.add("uid", f"{interview.id}-{appointment.side}@exchange-coach")
    event.add("sequence", interview.sequence)
    event.add("dtstamp", now)
    event.add("dtstart", slot.starts_at)
    event.add("dtend", slot.starts_at + timedelta(minutes=slot.minutes))
    event.add("summary", words.label("interviews.calendar_title", name=appointment.other))
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    if slot.place:
        event.add("location", slot.place)
    calendar = Calendar()
    calendar.add("prodid", "-//Exchange Coach//Interviews//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if cancelled else "PUBLISH")
    calendar.add_component(event)
    title = words.label("interviews.calendar_off" if cancelled else "interviews.calendar_name")
    return Document(_NAME, title, calendar.to_ical())
