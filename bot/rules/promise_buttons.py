"""What a promise can become, as buttons: none of them gives anything of it away."""

from bot.chat.action import AnswerPromise, ChangePromise, ShowPromise
from prompts.message import Button
from prompts.words import Words

KEPT, NOT_YET, LET_GO = "kept", "not_yet", "let_go"
ANSWERS = frozenset({KEPT, NOT_YET, LET_GO})  # what a button says at once; to change it opens a form
LIST = "list"  # where a button stands: in the form that lists promises


def asking_buttons(words: Words, promise_id: str) -> tuple[Button, ...]:
    """What stands in a chat under the question whether the *if* has come."""
    show = Button(words.label("promises.open_one"), ShowPromise(promise_id).pack(), opens_form=True)
    return (show, *answer_buttons(words, promise_id))


def answer_buttons(words: Words, promise_id: str, place: str = "") -> tuple[Button, ...]:
    """The four answers."""
    kept, let_go, not_yet = (
        Button(words.label(f"promises.{one}"), AnswerPromise(promise_id, one, place).pack(), opens_form=place == LIST)
        for one in (KEPT, LET_GO, NOT_YET)
    )
    return (kept, change_button(words, promise_id), let_go, not_yet)


def change_button(words: Words, promise_id: str) -> Button:
    return Button(words.label("promises.change"), ChangePromise(promise_id).pack(), opens_form=True)
