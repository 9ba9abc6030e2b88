"""Documenting: whoever asks for a document gets it in their private chat; a facilitator may give it to the room."""

from dataclasses import dataclass

from bot.chat.action import ConfirmGiving, ConfirmJournal, GetDocument, GiveToRoom
from bot.chat.command import FACILITATOR, SPONSOR, Typed
from bot.chat.desk import Desk
from bot.chat.occasion import Occasion
from bot.chat.preview import confirmed, propose
from bot.chat.reply import Reply
from bot.chat.trail import leave_trail
from bot.errors import NotAllowed
from bot.rules.cohorts_meant import cohort_of
from bot.rules.printing import FORMS, JOURNAL, MARKDOWN, WORD
from prompts.message import Message
from storage.tables import Cohort


@dataclass(frozen=True, slots=True)
class Documenting:
    """Nothing is made here: a document is promised, and looked at once more, and made, when it is sent."""

    @property
    def desk(self) -> Desk:
        return Desk(
            commands={("journal", "document"): self.ask_for_journal},
            presses={
                GetDocument: self.get,
                GiveToRoom: self.ask_to_give,
                ConfirmGiving: self.give,
                ConfirmJournal: self.send_journal,
            },
        )

    async def get(self, occasion: Occasion, action: GetDocument) -> Reply:
        """Raises NotAllowed for a cohort that is not the presser's."""
        cohort = await _theirs(occasion, action.cohort)
        detail = {"form": _form(action.form), "of": action.of}
        await occasion.store.papers.promise(occasion.person, action.name, occasion.now, cohort_id=cohort.id, **detail)
        return Reply(say=Message(occasion.words.say("documenting.comes")))

    async def ask_to_give(self, occasion: Occasion, action: GiveToRoom) -> Reply:
        """Shows first who will have it then."""
        cohort = await cohort_of(occasion, action.cohort, FACILITATOR)
        words = occasion.words
        if not cohort.room:
            return Reply(say=Message(words.say("documenting.no_room", name=cohort.name)))
        values = {"name": action.name, "form": _form(action.form), "of": action.of}
        text = words.say("documenting.give_preview", name=cohort.name)
        return await propose(occasion, ConfirmGiving, values, text, cohort=cohort)

    async def give(self, occasion: Occasion, action: ConfirmGiving) -> Reply:
        draft = await confirmed(occasion, action)
        cohort = await cohort_of(occasion, draft.cohort_id or "", FACILITATOR)
        name, detail = draft.values["name"], {"form": draft.values["form"], "of": draft.values["of"]}
        await occasion.store.papers.promise_room(cohort, occasion.person, name, occasion.now, **detail)
        await leave_trail(occasion, "document_given", cohort)
        return Reply(replace=Message(occasion.words.say("documenting.given", name=cohort.name)))

    async def ask_for_journal(self, occasion: Occasion, typed: Typed) -> Reply:
        """Says first what it is and where it will stand. `journal document markdown` gives it as plain text."""
        form = MARKDOWN if MARKDOWN in typed.rest.casefold().split() else WORD
        text = occasion.words.say("documenting.journal_preview")
        return await propose(occasion, ConfirmJournal, {"form": form}, text, label="documenting.journal_confirm")

    async def send_journal(self, occasion: Occasion, action: ConfirmJournal) -> Reply:
        draft = await confirmed(occasion, action)
        await occasion.store.papers.promise(occasion.person, JOURNAL, occasion.now, form=_form(draft.values["form"]))
        return Reply(replace=Message(occasion.words.say("documenting.comes")))


async def _theirs(occasion: Occasion, cohort_id: str) -> Cohort:
    """Which of its documents somebody gets is looked at when it is made."""
    joined = {one.id: one for one in await occasion.store.cohorts.joined_by(occasion.person)}
    found = joined.get(cohort_id) or await occasion.store.cohorts.one(occasion.person, cohort_id, FACILITATOR, SPONSOR)
    if found is None:
        raise NotAllowed(occasion.words.say("trouble.gone"))
    return found


def _form(given: str) -> str:
    return given if given in FORMS else WORD
