"""What a platform's definite no for good ends: one promise, or everything for that person or their workspace."""

import logging

from bot.chat.rooms import told_of_room
from bot.errors import Rejected, Revoked, Unreachable
from storage.store import Store
from storage.tables import Delivery

log = logging.getLogger(__name__)


async def give_up(store: Store, row: Delivery, no: Rejected) -> None:
    """Closes the row with the platform's reason. Whose message alone was rejected hears from us as before.

    That is for the operator to mend: the message was not to the platform's liking, or we lack a permission.
    """
    if isinstance(no, Unreachable):
        log.warning("delivery %s cannot be sent: %s", row.id, no.reason)
        await store.outbox.undeliverable(row, no.reason, everybody=isinstance(no, Revoked))
    else:
        log.error("delivery %s is given up, because the platform rejects this one message: %s", row.id, no.reason)
        await store.outbox.close(row, "failed", no.reason)
    await told_of_room(store, row)
