"""Offering: up to three points for the wall of the debrief, each in words that its author has approved."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.chat.action import ApprovePoints, OfferPoints, OfferWords
from bot.chat.desk import Desk
from bot.chat.keeping import Written, heed_unkept, keep_answer, keep_freely
from bot.chat.occasion import Occasion
from bot.chat.reply import Reply
from bot.rules.consents import record
from bot.rules.doubting import doubted
from bot.rules.offering_forms import (
    DEED,
    KEEP,
    MORE,
    SIGN,
    TAKE_OUT,
    TEXT,
    offering_form,
    points_form,
    said_form,
    wall_form,
    words_form,
)
from bot.rules.outcomes import outcome_of_all
from bot.rules.own_points import (
    ASKED_FOR,
    FREELY,
    FROM_ENTRY,
    OwnPoint,
    OwnPoints,
    open_walls,
    own_points,
    wall_of,
)
from bot.rules.own_words import own_entry, own_words
from bot.rules.revising import PERSON
from bot.rules.writing_forms import WORDS, chosen_in, said_of_keeping, written_in
from prompts.library import Library
from prompts.message import Button, Form, Message
from storage.tables import Cohort, Delivery


@dataclass(frozen=True, slots=True)
class Offering:
    """Nothing of a point ever stands in a chat, and nothing is approved but what its author has just read."""

    library: Library

    @property
    def desk(self) -> Desk:
        return Desk(
            presses={ApprovePoints: self.show, OfferWords: self.show_entry},
            submissions={OfferPoints: self.offer, ApprovePoints: self.approve, OfferWords: self.offer_words},
            repeats={OfferPoints: self.offered},
        )

    async def show(self, occasion: Occasion, action: ApprovePoints) -> Reply:
        """The person's own points, or the fields for the first."""
        return Reply(open=await wall_form(occasion, action.cohort, delivery=action.delivery))

    async def offer(self, occasion: Occasion, action: OfferPoints) -> Reply:
        """Keeps what was filled in, and shows at once how each of it would read on the wall."""
        texts = {key: occasion.entered(key).strip() for key in ASKED_FOR if occasion.entered(key).strip()}
        if not texts:
            return Reply(problems={ASKED_FOR[0]: occasion.words.label("offering.empty")})
        if back := await doubted(occasion, lambda: self._offering(occasion, action), ASKED_FOR):
            return back
        if (answer := said_of_keeping(occasion)) is not None:
            await record(occasion, given=answer)
        if not occasion.person.keeps_entries:
            return await self._answered(occasion, action.delivery, "offering.not_kept_said")
        if await _distressed(occasion, texts.values()):
            return await self._kept_back(occasion, action, "\n\n".join(texts.values()))
        own = await own_points(occasion, action.cohort)
        if not own.is_open:
            return Reply(open=Form(occasion.words.label("offering.title"), occasion.words.say("offering.too_late")))
        for kind, text in texts.items():
            await _add(occasion, action.cohort, kind, text)
        ended = await self._answered(occasion, action.delivery, "offering.offered", _own(occasion, action.cohort))
        return replace(ended, open=points_form(occasion, await own_points(occasion, action.cohort)))

    async def offered(self, occasion: Occasion, action: OfferPoints) -> Reply:
        """What was offered before, to be approved: without that it would never go up."""
        own = await own_points(occasion, action.cohort)
        return Reply(open=points_form(occasion, own)) if own.points and own.is_open else Reply()

    async def approve(self, occasion: Occasion, action: ApprovePoints) -> Reply:
        """Each point as the form says: in these words, signed or not, or gone."""
        own = await own_points(occasion, action.cohort)
        changed = _changed(occasion, own)
        if back := await doubted(occasion, lambda: self.show(occasion, action), tuple(changed)):
            return back
        if await _distressed(occasion, changed.values()):
            return await self._kept_back(occasion, OfferPoints(action.cohort), "\n\n".join(changed.values()))
        for one in own.points:
            await _settle(occasion, one, is_open=own.is_open)
        if own.has_room and MORE in changed:
            await _add(occasion, action.cohort, FREELY, changed[MORE], approved=True)
        key = "offering.approved" if own.is_open else "offering.changed"
        return await self._answered(occasion, action.delivery, key, _own(occasion, action.cohort))

    async def show_entry(self, occasion: Occasion, action: OfferWords) -> Reply:
        """One's own entry to look at, and an empty field: what it says goes up in other words or not at all."""
        cohort, entry = await _open_wall(occasion, action)
        if cohort is None:
            return Reply(open=said_form(occasion.words, entry))
        return Reply(open=words_form(occasion, action, cohort, entry))

    async def offer_words(self, occasion: Occasion, action: OfferWords) -> Reply:
        """Keeps those words, and shows at once how they would read; the entry itself is refused."""
        text, (cohort, entry) = written_in(occasion), await _open_wall(occasion, action)
        if cohort is None:
            return Reply(open=said_form(occasion.words, entry))
        if not text or _same(text, entry):
            key = "offering.same_words" if text else "offering.empty"
            return Reply(problems={WORDS: occasion.words.label(key)})
        if back := await doubted(occasion, lambda: self.show_entry(occasion, action)):
            return back
        if await _distressed(occasion, [text]):
            return await self._kept_back(occasion, OfferPoints(cohort.id), text)
        await _add(occasion, cohort.id, FROM_ENTRY, text)
        ended = await self._answered(occasion, "", "offering.offered", _own(occasion, cohort.id))
        return replace(ended, open=points_form(occasion, await own_points(occasion, cohort.id)))

    async def _offering(self, occasion: Occasion, action: OfferPoints) -> Reply:
        return Reply(open=offering_form(occasion, action))

    async def _kept_back(self, occasion: Occasion, action: OfferPoints, text: str) -> Reply:
        """Words of somebody in distress go to their journal and not on a wall; the message of care comes at once."""
        row = await _prompt(occasion, action.delivery)
        written = Written(text)
        await (keep_answer(occasion, written, row) if row else keep_freely(occasion, written))
        return await self._answered(occasion, action.delivery, "offering.kept_back")

    async def _answered(self, occasion: Occasion, delivery: str, key: str, *buttons: Button) -> Reply:
        said = occasion.words.say(key)
        row = await _prompt(occasion, delivery)
        if row is None:
            return Reply(say=Message(said, buttons=buttons))
        await occasion.store.deliveries.answered(row, occasion.now)
        return await outcome_of_all(occasion, self.library, row, said, buttons)


