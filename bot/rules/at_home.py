"""What Home shows of one person: what waits for them, what comes next, and where they stand."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.chat.command import FACILITATOR
from bot.chat.keeping import IN_MIND
from bot.chat.occasion import Occasion
from bot.chat.welcome import UNDER_WAY
from bot.rules.after_debrief import After, after_debriefs
from bot.rules.arrangements import Setting, settings_of
from bot.rules.asking import OFFER
from bot.rules.coming_dates import Ahead, dates_ahead
from bot.rules.consent_questions import offering_of
from bot.rules.itinerary import calendar_of, facilitator_of, participant_of, zone_of
from prompts.hours import wall
from prompts.library import Library
from prompts.program import Due
from prompts.schedule import schedule
from storage.deliveries import anchor_of, is_open
from storage.tables import Cohort, Delivery, Person

MOST_WAITING = 3  # the newest: Home is no list of what somebody did not do
_OVER = "finished"
_UNANNOUNCED = "draft"  # before its start nobody hears of a cohort from us


@dataclass(frozen=True, slots=True)
class Waiting:
    """A prompt that can still be answered."""

    title: str
    delivery: str


@dataclass(frozen=True, slots=True)
class Coming:
    """The next message, by the title of its prompt. `at` is UTC."""

    title: str
    at: datetime


@dataclass(frozen=True, slots=True)
class AtHome:
    """What Home tells of one person.

    `question` is the entry on which a question waits, or empty; `led` are the cohorts whose facilitator they are,
    finished ones left out; `roles` are those that they hold now; `offers` the cohorts that offer them AI;
    `settings` holds each of their cohorts, and of those that they lead, by its id; `after` is what the debriefs of
    their cohorts have left to do, `heard` the ids of the notes to the board of which they have said what they think.
    """

    person: Person
    zone: str
    today: date
    cohorts: tuple[Cohort, ...]
    led: tuple[Cohort, ...]
    waiting: tuple[Waiting, ...]
    question: str
    coming: Coming | None
    roles: frozenset[str]
    settings: Mapping[str, Setting]
    offers: tuple[Cohort, ...] = ()
    after: tuple[After, ...] = ()
    heard: frozenset[str] = frozenset()

    @property
    def is_somebody(self) -> bool:
        """Whether there is anything here for them yet."""
        return bool(self.cohorts or self.roles or self.waiting or self.person.keeps_entries is not None)

    @property
    def is_paused(self) -> bool:
        return _lasts(self.person.paused_until, self.today)

    def ahead(self) -> tuple[Ahead, ...]:
        """The next days on which the program itself takes place for them, over all of their cohorts."""
        return dates_ahead([self.settings[one.id] for one in self.cohorts], self.person, self.today)

    def paused_cohorts(self) -> tuple[Cohort, ...]:
        """The cohorts that are paused for everybody at the moment."""
        return tuple(one for one in self.cohorts if _lasts(one.paused_until, self.today))


async def at_home(occasion: Occasion, library: Library) -> AtHome:
    """Read afresh, with what was changed in this transaction."""
    store, person, now = occasion.store, occasion.person, occasion.now
    cohorts = tuple(one for one in await store.cohorts.joined_by(person) if one.state != _UNANNOUNCED)
    zone = zone_of(person, cohorts[0] if cohorts else None)
    led = tuple(one for one in await store.cohorts.of(person, FACILITATOR) if one.state != _OVER)
    sent = await store.deliveries.sent_prompts(person.id)
    question = await store.deliveries.waiting_question(person.id, now - IN_MIND)
    settings = await settings_of(occasion, {one.id: one for one in (*cohorts, *led)}.values())
    return AtHome(
        person=person,
        zone=zone,
        today=wall(now, zone).date(),
        cohorts=cohorts,
        led=led,
        waiting=_waiting(
            [row for row in sent if row.cohort_id in {one.id for one in (*cohorts, *led)}], library, occasion
        ),
        question=(question.entry_id or "") if question else "",
        coming=await _coming(occasion, library, _dues(person, library, cohorts, led, settings), sent),
        roles=frozenset(role.name for role in await store.people.roles(person.id)),
        settings=settings,
        offers=offering_of(cohorts, model_is_set=occasion.model_is_set),
        after=(after := tuple((await after_debriefs(store, cohorts, now)).values())),
        heard=await _heard(occasion, after, settings),
    )


async def _heard(occasion: Occasion, after: Iterable[After], settings: Mapping[str, Setting]) -> frozenset[str]:
    heard = set[str]()
    for one in after:
        own = next(
            each for each in settings[one.cohort.id].company.participations if each.person_id == occasion.person.id
        )
        if one.note and await occasion.store.boards.has_said(own.id, one.note.id):
            heard.add(one.note.id)
    return frozenset(heard)


def _lasts(until: date | None, today: date) -> bool:
    return until is not None and today <= until


def _waiting(sent: Iterable[Delivery], library: Library, occasion: Occasion) -> tuple[Waiting, ...]:
    answerable = {prompt.key for prompt in library.program.prompts if prompt.answer}
    newest: dict[tuple[str | None, str, str], Delivery] = {}
    for row in sent:
        if row.prompt in answerable and row.wording != OFFER and is_open(row, occasion.now):
            newest[row.participation_id, row.prompt, anchor_of(row)] = row  # asked again, it is the same prompt
    rows = list(newest.values())[-MOST_WAITING:]
    language = occasion.words.language
    return tuple(Waiting(library.prompt(language, row.prompt).title, row.id) for row in reversed(rows))


async def _coming(occasion: Occasion, library: Library, dues: Iterable[Due], sent: Sequence[Delivery]) -> Coming | None:
    """What is due next, from the dates themselves: after a change the planned rows follow only some seconds later."""
    rows = {(row.participation_id or row.person_id, row.prompt, anchor_of(row)) for row in sent}
    answered = {row.prompt for row in sent if row.answered_at}
    needs = {prompt.key: prompt.needs for prompt in library.program.prompts}
    moments = [
        (due.at, due.prompt)
        for due in dues
        if due.at > occasion.now and (due.participant, due.prompt, due.anchor_instance) not in rows
        if not needs[due.prompt] or needs[due.prompt] in answered
    ]
    if again := await occasion.store.deliveries.next_asked_again(occasion.person.id):
        moments.append((again.due_at, again.prompt))
    at, key = min(moments, default=(None, ""))
    return Coming(library.prompt(occasion.words.language, key).title, at) if at else None


def _dues(
    person: Person,
    library: Library,
    cohorts: Iterable[Cohort],
    led: Iterable[Cohort],
    settings: Mapping[str, Setting],
) -> Iterator[Due]:
    for cohort in cohorts:
        company = settings[cohort.id].company
        own = next(one for one in company.participations if one.person_id == person.id)
        if cohort.state in UNDER_WAY:
            participant = participant_of(person, own, company.legs, cohort)
            yield from schedule(library.program, calendar_of(cohort), participant)
    for cohort in led:
        company = settings[cohort.id].company
        interviews = [one.interview_on for one in company.participations if one.state == "active"]
        if cohort.state in UNDER_WAY:
            facilitator = facilitator_of(person, cohort, interviews)
            yield from schedule(library.program, calendar_of(cohort), facilitator)
