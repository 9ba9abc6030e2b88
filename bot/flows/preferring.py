"""What people choose for themselves: a pause, quiet hours, working days and the language. It holds in every cohort."""

from dataclasses import dataclass, replace
from datetime import date, time

from bot.chat.action import SetDays, SetLanguage, SetPause, SetQuiet
from bot.chat.command import FACILITATOR, Typed
from bot.chat.dates import day, hour
from bot.chat.desk import Desk
from bot.chat.occasion import Occasion
from bot.chat.reply import Reply
from bot.chat.wrong import Wrong, wrong_use
from bot.rules.dates_ahead import dates_between
from bot.rules.habits import SLEEP, Pattern, not_too_long, pause_end, quiet_hours, working_days
from bot.rules.home import home_again
from bot.rules.itinerary import zone_of
from bot.rules.writing_forms import chosen_in
from prompts.hours import wall
from prompts.library import Library
from prompts.message import ChoiceField, DateField, Form, Message, Option, TimeField
from prompts.words import Words


@dataclass(frozen=True, slots=True)
class Preferring:
    """Whatever is chosen, an open Home shows it at once."""

    library: Library

    @property
    def desk(self) -> Desk:
        return Desk(
            commands={
                ("pause", "until"): self.pause,
                ("resume",): self.resume,
                ("quiet",): self.quiet,
                ("days",): self.days,
                ("language",): self.language,
            },
            submissions={
                SetPause: self.pause_filled_in,
                SetQuiet: self.quiet_filled_in,
                SetDays: self.days_filled_in,
                SetLanguage: self.language_filled_in,
            },
        )

    # -- a pause ---------------------------------------------------------------------------------------------------

    async def pause(self, occasion: Occasion, typed: Typed) -> Reply:
        words = occasion.words
        if not typed.rest:
            fields = (DateField("until", words.label("preferring.pause_field")),)
            return Reply(open=_form(words, "pause", SetPause().pack(), fields, words.say("preferring.pause_text")))
        return await self._pause(occasion, typed.rest)

    async def pause_filled_in(self, occasion: Occasion, _: SetPause) -> Reply:
        until = occasion.filled_in.get("until")
        return await self._pause(occasion, until.isoformat() if isinstance(until, date) else "")

    async def resume(self, occasion: Occasion, _: Typed) -> Reply:
        person = occasion.person
        paused = person.paused_until is not None and person.paused_until >= await _today(occasion)
        person.paused_on = person.paused_until = None
        await _replan(occasion)
        return await self._said(
            occasion, occasion.words.say("preferring.resumed" if paused else "preferring.not_paused")
        )

    async def _pause(self, occasion: Occasion, text: str) -> Reply:
        today, words = await _today(occasion), occasion.words
        last = pause_end(text, today)
        if isinstance(last, Wrong):
            return wrong_use(occasion, "pause_until", {"until": last})
        occasion.person.paused_on, occasion.person.paused_until = today, last
        await _replan(occasion)
        said = [words.say("preferring.paused", day=day(last, words))]
        if missed := await dates_between(occasion, today, last):
            said.append(words.say("preferring.paused_dates", days=", ".join(day(one, words) for one in missed)))
        return await self._said(occasion, "\n\n".join(said))

    # -- quiet hours -----------------------------------------------------------------------------------------------

    async def quiet(self, occasion: Occasion, typed: Typed) -> Reply:
        if typed.rest:
            hours = quiet_hours(typed.rest)
            if isinstance(hours, Wrong):
                return wrong_use(occasion, "quiet", {"from": hours})
            return await self._quiet(occasion, *hours)
        words, person = occasion.words, occasion.person
        fields = (
            TimeField("from", words.label("preferring.quiet_from"), person.quiet_from),
            TimeField("to", words.label("preferring.quiet_to"), person.quiet_to),
        )
        return Reply(open=_form(words, "quiet", SetQuiet().pack(), fields, words.say("preferring.quiet_text")))

    async def quiet_filled_in(self, occasion: Occasion, _: SetQuiet) -> Reply:
        start, end = occasion.filled_in.get("from"), occasion.filled_in.get("to")
        if not isinstance(start, time) or not isinstance(end, time):
            return wrong_use(occasion, "quiet", {"from": Wrong("preferring.bad_quiet")})
        if wrong := not_too_long(start, end):
            return wrong_use(occasion, "quiet", {"to": wrong})
        return await self._quiet(occasion, start, end)

    async def _quiet(self, occasion: Occasion, start: time, end: time) -> Reply:
        words = occasion.words
        occasion.person.quiet_from, occasion.person.quiet_to = start, end
        await _replan(occasion)
        if start == end:
            return await self._said(occasion, words.say("preferring.quiet_none"))
        hours = {"start": hour(start, words), "end": hour(end, words)}
        return await self._said(occasion, words.say("preferring.quiet_set", **hours))

    # -- working days ----------------------------------------------------------------------------------------------

    async def days(self, occasion: Occasion, typed: Typed) -> Reply:
        """Sets the days that were typed; without any it opens the form."""
        words = occasion.words
        if typed.rest:
            pattern = working_days(typed.rest, words)
            if isinstance(pattern, Wrong):
                return wrong_use(occasion, "days", {"days": pattern})
            return await self._days(occasion, pattern)
        options = tuple(Option(str(number), words.label(f"preferring.day_{number}")) for number in range(1, 8))
        shown = tuple(occasion.person.pattern)
        field = ChoiceField("days", words.label("preferring.days_field"), options, shown, optional=True, many=True)
        return Reply(open=_form(words, "days", SetDays().pack(), (field,), words.say("preferring.days_text")))

    async def days_filled_in(self, occasion: Occasion, _: SetDays) -> Reply:
        """No day ticked means the usual days of the cohort."""
        days = "".join(sorted({*"1234567"} & {*occasion.chosen("days")}))
        return await self._days(occasion, Pattern(days))

    async def _days(self, occasion: Occasion, pattern: Pattern) -> Reply:
        """Somebody who works nights hears from us on any day, and never while asleep."""
        person = occasion.person
        person.pattern = "1234567" if pattern.nights else pattern.days
        if pattern.nights:
            person.quiet_from, person.quiet_to = SLEEP
        await _replan(occasion)
        return await self._said(occasion, _said_of_days(pattern, occasion.words))

    # -- language --------------------------------------------------------------------------------------------------

    async def language(self, occasion: Occasion, typed: Typed) -> Reply:
        words = occasion.words
        if typed.rest:
            return await self._speak(occasion, typed.rest.strip().casefold())
        options = tuple(Option(code, one.label("language.name")) for code, one in self.library.words.items())
        field = ChoiceField("language", words.label("preferring.language_field"), options, (words.language,))
        return Reply(open=_form(words, "language", SetLanguage().pack(), (field,)))

    async def language_filled_in(self, occasion: Occasion, _: SetLanguage) -> Reply:
        return await self._speak(occasion, chosen_in(occasion, "language", self.library.words))

    async def _speak(self, occasion: Occasion, wished: str) -> Reply:
        """A language is named by its code or by its own name. The answer is in it already."""
        names = {code: words.label("language.name") for code, words in self.library.words.items()}
        code = next((code for code, name in names.items() if wished in {code, name.casefold()}), None)
        if code is None:
            known = ", ".join(f"{code} ({name})" for code, name in names.items())
            wrong = Wrong("preferring.bad_language", {"code": wished, "languages": known})
            return wrong_use(occasion, "language", {"language": wrong})
        occasion.person.language, occasion.person.chosen_language = code, True
        spoken = replace(occasion, words=self.library.words[code])
        return await self._said(spoken, spoken.words.say("preferring.language_set", language=names[code]))

    async def _said(self, occasion: Occasion, text: str) -> Reply:
        return Reply(say=Message(text), home=await home_again(occasion, self.library))


def _said_of_days(pattern: Pattern, words: Words) -> str:
    if pattern.nights:
        start, end = (hour(one, words) for one in SLEEP)
        return words.say("preferring.days_nights", start=start, end=end)
    names = ", ".join(words.label(f"preferring.day_{number}") for number in pattern.days)
    return words.say("preferring.days_set", days=names) if names else words.say("preferring.days_usual")


async def _replan(occasion: Occasion) -> None:
    """What is planned for this person hangs on what was just changed."""
    cohorts = occasion.store.cohorts
    for cohort in (*await cohorts.joined_by(occasion.person), *await cohorts.of(occasion.person, FACILITATOR)):
        cohort.plan_anew()


async def _today(occasion: Occasion) -> date:
    cohorts = await occasion.store.cohorts.joined_by(occasion.person)
    return wall(occasion.now, zone_of(occasion.person, cohorts[0] if cohorts else None)).date()


def _form(
    words: Words, what: str, token: str, fields: tuple[DateField | TimeField | ChoiceField, ...], text: str = ""
) -> Form:
    title, submit = words.label(f"preferring.{what}_title"), words.label(f"preferring.{what}_submit")
    return Form(title, text, fields, submit, token)
