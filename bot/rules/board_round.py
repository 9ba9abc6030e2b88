"""The debrief's round on the note to the board: everybody reads it and says what they think of each line."""

from datetime import datetime

from bot.chat.action import Run, SayOfLines
from bot.chat.rounds import RoundWork, card
from bot.rules.board_reading import DRAFT, READING
from prompts.message import Button, Message
from prompts.words import Words
from storage.store import Store
from storage.tables import Debrief, DebriefRound


class BoardWork(RoundWork):
    """The round opens the draft to everybody; what is done with it then is done under `board`, then and afterwards."""

    async def opened(self, store: Store, debrief: Debrief, round_: DebriefRound, now: datetime) -> None:
        note = await store.boards.held(debrief.cohort_id)
        if note and note.state == DRAFT and await store.boards.lines(note.id):
            note.state = READING

    async def answered(self, store: Store, debrief: Debrief, round_: DebriefRound) -> int:
        note = await store.boards.of(debrief.cohort_id)
        return await store.boards.voices(note.id) if note else 0

    async def shown(self, store: Store, debrief: Debrief, round_: DebriefRound, words: Words) -> Message:
        note = await store.boards.of(debrief.cohort_id)
        look = Button(words.label("board.open"), Run(f"board cohort {debrief.cohort_id}").pack())
        if note is None or note.state != READING:
            return card(words, round_, look)
        say = Button(words.label("board.say"), SayOfLines(debrief.cohort_id).pack(), opens_form=True, style="primary")
        return card(words, round_, say, look)

    async def steering(self, store: Store, debrief: Debrief, round_: DebriefRound, words: Words) -> tuple[Button, ...]:
        return (Button(words.label("board.open"), Run(f"board cohort {debrief.cohort_id}").pack()),)

    async def briefing(self, store: Store, debrief: Debrief, round_: DebriefRound, words: Words) -> str:
        note = await store.boards.of(debrief.cohort_id)
        return words.say("board.briefing" if note else "board.briefing_none")
