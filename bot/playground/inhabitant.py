"""Who lives in the workspace, as Slack tells an app about them."""

from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.playground.refusal import Json

SLACKBOT = "USLACKBOT"  # Slack's own voice has this id in every workspace


@dataclass(slots=True)
class Inhabitant:
    """A person of the workspace. `role` and `department` are shown on the page and as the profile's title."""

    id: str
    name: str
    timezone: str = "Europe/Brussels"
    locale: str = "en-GB"
    email: str = ""
    role: str = ""
    department: str = ""
    admin: bool = False
    guest: bool = False
    deleted: bool = False
    bot: bool = False

    @property
    def username(self) -> str:
        return self.name.lower().replace(" ", ".")

    def as_user(self, team: str, *, locale: bool = True, timezone: bool = True) -> Json:
        """https://docs.slack.dev/reference/objects/user-object: people who left have no time zone."""
        user: Json = {
            "id": self.id,
            "team_id": team,
            "name": self.username,
            "deleted": self.deleted,
            "real_name": self.name,
            "profile": self._profile(team),
            "is_admin": self.admin and not self.deleted,
            "is_owner": False,
            "is_primary_owner": False,
            "is_restricted": self.guest,
            "is_ultra_restricted": False,
            "is_bot": self.bot,
            "is_app_user": False,
            "updated": 0,
        }
        if timezone and not self.deleted:
            user |= self._zone()
        if locale:
            user["locale"] = self.locale
        return user

    def _profile(self, team: str) -> Json:
        profile = {
            "real_name": self.name,
            "real_name_normalized": self.name,
            "display_name": self.username,
            "display_name_normalized": self.username,
            "title": ", ".join(part for part in (self.role, self.department) if part),
            "team": team,
        }
        return {**profile, "email": self.email} if self.email else profile

    def _zone(self) -> Json:
        offset = datetime.now(UTC).astimezone(ZoneInfo(self.timezone)).utcoffset()
        return {
            "tz": self.timezone,
            "tz_label": self.timezone.partition("/")[2].replace("_", " "),
            "tz_offset": int(offset.total_seconds()) if offset else 0,
        }
