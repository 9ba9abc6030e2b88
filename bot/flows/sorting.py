"""Sorting: whoever leads the debrief names themes, moves points between them, and takes a cruel one off the wall."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.chat.action import EnterPoint, ReadWall, SortWall
from bot.chat.command import FACILITATOR
from bot.chat.desk import Desk
from bot.chat.occasion import Occasion
from bot.chat.reply import Reply
from bot.chat.trail import leave_trail
from bot.errors import NotAllowed
from bot.rules.cohorts_meant import cohort_of
from bot.rules.doubting import doubts
from bot.rules.suggestions import ASKED, NOW, is_awaited, suggesting_message
from bot.rules.wall_forms import CARD, HIDE, NAME, OTHERS, PAGE, PLACE, card_form, sorting_form, wall_page
from bot.rules.wall_reading import OnWall, Read, before_the_wall, readable
from bot.rules.writing_forms import chosen_in
from prompts.message import Form, Message
from storage.tables import Cohort, Point, Theme

_SLOTS = tuple(str(number) for number in range(1, 8))


@dataclass(frozen=True, slots=True)
class Sorting:
    """Nobody who sorts learns whose a point is, nor whether enough people stand behind a theme: that is found once."""

    @property
    def desk(self) -> Desk:
        return Desk(
            presses={SortWall: self.open, EnterPoint: self.open_card, ReadWall: self.read},
            submissions={SortWall: self.sort, EnterPoint: self.enter},
        )

    async def read(self, occasion: Occasion, action: ReadWall) -> Reply:
        """What stands on the wall, for everybody of the cohort."""
        cohort, reader = await before_the_wall(occasion, action.cohort)
        walls = occasion.store.walls
        wall = await walls.of(cohort.id)
        if wall.revealed_at is None:
            return Reply(open=wall_page(occasion.words, wall, OnWall()))
        read = await readable(occasion.store, cohort.id, reader, occasion.words, occasion.now)
        standing = OnWall(await walls.themes(cohort.id), await walls.names(cohort.id), read)
        return Reply(open=wall_page(occasion.words, wall, standing))

    async def open(self, occasion: Occasion, action: SortWall) -> Reply:
        """The form, once the points are gathered and until they are revealed; afterwards what stands on the wall."""
        cohort, read = await self._gathered(occasion, action.cohort)
        wall = await occasion.store.walls.held(cohort.id)
        if is_awaited(wall) and action.page != NOW:
            return Reply(say=suggesting_message(occasion.words, cohort.id))
        if wall.suggestion == ASKED:
            wall.suggestion = ""  # whoever sorts is not to find everything moved
        return Reply(open=await _form(occasion, cohort, _page(action), read))

    async def sort(self, occasion: Occasion, action: SortWall) -> Reply:
        """Does all that the form says, and goes on to its next page."""
        cohort, read = await self._gathered(occasion, action.cohort)
        page = _page(action)
        here = read[(page - 1) * PAGE : page * PAGE]
        stood = await _stood(occasion, cohort, here)
        slots = await _name_themes(occasion, cohort)
        if missing := _unnamed(occasion, stood, slots):
            return Reply(problems={f"{NAME}{missing}": occasion.words.label("walling.name_missing")})
        for one in here:
            await _put(occasion, cohort, one.point, slots)
        if len(read) > page * PAGE:
            _, left = await self._gathered(occasion, cohort.id)
            return Reply(open=await _form(occasion, cohort, page + 1, left))
        return Reply(say=Message(occasion.words.say("walling.sorted")))

    async def open_card(self, occasion: Occasion, action: EnterPoint) -> Reply:
        cohort = await cohort_of(occasion, action.cohort, FACILITATOR)
        return Reply(open=card_form(occasion.words, cohort.id))

    async def enter(self, occasion: Occasion, action: EnterPoint) -> Reply:
        """A card of somebody without a phone, as it was written; it stands for nobody."""
        words, cohort = occasion.words, await cohort_of(occasion, action.cohort, FACILITATOR)
        if not (text := occasion.entered(CARD).strip()):
            return Reply(problems={CARD: words.label("walling.card_empty")})
        if problems := doubts(occasion, (CARD,), key="care.not_shared"):
            return Reply(problems=problems)
        if (await occasion.store.walls.of(cohort.id)).gathered_at:
            return Reply(problems={CARD: words.label("walling.card_late")})
        await occasion.store.points.card(cohort.organisation_id, cohort.id, text)
        return Reply(say=Message(words.say("walling.card_entered")))

    async def _gathered(self, occasion: Occasion, cohort_id: str) -> tuple[Cohort, tuple[Read, ...]]:
        cohort = await cohort_of(occasion, cohort_id, FACILITATOR)
        wall = await occasion.store.walls.of(cohort.id)
        if wall.gathered_at is None or wall.revealed_at:
            key = "walling.sorted_already" if wall.revealed_at else "walling.not_gathered"
            raise NotAllowed(occasion.words.say(key))
        _, reader = await before_the_wall(occasion, cohort_id)
        return cohort, await readable(occasion.store, cohort.id, reader, occasion.words, occasion.now)


def _page(action: SortWall) -> int:
    return int(action.page) if action.page.isdecimal() and action.page != "0" else 1


async def _form(occasion: Occasion, cohort: Cohort, page: int, read: tuple[Read, ...]) -> Form:
    walls = occasion.store.walls
    standing = OnWall(await walls.themes(cohort.id), await walls.names(cohort.id), read)
    return sorting_form(occasion.words, cohort.id, page, standing)


async def _name_themes(occasion: Occasion, cohort: Cohort) -> dict[str, Theme]:
    """The themes by their slots, as the form names them: two of one name are one, and one without a name is gone."""
    walls = occasion.store.walls
    before = dict(zip(_SLOTS, await walls.themes(cohort.id), strict=False))
    names, slots, called = await walls.names(cohort.id), dict[str, Theme](), dict[str, Theme]()
    for slot in _SLOTS:
        name, theme = occasion.entered(f"{NAME}{slot}").strip(), before.get(slot)
        same = called.get(name.casefold())
        if theme and (same or not name):
            await _dissolve(occasion, theme, same)
        if not name:
            continue
        if theme and same is None and name != names[theme.id]:
            await walls.rename(theme, name)
            theme.by_model = False
        slots[slot] = called[name.casefold()] = same or theme or await walls.add_theme(cohort.id, int(slot), name)
    return slots


async def _dissolve(occasion: Occasion, theme: Theme, into: Theme | None) -> None:
    """The theme's points go to the other one, or to none."""
    for point in await occasion.store.points.of(theme.cohort_id):
        if point.theme_id == theme.id:
            point.theme_id = into.id if into else None
    await occasion.store.walls.drop_theme(theme)


