"""How the workspace says no: with the error names that Slack uses."""

from collections.abc import Sequence
from typing import Any

Json = dict[str, Any]


class Refused(Exception):
    """A call that Slack would refuse. `error` is Slack's name for it, `details` say what is wrong and where."""

    def __init__(self, error: str, details: Sequence[str] = ()) -> None:
        super().__init__(f"{error}: {'; '.join(details)}" if details else error)
        self.error = error
        self.details = tuple(details)

    def answer(self) -> Json:
        """The body that Slack sends. https://docs.slack.dev/apis/web-api/#evaluating_responses"""
        if not self.details:
            return {"ok": False, "error": self.error}
        return {"ok": False, "error": self.error, "response_metadata": {"messages": list(self.details)}}


class Unanswered(Exception):
    """The app did not answer a person's press, command or form in time, or answered with an error.

    Slack never repeats these: it shows the person an error instead.
    https://docs.slack.dev/interactivity/handling-user-interaction/#acknowledgment_response
    """
