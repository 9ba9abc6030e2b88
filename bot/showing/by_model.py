"""A question of a model, as it is put to somebody, opened in its form, found not helpful, and read in the journal."""

from bot.chat.action import Answer, NotHelpful
from bot.playground.cast import MANAGERS
from bot.rules.composing import question_message, waiting_message
from bot.showing.acts import Types, Uses
from bot.showing.stage import PLATFORM, TEAM, Stage
from storage.store import Store
from storage.tables import Entry, Turn

_WHO, _ID = "ada", MANAGERS[0].id
_MIRROR = "“Nobody answered at first.”"
_QUESTION = "What did you do while nobody answered?"


async def ask_by_model(stage: Stage) -> None:
    """Makes two questions of the built-in coach a model's: one that waits in a form, and one in the chat."""
    turns = await _asked(stage)
    for surface, turn in turns.items():
        await stage.play((f"question-by-model-{surface}-marked", _WHO, Uses(NotHelpful(turn.entry_id))))
    waiting = waiting_message(stage.words, turns["form"].entry_id, by_model=True)
    stage.show(_WHO, "question-by-model-form", waiting)
    asked = question_message(stage.words, turns["chat"].entry_id, _MIRROR, _QUESTION, by_model=True)
    stage.show(_WHO, "question-by-model-chat", asked)
    await stage.play(("question-form-by-model", _WHO, Uses(Answer(turns["form"].entry_id))))
    await stage.play(("journal-by-model", _WHO, Types("journal")))


async def _asked(stage: Stage) -> dict[str, Turn]:
    """A question of the coach on what was written in a form, and one made to stand in the chat."""
    async with stage.database.transaction() as store:
        turns = [turn for entry in await _journal(store) for turn in await store.reflections.turns(entry.id)]
        asked = {turn.entry_id: turn for turn in turns if turn.speaker == "coach"}
        form, chat = list(asked.values())[:2]
        form.by_model = chat.by_model = True
        chat.surface = "chat"
        return {"form": form, "chat": chat}


async def _journal(store: Store) -> tuple[Entry, ...]:
    workspace = await store.people.workspace(PLATFORM, TEAM)
    person = await store.people.at(workspace.id, _ID) if workspace else None
    return await store.reflections.journal(person.id) if person else ()
