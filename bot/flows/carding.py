"""Carding: after a visit its two people fill one card together, and every line waits for both of them."""

from dataclasses import dataclass, replace

from bot.chat.action import DisapproveCard, FillCard, OpenCard
from bot.chat.command import Typed
from bot.chat.dates import day, today_of
from bot.chat.desk import Desk
from bot.chat.keeping import heed_unkept
from bot.chat.occasion import Occasion
from bot.chat.preview import done
from bot.chat.reply import Reply
from bot.chat.trail import leave_trail
from bot.errors import NotAllowed
from bot.rules.arrangements import Setting, setting_of
from bot.rules.doubting import doubts
from bot.rules.pair_card_forms import APPROVE, Change, Line, card_form, changes, closed_card, filled, line_of, written
from bot.rules.sharing_forms import can_be_taken_back
from bot.rules.visibility import Reader, Relation, Role, may_read, of_card_line
from bot.rules.waking import awake
from prompts.message import Button, Form, Item, Message
from storage.pair_cards import KINDS, is_approved
from storage.store import Collided
from storage.tables import Cohort, Leg, PairCard, Person


@dataclass(frozen=True, slots=True)
class _Card:
    """A card among the people of its cohort, with its lines as the occasion's person reads them."""

    card: PairCard
    leg: Leg
    setting: Setting
    lines: dict[str, Line]
    is_approved: bool

    @property
    def cohort(self) -> Cohort:
        return self.setting.cohort

    def other(self, person: Person) -> str:
        """The id of the other one of the two."""
        return self.card.host_id if person.id == self.card.visitor_id else self.card.visitor_id

    def gaps(self) -> dict[str, str]:
        return {"visitor": self.setting.name(self.leg.visitor_id), "host": self.setting.name(self.leg.host_id)}


@dataclass(frozen=True, slots=True)
class Carding:
    """Nothing of a card stands in a chat. Whoever changes a line approves it, and the other one no longer does."""

    @property
    def desk(self) -> Desk:
        return Desk(
            commands={("card",): self.cards},
            presses={OpenCard: self.open, DisapproveCard: self.disapprove},
            submissions={FillCard: self.fill},
        )

    async def cards(self, occasion: Occasion, _: Typed) -> Reply:
        """Every visit of the asker's with its card: how far it is, never what it says."""
        words, items = occasion.words, []
        for cohort in await occasion.store.cohorts.joined_by(occasion.person):
            setting = await setting_of(occasion, cohort)
            own = {one.id for one in setting.taking_part() if one.person_id == occasion.person.id}
            legs = [leg for leg in setting.company.legs if own & {leg.visitor_id, leg.host_id}]
            items += [await _item(occasion, setting, leg) for leg in legs]
        return Reply(say=Message(words.say("pair_card.all" if items else "pair_card.none"), items=tuple(items)))

    async def open(self, occasion: Occasion, action: OpenCard) -> Reply:
        """The card with its lines, for one of the two; once the debrief is over, only to be read."""
        leg, setting = await _visit(occasion, action.leg)
        words, title = occasion.words, occasion.words.label("pair_card.title")
        if not _is_over(occasion, leg, setting.cohort):
            key = "pair_card.too_early" if leg.second_day_on else "pair_card.no_date"
            when = day(leg.second_day_on, words) if leg.second_day_on else ""
            return Reply(open=Form(title, words.say(key, day=when)))
        found = await _card(occasion, leg, setting, shown=True)
        if not can_be_taken_back(setting.cohort, occasion.now):
            return Reply(open=closed_card(words, title, found.lines.values(), words.say("pair_card.closed")))
        return Reply(open=_form(occasion, found))

    async def fill(self, occasion: Occasion, action: FillCard) -> Reply:
        """Keeps what was written and approved; where both wrote the same line at once, shows both versions."""
        leg, setting = await _visit(occasion, action.leg)
        if not _is_over(occasion, leg, setting.cohort) or not can_be_taken_back(setting.cohort, occasion.now):
            return Reply(problems={"": occasion.words.say("pair_card.closed")})
        found = await _card(occasion, leg, setting, held=True)
        made, crossed = changes(occasion, action.seen, found.lines)
        if crossed:
            return _crossed(occasion, found, made, crossed)
        if problems := doubts(occasion, tuple(one.line.kind for one in made if one.text), key="care.not_shared"):
            return Reply(problems=problems)
        await heed_unkept(occasion, "\n".join(one.text for one in made if one.text), setting.cohort.id)
        for one in made:
            await _keep(occasion, found.card, one)
        after = await _card(occasion, leg, setting)
        await _tell(occasion, found, after)
        return Reply(say=_how_far(occasion, after))

    async def disapprove(self, occasion: Occasion, action: DisapproveCard) -> Reply:
        """Until the debrief is over, either of the two can take all that they approved back."""
        leg, setting = await _visit(occasion, action.leg)
        if not can_be_taken_back(setting.cohort, occasion.now):
            return Reply(say=Message(occasion.words.say("pair_card.closed")))
        before = await _card(occasion, leg, setting, held=True)
        await occasion.store.pair_cards.take_back(before.card, occasion.person.id)
        await leave_trail(occasion, "card_disapproved", setting.cohort, f"leg:{leg.id}")
        after = await _card(occasion, leg, setting)
        await _tell(occasion, before, after)
        return done(occasion, occasion.words.say("pair_card.disapproved"))


