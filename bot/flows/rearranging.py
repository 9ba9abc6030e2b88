"""Rearranging: when somebody cannot come, offers new dates that fit both and moves everything along with them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bot.chat.action import ChooseNewDates, ConfirmNewDates, FindNewDates
from bot.chat.command import ADMINISTRATOR, FACILITATOR, Typed
from bot.chat.dates import day, read_date
from bot.chat.desk import Desk
from bot.chat.details import details
from bot.chat.occasion import Occasion
from bot.chat.preview import confirmed, done, propose
from bot.chat.reply import Reply
from bot.chat.wrong import Wrong, wrong_use
from bot.errors import NotAllowed
from bot.rules.absences import Rearrangement, last_day, to_move
from bot.rules.arrangements import Arrangement, Setting, setting_of
from bot.rules.arrangements_told import change_in_words, counted, listed
from bot.rules.cohorts_meant import cohort_meant, cohort_of
from bot.rules.dates_ahead import elsewhere
from bot.rules.dates_moved import moved_between
from bot.rules.offers import Absence, Search, TwoDays
from bot.rules.rearranged import rearrange
from bot.rules.rearranging_forms import (
    PAUSE,
    UNTIL,
    WHO,
    asking_who,
    field_of,
    moved,
    offering,
)
from bot.rules.redating import here, whose
from bot.rules.wrong_dates import doubts
from prompts.library import Library
from prompts.message import Message
from storage.tables import Participation

_COMMAND = "dates_away"
_KEYS = {"cohort": 1, UNTIL: 1}


@dataclass(frozen=True, slots=True)
class Rearranging:
    """Why somebody cannot come is asked nowhere, and told to nobody."""

    library: Library

    @property
    def desk(self) -> Desk:
        return Desk(
            commands={("dates", "away"): self.away},
            presses={FindNewDates: self.open, ConfirmNewDates: self.rearrange},
            submissions={FindNewDates: self.found_out, ChooseNewDates: self.chosen},
        )

    async def away(self, occasion: Occasion, typed: Typed) -> Reply:
        """Opens the form, or, for somebody who was typed, the days that fit."""
        given = details(typed.arguments, _KEYS)
        cohort = await cohort_meant(occasion, typed, given.text("cohort"), FACILITATOR, ADMINISTRATOR)
        if isinstance(cohort, Reply):
            return cohort
        setting = await setting_of(occasion, cohort)
        if not given.bare:
            return Reply(open=asking_who(FindNewDates(cohort.id), setting, here(occasion, cohort), occasion.words))
        who = whose(given.bare[0], setting)
        if who is None:
            return wrong_use(occasion, _COMMAND, {WHO: Wrong("arranging.nobody", {"text": given.bare[0]})})
        return await self._offer(occasion, setting, who, given.text(UNTIL), "")

    async def open(self, occasion: Occasion, action: FindNewDates) -> Reply:
        """Asks who cannot come."""
        setting = await _setting(occasion, action.cohort)
        return Reply(open=asking_who(action, setting, here(occasion, setting.cohort), occasion.words))

    async def found_out(self, occasion: Occasion, action: FindNewDates) -> Reply:
        """Shows the days that fit."""
        setting = await _setting(occasion, action.cohort)
        who = next(iter(occasion.chosen(WHO)), "")
        until = occasion.filled_in.get(UNTIL)
        return await self._offer(
            occasion, setting, who, until.isoformat() if isinstance(until, date) else "", action.leg
        )

    async def chosen(self, occasion: Occasion, action: ChooseNewDates) -> Reply:
        """Shows what would move with the days that were chosen."""
        setting = await _setting(occasion, action.cohort)
        absence = Absence(_taking_part(occasion, setting, action.who).id, read_date(action.until))
        search = await _search(occasion, setting, absence)
        wished = _wished(occasion, search, to_move(setting, absence, search.today, action.leg))
        if isinstance(wished, dict):
            return wrong_use(occasion, _COMMAND, wished)
        pauses = absence.until if occasion.filled_in.get(PAUSE) else None
        if not wished and pauses is None:
            return Reply(say=Message(occasion.words.say("rearranging.nothing_chosen")))
        return await self._propose(occasion, setting, Rearrangement(wished, absence.who, pauses))

    async def rearrange(self, occasion: Occasion, action: ConfirmNewDates) -> Reply:
        """Does what was previewed, if it still can be done, and tells everyone concerned."""
        draft = await confirmed(occasion, action)
        setting = await _setting(occasion, draft.cohort_id or "")
        await rearrange(occasion, setting, Rearrangement.kept(draft.values), self.library.words)
        return done(occasion, occasion.words.say("rearranging.done"))

    async def _offer(self, occasion: Occasion, setting: Setting, who: str, until: str, leg_id: str) -> Reply:
        today = here(occasion, setting.cohort)
        last = last_day(until, today)
        if isinstance(last, Wrong):
            return wrong_use(occasion, _COMMAND, {UNTIL: last})
        absence = Absence(_taking_part(occasion, setting, who).id, last)
        search = await _search(occasion, setting, absence)
        return Reply(open=offering(search, absence, leg_id, occasion.words))

    async def _propose(self, occasion: Occasion, setting: Setting, wished: Rearrangement) -> Reply:
        words, after = occasion.words, wished.done_to(setting, here(occasion, setting.cohort))
        found = await moved_between(occasion, setting, after, self.library.program)
        lines = [change_in_words(one, setting, words) for one in wished.moves]
        lines += [words.say(one.key, **one.gaps) for move in wished.moves for one in doubts(move, setting, words)]
        if wished.pauses:
            name = setting.name(wished.who)
            lines.append(words.say("rearranging.pauses", name=name, day=day(wished.pauses, words)))
        lines.append(words.say("arranging.not_started") if setting.cohort.state == "draft" else counted(found, words))
        items = listed(found, setting, lambda key: self.library.prompt(words.language, key).title, words)
        text, label = "\n\n".join(lines), "arranging.confirm" if wished.moves else "preview.confirm"
        return await propose(
            occasion, ConfirmNewDates, wished.keep(), text, cohort=setting.cohort, items=items, label=label
        )


async def _setting(occasion: Occasion, cohort_id: str) -> Setting:
    return await setting_of(occasion, await cohort_of(occasion, cohort_id, FACILITATOR, ADMINISTRATOR))


async def _search(occasion: Occasion, setting: Setting, absence: Absence) -> Search:
    legs = [leg for leg in setting.company.legs if absence.who in {leg.visitor_id, leg.host_id}]
    both = {one for leg in legs for one in (leg.visitor_id, leg.host_id)}
    others = await elsewhere(occasion.store, setting, [one for one in setting.taking_part() if one.id in both])
    return Search(setting, here(occasion, setting.cohort), absence, others)


def _taking_part(occasion: Occasion, setting: Setting, who: str) -> Participation:
    found = next((one for one in setting.taking_part() if one.id == who), None)
    if found is None:
        raise NotAllowed(occasion.words.say("trouble.gone"))
    return found


def _wished(
    occasion: Occasion, search: Search, visits: Iterable[Arrangement]
) -> tuple[Arrangement, ...] | dict[str, Wrong]:
    """The visits with the days that were chosen for them, or what is wrong: each must still fit beside the others."""
    wished: list[Arrangement] = []
    for visit in visits:
        days = _days(occasion, visit)
        if days is None:
            continue
        if days not in set(search.fitting(visit.thing)):
            return {field_of(visit): Wrong("rearranging.fits_no_more")}
        wished.append(moved(visit, days))
        search = search.on(search.setting.arranged(wished[-1]))
    return tuple(wished)


def _days(occasion: Occasion, visit: Arrangement) -> TwoDays | None:
    """The two days that were chosen; None where none were, or none that were ever offered."""
    read = [read_date(one) for value in occasion.chosen(field_of(visit)) for one in value.split()]
    match read:
        case [date() as first, date() as second]:
            return first, second
        case _:
            return None
