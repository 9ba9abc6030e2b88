"""Everything that is stored about one person, as two files: one to read and one for machines."""

import json
from typing import Any

from bot.chat.dates import moment
from bot.chat.occasion import Occasion
from bot.chat.reply import Document
from bot.rules.itinerary import zone_of
from bot.rules.own_words import own_words
from bot.rules.visibility import Reader, Relation, Role, may_read, of_share
from storage.tables import Entry, Share

READABLE, MACHINES = "exchange-coach.txt", "exchange-coach.json"


async def everything(occasion: Occasion) -> tuple[Document, ...]:
    """Both files. The JSON holds every stored row; each turn and each share of one's own stands there in the open."""
    store, person, words = occasion.store, occasion.person, occasion.words
    rows = await store.people.rows_about(person)
    entries = await store.reflections.journal(person.id)
    texts = {one.turn.id: one.text for entry in entries for one in await own_words(occasion, entry)}
    shared = {share.id: await _frozen(occasion, share) for share in await store.reflections.shared_by(person.id)}
    for row in (*rows.get("turn", ()), *rows.get("share", ())):
        if row["id"] in texts or row["id"] in shared:
            row["text"] = texts.get(row["id"]) or shared.get(row["id"])
    readable = "\n\n".join(
        [await _heading(occasion), *[await _entry(occasion, one) for one in entries], _rest(occasion, rows)]
    )
    return (
        Document(READABLE, words.label("privacy.export_title"), readable.encode()),
        Document(MACHINES, words.label("privacy.export_title_machines"), _json(rows).encode()),
    )


async def _frozen(occasion: Occasion, share: Share) -> str:
    reader = Reader(occasion.person.id, Role.PARTICIPANT, Relation.SELF)
    grant = may_read(reader, of_share(share))
    return await occasion.store.reflections.open_share(share, grant, occasion.now) if grant else ""


async def _heading(occasion: Occasion) -> str:
    words = occasion.words
    at = moment(occasion.now, zone_of(occasion.person, None), words)
    return f"{words.label('exported.heading', moment=at)}\n\n{words.label('exported.entries')}"


async def _entry(occasion: Occasion, entry: Entry) -> str:
    words = occasion.words
    said = [
        f"{words.label('exported.coach' if one.turn.speaker == 'coach' else 'exported.you')}: {one.text}"
        for one in await own_words(occasion, entry)
    ]
    at = moment(entry.written_at, zone_of(occasion.person, None), words)
    return "\n".join([f"{at} {entry.prompt or entry.note}".strip(), *said])


def _rest(occasion: Occasion, rows: dict[str, list[dict[str, Any]]]) -> str:
    tables = [
        "\n".join([name, *("  " + ", ".join(f"{key}: {value}" for key, value in row.items()) for row in told)])
        for name, told in rows.items()
        if name != "turn"  # its words stand above
    ]
    return "\n\n".join([occasion.words.label("exported.rest"), *tables])


def _json(rows: dict[str, list[dict[str, Any]]]) -> str:
    return json.dumps(rows, ensure_ascii=False, indent=2)
