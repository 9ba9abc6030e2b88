"""The journal: people's own entries, newest first, to read again, change and delete."""

import re
from dataclasses import dataclass

from bot.chat.action import ApprovePoints, ChangeEntry, DeleteEntry, OfferWords, ShareEntry, ShowJournal, WhoCanSee
from bot.chat.command import Typed
from bot.chat.dates import moment
from bot.chat.desk import Desk
from bot.chat.event import Submitted
from bot.chat.keeping import keep_as_it_is
from bot.chat.occasion import Occasion
from bot.chat.reply import Reply
from bot.coach.coach import Question
from bot.rules.doubting import doubted, none_for_sure, said_to_be_none
from bot.rules.itinerary import zone_of
from bot.rules.own_points import open_walls, wall_of
from bot.rules.own_words import Opened, own_entry, own_words
from bot.rules.revising import PERSON, change_words, delete_entry, take_out
from bot.rules.writing_forms import LONGEST
from prompts.library import Library
from prompts.message import Button, Form, Item, TextField
from storage.tables import Cohort, Entry

_PAGE = 5  # entries: with five buttons each they stay well inside what a Slack form shows (100 blocks)
_PAGES = re.compile(r"[1-9][0-9]{0,5}")  # what a button of ours can bear
_TURN = "turn:"  # before a turn's id, in the key of its field


@dataclass(frozen=True, slots=True)
class Journalling:
    """What is shown here is shown in forms only, to its author."""

    library: Library

    @property
    def desk(self) -> Desk:
        return Desk(
            commands={("journal",): self.journal},
            presses={ShowJournal: self.show, ChangeEntry: self.open_change, DeleteEntry: self.open_deletion},
            submissions={ChangeEntry: self.change, DeleteEntry: self.delete},
        )

    async def journal(self, occasion: Occasion, _: Typed) -> Reply:
        return Reply(open=await self._page(occasion, 1))

    async def show(self, occasion: Occasion, action: ShowJournal) -> Reply:
        return Reply(open=await self._page(occasion, int(action.page) if _PAGES.fullmatch(action.page) else 1))

    async def open_change(self, occasion: Occasion, action: ChangeEntry) -> Reply:
        """The person's own turns of the entry, each in a field."""
        entry, words = await own_entry(occasion, action.entry), occasion.words
        own = [one for one in await own_words(occasion, entry) if one.turn.speaker == PERSON]
        fields = tuple(
            TextField(
                f"{_TURN}{one.turn.id}",
                words.label("journal.part", number=number),
                one.text[:LONGEST],
                optional=True,
                multiline=True,
            )
            for number, one in enumerate(own, 1)
        )
        text = words.say("journal.change_text")
        return Reply(
            open=Form(words.label("journal.change_title"), text, fields, words.label("keeping.change"), action.pack())
        )

    async def change(self, occasion: Occasion, action: ChangeEntry) -> Reply:
        """Changes the turns that were changed in the form, and takes out those that were emptied."""
        entry = await own_entry(occasion, action.entry)
        event = occasion.event
        if not isinstance(event, Submitted):
            return Reply()
        opened = await own_words(occasion, entry)
        fields = tuple(key for key in event.values if key.startswith(_TURN))
        opening = lambda: self.open_change(occasion, action)  # noqa: E731 - called where the form comes back, and only then
        if back := await doubted(occasion, opening, fields, none_for_sure(occasion, opened)):
            return back
        for one in opened:
            await _change(occasion, entry, one, event)
        return Reply(open=await self._page(occasion, 1, occasion.words.say("journal.changed")))

    async def open_deletion(self, occasion: Occasion, action: DeleteEntry) -> Reply:
        await own_entry(occasion, action.entry)
        words = occasion.words
        text, submit = words.say("journal.delete_text"), words.label("journal.delete_submit")
        return Reply(open=Form(words.label("journal.delete_title"), text, submit=submit, token=action.pack()))

    async def delete(self, occasion: Occasion, action: DeleteEntry) -> Reply:
        await delete_entry(occasion, await own_entry(occasion, action.entry))
        return Reply(open=await self._page(occasion, 1, occasion.words.say("journal.deleted")))

    # -- a page ----------------------------------------------------------------------------------------------------

    async def _page(self, occasion: Occasion, page: int, said: str = "") -> Form:
        words = occasion.words
        entries = await occasion.store.reflections.journal(occasion.person.id, since=(page - 1) * _PAGE, most=_PAGE + 1)
        open_ones = await open_walls(occasion)
        items = tuple([await self._item(occasion, entry, wall_of(entry, open_ones)) for entry in entries[:_PAGE]])
        intro = words.say("journal.intro") if entries else words.say("journal.empty")
        closed = words.say("journal.not_keeping") if occasion.person.keeps_entries is False else ""
        text = "\n\n".join(part for part in (said, intro, closed) if part)
        pages = _other_pages(occasion, page, more=len(entries) > _PAGE)
        walls = await _walls(occasion) if page == 1 else ()
        return Form(words.label("journal.title"), text, items=(*walls, *items, *pages))

    async def _item(self, occasion: Occasion, entry: Entry, wall: Cohort | None) -> Item:
        said = [_said(occasion, one) for one in await own_words(occasion, entry)]
        marks = await self._marks(occasion, entry)
        text = "\n\n".join([self._heading(occasion, entry), *said, *marks])
        return Item(text, _buttons(occasion, entry, wall))

    def _heading(self, occasion: Occasion, entry: Entry) -> str:
        words = occasion.words
        at = moment(entry.written_at, zone_of(occasion.person, None), words)
        if entry.kind == "note":
            return words.say("journal.note", kind=words.label(f"noting.typed_{entry.note or 'notice'}"), moment=at)
        try:
            title = self.library.prompt(words.language, entry.prompt).title if entry.prompt else ""
        except KeyError:  # a prompt that the program no longer has
            title = ""
        return words.say("journal.answer", title=title, moment=at) if title else words.say("journal.free", moment=at)

    async def _marks(self, occasion: Occasion, entry: Entry) -> list[str]:
        words = occasion.words
        names = await occasion.store.reflections.tagged(entry.id)
        marks = [f"{name}: {words.label(f'noting.{seen}')}" for name, seen in names]
        if entry.collaboration:
            how = words.label(f"noting.{entry.collaboration}")
            marks.append(f"{words.label('noting.collaboration')}: {how}")
        return [words.say("journal.tags", tags=", ".join(marks))] if marks else []


