"""Opens forms, and shows Home."""

from dataclasses import dataclass

from bot.errors import Rejected
from bot.slack import render
from bot.slack.calls import Calls
from bot.slack.incoming import Incoming
from bot.slack.limits import TITLE, cut
from prompts.message import Form, Message
from prompts.words import Words


@dataclass(frozen=True, slots=True)
class Modals:
    """Slack's views. Raises what `Calls.call` raises; an expired trigger is `Rejected`."""

    calls: Calls

    async def open(self, incoming: Incoming, form: Form, words: Words) -> None:
        """Opens a form; over the one in which a button was pressed, or in its place where it is the same page."""
        if not incoming.form:
            await self._open(incoming, form, words)
        elif cut(form.title, TITLE) == incoming.form_title:
            await self.update(incoming, form, words)
        else:
            await self._push(incoming, form, words)

    async def update(self, incoming: Incoming, form: Form, words: Words) -> None:
        """The form in place of the one in which a button was pressed."""
        view = render.modal(form, words)
        await self.calls.call(
            incoming.event.sender.workspace,
            "views.update",
            lambda slack: slack.views_update(view_id=incoming.form, view=view),
        )

    async def publish(self, incoming: Incoming, message: Message, words: Words) -> None:
        """The person's Home."""
        who, view = incoming.event.sender, render.home(message, words)
        await self.calls.call(
            who.workspace, "views.publish", lambda slack: slack.views_publish(user_id=who.person, view=view)
        )

    async def _open(self, incoming: Incoming, form: Form, words: Words) -> None:
        if not incoming.trigger:
            raise Rejected("")
        view = render.modal(form, words)
        await self.calls.call(
            incoming.event.sender.workspace,
            "views.open",
            lambda slack: slack.views_open(trigger_id=incoming.trigger, view=view),
        )

    async def _push(self, incoming: Incoming, form: Form, words: Words) -> None:
        view = render.modal(form, words)
        try:
            await self.calls.call(
                incoming.event.sender.workspace,
                "views.push",
                lambda slack: slack.views_push(trigger_id=incoming.trigger, view=view),
            )
        except Rejected as refusal:
            if refusal.reason != "push_limit_reached":  # Slack stacks three forms
                raise
            await self.update(incoming, form, words)
