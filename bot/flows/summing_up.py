"""Summing up: a facilitator drafts three sentences about an interview, and the participant has the last word."""

from dataclasses import dataclass

from bot.chat.action import DraftSentences, GoThrough, ReadSentences
from bot.chat.command import FACILITATOR
from bot.chat.desk import Desk
from bot.chat.keeping import heed_unkept
from bot.chat.occasion import Occasion
from bot.chat.preview import done
from bot.chat.reply import Reply
from bot.chat.trail import leave_trail
from bot.errors import NotAllowed
from bot.rules.cohorts_meant import cohort_of
from bot.rules.doubting import doubts
from bot.rules.sharing_forms import can_be_taken_back
from bot.rules.visibility import Reader, Relation, Role, may_read, of_sentence
from bot.rules.waking import awake
from prompts.message import Form, Item, Message, TextField
from prompts.words import plain
from storage.tables import Cohort, InterviewSentence, Participation, Person

_FIELDS = ("first", "second", "third")
_LONGEST = 400  # characters of a sentence


@dataclass(frozen=True, slots=True)
class SummingUp:
    """Nobody but the participant reads a sentence before they have approved it, in the words in which they leave it."""

    @property
    def desk(self) -> Desk:
        return Desk(
            presses={DraftSentences: self.open, GoThrough: self.look, ReadSentences: self.read},
            submissions={DraftSentences: self.draft, GoThrough: self.approve},
        )

    async def open(self, occasion: Occasion, action: DraftSentences) -> Reply:
        """An empty form: what was drafted before is the participant's."""
        _, person, _ = await _interviewed(occasion, action.participation)
        words = occasion.words
        text = words.say("sentences.draft_text", name=person.name)
        fields = _fields(occasion, ())
        return Reply(
            open=Form(words.label("sentences.title"), text, fields, words.label("sentences.send"), action.pack())
        )

    async def draft(self, occasion: Occasion, action: DraftSentences) -> Reply:
        """Gives the sentences to the participant."""
        own, person, cohort = await _interviewed(occasion, action.participation)
        words, texts = occasion.words, _written(occasion)
        if not texts:
            return Reply(problems={_FIELDS[0]: words.label("sentences.empty")})
        if problems := doubts(occasion, _FIELDS, key="care.not_shared"):
            return Reply(problems=problems)
        await heed_unkept(occasion, "\n".join(texts), cohort.id)
        if not await occasion.store.interview_sentences.draft(own, occasion.person, texts, occasion.now):
            return Reply(problems={_FIELDS[0]: words.label("sentences.gone_through_before", name=person.name)})
        await leave_trail(occasion, "sentences_drafted", cohort, f"participation:{own.id}")
        await occasion.store.deliveries.notice(
            person,
            "sentences.waiting",
            awake(occasion.now, person, cohort),
            cohort_id=cohort.id,
            **{"name": occasion.person.name, "action:+sentences.look": GoThrough(cohort.id).pack()},
        )
        return Reply(say=Message(words.say("sentences.drafted", name=person.name)))

    async def look(self, occasion: Occasion, action: GoThrough) -> Reply:
        """The sentences about one's own interview, to be changed, deleted and approved."""
        cohort, rows = await _own(occasion, action.cohort)
        words, texts = occasion.words, [await _opened(occasion, row, Role.PARTICIPANT) for row in rows]
        title = words.label("sentences.title")
        if not rows:
            return Reply(open=Form(title, words.say("sentences.none")))
        if not can_be_taken_back(cohort, occasion.now):
            return Reply(
                open=Form(title, words.say("sentences.closed"), items=tuple(Item(plain(one)) for one in texts))
            )
        drafter = await occasion.store.people.person(rows[0].drafted_by)
        text = words.say("sentences.look_text", name=drafter.name if drafter else "")
        fields = _fields(occasion, tuple(texts))[: len(texts)]
        return Reply(open=Form(title, text, fields, words.label("sentences.approve"), action.pack()))

    async def approve(self, occasion: Occasion, action: GoThrough) -> Reply:
        """Keeps each sentence in the words in which it was sent in; one that was emptied is gone."""
        cohort, rows = await _own(occasion, action.cohort)
        sentences, words = occasion.store.interview_sentences, occasion.words
        if not rows or not can_be_taken_back(cohort, occasion.now):
            raise NotAllowed(words.say("trouble.gone"))
        if problems := doubts(occasion, _FIELDS, key="care.not_shared"):
            return Reply(problems=problems)
        await heed_unkept(occasion, "\n".join(_written(occasion)), cohort.id)
        for key, row in zip(_FIELDS, rows, strict=False):
            if text := occasion.entered(key).strip():
                await sentences.keep(row, text)
                row.approved_at = occasion.now
            else:
                await sentences.drop(row)
        await leave_trail(occasion, "sentences_approved", cohort, f"participation:{rows[0].participation_id}")
        await self._tell(occasion, cohort, rows[0])
        return done(occasion, words.say("sentences.approved"))

    async def read(self, occasion: Occasion, action: ReadSentences) -> Reply:
        """What the participant left, for the facilitator who drafted it; who reads leaves a mark."""
        own, person, _ = await _interviewed(occasion, action.participation)
        words, rows = occasion.words, await occasion.store.interview_sentences.of(own.id)
        texts = [await _opened(occasion, row, Role.FACILITATOR) for row in rows if row.approved_at]
        key = "sentences.as_left" if any(texts) else "sentences.nothing_left"
        items = tuple(Item(plain(one)) for one in texts if one)
        return Reply(open=Form(words.label("sentences.title"), words.say(key, name=person.name), items=items))

    async def _tell(self, occasion: Occasion, cohort: Cohort, row: InterviewSentence) -> None:
        drafter = await occasion.store.people.person(row.drafted_by)
        if drafter is None:
            return
        await occasion.store.deliveries.notice(
            drafter,
            "sentences.gone_through",
            awake(occasion.now, drafter, cohort),
            cohort_id=cohort.id,
            **{"name": occasion.person.name, "action:+sentences.read": ReadSentences(row.participation_id).pack()},
        )


