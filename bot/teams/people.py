"""What Teams tells of people without being asked: their language, remembered while the process runs."""

from collections import OrderedDict
from dataclasses import dataclass, field

from bot.chat.event import Address, Profile

_MOST = 10_000  # people in memory


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
