"""The people of the demo: eleven at an invented organisation, from five departments."""

from bot.playground.inhabitant import Inhabitant

_ZONE = "Europe/London"


def _person(id: str, name: str, role: str, department: str, *, admin: bool = False) -> Inhabitant:  # noqa: A002 — Slack's own word
    email = f"{name.lower().replace(' ', '.')}@halden.example"
    return Inhabitant(id, name, _ZONE, email=email, role=role, department=department, admin=admin)


ADMINISTRATOR = _person("U01", "Nora Lindqvist", "Administrator", "People team", admin=True)
FACILITATOR = _person("U02", "Tomas Reyes", "Facilitator", "Learning team")
SPONSOR = _person("U03", "Grace Adeyemi", "Sponsor", "Chief executive")

MANAGERS = (
    _person("U11", "Ada Novak", "Manager", "Emergency care"),
    _person("U12", "Ben Okafor", "Manager", "Emergency care"),
    _person("U13", "Chiara Ricci", "Manager", "Public health"),
    _person("U14", "David Cohen", "Manager", "Public health"),
    _person("U15", "Emma Larsen", "Manager", "Mental health"),
    _person("U16", "Farid Haddad", "Manager", "Housing"),
    _person("U17", "Hana Sato", "Manager", "Housing"),
    _person("U18", "Ines Moreau", "Manager", "Child services"),
)

CAST = (ADMINISTRATOR, FACILITATOR, SPONSOR, *MANAGERS)
