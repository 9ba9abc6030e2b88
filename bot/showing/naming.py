"""Under which name something that we started is found in the sample."""

from prompts.message import Message
from storage.commitments import CUE
from storage.tables import Delivery
from storage.tables.deliveries import DEBRIEF, DOCUMENT, ROOM, ROOM_DEBRIEF


def name_of(row: Delivery, message: Message) -> str:
    """Empty for what is found elsewhere: prompts are shown apart, in all their wordings."""
    if row.kind in {"notice", ROOM, DOCUMENT}:
        return f"{row.kind}-{row.prompt.replace('.', '-')}"
    if row.kind == "care":
        return f"care-{'-'.join(row.detail)}{'' if row.cohort_id else '-no-cohort'}"
    if row.kind in {DEBRIEF, ROOM_DEBRIEF}:
        return "-".join(filter(None, (row.kind.replace("_", "-"), row.detail["what"], row.detail["round"])))
    if row.kind == CUE:
        return f"promise-cue-{row.due_at:%m-%d}"
    asked = ("question-in-chat", "question-waiting", "talk-ended")
    return asked[len(message.buttons) - 1] if row.kind == "follow_up" else ""
