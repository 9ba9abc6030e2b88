"""Who people are to Teams, and their language, which it tells without being asked."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.chat.event import Address, Profile

_MOST = 10_000  # people in memory
_OF_ONE_BOT = "29:"  # how ids begin that Teams makes for this bot alone


def directory_id(member: Mapping[str, Any]) -> str:
    """The id in the directory, which is the same everywhere; else the one of this bot; "" where there is none.

    Teams calls it differently in a list of members and in an activity.
    """
    return str(member.get("aadObjectId") or member.get("objectId") or member.get("id") or "")


def is_of_one_bot(person: str) -> bool:
    """Whether that id names nobody to anything but this bot."""
    return person.startswith(_OF_ONE_BOT)


@dataclass(slots=True)
class Directory:
    """The latest language of each person; what the store knows of somebody does not depend on it."""

    _languages: OrderedDict[tuple[str, str], str] = field(default_factory=OrderedDict, repr=False)

    def learn(self, who: Address, profile: Profile) -> None:
        if profile.language:
            self._languages[who.workspace, who.person] = profile.language
            self._languages.move_to_end((who.workspace, who.person))
        while len(self._languages) > _MOST:
            self._languages.popitem(last=False)

    def language(self, who: Address) -> str:
        return self._languages.get((who.workspace, who.person), "")
