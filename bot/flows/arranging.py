"""Arranging: sets and moves the dates of a cohort, shows first what moves with them, and tells everyone concerned."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, time
from typing import Any

from bot.chat.action import Arrange, ConfirmDates, FindNewDates
from bot.chat.command import ADMINISTRATOR, FACILITATOR, Typed
from bot.chat.dates import day
from bot.chat.desk import Desk
from bot.chat.details import details
from bot.chat.event import FilledIn
from bot.chat.occasion import Occasion
from bot.chat.preview import confirmed, done, propose
from bot.chat.reply import Reply
from bot.chat.trail import leave_trail
from bot.chat.wrong import Wrong, wrong_use
from bot.errors import NotAllowed
from bot.rules.arrangements import Arrangement, Kind, Setting, setting_of
from bot.rules.arrangements_told import change_in_words, counted, listed, what, what_for, when
from bot.rules.cohorts_meant import cohort_meant, cohort_of
from bot.rules.dates_moved import moved
from bot.rules.interview_days import slot_in_the_way
from bot.rules.offers import Search
from bot.rules.redating import here, whose
from bot.rules.typed_dates import read_dates
from bot.rules.waking import awake
from bot.rules.wrong_dates import doubts, wrong_dates
from prompts.library import Library
from prompts.message import Button, ChoiceField, DateField, Field, Form, Item, Message, Option, TimeField
from prompts.words import Words
from storage.tables import Cohort

# what may be typed after `dates`, with how many words each takes
_KEYS = {"cohort": 1, Kind.WORKSHOP: 2, Kind.DEBRIEF: 1, Kind.VISIT: 5, Kind.INTERVIEW: 2}
_OFFER = "offer"
_DAYS = ("first", "second")


@dataclass(frozen=True, slots=True)
class Arranging:
    """Facilitators arrange their own cohorts, administrators all of theirs."""

    library: Library

    @property
    def desk(self) -> Desk:
        return Desk(
            commands={("dates",): self.dates},
            presses={Arrange: self.open, ConfirmDates: self.arrange},
            submissions={Arrange: self.filled_in},
        )

    async def dates(self, occasion: Occasion, typed: Typed) -> Reply:
        """Shows all dates of a cohort, or takes the ones that were typed."""
        given = details(typed.arguments, _KEYS)
        cohort = await cohort_meant(occasion, typed, given.text("cohort") or given.first, FACILITATOR, ADMINISTRATOR)
        if isinstance(cohort, Reply):
            return cohort
        setting = await setting_of(occasion, cohort)
        for kind in Kind:
            if kind in given:
                return await self._typed(occasion, setting, kind, given.given[kind])
        return Reply(say=_overview(setting, occasion.words))

    async def open(self, occasion: Occasion, action: Arrange) -> Reply:
        """Opens the form of one thing's dates."""
        setting = await self._meant(occasion, action)
        return Reply(open=_form(_current(occasion, setting, action), setting, occasion))

    async def filled_in(self, occasion: Occasion, action: Arrange) -> Reply:
        """Shows what would move, for the dates of a form."""
        setting = await self._meant(occasion, action)
        wished = _filled_over(_current(occasion, setting, action), occasion.filled_in)
        return await self._propose(occasion, setting, wished)

    async def arrange(self, occasion: Occasion, action: ConfirmDates) -> Reply:
        """Changes the dates that were previewed. What hangs on them is planned anew, and everyone concerned told."""
        draft = await confirmed(occasion, action)
        cohort = await cohort_of(occasion, draft.cohort_id or "", FACILITATOR, ADMINISTRATOR)
        setting, wished = await setting_of(occasion, cohort), Arrangement.kept(draft.values)
        if setting.current(wished.kind, wished.thing) is None:
            raise NotAllowed(occasion.words.say("trouble.gone"))
        if wrong := await _wrong(occasion, setting, wished):
            return wrong_use(occasion, "dates", wrong)
        for column, value in wished.columns().items():
            setattr(setting.row_of(wished), column, value)
        cohort.plan_anew()
        await leave_trail(occasion, "dates_moved", cohort, f"{wished.kind}:{wished.thing or cohort.id}")
        await self._tell(occasion, setting, wished)
        told = {"what": what(wished, setting, occasion.words), "when": when(wished, occasion.words)}
        return done(occasion, occasion.words.say("arranging.done", **told))

    async def _meant(self, occasion: Occasion, action: Arrange) -> Setting:
        return await setting_of(occasion, await cohort_of(occasion, action.cohort, FACILITATOR, ADMINISTRATOR))

    async def _typed(self, occasion: Occasion, setting: Setting, kind: Kind, typed: tuple[str, ...]) -> Reply:
        read = read_dates(kind, typed, setting, lambda word: whose(word, setting))
        if isinstance(read, Wrong):
            return wrong_use(occasion, f"dates_{kind}", {"first": read})
        return await self._propose(occasion, setting, read)

    async def _propose(self, occasion: Occasion, setting: Setting, wished: Arrangement) -> Reply:
        words, cohort = occasion.words, setting.cohort
        if wrong := await _wrong(occasion, setting, wished):
            return wrong_use(occasion, f"dates_{wished.kind}", wrong)
        if wished == setting.current(wished.kind, wished.thing):
            return Reply(say=Message(words.say("arranging.same")))
        found = await moved(occasion, setting, wished, self.library.program)
        lines = [change_in_words(wished, setting, words)]
        lines += [words.say(one.key, **one.gaps) for one in doubts(wished, setting, words)]
        lines.append(words.say("arranging.not_started") if cohort.state == "draft" else counted(found, words))
        items = listed(found, setting, lambda key: self.library.prompt(words.language, key).title, words)
        text = "\n\n".join(lines)
        return await propose(
            occasion, ConfirmDates, wished.keep(), text, cohort=cohort, items=items, label="arranging.confirm"
        )

    async def _tell(self, occasion: Occasion, setting: Setting, wished: Arrangement) -> None:
        """Everyone concerned but the one who did it, each in their own language."""
        for one in setting.concerned(wished):
            person = setting.people[one.person_id]
            if person.id == occasion.person.id or setting.cohort.state == "draft":
                continue
            words = self.library.words.get(person.language, occasion.words)
            await occasion.store.deliveries.notice(
                person,
                "arranging.told",
                awake(occasion.now, person, setting.cohort),
                cohort_id=setting.cohort.id,
                cohort=setting.cohort.name,
                what=what_for(one, wished, setting, words),
                when=when(wished, words),
            )


