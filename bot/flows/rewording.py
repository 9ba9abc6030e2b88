"""The lines of a note to the board, as its facilitator words them: changed, taken out, put back, added."""

from dataclasses import dataclass

from bot.chat.action import AddLine, ChangeLine
from bot.chat.dates import moment
from bot.chat.desk import Desk
from bot.chat.occasion import Occasion
from bot.chat.reply import Reply
from bot.chat.trail import leave_trail
from bot.rules.board_lines import LONGEST, PARTS, Watch
from bot.rules.board_material import everybodys_names
from bot.rules.board_meant import led
from bot.rules.board_news import tell_everybody
from bot.rules.board_options import line_options
from bot.rules.board_reading import APPROVED, DRAFT, IN, OUT, READING, read_note
from bot.rules.board_time import TO_OBJECT
from bot.rules.visibility import Role
from prompts.message import ChoiceField, Form, Message, Option, TextField
from storage.tables import BoardLine, BoardNote, Cohort

_OPEN = (DRAFT, READING, APPROVED)  # the states in which its lines can still be changed
_WORDS, _LINE, _STATE, _PART = "words", "line", "state", "part"


@dataclass(frozen=True, slots=True)
class Rewording:
    """Whatever is worded anew after it was approved can be objected to for the whole time once more."""

    @property
    def desk(self) -> Desk:
        return Desk(
            presses={ChangeLine: self.open_change, AddLine: self.open_addition},
            submissions={ChangeLine: self.change, AddLine: self.add},
        )

    async def open_change(self, occasion: Occasion, action: ChangeLine) -> Reply:
        _, note, _ = await led(occasion, action.cohort, *_OPEN)
        words = occasion.words
        reads = await read_note(occasion.store, note, Role.FACILITATOR)
        states = (Option(IN, words.label("board.stays_in")), Option(OUT, words.label("board.goes_out")))
        fields = (
            ChoiceField(_LINE, words.label("board.which_line"), line_options(reads, words)),
            ChoiceField(_STATE, words.label("board.what_with_it"), states, (IN,)),
            TextField(
                _WORDS,
                words.label("board.new_words"),
                hint=words.label("board.words_hint"),
                optional=True,
                multiline=True,
                longest=LONGEST,
            ),
        )
        text = words.say("board.change_text")
        return Reply(
            open=Form(words.label("board.change_line"), text, fields, words.label("board.keep"), action.pack())
        )

    async def change(self, occasion: Occasion, action: ChangeLine) -> Reply:
        """New words begin its time for objections anew, and settle an objection; so does taking it out."""
        cohort, note, lines = await led(occasion, action.cohort, *_OPEN)
        line = next((one for one in lines if one.id in occasion.chosen(_LINE)), None)
        if line is None:
            return Reply(problems={_LINE: occasion.words.label("board.no_line")})
        text = occasion.entered(_WORDS).strip()
        state = OUT if OUT in occasion.chosen(_STATE) else IN
        if text and (wrong := await self._wrong(occasion, cohort, line.part, text)):
            return Reply(problems={_WORDS: wrong})
        if not text and (refused := await self._stays_wrong(occasion, cohort, note, line, state)):
            return Reply(problems={_WORDS: refused})
        if text:
            await occasion.store.boards.reword(note, line, text)
        await _settle(occasion, cohort, note, line, state, anew=bool(text) or line.state != state)
        await leave_trail(occasion, "board_line_changed", cohort, f"board_line:{line.id}")
        return Reply(say=Message(occasion.words.say("board.line_changed", name=cohort.name)))

    async def open_addition(self, occasion: Occasion, action: AddLine) -> Reply:
        await led(occasion, action.cohort, *_OPEN)
        words = occasion.words
        parts = tuple(Option(part, words.label(f"board.part_{part}")) for part in PARTS)
        hint = words.label("board.words_hint")
        fields = (
            ChoiceField(_PART, words.label("board.which_part"), parts),
            TextField(_WORDS, words.label("board.line_words"), hint=hint, multiline=True, longest=LONGEST),
        )
        text = words.say("board.add_text")
        return Reply(open=Form(words.label("board.add_line"), text, fields, words.label("board.keep"), action.pack()))

    async def add(self, occasion: Occasion, action: AddLine) -> Reply:
        cohort, note, _ = await led(occasion, action.cohort, *_OPEN)
        text, part = occasion.entered(_WORDS).strip(), next(iter(occasion.chosen(_PART)), "")
        if part not in PARTS:
            return Reply(problems={_PART: occasion.words.label("board.no_part")})
        if wrong := await self._wrong(occasion, cohort, part, text):
            return Reply(problems={_WORDS: wrong})
        line = await occasion.store.boards.add(note, part, text)
        await _settle(occasion, cohort, note, line, IN, anew=True)
        await leave_trail(occasion, "board_line_added", cohort, f"board_line:{line.id}")
        return Reply(say=Message(occasion.words.say("board.line_changed", name=cohort.name)))

    async def _wrong(self, occasion: Occasion, cohort: Cohort, part: str, text: str) -> str:
        watch = Watch(await everybodys_names(occasion.store, cohort), occasion.care, occasion.words)
        flaw = watch.flaw(part, text)
        return occasion.words.label(flaw) if flaw else ""

    async def _stays_wrong(
        self, occasion: Occasion, cohort: Cohort, note: BoardNote, line: BoardLine, state: str
    ) -> str:
        """What keeps a line, as it is worded, from being in: it says what none may say, or somebody objected to it."""
        if state == OUT:
            return ""
        if line.objected_at:
            return occasion.words.label("board.word_anew")
        reads = await read_note(occasion.store, note, Role.FACILITATOR)
        text = next(read.text for read in reads if read.line.id == line.id)
        return await self._wrong(occasion, cohort, line.part, text)


async def _settle(
    occasion: Occasion, cohort: Cohort, note: BoardNote, line: BoardLine, state: str, *, anew: bool
) -> None:
    line.state, line.objected_at, line.objection = state, None, ""
    if note.state != APPROVED or state == OUT or not anew:
        return
    line.settled_at = occasion.now
    when = moment(occasion.now + TO_OBJECT, cohort.timezone or "UTC", occasion.words)
    once = f"{line.id}:{occasion.now.isoformat()}"
    await tell_everybody(occasion.store, cohort, "board.worded_anew", occasion.now, once, when=when)
