"""What those who take part say of the note to the board: of each line before it is approved, and objections after."""

from dataclasses import dataclass

from bot.chat.action import ObjectToLine, SayOfLines
from bot.chat.desk import Desk
from bot.chat.occasion import Occasion
from bot.chat.reply import Reply
from bot.rules.board_meant import taking_part
from bot.rules.board_news import next_morning, tell_leaders
from bot.rules.board_options import line_options
from bot.rules.board_reading import APPROVED, IN, OUT, READING, read_note
from bot.rules.board_time import free_at
from bot.rules.board_view import CHANGE, KEEP
from bot.rules.visibility import Role
from prompts.message import ChoiceField, Form, Message, Option
from storage.tables import BoardLine, BoardNote

_SAYS = (KEEP, CHANGE, OUT)
_REASONS = ("untrue", "recognisable", "not_for_board")
_LINE, _WHY = "line", "why"


@dataclass(frozen=True, slots=True)
class Reviewing:
    """What is said of a line is told in bands; of an objection nothing is kept but its line and its reason."""

    @property
    def desk(self) -> Desk:
        return Desk(
            presses={SayOfLines: self.open_saying, ObjectToLine: self.open_objection},
            submissions={SayOfLines: self.say, ObjectToLine: self.object},
        )

    async def open_saying(self, occasion: Occasion, action: SayOfLines) -> Reply:
        """Every line with three choices; whoever said something before finds it there."""
        place, note = await taking_part(occasion, action.cohort, READING)
        words = occasion.words
        reads = await read_note(occasion.store, note, Role.PARTICIPANT)
        said = await occasion.store.boards.said_by(place.id, [read.line for read in reads])
        options = tuple(Option(one, words.label(f"board.says_{one}")) for one in _SAYS)
        fields = tuple(
            ChoiceField(
                read.line.id,
                words.label("board.line_option", number=read.number, text=read.text),
                options,
                (said.get(read.line.id, KEEP),),
            )
            for read in reads
        )
        text = words.say("board.say_text")
        return Reply(open=Form(words.label("board.say"), text, fields, words.label("board.keep"), action.pack()))

    async def say(self, occasion: Occasion, action: SayOfLines) -> Reply:
        place, note = await taking_part(occasion, action.cohort, READING)
        lines = await occasion.store.boards.lines(note.id)
        voices = {line.id: next(iter(occasion.chosen(line.id)), "") for line in lines}
        known = {line_id: says for line_id, says in voices.items() if says in _SAYS}
        await occasion.store.boards.say(place.id, known)
        return Reply(say=Message(occasion.words.say("board.said")))

    async def open_objection(self, occasion: Occasion, action: ObjectToLine) -> Reply:
        _, note = await taking_part(occasion, action.cohort, APPROVED)
        words = occasion.words
        reads = await read_note(occasion.store, note, Role.PARTICIPANT)
        reasons = tuple(Option(one, words.label(f"board.why_{one}")) for one in _REASONS)
        fields = (
            ChoiceField(_LINE, words.label("board.which_line"), line_options(reads, occasion.words)),
            ChoiceField(_WHY, words.label("board.why"), reasons),
        )
        text = words.say("board.object_text")
        return Reply(
            open=Form(words.label("board.object"), text, fields, words.label("board.object_now"), action.pack())
        )

    async def object(self, occasion: Occasion, action: ObjectToLine) -> Reply:
        """Notes the line and the reason, and not who it was: the trail has it without a name.

        The facilitator hears of it the next morning, so that nobody can tell from the moment who it was.
        """
        _, note = await taking_part(occasion, action.cohort, APPROVED)
        line = next((one for one in await _standing(occasion, note) if one.id in occasion.chosen(_LINE)), None)
        why = next(iter(occasion.chosen(_WHY)), "")
        if line is None or why not in _REASONS:
            return Reply(problems={_LINE: occasion.words.label("board.no_line")})
        if line.settled_at and occasion.now >= (free_at([line]) or occasion.now):
            return Reply(problems={_LINE: occasion.words.label("board.too_late")})
        if cohort := await occasion.store.cohorts.cohort(action.cohort):
            morning = next_morning(cohort, occasion.now)
            await tell_leaders(occasion.store, cohort, "board.objection", morning, f"{line.id}:{morning:%Y-%m-%d}")
        line.objected_at, line.objection = occasion.now, why
        await occasion.store.audit.write(
            organisation_id=note.organisation_id,
            cohort_id=note.cohort_id,
            actor_id="",
            deed="board_line_objected",
            thing=f"board_line:{line.id}",
            now=occasion.now,
        )
        return Reply(say=Message(occasion.words.say("board.objected_now")))


async def _standing(occasion: Occasion, note: BoardNote) -> tuple[BoardLine, ...]:
    return tuple(one for one in await occasion.store.boards.lines(note.id) if one.state == IN)