async def _change(occasion: Occasion, entry: Entry, one: Opened, event: Submitted) -> None:
    text = str(event.values.get(f"{_TURN}{one.turn.id}", one.text) or "").strip()
    cleared = said_to_be_none(occasion)
    if not text:
        await take_out(occasion, one.turn)
    elif text != one.text[:LONGEST].strip():
        await change_words(occasion, entry, one.turn, text + one.text[LONGEST:], event.at, cleared=cleared)
    elif cleared and occasion.care.look(text).details:
        await keep_as_it_is(occasion, entry, one.turn)


def _said(occasion: Occasion, one: Opened) -> str:
    """Of the coach only what it asked: the words that it gave back stand right above."""
    if one.turn.speaker == PERSON:
        return occasion.words.say("journal.you", text=one.text)
    asked = "journal.coach_by_model" if one.turn.by_model else "journal.coach"
    return occasion.words.say(asked, text=Question.read(one.text).question)


def _buttons(occasion: Occasion, entry: Entry, wall: Cohort | None) -> tuple[Button, ...]:
    label = occasion.words.label
    offer = Button(label("journal.offer"), OfferWords(entry.id).pack(), opens_form=True)
    return (
        Button(label("prompt.who"), WhoCanSee(entry.id).pack(), opens_form=True),
        Button(label("keeping.share"), ShareEntry(entry.id).pack(), opens_form=True),
        *((offer,) if wall else ()),
        Button(label("keeping.change"), ChangeEntry(entry.id).pack(), opens_form=True),
        Button(label("keeping.delete"), DeleteEntry(entry.id).pack(), opens_form=True, style="danger"),
    )


async def _walls(occasion: Occasion) -> tuple[Item, ...]:
    """Where the person has offered points for a wall, one press away from them."""
    offered = {one.cohort_id for one in await occasion.store.points.of_person(occasion.person.id)}
    label, joined = occasion.words.label("offering.own"), await occasion.store.cohorts.joined_by(occasion.person)
    return tuple(
        Item(
            occasion.words.say("journal.wall", cohort=one.name),
            (Button(label, ApprovePoints(one.id).pack(), opens_form=True),),
        )
        for one in joined
        if one.id in offered
    )


def _other_pages(occasion: Occasion, page: int, *, more: bool) -> tuple[Item, ...]:
    label = occasion.words.label
    newer = Button(label("journal.newer"), ShowJournal(str(page - 1)).pack(), opens_form=True)
    older = Button(label("journal.older"), ShowJournal(str(page + 1)).pack(), opens_form=True)
    buttons = (*((newer,) if page > 1 else ()), *((older,) if more else ()))
    return (Item(occasion.words.say("journal.page", number=page), buttons),) if buttons else ()
