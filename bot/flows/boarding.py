"""The note to the board, as it is put together, worked on, approved and sent by the facilitator."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.chat.action import (
    ApproveNote,
    ConfirmApproval,
    ConfirmDraft,
    ConfirmSending,
    DraftNote,
    LetRead,
    SendNote,
)
from bot.chat.command import FACILITATOR, SPONSOR, Typed
from bot.chat.dates import moment, today_of
from bot.chat.desk import Desk
from bot.chat.occasion import Occasion
from bot.chat.preview import confirmed, done, propose
from bot.chat.reply import Reply
from bot.chat.trail import leave_trail
from bot.errors import NotAllowed
from bot.rules.board_lines import Watch, flawless, lines_from
from bot.rules.board_material import everybodys_names, material
from bot.rules.board_meant import board_meant, capacity, led
from bot.rules.board_news import holders, tell_everybody, tell_sponsors
from bot.rules.board_reading import APPROVED, DRAFT, IN, OUT, READING, SENT, read_note
from bot.rules.board_themes import voted_themes
from bot.rules.board_time import TO_OBJECT, NotYet, why_not_yet
from bot.rules.board_view import NoteView
from bot.rules.cohorts_meant import cohort_of
from bot.rules.debrief_moving import show_again
from bot.rules.printing import BOARD_NOTE, WORD
from bot.rules.visibility import Role
from prompts.message import Button, Message
from storage.tables import BoardNote, Cohort


@dataclass(frozen=True, slots=True)
class Boarding:
    """`board` shows the note to everybody as far as they may read it; what changes it is the facilitator's."""

    @property
    def desk(self) -> Desk:
        return Desk(
            commands={("board",): self.board},
            presses={
                DraftNote: self.draft,
                ConfirmDraft: self.draft_again,
                LetRead: self.let_read,
                ApproveNote: self.ask_to_approve,
                ConfirmApproval: self.approve,
                SendNote: self.ask_to_send,
                ConfirmSending: self.send,
            },
        )

    async def board(self, occasion: Occasion, typed: Typed) -> Reply:
        """The note, or that there is none yet; `board send` and the like are the buttons as words."""
        cohort = await board_meant(occasion, typed)
        if isinstance(cohort, Reply):
            return cohort
        wanted = typed.arguments[0].casefold() if typed.arguments else ""
        if wanted == "send":
            return await self.ask_to_send(occasion, SendNote(cohort.id))
        if wanted == "approve":
            return await self.ask_to_approve(occasion, ApproveNote(cohort.id))
        if wanted not in {"", "cohort"}:
            return Reply(say=Message(occasion.words.say("board.unknown_word", text=wanted)))
        return Reply(say=await shown(occasion, cohort))

    # -- the draft -------------------------------------------------------------------------------------------------

    async def draft(self, occasion: Occasion, action: DraftNote) -> Reply:
        """Puts it together; a draft that is there already only after a preview, because its changes are lost."""
        cohort = await cohort_of(occasion, action.cohort, FACILITATOR)
        note = await occasion.store.boards.held(cohort.id)
        if note and note.state != DRAFT:
            raise NotAllowed(occasion.words.say("board.not_now"))
        if note and await occasion.store.boards.lines(note.id):
            text = occasion.words.say("board.draft_preview", name=cohort.name)
            return await propose(occasion, ConfirmDraft, {}, text, cohort=cohort)
        await _put_together(occasion, cohort, note)
        return Reply(say=await shown(occasion, cohort))

    async def draft_again(self, occasion: Occasion, action: ConfirmDraft) -> Reply:
        draft = await confirmed(occasion, action)
        cohort, note, _ = await led(occasion, draft.cohort_id or "", DRAFT)
        await _put_together(occasion, cohort, note)
        return Reply(replace=await shown(occasion, cohort))

    async def let_read(self, occasion: Occasion, action: LetRead) -> Reply:
        """From now on everybody may say what they think of each line."""
        cohort, note, _ = await led(occasion, action.cohort, DRAFT)
        note.state = READING
        await leave_trail(occasion, "board_read", cohort)
        await show_again(occasion.store, cohort.id, "board", occasion.person, occasion.now)
        await tell_everybody(occasion.store, cohort, "board.to_read", occasion.now, f"{note.id}:read")
        return Reply(replace=await shown(occasion, cohort))

    # -- approved --------------------------------------------------------------------------------------------------

    async def ask_to_approve(self, occasion: Occasion, action: ApproveNote) -> Reply:
        cohort, note, lines = await led(occasion, action.cohort, DRAFT, READING)
        await _refuse_flaws(occasion, cohort, note)
        if not any(one.state == IN for one in lines):
            return Reply(say=Message(occasion.words.say("board.nothing_in_it")))
        when = moment(occasion.now + TO_OBJECT, cohort.timezone or "UTC", occasion.words)
        text = occasion.words.say("board.approve_preview", name=cohort.name, when=when)
        return await propose(occasion, ConfirmApproval, {}, text, cohort=cohort)

    async def approve(self, occasion: Occasion, action: ConfirmApproval) -> Reply:
        """The time for objections begins for every line. What people thought of the lines is forgotten."""
        draft = await confirmed(occasion, action)
        cohort, note, lines = await led(occasion, draft.cohort_id or "", DRAFT, READING)
        await _refuse_flaws(occasion, cohort, note)
        note.state, note.approved_at = APPROVED, occasion.now
        for line in lines:
            line.settled_at = occasion.now
        await occasion.store.boards.forget_voices(lines)
        await leave_trail(occasion, "board_approved", cohort, f"board_note:{note.id}")
        when = moment(occasion.now + TO_OBJECT, cohort.timezone or "UTC", occasion.words)
        await tell_everybody(occasion.store, cohort, "board.to_object", occasion.now, f"{note.id}:approved", when=when)
        return done(occasion, occasion.words.say("board.approved_now", name=cohort.name, when=when))

    # -- sent ------------------------------------------------------------------------------------------------------

    async def ask_to_send(self, occasion: Occasion, action: SendNote) -> Reply:
        cohort = await cohort_of(occasion, action.cohort, FACILITATOR)
        note = await occasion.store.boards.held(cohort.id)
        if refused := await _refused(occasion, cohort, note):
            return refused
        sponsors = ", ".join(one.name for one in await holders(occasion.store, cohort, SPONSOR))
        text = occasion.words.say("board.send_preview", name=cohort.name, sponsor=sponsors)
        return await propose(occasion, ConfirmSending, {}, text, cohort=cohort)

    async def send(self, occasion: Occasion, action: ConfirmSending) -> Reply:
        """Gives it to every sponsor as a document, and tells everybody that it went."""
        draft = await confirmed(occasion, action)
        cohort = await cohort_of(occasion, draft.cohort_id or "", FACILITATOR)
        note = await occasion.store.boards.held(cohort.id)
        if refused := await _refused(occasion, cohort, note):
            return refused
        if note:
            note.state, note.sent_at = SENT, occasion.now
            await leave_trail(occasion, "board_sent", cohort, f"board_note:{note.id}")
            await _give(occasion, cohort, note)
        return done(occasion, occasion.words.say("board.sent_now", name=cohort.name))


