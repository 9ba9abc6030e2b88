"""What the sponsor answers to each ask of a note to the board: what was decided, who sees to it, and by when."""

from dataclasses import dataclass
from datetime import date

from bot.chat.action import AnswerAsk
from bot.chat.command import SPONSOR
from bot.chat.desk import Desk
from bot.chat.occasion import Occasion
from bot.chat.reply import Reply
from bot.chat.trail import leave_trail
from bot.errors import NotAllowed
from bot.rules.board_lines import ASKS
from bot.rules.board_news import tell_everybody, tell_leaders
from bot.rules.board_reading import SENT
from bot.rules.cohorts_meant import cohort_of
from prompts.message import DateField, Form, Message, TextField
from storage.tables import BoardLine, Cohort

_DECISION, _OWNER, _ON = "decision", "owner", "on"
_LONGEST = 600  # characters of a decision: it is read beside its ask
_LONGEST_OWNER = 200  # as the table holds it


@dataclass(frozen=True, slots=True)
class Responding:
    """Whatever is answered is read by everybody who takes part and by the facilitator."""

    @property
    def desk(self) -> Desk:
        return Desk(presses={AnswerAsk: self.open}, submissions={AnswerAsk: self.answer})

    async def open(self, occasion: Occasion, action: AnswerAsk) -> Reply:
        _, line = await _asked(occasion, action.line)
        label = occasion.words.label
        fields = (
            TextField(_DECISION, label("board.decision"), line.decision, multiline=True, longest=_LONGEST),
            TextField(_OWNER, label("board.answer_owner"), line.answer_owner, longest=_LONGEST_OWNER),
            DateField(_ON, label("board.answer_on"), line.answer_on),
        )
        text = occasion.words.say("board.answer_text")
        return Reply(open=Form(label("board.answer"), text, fields, label("board.keep"), action.pack()))

    async def answer(self, occasion: Occasion, action: AnswerAsk) -> Reply:
        """All three are needed: a decision that nobody sees to, or that has no day, is none yet."""
        cohort, line = await _asked(occasion, action.line)
        decision, owner = occasion.entered(_DECISION).strip(), occasion.entered(_OWNER).strip()
        on = occasion.filled_in.get(_ON)
        missing = {_DECISION: not decision, _OWNER: not owner, _ON: not isinstance(on, date)}
        if problems := {key: occasion.words.label("board.answer_missing") for key, empty in missing.items() if empty}:
            return Reply(problems=problems)
        line.decision, line.answer_owner, line.answered_at = decision, owner, occasion.now
        line.answer_on = on if isinstance(on, date) else None
        await leave_trail(occasion, "board_answered", cohort, f"board_line:{line.id}")
        once = f"{line.id}:{occasion.now.isoformat()}"
        await tell_everybody(occasion.store, cohort, "board.was_answered", occasion.now, once)
        await tell_leaders(occasion.store, cohort, "board.was_answered", occasion.now, once)
        return Reply(say=Message(occasion.words.say("board.answer_kept", name=cohort.name)))


async def _asked(occasion: Occasion, line_id: str) -> tuple[Cohort, BoardLine]:
    """An ask of a note that was sent to the presser. Raises NotAllowed for any other line."""
    line = await occasion.store.boards.line(line_id)
    note = await occasion.store.boards.note(line.note_id) if line else None
    if line is None or note is None or note.state != SENT or line.part != ASKS:
        raise NotAllowed(occasion.words.say("trouble.gone"))
    return await cohort_of(occasion, note.cohort_id, SPONSOR), line
