"""Making pairs: suggested ones, pairs set by hand, and starting over."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.chat.action import ConfirmNoPairs, ConfirmPairs, Run, SetPair
from bot.chat.command import ADMINISTRATOR, Typed
from bot.chat.desk import Desk
from bot.chat.details import details
from bot.chat.occasion import Occasion
from bot.chat.people_named import named
from bot.chat.preview import confirmed, done, propose
from bot.chat.reply import Reply
from bot.chat.trail import leave_trail
from bot.chat.wrong import Wrong, wrong_use
from bot.rules.cohorts_meant import cohort_meant, cohort_of
from bot.rules.next_steps import to_checklist, to_pairs
from bot.rules.pairing import NEVER, Against, Candidate, Group, PairRule, legs
from bot.rules.partners import Roster, roster_of
from prompts.message import Button, ChoiceField, Form, Option, TextField
from prompts.words import Words
from storage.tables import Cohort

_KEYS = {"cohort": 1, "reason": 0, "way": 1}
_SIZES = (2, 3)  # a pair, or the trio of an odd number


@dataclass(frozen=True, slots=True)
class Pairing:
    """Pairs are stored as visits, in both directions; whatever replaces a pair is shown first."""

    @property
    def desk(self) -> Desk:
        return Desk(
            commands={("pairs", "suggest"): self.suggest, ("pairs", "set"): self.set, ("pairs", "clear"): self.clear},
            submissions={SetPair: self.filled_in},
            presses={ConfirmPairs: self.pair, ConfirmNoPairs: self.unpair},
        )

    async def suggest(self, occasion: Occasion, typed: Typed) -> Reply:
        """The best pairs for everybody who has no partner yet, with the reasons for each, and other ways to choose."""
        cohort = await _meant(occasion, typed)
        if isinstance(cohort, Reply):
            return cohort
        roster, words = await roster_of(occasion, cohort), occasion.words
        ways = tuple(roster.ways())
        if not ways:
            key = "pairing.all_paired" if roster.groups() and not roster.unpaired else "pairing.too_few"
            return done(occasion, words.say(key, name=cohort.name))
        place = _place(typed, len(ways))
        if place is None:
            return wrong_use(occasion, "pairs_suggest", {"way": Wrong("pairing.no_such_way", {"ways": str(len(ways))})})
        rule = roster.rule
        if any(rule.against_group(group) & NEVER for group in ways[place]):
            text = _lines("pairing.impossible", roster, ways[place], words)
            return done(occasion, text, buttons=(_by_hand(cohort, words),))
        text = _lines("pairing.another" if place else "pairing.preview", roster, ways[place], words)
        besides = _besides(cohort, place, len(ways), words)
        return await propose(
            occasion, ConfirmPairs, _kept(ways[place]), text, cohort=cohort, label="pairing.confirm", besides=besides
        )

    async def set(self, occasion: Occasion, typed: Typed) -> Reply:
        """Opens the form, or takes the two or three people who were typed."""
        given = details(typed.arguments, _KEYS)
        cohort = await cohort_meant(occasion, typed, given.text("cohort"), ADMINISTRATOR)
        if isinstance(cohort, Reply):
            return cohort
        roster = await roster_of(occasion, cohort)
        if not given.bare:
            return Reply(open=_form(occasion, roster))
        chosen = [_candidate(word, roster) for word in given.bare]
        missing = [word for word, one in zip(given.bare, chosen, strict=True) if one is None]
        if missing:
            return wrong_use(occasion, "pairs_set", {"people": Wrong("parting.not_there", {"who": missing[0]})})
        return await _propose(occasion, roster, [one for one in chosen if one], given.text("reason"))

    async def filled_in(self, occasion: Occasion, action: SetPair) -> Reply:
        roster = await roster_of(occasion, await cohort_of(occasion, action.cohort, ADMINISTRATOR))
        return await _propose(occasion, roster, roster.group(occasion.chosen("people")), occasion.entered("reason"))

    async def pair(self, occasion: Occasion, action: ConfirmPairs) -> Reply:
        """Makes the pairs that were previewed; where they have changed since, nothing is made."""
        draft = await confirmed(occasion, action)
        cohort = await cohort_of(occasion, draft.cohort_id or "", ADMINISTRATOR)
        roster = await roster_of(occasion, cohort)
        groups = [roster.group(ids) for ids in draft.values["groups"]]
        if [[one.id for one in group] for group in groups] != draft.values["groups"] or roster.begun_for(groups):
            return done(occasion, occasion.words.say("pairing.changed_since"))
        await occasion.store.cohorts.undo(roster.touched(groups))
        for group in groups:
            await occasion.store.cohorts.pair(cohort, [(visitor.id, host.id) for visitor, host in legs(group)])
            await _tell(occasion, roster, group)
        await leave_trail(occasion, "pairs_made_despite" if draft.values["reason"] else "pairs_made", cohort)
        words = occasion.words
        dates = Button(words.label("pairing.dates"), Run(f"dates cohort {cohort.id}").pack(), opens_form=True)
        return done(occasion, words.say("pairing.made", name=cohort.name), buttons=(to_checklist(cohort, words), dates))

    async def clear(self, occasion: Occasion, typed: Typed) -> Reply:
        """Shows which pairs would be undone. Visits that have begun stay."""
        cohort = await _meant(occasion, typed)
        if isinstance(cohort, Reply):
            return cohort
        roster, words = await roster_of(occasion, cohort), occasion.words
        groups = [group for group in roster.groups() if not roster.begun_for([group])]
        if not groups:
            return done(occasion, words.say("pairing.nothing_to_clear", name=cohort.name))
        lines = [words.say("pairing.line_plain", people=_names(roster, group)) for group in groups]
        text = "\n".join([words.say("pairing.preview_clear", name=cohort.name), "", *lines])
        return await propose(occasion, ConfirmNoPairs, _kept(groups), text, cohort=cohort)

    async def unpair(self, occasion: Occasion, action: ConfirmNoPairs) -> Reply:
        draft = await confirmed(occasion, action)
        cohort = await cohort_of(occasion, draft.cohort_id or "", ADMINISTRATOR)
        roster = await roster_of(occasion, cohort)
        groups = [group for group in roster.groups() if [one.id for one in group] in draft.values["groups"]]
        await occasion.store.cohorts.undo(roster.touched([one for one in groups if not roster.begun_for([one])]))
        cohort.plan_anew()
        await leave_trail(occasion, "pairs_cleared", cohort)
        words = occasion.words
        return done(occasion, words.say("pairing.cleared", name=cohort.name), buttons=(to_pairs(cohort, words),))


async def _meant(occasion: Occasion, typed: Typed) -> Cohort | Reply:
    given = details(typed.arguments, _KEYS)
    return await cohort_meant(occasion, typed, given.text("cohort") or given.first, ADMINISTRATOR)


def _place(typed: Typed, ways: int) -> int | None:
    """Which way was asked for, counted from 0; None for one that there is not."""
    way = details(typed.arguments, _KEYS).text("way") or "1"
    return int(way) - 1 if way.isdecimal() and 1 <= int(way) <= ways else None


def _besides(cohort: Cohort, place: int, ways: int, words: Words) -> tuple[Button, ...]:
    """The next way of pairing, after the last one the first again; and what could be asked before."""
    ask = Button(words.label("pairing.ask"), Run(f"pairs ask cohort {cohort.id}").pack())
    if ways == 1:
        return (ask,)
    again = Run(f"pairs suggest cohort {cohort.id} way {(place + 1) % ways + 1}").pack()
    return Button(words.label("pairing.other_way"), again), ask


async def _propose(occasion: Occasion, roster: Roster, people: Sequence[Candidate], reason: str) -> Reply:
    group, words = tuple(dict.fromkeys(people)), occasion.words
    against = roster.rule.against_group(group) & NEVER
    if Against.IN_PRIVATE in against:
        return wrong_use(occasion, "pairs_set", {"people": Wrong("pairing.never")})
    if len(group) not in _SIZES:
        return wrong_use(occasion, "pairs_set", {"people": Wrong("pairing.two_or_three")})
    if roster.begun_for([group]):
        return wrong_use(occasion, "pairs_set", {"people": Wrong("pairing.begun")})
    if against and not reason.strip():
        why = "; ".join(words.label(f"pairing.against_{one}") for one in Against if one in against)
        return wrong_use(occasion, "pairs_set", {"reason": Wrong("pairing.needs_reason", {"why": why})})
    lines = [_lines("pairing.preview", roster, [group], words)]
    if reason.strip():
        lines.append(words.say("pairing.reason_given"))
    if alone := roster.left_alone(group):
        lines.append(words.say("pairing.left_alone", people=_names(roster, alone)))
    values = _kept([group]) | {"reason": "given" if against else ""}
    return await propose(
        occasion, ConfirmPairs, values, "\n\n".join(lines), cohort=roster.cohort, label="pairing.confirm"
    )


async def _tell(occasion: Occasion, roster: Roster, group: Group) -> None:
    """Before a cohort starts nobody has heard of it from us; after that each is told of their partner."""
    if roster.cohort.state == "draft":
        return
    for one in group:
        partners = _names(roster, tuple(other for other in group if other is not one))
        await occasion.store.deliveries.notice(
            roster.people[one.id],
            "pairing.told",
            occasion.now,
            cohort_id=roster.cohort.id,
            cohort=roster.cohort.name,
            partners=partners,
        )


def _kept(groups: Sequence[Group]) -> dict[str, object]:
    return {"groups": [[one.id for one in group] for group in groups], "reason": ""}


def _lines(key: str, roster: Roster, groups: Sequence[Group], words: Words) -> str:
    rule = roster.rule
    lines = [
        words.say("pairing.line", people=_names(roster, group), reasons=_reasons(rule, group, words))
        for group in groups
    ]
    return "\n".join([words.say(key, name=roster.cohort.name), "", *lines])


def _reasons(rule: PairRule, group: Group, words: Words) -> str:
    """What speaks for a group, or what could not be avoided."""
    against = rule.against_group(group)
    departments = ", ".join(dict.fromkeys(one.department for one in group if one.department))
    speaking = [words.label(f"pairing.against_{one}") for one in Against if one in against]
    if Against.SAME_DEPARTMENT not in against and departments:
        speaking.insert(0, words.label("pairing.across", departments=departments))
    return "; ".join(speaking) or words.label("pairing.nothing_against")


def _names(roster: Roster, group: Sequence[Candidate]) -> str:
    return ", ".join(roster.people[one.id].name or roster.people[one.id].external_id for one in group)


def _candidate(word: str, roster: Roster) -> Candidate | None:
    who = named(word)
    if who is None:
        return None
    handle = (who.external_id or who.email).casefold()
    return next((one for one in roster.candidates.values() if handle in one.known_as), None)


def _by_hand(cohort: Cohort, words: Words) -> Button:
    return Button(words.label("pairing.by_hand"), Run(f"pairs set cohort {cohort.id}").pack(), opens_form=True)


def _form(occasion: Occasion, roster: Roster) -> Form:
    words = occasion.words
    options = tuple(Option(key, _names(roster, (one,))) for key, one in roster.candidates.items())
    return Form(
        words.label("pairing.title"),
        words.say("pairing.form_text", name=roster.cohort.name),
        (
            ChoiceField("people", words.label("gathering.people"), options, many=True),
            TextField("reason", words.label("pairing.reason"), hint=words.label("pairing.reason_hint"), optional=True),
        ),
        words.label("gathering.preview"),
        SetPair(roster.cohort.id).pack(),
    )
