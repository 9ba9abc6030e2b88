"""Contrasting: what is said and what is done about the first three themes, and what keeps the gap in place."""

from dataclasses import dataclass

from bot.chat.action import AddLines, MatchValues, ReadLines, ShowLines
from bot.chat.command import FACILITATOR
from bot.chat.desk import Desk
from bot.chat.keeping import Written, heed_unkept, keep_freely
from bot.chat.occasion import Occasion
from bot.chat.reply import Reply
from bot.errors import NotAllowed
from bot.rules.cohorts_meant import cohort_of
from bot.rules.contrasting import LINE, NO_VALUE, VALUE, Contrast, contrasts
from bot.rules.debrief_moving import show_again
from bot.rules.doubting import doubted
from bot.rules.gathering_points import reveal_lines
from bot.rules.own_points import LONGEST_POINT, own_points
from bot.rules.wall_reading import before_the_wall, readable, under
from bot.rules.writing_forms import chosen_in
from prompts.message import ChoiceField, Form, Item, Message, Option, TextField
from prompts.words import plain
from storage.points import GAP

_ROUND = "said_done"  # on whose card this stands


@dataclass(frozen=True, slots=True)
class Contrasting:
    """Lines stay hidden until they are shown, and are shown for a theme only where three people of two pairs wrote."""

    @property
    def desk(self) -> Desk:
        return Desk(
            presses={
                MatchValues: self.open_values,
                AddLines: self.open_lines,
                ShowLines: self.show,
                ReadLines: self.read,
            },
            submissions={MatchValues: self.match, AddLines: self.add},
        )

    async def open_values(self, occasion: Occasion, action: MatchValues) -> Reply:
        words, cohort = occasion.words, await cohort_of(occasion, action.cohort, FACILITATOR)
        values = await occasion.store.cohorts.values(cohort.id)
        options = (*(Option(one.id, one.name) for one in values), Option(NO_VALUE, words.label("contrasting.no_value")))
        fields = tuple(
            ChoiceField(f"{VALUE}{one.theme.id}", one.name, options, (one.theme.value_id or NO_VALUE,))
            for one in await _themes(occasion, cohort.id)
        )
        text, submit = words.say("contrasting.values_text"), words.label("contrasting.values_submit")
        return Reply(open=Form(words.label("contrasting.title"), text, fields, submit, action.pack()))

    async def match(self, occasion: Occasion, action: MatchValues) -> Reply:
        """Which value each theme is about; of what is done, the group's map alone tells."""
        cohort = await cohort_of(occasion, action.cohort, FACILITATOR)
        values = {one.id for one in await occasion.store.cohorts.values(cohort.id)}
        for one in await _themes(occasion, cohort.id):
            one.theme.value_id = chosen_in(occasion, f"{VALUE}{one.theme.id}", values)
        await _show_again(occasion, cohort.id)
        return Reply(say=Message(occasion.words.say("contrasting.matched")))

    async def open_lines(self, occasion: Occasion, action: AddLines) -> Reply:
        words, own = occasion.words, await own_points(occasion, action.cohort)
        if occasion.person.keeps_entries is not True:
            return Reply(open=Form(words.label("contrasting.title"), words.say("offering.not_kept")))
        hint = words.label("offering.hint", longest=str(LONGEST_POINT))
        fields = tuple(
            TextField(f"{LINE}{one.theme.id}", one.name, "", hint, optional=True, multiline=True, longest=LONGEST_POINT)
            for one in await _themes(occasion, own.cohort.id)
            if one.theme.lines_revealed_at is None
        )
        if not fields:
            raise NotAllowed(words.say("contrasting.lines_over"))
        text, submit = words.say("contrasting.lines_text"), words.label("contrasting.lines_submit")
        return Reply(open=Form(words.label("contrasting.title"), text, fields, submit, action.pack()))

    async def add(self, occasion: Occasion, action: AddLines) -> Reply:
        """Keeps a line for each theme that one was written about, sealed under its author's key."""
        own, words = await own_points(occasion, action.cohort), occasion.words
        open_still = [one for one in await _themes(occasion, own.cohort.id) if one.theme.lines_revealed_at is None]
        texts = {
            one.theme.id: text for one in open_still if (text := occasion.entered(f"{LINE}{one.theme.id}").strip())
        }
        if not texts:
            first = open_still[0].theme.id if open_still else ""
            return Reply(problems={f"{LINE}{first}": words.label("keeping.empty")})
        fields = tuple(f"{LINE}{theme}" for theme in texts)
        if back := await doubted(occasion, lambda: self.open_lines(occasion, action), fields):
            return back
        seen = [await heed_unkept(occasion, text, own.cohort.id) for text in texts.values()]
        if any(one.concern.distress for one in seen):
            await keep_freely(occasion, Written("\n\n".join(texts.values())))
            return Reply(say=Message(words.say("offering.kept_back")))
        for theme, text in texts.items():
            await occasion.store.points.offer(
                occasion.person,
                cohort_id=own.cohort.id,
                kind=GAP,
                text=text,
                now=occasion.now,
                theme_id=theme,
                approved=True,
            )
        return Reply(say=Message(words.say("contrasting.lines_kept")))

    async def show(self, occasion: Occasion, action: ShowLines) -> Reply:
        """Shows the lines of every theme that enough people wrote about; the answer never says how many did."""
        cohort = await cohort_of(occasion, action.cohort, FACILITATOR)
        themes = tuple(one.theme.id for one in await _themes(occasion, cohort.id))
        shown = await reveal_lines(occasion.store, cohort.id, themes, occasion.now)
        if shown:
            await _show_again(occasion, cohort.id)
        return Reply(say=Message(occasion.words.say("contrasting.shown" if shown else "contrasting.too_few")))

    async def read(self, occasion: Occasion, action: ReadLines) -> Reply:
        words, (cohort, reader) = occasion.words, await before_the_wall(occasion, action.cohort)
        lines = await readable(occasion.store, cohort.id, reader, words, occasion.now, lines=True)
        shown = [one for one in await contrasts(occasion.store, cohort.id) if one.theme.lines_revealed_at]
        items = tuple(
            Item("\n\n".join([words.say("walling.theme", name=one.name), *said]))
            for one in shown
            if (
                said := [
                    words.say("walling.point", text=plain(line.text), label=line.label)
                    for line in under(lines, one.theme)
                ]
            )
        )
        text = words.say("contrasting.read_text" if items else "contrasting.none_shown")
        return Reply(open=Form(words.label("contrasting.title"), text, items=items))


async def _show_again(occasion: Occasion, cohort_id: str) -> None:
    await show_again(occasion.store, cohort_id, _ROUND, occasion.person, occasion.now)


async def _themes(occasion: Occasion, cohort_id: str) -> tuple[Contrast, ...]:
    """The first three. Raises NotAllowed before the votes are counted, and where nothing was voted for."""
    found = await contrasts(occasion.store, cohort_id)
    if not found:
        raise NotAllowed(occasion.words.say("contrasting.not_yet"))
    return found
