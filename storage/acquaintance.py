"""What a platform says of somebody: where they are, and who they are there."""

from typing import Protocol

from storage.tables import Person


class Whereabouts(Protocol):
    """Where somebody is on a platform; `bot.chat.event.Address` has this shape."""

    @property
    def platform(self) -> str: ...
    @property
    def workspace(self) -> str: ...
    @property
    def person(self) -> str: ...


class Known(Protocol):
    """What a platform says of somebody; `bot.chat.event.Profile` has this shape."""

    @property
    def name(self) -> str: ...
    @property
    def timezone(self) -> str: ...
    @property
    def language(self) -> str: ...
    @property
    def email(self) -> str: ...


def learn(person: Person, profile: Known) -> None:
    """A platform may say more than a column holds; the start of it is enough to know somebody by."""
    person.name = profile.name[:200] or person.name
    person.email = profile.email[:320] or person.email
    person.timezone = profile.timezone[:64] or person.timezone
    if not person.chosen_language:
        person.language = profile.language[:10] or person.language