async def _open_wall(occasion: Occasion, action: OfferWords) -> tuple[Cohort | None, str]:
    """The cohort for whose wall that entry can be said in other words, with the entry; or None, and what to say."""
    entry = await own_entry(occasion, action.entry)
    if not occasion.person.keeps_entries:
        return None, "offering.not_kept"
    cohort = wall_of(entry, await open_walls(occasion))
    if cohort is None:
        return None, "offering.too_late"
    if not (await own_points(occasion, cohort.id)).has_room:
        return None, "offering.no_room"
    said = [one.text for one in await own_words(occasion, entry) if one.turn.speaker == PERSON]
    return cohort, "\n\n".join(said)


def _same(text: str, entry: str) -> bool:
    """Whether these are the entry's own words: whoever it was shared with would know whose point it is."""
    return " ".join(text.casefold().split()) == " ".join(entry.casefold().split())


def _changed(occasion: Occasion, own: OwnPoints) -> dict[str, str]:
    """The words in the form that were not offered like that before, by their fields."""
    before = {f"{TEXT}{one.point.id}": one.text for one in own.points if _deed(occasion, one) != TAKE_OUT}
    said = {key: occasion.entered(key).strip() for key in (*before, MORE)}
    return {key: text for key, text in said.items() if text and text != before.get(key)}


async def _distressed(occasion: Occasion, texts: Iterable[str]) -> bool:
    """Whether somebody in distress wrote one of them. What has a route of its own gets that, and may be offered."""
    seen = [await heed_unkept(occasion, text) for text in texts]
    return any(one.concern.distress for one in seen)


async def _settle(occasion: Occasion, one: OwnPoint, *, is_open: bool) -> None:
    points, deed = occasion.store.points, _deed(occasion, one)
    text = occasion.entered(f"{TEXT}{one.point.id}").strip()
    if deed == TAKE_OUT or (is_open and not text):
        await points.take_out(one.point)
        return
    if is_open and text != one.text:
        await points.reword(one.point, text)
    one.point.approved = one.point.approved or is_open
    one.point.signed = deed == SIGN or (one.point.signed and not is_open)


def _deed(occasion: Occasion, one: OwnPoint) -> str:
    before = SIGN if one.point.signed else KEEP
    return chosen_in(occasion, f"{DEED}{one.point.id}", (KEEP, SIGN, TAKE_OUT)) or before


async def _add(occasion: Occasion, cohort_id: str, kind: str, text: str, *, approved: bool = False) -> None:
    await occasion.store.points.offer(
        occasion.person, cohort_id=cohort_id, kind=kind, text=text, now=occasion.now, approved=approved
    )


def _own(occasion: Occasion, cohort_id: str) -> Button:
    return Button(occasion.words.label("offering.own"), ApprovePoints(cohort_id).pack(), opens_form=True)


async def _prompt(occasion: Occasion, delivery: str) -> Delivery | None:
    row = await occasion.store.deliveries.delivery(delivery) if delivery else None
    return row if row and row.person_id == occasion.person.id else None