async def _visit(occasion: Occasion, leg_id: str) -> tuple[Leg, Setting]:
    """The visit, for one of its two who both take part. Raises NotAllowed for anybody else."""
    leg = await occasion.store.visits.leg(leg_id)
    cohort = await occasion.store.cohorts.cohort(leg.cohort_id) if leg else None
    if leg is not None and cohort is not None and cohort.organisation_id == occasion.person.organisation_id:
        setting = await setting_of(occasion, cohort)
        two = [one for one in setting.taking_part() if one.id in {leg.visitor_id, leg.host_id}]
        if len(two) == 2 and occasion.person.id in {one.person_id for one in two}:
            return leg, setting
    raise NotAllowed(occasion.words.say("trouble.gone"))


def _is_over(occasion: Occasion, leg: Leg, cohort: Cohort) -> bool:
    """Whether the visit has come to its second day."""
    return leg.second_day_on is not None and leg.second_day_on <= today_of(cohort, occasion.now)


async def _card(occasion: Occasion, leg: Leg, setting: Setting, *, shown: bool = False, held: bool = False) -> _Card:
    """`shown`: the words are put before the person; `held`: nobody else changes them meanwhile."""
    cards, person = occasion.store.pair_cards, occasion.person
    card = await cards.card(leg, setting.cohort.organisation_id, occasion.now)
    if held:
        await cards.hold(card)
    rows, is_visitor = await cards.lines(leg.id), person.id == card.visitor_id
    reader = Reader(person.id, Role.PARTICIPANT, Relation.SELF if is_visitor else Relation.PARTNER)
    lines = {}
    for kind in KINDS:
        row = rows.get(kind)
        grant = may_read(reader, of_card_line(card, row)) if row else None
        text = await cards.open(card, row, grant, occasion.now, shown=shown) if row and grant else ""
        lines[kind] = line_of(row, kind, text, is_visitor=is_visitor)
    return _Card(card, leg, setting, lines, is_approved(rows))


async def _keep(occasion: Occasion, card: PairCard, made: Change) -> None:
    """Raises Collided where the line is another one all the same: the event is taken once more then."""
    cards, person, line = occasion.store.pair_cards, occasion.person, made.line
    if made.text is not None:
        kept = await cards.write(card, line.kind, made.text, by=person.id, seen=line.version, now=occasion.now)
    elif made.approves != line.own:
        kept = await cards.approve(card, line.kind, person.id, line.version, yes=made.approves)
    else:
        kept = True
    if not kept:
        raise Collided


def _form(occasion: Occasion, found: _Card) -> Form:
    words = occasion.words
    text = words.say("pair_card.text", **found.gaps())
    return card_form(words, found.leg.id, words.label("pair_card.title"), found.lines.values(), text)


def _crossed(occasion: Occasion, found: _Card, made: list[Change], crossed: list[str]) -> Reply:
    """The form again with all that was written and approved, and what the other one has put there meanwhile."""
    texts, form = written(occasion), _form(occasion, found)
    values: dict[str, str | bool] = {kind: texts[kind] for kind in crossed}
    values |= {one.line.kind: one.text for one in made if one.text is not None}
    values |= {f"{APPROVE}{one.line.kind}": one.approves for one in made}
    fields = tuple(filled(one, values.get(one.key)) for one in form.fields)
    label, lines = occasion.words.label, found.lines
    problems = {kind: label("pair_card.crossed", text=lines[kind].text or "…") for kind in crossed}
    return Reply(problems=problems, open=replace(form, fields=fields))


def _how_far(occasion: Occasion, found: _Card) -> Message:
    words, leg = occasion.words, found.leg.id
    again = Button(words.label("pair_card.open"), OpenCard(leg).pack(), opens_form=True)
    if found.is_approved:
        back = Button(words.label("pair_card.disapprove"), DisapproveCard(leg).pack())
        return Message(words.say("pair_card.waits"), buttons=(again, back))
    count = sum(line.both for line in found.lines.values())
    return Message(words.say("pair_card.saved", count=count, most=len(KINDS)), buttons=(again,))


async def _item(occasion: Occasion, setting: Setting, leg: Leg) -> Item:
    words = occasion.words
    gaps = {"visitor": setting.name(leg.visitor_id), "host": setting.name(leg.host_id)}
    if not _is_over(occasion, leg, setting.cohort):
        when = day(leg.second_day_on, words) if leg.second_day_on else words.label("arranging.when_open")
        return Item(words.say("pair_card.item_early", when=when, **gaps))
    rows = await occasion.store.pair_cards.lines(leg.id)
    key = "pair_card.item_waits" if is_approved(rows) else "pair_card.item"
    opens = Button(words.label("pair_card.open"), OpenCard(leg.id).pack(), opens_form=True)
    return Item(words.say(key, **gaps), (opens,))


async def _tell(occasion: Occasion, before: _Card, after: _Card) -> None:
    """Tells the other one: once a day that something changed, and each time that the card is whole or not any more."""
    other = await occasion.store.people.person(after.other(occasion.person))
    if other is None or (before.is_approved == after.is_approved and before.lines == after.lines):
        return
    key, once = "pair_card.changed", f"{after.leg.id}:{today_of(after.cohort, occasion.now)}"
    if before.is_approved != after.is_approved:
        key = "pair_card.waits_told" if after.is_approved else "pair_card.waits_no_more"
        once = f"{after.leg.id}:{occasion.event.id}"
    await occasion.store.deliveries.notice(
        other,
        key,
        awake(occasion.now, other, after.cohort),
        cohort_id=after.cohort.id,
        once=once,
        **{"name": occasion.person.name, "action:+pair_card.open": OpenCard(after.leg.id).pack()},
    )
