"""People of the demo at their Slack, as its script moves them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.playground.doing import Doing
from bot.playground.playground import Playground
from bot.playground.records import View
from bot.playground.refusal import Json


@dataclass(frozen=True, slots=True)
class AtSlack:
    """`bot.demo_script.Hands` in the playground."""

    made: Playground
    hands: Doing
    room: str = ""  # the cohort's channel, where there is one

    async def types(self, line: str, *, in_room: bool = False) -> None:
        await self.hands.run(line, room=self.room if in_room else "")

    async def fills_in(self, values: Mapping[str, Any]) -> None:
        form = self._form()
        if form is None:
            raise LookupError(f"{self.hands.me} has no form open")
        fields = [block["block_id"] for block in form.body["blocks"] if block["type"] == "input"]
        self.hands.fill_in(form, {_field(key, fields): value for key, value in values.items()})
        if problems := await self.hands.submit(form):
            raise LookupError(f"the form was not taken: {sorted(problems)}")

    async def presses(self, label: str) -> None:
        """In the form that is open, if it has such a button, else in the newest message that has one."""
        form = self._form()
        found = labelled(form.body["blocks"], label) if form else []
        if form and found:
            await self.hands.press_in_view(form, *found[0])
        else:
            await self.hands.press(*self._button(label))

    async def puts_away(self) -> None:
        if form := self._form():
            await self.hands.close(form, everything=True)

    def _form(self) -> View | None:
        stack = self.made.workspace.stack(self.hands.me)
        return stack[-1] if stack else None

    def _button(self, label: str) -> tuple[Any, str, str]:
        """The newest button of that label among all that the person sees."""
        workspace, person = self.made.workspace, self.hands.me
        seen = [one for room in (workspace.direct(person).id, self.room) for one in workspace.seen_by(person, room)]
        for post in sorted(seen, key=lambda one: one.ts, reverse=True):
            for block_id, action_id in labelled(post.blocks, label):
                return post, block_id, action_id
        raise LookupError(f"{person} has no button {label!r}")


def _field(key: str, fields: Sequence[str]) -> str:
    """The field of that key, or, for a number, the field in that place."""
    return fields[int(key) - 1] if key.isdecimal() else key


def labelled(blocks: Sequence[Json], label: str) -> list[tuple[str, str]]:
    """The buttons of that label, by the ids of their blocks and their own."""
    return [
        (block["block_id"], element["action_id"])
        for block in blocks
        for element in block.get("elements", [])
        if element.get("type") == "button" and element["text"]["text"] == label
    ]
