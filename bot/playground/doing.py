"""A person at their Slack: what they type, press, fill in, open and close."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from bot.playground import composer, payloads
from bot.playground.blocks import check_view
from bot.playground.courier import Courier
from bot.playground.forms import STATE, enter, problems, stated
from bot.playground.inhabitant import SLACKBOT, Inhabitant
from bot.playground.messages import add, check_content
from bot.playground.modals import put, renew
from bot.playground.premises import Premises
from bot.playground.records import Post, Room, View
from bot.playground.refusal import Json, Refused, Unanswered

PROFILE = {field.name for field in fields(Inhabitant)} - {"id", "bot"}


@dataclass(frozen=True, slots=True)
class Doing:
    """One person's hands. Everything comes back when the app has answered, or had its time to.

    Raises Unanswered where the app does not answer a press or a form, Refused where Slack would not take what the
    app answers, LookupError for what is not there to be pressed or filled in.
    """

    premises: Premises
    courier: Courier
    commands: Sequence[str]
    me: str

    # -- words ------------------------------------------------------------------------------------------------------

    async def say(self, text: str, *, room: str = "", thread: str = "") -> str:
        """Types a message; gives its ts. The app hears of it only in the private chat."""
        workspace = self.premises.workspace
        place = self._room(room)
        post = workspace.add(
            Post(
                room=place.id,
                ts=workspace.new_ts(),
                author=self.me,
                text=composer.as_message(workspace, text),
                shown_at=workspace.now(),
                blocks=composer.as_rich_text(text),
                thread=thread,
                client_msg_id=f"client-{workspace.new_ts()}",
            )
        )
        await self._tell(place, payloads.said(workspace, post))
        return post.ts

    async def edit(self, ts: str, text: str, *, room: str = "") -> None:
        workspace = self.premises.workspace
        place = self._room(room)
        post = self._own(place, ts)
        before = workspace.as_message(post)
        post.text, post.blocks = composer.as_message(workspace, text), composer.as_rich_text(text)
        post.edited = {"user": self.me, "ts": workspace.new_ts()}
        workspace.changed()
        await self._tell(place, payloads.changed(workspace, post, before))

    async def delete(self, ts: str, *, room: str = "") -> None:
        workspace = self.premises.workspace
        place = self._room(room)
        post = self._own(place, ts)
        before = workspace.as_message(post)
        workspace.remove(post)
        await self._tell(place, payloads.deleted(workspace, place.id, before))

    async def run(self, line: str, *, room: str = "") -> None:
        """A slash command; what the app answers at once is shown to this person alone."""
        workspace = self.premises.workspace
        place = self._room(room)
        name, _, text = line.partition(" ")
        if name not in self.commands:
            self._slackbot(place, f"`{name}` is not a valid command.")
            return
        fields_ = payloads.command(workspace, self.me, place, name, composer.as_command(workspace, text.strip()))
        try:
            answer = await self.courier.ask("slash_commands", fields_, self.me)
        except Unanswered as silence:
            error = "operation_timeout" if str(silence) == "http_timeout" else "dispatch_failed"
            self._slackbot(place, f'{name} failed with the error "{error}"')
            return
        self._shown(place, answer)

    # -- buttons and forms ------------------------------------------------------------------------------------------

    async def press(self, post: Post, block_id: str, action_id: str, value: Any = None) -> None:
        """Something in a message; `value` is what was chosen, where there is a choice."""
        action = _action(post.blocks, block_id, action_id, value)
        workspace = self.premises.workspace
        await self._interact(payloads.pressed_in_message(workspace, self.me, post, action))

    async def press_in_view(self, view: View, block_id: str, action_id: str, value: Any = None) -> None:
        """Something in a form or on Home."""
        action = _action(view.body["blocks"], block_id, action_id, value)
        await self._interact(payloads.pressed_in_view(self.premises.workspace, view, action))

    def fill_in(self, view: View, values: Json) -> None:
        """Puts values into fields, named by block_id, action_id or label. Raises LookupError for a name of none."""
        unknown = enter(view.body["blocks"], view.filled, values)
        if unknown:
            raise LookupError(f"no such field: {', '.join(unknown)}")

    async def submit(self, view: View) -> dict[str, str]:
        """Sends the form in. Gives the sentences under its fields where it was not taken."""
        view.errors = problems(view.body["blocks"], view.filled)
        if view.errors:
            self.premises.workspace.changed()
            return view.errors
        answer = await self._interact(payloads.submitted(self.premises.workspace, view))
        self._answered(view, answer)
        return view.errors

    async def close(self, view: View, *, everything: bool = False) -> None:
        """Closes the form on top, or all of them."""
        stack = self.premises.workspace.stack(self.me)
        gone = list(stack) if everything or view.body.get("clear_on_close") else [view]
        stack[:] = [one for one in stack if one not in gone]
        self.premises.workspace.changed()
        for one in reversed(gone):
            if one.body.get("notify_on_close"):
                await self._interact(payloads.closed(self.premises.workspace, one, cleared=len(gone) > 1))

    async def use_shortcut(self, callback_id: str, post: Post | None = None) -> None:
        await self._interact(payloads.shortcut(self.premises.workspace, self.me, callback_id, post))

    # -- being here -------------------------------------------------------------------------------------------------

    async def open_tab(self, tab: str) -> None:
        """Opens the app: its "home" or its "messages"."""
        await self._send(payloads.opened_home(self.premises.workspace, self.me, tab))

    async def change_profile(self, **changes: Any) -> None:
        """Raises LookupError for what a profile does not have."""
        if set(changes) - PROFILE:
            raise LookupError(f"a profile has no {', '.join(set(changes) - PROFILE)}")
        for name, value in changes.items():
            setattr(self.premises.workspace.people[self.me], name, value)
        self.premises.workspace.changed()
        await self.announce("user_change")

    async def leave(self) -> None:
        """The account is closed."""
        self.premises.workspace.stack(self.me).clear()
        await self.change_profile(deleted=True)

    async def announce(self, kind: str) -> None:
        timezone = not self.premises.weather.without_timezones
        await self._send(payloads.about_person(self.premises.workspace, self.me, kind, timezone=timezone))

    # -- what happens with the answer -------------------------------------------------------------------------------

    def _answered(self, view: View, answer: Json) -> None:
        """https://docs.slack.dev/surfaces/modals/#handling_submissions"""
        workspace, action = self.premises.workspace, answer.get("response_action")
        stack = workspace.stack(self.me)
        if action == "errors":
            view.errors = _known_errors(view, answer.get("errors"))
        elif action in {"update", "push"}:
            self._put_view(view, answer, push=action == "push")
        elif action == "clear":
            stack.clear()
        elif view in stack:
            stack.remove(view)
        workspace.changed()

    def _put_view(self, view: View, answer: Json, *, push: bool) -> None:
        check_view(answer.get("view"), "modal")
        self.premises.polite(answer["view"])
        if push:
            put(self.premises.workspace, self.me, answer["view"], on_top=True)
            return
        renew(self.premises.workspace, view, answer["view"])

    def _shown(self, place: Room, answer: Json) -> None:
        if not answer:
            return
        check_content(self.premises, answer)
        only_for = "" if answer.get("response_type") == "in_channel" else self.me
        add(self.premises, place, answer, only_for=only_for)

    def _slackbot(self, place: Room, text: str) -> None:
        workspace = self.premises.workspace
        workspace.add(Post(place.id, workspace.new_ts(), SLACKBOT, text, workspace.now(), only_for=self.me))

    async def _tell(self, place: Room, event: Json) -> None:
        if place.private:
            await self._send(event)

    async def _send(self, event: Json) -> None:
        await self.courier.bring(payloads.envelope(self.premises.workspace, event), self.me)

    async def _interact(self, payload: Json) -> Json:
        return await self.courier.ask("interactive", payload, self.me)

    def _room(self, room: str) -> Room:
        return self.premises.workspace.room(room or self.me)

    def _own(self, place: Room, ts: str) -> Post:
        post = self.premises.workspace.post(place.id, ts)
        if post.author != self.me:
            raise LookupError("only one's own messages can be changed")
        return post


