"""Omitting: one sentence asks a facilitator to leave something out, and nothing else goes with it."""

from dataclasses import dataclass

from bot.chat.action import LeaveOut, ReadShare, TakeBack
from bot.chat.desk import Desk
from bot.chat.keeping import heed_unkept
from bot.chat.occasion import Occasion
from bot.chat.reply import Reply
from bot.errors import NotAllowed
from bot.rules.doubting import doubts
from bot.rules.interviewers import interviewers
from bot.rules.sharing_forms import can_be_taken_back, how_long
from bot.rules.writing_forms import WORDS, written_in
from prompts.message import Button, ChoiceField, Field, Form, Message, Option, TextField
from storage.tables import Cohort, Person

_WITH = "with"
_LONGEST = 1000  # characters: it is one sentence


@dataclass(frozen=True, slots=True)
class Omitting:
    """The sentence is a share of its own kind: frozen, sealed, opened with *Read*, taken back until the debrief."""

    @property
    def desk(self) -> Desk:
        return Desk(presses={LeaveOut: self.open}, submissions={LeaveOut: self.pass_on})

    async def open(self, occasion: Occasion, action: LeaveOut) -> Reply:
        cohort, people = await _to_whom(occasion, action)
        words = occasion.words
        fields: list[Field] = []
        if len(people) > 1:
            options = tuple(Option(one.id, one.name) for one in people)
            fields.append(ChoiceField(_WITH, words.label("leaving_out.with"), options, (people[0].id,)))
        hint = words.label("sharing.hint")
        fields.append(TextField(WORDS, words.label("leaving_out.words"), hint=hint, multiline=True, longest=_LONGEST))
        names = ", ".join(one.name for one in people)
        text = f"{words.say('leaving_out.text', names=names)}\n\n{how_long(words, cohort, occasion.now)}"
        title, submit = words.label("leaving_out.title"), words.label("leaving_out.submit")
        return Reply(open=Form(title, text, tuple(fields), submit, action.pack()))

    async def pass_on(self, occasion: Occasion, action: LeaveOut) -> Reply:
        """Passes exactly that sentence on, and tells the facilitator that something waits."""
        cohort, people = await _to_whom(occasion, action)
        words, text = occasion.words, written_in(occasion)
        recipient = _chosen(occasion, people)
        if recipient is None:
            return Reply(problems={_WITH: words.label("sharing.choose")})
        if not text:
            return Reply(problems={WORDS: words.label("leaving_out.empty")})
        if problems := doubts(occasion, (WORDS,), key="care.not_shared"):
            return Reply(problems=problems)
        await heed_unkept(occasion, text, cohort.id)
        share = await occasion.store.reflections.leave_out(occasion.person, text, cohort.id, recipient.id, occasion.now)
        await occasion.store.audit.write(
            organisation_id=share.organisation_id,
            cohort_id=cohort.id,
            actor_id=occasion.person.id,
            deed="left_out",
            thing=f"share:{share.id}",
            now=occasion.now,
        )
        gaps = {"name": occasion.person.name, "action:+sharing.read": ReadShare(share.id).pack()}
        await occasion.store.deliveries.notice(
            recipient, "leaving_out.received", occasion.now, cohort_id=cohort.id, once=share.id, **gaps
        )
        back = Button(words.label("sharing.take_back"), TakeBack(share.id).pack())
        buttons = (back,) if can_be_taken_back(cohort, occasion.now) else ()
        return Reply(say=Message(words.say("leaving_out.done", name=recipient.name), buttons=buttons))


async def _to_whom(occasion: Occasion, action: LeaveOut) -> tuple[Cohort, tuple[Person, ...]]:
    """The cohort and its facilitators, who holds the interview first. Raises NotAllowed where there is none."""
    cohort = next(
        (one for one in await occasion.store.cohorts.joined_by(occasion.person) if one.id == action.cohort), None
    )
    people = await interviewers(occasion, cohort) if cohort else ()
    if cohort is None or not people:
        raise NotAllowed(occasion.words.say("trouble.gone" if cohort is None else "leaving_out.nobody"))
    return cohort, people


def _chosen(occasion: Occasion, people: tuple[Person, ...]) -> Person | None:
    if _WITH not in occasion.filled_in:
        return people[0] if len(people) == 1 else None
    chosen = occasion.chosen(_WITH)
    return next((one for one in people if one.id in chosen), None)