async def _stood(occasion: Occasion, cohort: Cohort, here: tuple[Read, ...]) -> dict[str, str]:
    """In which slot each point stands, by its id; those under no theme in none."""
    slots = {one.id: slot for slot, one in zip(_SLOTS, await occasion.store.walls.themes(cohort.id), strict=False)}
    return {one.point.id: slots.get(one.point.theme_id or "", "") for one in here}


def _unnamed(occasion: Occasion, stood: Mapping[str, str], slots: Mapping[str, Theme]) -> str:
    """A slot without a name that a point was put into; what stood there stands under no theme from now on."""
    moved = {chosen for point, slot in stood.items() if (chosen := _chosen(occasion, point)) != slot}
    return next((slot for slot in _SLOTS if slot in moved and slot not in slots), "")


def _chosen(occasion: Occasion, point_id: str) -> str:
    return chosen_in(occasion, f"{PLACE}{point_id}", (*_SLOTS, OTHERS, HIDE))


async def _put(occasion: Occasion, cohort: Cohort, point: Point, slots: dict[str, Theme]) -> None:
    chosen = _chosen(occasion, point.id)
    if chosen == HIDE:
        await _hide(occasion, cohort, point)
    elif chosen == OTHERS:
        point.theme_id = None
    elif chosen in slots:
        point.theme_id = slots[chosen].id


async def _hide(occasion: Occasion, cohort: Cohort, point: Point) -> None:
    """Takes it off the wall for good. Whose it is are told once the wall is closed; who hides it never learns it."""
    point.hidden = True
    await leave_trail(occasion, "wall_point_hidden", cohort)
