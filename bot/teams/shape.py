"""Whether an activity is shaped as Microsoft documents it: nothing of another shape is read, stored or answered."""

from collections.abc import Mapping
from typing import Any

# Characters; as much as the columns hold in which they are kept. Those of Teams have half of it at most.
_LONGEST = {"conversation": 300, "workspace": 100, "person": 100, "bot": 200, "message": 200, "service": 500}

_IDS = (
    (("id",), "message"),
    (("replyToId",), "message"),
    (("serviceUrl",), "service"),
    (("from", "id"), "person"),
    (("from", "aadObjectId"), "person"),
    (("recipient", "id"), "bot"),
    (("conversation", "id"), "conversation"),
    (("conversation", "tenantId"), "workspace"),
    (("channelData", "tenant", "id"), "workspace"),
)
_NEEDED = (("conversation", "id"), ("from", "id"), ("recipient", "id"))  # without them nobody can be answered
_TEXTS = (
    ("type",),
    ("name",),
    ("text",),
    ("action",),
    ("timestamp",),
    ("locale",),
    ("localTimezone",),
    ("from", "name"),
    ("conversation", "conversationType"),
    ("channelData", "eventType"),
)


def is_shaped(activity: Mapping[str, Any]) -> bool:
    """Whether everything in it that we read is of its kind, or is not there at all."""
    ids = all(_is_id(_at(activity, path), _LONGEST[kind]) for path, kind in _IDS)
    texts = all(isinstance(_at(activity, path), str | None) for path in _TEXTS)
    needed = all(_at(activity, path) for path in _NEEDED)
    return ids and needed and texts and _has_parts(activity) and _names_people(activity.get("entities"))


def _at(activity: Mapping[str, Any], path: tuple[str, ...]) -> Any:
    found: Any = activity
    for key in path:
        found = found.get(key) if isinstance(found, Mapping) else None
    return found


def _is_id(value: object, longest: int) -> bool:
    """What no database could keep, or nobody could tell from another, is no id."""
    return value is None or (isinstance(value, str) and len(value) <= longest and (value.isprintable() or not value))


def _has_parts(activity: Mapping[str, Any]) -> bool:
    parts = (activity.get("recipient"), _at(activity, ("channelData", "tenant")))
    is_group = _at(activity, ("conversation", "isGroup"))
    return all(isinstance(one, Mapping | None) for one in parts) and isinstance(is_group, bool | None)


def _names_people(entities: object) -> bool:
    """Mentions say who is meant, and how the text names them; other kinds of entities are nothing to us."""
    if not isinstance(entities, list | None):
        return False
    said = [one for one in entities or () if isinstance(one, Mapping) and str(one.get("type")).lower() == "mention"]
    return all(_is_mention(one) for one in said)


def _is_mention(entity: Mapping[str, Any]) -> bool:
    who = entity.get("mentioned")
    names = (entity.get("text"), _at(entity, ("mentioned", "name")))
    known = isinstance(who, Mapping) and _is_id(who.get("id"), _LONGEST["bot"])
    return known and all(isinstance(one, str | None) for one in names)