async def _wrong(occasion: Occasion, setting: Setting, wished: Arrangement) -> dict[str, Wrong]:
    wrong = wrong_dates(wished, setting, here(occasion, setting.cohort), occasion.words)
    return wrong or await slot_in_the_way(occasion, wished, setting)


def _current(occasion: Occasion, setting: Setting, action: Arrange) -> Arrangement:
    found = setting.current(Kind(action.kind), action.thing) if action.kind in set(Kind) else None
    if found is None:
        raise NotAllowed(occasion.words.say("trouble.gone"))
    return found


def _overview(setting: Setting, words: Words) -> Message:
    cohort = setting.cohort
    items = tuple(
        Item(
            words.say("arranging.line", what=what(one, setting, words), when=when(one, words)),
            (Button(words.label("arranging.change"), _action(one, cohort).pack(), opens_form=True),),
        )
        for one in setting.all()
    )
    title = words.label("arranging.title", cohort=cohort.name)
    away = Button(words.label("rearranging.away"), FindNewDates(cohort.id).pack(), opens_form=True)
    return Message(words.say("arranging.all", cohort=cohort.name), title=title, items=items, buttons=(away,))


def _action(arrangement: Arrangement, cohort: Cohort) -> Arrange:
    return Arrange(cohort.id, arrangement.kind, arrangement.thing)


def _form(shown: Arrangement, setting: Setting, occasion: Occasion) -> Form:
    words = occasion.words
    fields: list[Field] = []
    if shown.kind is Kind.VISIT:
        fields += _offers(Search(setting, here(occasion, setting.cohort)).offers(shown.thing), words)
    fields.append(DateField("first", words.label(_first_label(shown)), shown.first, optional=True))
    if shown.has_two_days:
        fields.append(DateField("second", words.label("arranging.second"), shown.second, optional=True))
    if shown.kind is Kind.VISIT:
        fields += [TimeField(key, words.label(f"arranging.{key}"), getattr(shown, key)) for key in ("starts", "ends")]
    text = words.say("arranging.form_text", what=what(shown, setting, words), when=when(shown, words))
    token = _action(shown, setting.cohort).pack()
    return Form(words.label("arranging.form_title"), text, tuple(fields), words.label("arranging.show"), token)


def _first_label(shown: Arrangement) -> str:
    return "arranging.first" if shown.has_two_days else "arranging.day"


def _offers(pairs: Iterable[tuple[date, date]], words: Words) -> list[Field]:
    """Days that fit both people of a visit, to choose from; no field where there are none."""
    options = tuple(
        Option(
            f"{first} {second}",
            words.label("arranging.offer_option", first=day(first, words), second=day(second, words)),
        )
        for first, second in pairs
    )
    label, hint = words.label("arranging.offer"), words.label("arranging.offer_hint")
    return [ChoiceField(_OFFER, label, options, hint=hint, optional=True)] if options else []


def _filled_over(shown: Arrangement, values: Mapping[str, FilledIn]) -> Arrangement:
    """The arrangement with a form's fields over it; an offer that was chosen goes before the dates."""
    given = [(key, values[key]) for key in ("first", "second", "starts", "ends") if key in values]
    days: dict[str, Any] = {key: one for key, one in given if key in _DAYS and isinstance(one, date | None)}
    hours: dict[str, Any] = {key: one for key, one in given if key not in _DAYS and isinstance(one, time)}
    chosen = values.get(_OFFER)
    return replace(shown, **{**days, **(_offered(chosen[0]) if isinstance(chosen, tuple) and chosen else {}), **hours})


def _offered(option: str) -> dict[str, date]:
    """The days of an option; none for one that was never offered."""
    try:
        return dict(zip(_DAYS, map(date.fromisoformat, option.split()), strict=True))
    except ValueError:
        return {}