async def _interviewed(occasion: Occasion, participation_id: str) -> tuple[Participation, Person, Cohort]:
    """Whose interview it is, for a facilitator of their cohort. Raises NotAllowed for anybody else."""
    store = occasion.store
    cohort = await cohort_of(occasion, await store.cohorts.cohort_of(participation_id) or "", FACILITATOR)
    for one in await store.cohorts.members(cohort.id):
        if one.participation.id == participation_id:
            return one.participation, one.person, cohort
    raise NotAllowed(occasion.words.say("trouble.gone"))


async def _own(occasion: Occasion, cohort_id: str) -> tuple[Cohort, tuple[InterviewSentence, ...]]:
    store, person = occasion.store, occasion.person
    cohort = await store.cohorts.cohort(cohort_id)
    own = await store.cohorts.participation(cohort_id, person.id)
    if cohort is None or own is None:
        raise NotAllowed(occasion.words.say("trouble.gone"))
    return cohort, await store.interview_sentences.of(own.id)


async def _opened(occasion: Occasion, row: InterviewSentence, role: Role) -> str:
    """The words, where the rule lets this person read them; empty elsewhere."""
    relation = Relation.SELF if row.person_id == occasion.person.id else Relation.SAME_COHORT
    grant = may_read(Reader(occasion.person.id, role, relation), of_sentence(row))
    return await occasion.store.interview_sentences.open(row, grant, occasion.now) if grant else ""


def _fields(occasion: Occasion, texts: tuple[str, ...]) -> tuple[TextField, ...]:
    label, shown = occasion.words.label, (*texts, "", "", "")
    hint = label("sentences.hint" if texts else "sharing.hint")
    return tuple(
        TextField(
            key,
            label(f"sentences.{key}"),
            text,
            hint,
            optional=bool(texts) or key != _FIELDS[0],
            multiline=True,
            longest=_LONGEST,
        )
        for key, text in zip(_FIELDS, shown, strict=False)
    )


def _written(occasion: Occasion) -> list[str]:
    return [text for key in _FIELDS if (text := occasion.entered(key).strip())]