def _known_errors(view: View, errors: Any) -> dict[str, str]:
    """Slack takes no error for a block that is not an input of the form."""
    inputs = {block["block_id"] for block in view.body["blocks"] if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors or set(errors) - inputs:
        raise Refused("invalid_errors", [f"[ERROR] the form's inputs are {sorted(inputs)}"])
    return errors


def _action(blocks: Sequence[Json], block_id: str, action_id: str, value: Any) -> Json:
    """https://docs.slack.dev/reference/interaction-payloads/block_actions-payload"""
    element = next((one for one in _pressable(blocks, block_id) if one.get("action_id") == action_id), None)
    if element is None:
        raise LookupError(f"no {action_id} in block {block_id}")
    action = {"type": element["type"], "action_id": action_id, "block_id": block_id}
    if element["type"] in STATE:
        return {**action, STATE[element["type"]][0]: stated(element, value)}
    if element["type"] == "overflow":
        return {**action, "selected_option": stated(element, value)}
    return {**action, **{name: element[name] for name in ("text", "value", "style") if name in element}}


def _pressable(blocks: Sequence[Json], block_id: str) -> list[Json]:
    block = next((one for one in blocks if one["block_id"] == block_id), None)
    if block is None:
        raise LookupError(f"no block {block_id}")
    return [one for one in (block.get("accessory"), block.get("element"), *block.get("elements", [])) if one]