async def shown(occasion: Occasion, cohort: Cohort) -> Message:
    """The note as the asker may read it."""
    role = await capacity(occasion, cohort)
    note = await occasion.store.boards.of(cohort.id)
    lines = await read_note(occasion.store, note, role) if note else ()
    if note is None or not lines:
        return _nothing(occasion, cohort, role)
    view = NoteView(cohort, note, lines, occasion.words, occasion.now)
    if role is Role.FACILITATOR:
        return view.for_facilitator(await occasion.store.boards.counted([one.line for one in lines]))
    return view.for_sponsor() if role is Role.SPONSOR else view.for_participant()


def _nothing(occasion: Occasion, cohort: Cohort, role: Role) -> Message:
    words = occasion.words
    make = Button(words.label("board.draft"), DraftNote(cohort.id).pack(), style="primary")
    buttons = (make,) if role is Role.FACILITATOR else ()
    return Message(words.say(f"board.none_{role}", name=cohort.name), buttons=buttons)


async def _put_together(occasion: Occasion, cohort: Cohort, note: BoardNote | None) -> None:
    """A line that says what no line may say is out from the beginning, for the facilitator to word anew."""
    store, words = occasion.store, occasion.words
    note = note or await store.boards.begin(cohort, occasion.now)
    themes = await voted_themes(store, cohort)
    made = await material(store, cohort, today_of(cohort, occasion.now), themes)
    judged = list(flawless(lines_from(made, words), await _watch(occasion, cohort)))
    await store.boards.write(note, [(line.part, line.text, line.project) for line, _ in judged])
    for row, (_, well) in zip(await store.boards.lines(note.id), judged, strict=True):
        row.state = IN if well else OUT
    await leave_trail(occasion, "board_drafted", cohort, f"board_note:{note.id}")


async def _watch(occasion: Occasion, cohort: Cohort) -> Watch:
    return Watch(await everybodys_names(occasion.store, cohort), occasion.care, occasion.words)


async def _refuse_flaws(occasion: Occasion, cohort: Cohort, note: BoardNote) -> None:
    """Raises NotAllowed where a line says what none may say: somebody may have joined, or a project been renamed."""
    watch = await _watch(occasion, cohort)
    for read in await read_note(occasion.store, note, Role.FACILITATOR):
        if read.stands and (flaw := watch.flaw(read.line.part, read.text)):
            wrong = occasion.words.say(flaw)
            raise NotAllowed(occasion.words.say("board.line_is_wrong", number=read.number, why=wrong))


async def _refused(occasion: Occasion, cohort: Cohort, note: BoardNote | None) -> Reply | None:
    """Why it cannot be sent now, in a sentence that says what to do."""
    words = occasion.words
    if note is None:
        return Reply(say=Message(words.say("board.none_facilitator", name=cohort.name)))
    why = why_not_yet(note, await occasion.store.boards.lines(note.id), occasion.now)
    if why is None and not await holders(occasion.store, cohort, SPONSOR):
        why = NotYet("board.no_sponsor")
    if why is None:
        return None
    return Reply(say=Message(words.say(why.key, **_when(why, cohort, occasion), name=cohort.name)))


def _when(why: NotYet, cohort: Cohort, occasion: Occasion) -> Mapping[str, str]:
    return {"when": moment(why.from_at, cohort.timezone or "UTC", occasion.words)} if why.from_at else {}


async def _give(occasion: Occasion, cohort: Cohort, note: BoardNote) -> None:
    store, now = occasion.store, occasion.now
    await tell_sponsors(store, cohort, "board.for_sponsor", now, f"{note.id}:sent")
    for sponsor in await holders(store, cohort, SPONSOR):
        await store.papers.promise(sponsor, BOARD_NOTE, now, cohort_id=cohort.id, once=f"{note.id}:sent", form=WORD)
    await tell_everybody(store, cohort, "board.went", now, f"{note.id}:went")
