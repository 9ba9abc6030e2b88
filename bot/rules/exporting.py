"""Everything that is stored about one person, as two files: one to read and one for machines."""

import json
from typing import Any

from bot.chat.occasion import Occasion
from bot.chat.reply import Document
from bot.rules.kept import Kept
from bot.rules.own_words import own_words
from bot.rules.readable import Readable
from bot.rules.visibility import (
    Reader,
    Relation,
    Role,
    may_read,
    of_card_line,
    of_point,
    of_sentence,
    of_share,
    own_contribution,
)
from prompts.library import Library
from storage.tables import Share

READABLE, MACHINES = "exchange-coach.txt", "exchange-coach.json"

# the tables in which one's own words stand
_SEALED = ("turn", "share", "point", "interview_sentence", "card_line", "contribution")


async def everything(occasion: Occasion, library: Library) -> tuple[Document, ...]:
    """Both files. The JSON holds every stored row; each turn, share and point of one's own stands there in the open."""
    store, person, words = occasion.store, occasion.person, occasion.words
    rows = await store.people.rows_about(person)
    frozen = {share.id: await _frozen(occasion, share) for share in await store.reflections.shared_by(person.id)}
    frozen |= await _points(occasion)
    frozen |= await _sentences(occasion)
    frozen |= await _card_lines(occasion)
    frozen |= await _sent_in(occasion)
    await _open(occasion, rows, frozen)
    readable = await Readable(Kept(occasion, library, rows, frozen)).text()
    return (
        Document(READABLE, words.label("privacy.export_title"), readable.encode()),
        Document(MACHINES, words.label("privacy.export_title_machines"), _json(rows).encode()),
    )


async def _open(occasion: Occasion, rows: dict[str, list[dict[str, Any]]], frozen: dict[str, str]) -> None:
    """Puts the person's own words where the sealed ones would stand."""
    journal = await occasion.store.reflections.journal(occasion.person.id)
    texts = {one.turn.id: one.text for entry in journal for one in await own_words(occasion, entry)} | frozen
    for row in (one for table in _SEALED for one in rows.get(table, ()) if one["id"] in texts):
        row["text"] = texts[row["id"]]


async def _frozen(occasion: Occasion, share: Share) -> str:
    reader = Reader(occasion.person.id, Role.PARTICIPANT, Relation.SELF)
    grant = may_read(reader, of_share(share))
    return await occasion.store.reflections.open_share(share, grant, occasion.now) if grant else ""


async def _card_lines(occasion: Occasion) -> dict[str, str]:
    """The lines of pair cards that are in the person's own words."""
    cards, person = occasion.store.pair_cards, occasion.person
    texts = {}
    for card, line in await cards.written_by(person.id):
        relation = Relation.SELF if person.id == card.visitor_id else Relation.PARTNER
        if grant := may_read(Reader(person.id, Role.PARTICIPANT, relation), of_card_line(card, line)):
            texts[line.id] = await cards.open(card, line, grant, occasion.now)
    return texts


async def _sent_in(occasion: Occasion) -> dict[str, str]:
    """What the person sent in to live debriefs, as long as it has an author."""
    debriefs = occasion.store.debriefs
    granted = [
        (row, own_contribution(row, occasion.person.id)) for row in await debriefs.sent_in_by(occasion.person.id)
    ]
    return {row.id: await debriefs.open(row, grant) for row, grant in granted if grant}


async def _sentences(occasion: Occasion) -> dict[str, str]:
    """What was drafted about the person's interviews, and what they made of it."""
    sentences, reader = occasion.store.interview_sentences, Reader(occasion.person.id, Role.PARTICIPANT, Relation.SELF)
    own = await sentences.of_person(occasion.person.id)
    granted = [(one, may_read(reader, of_sentence(one))) for one in own]
    return {one.id: await sentences.open(one, grant, occasion.now) for one, grant in granted if grant}


async def _points(occasion: Occasion) -> dict[str, str]:
    """What the person offered for walls, as far as it is still theirs."""
    store, reader = occasion.store, Reader(occasion.person.id, Role.PARTICIPANT, Relation.SELF)
    own = await store.points.of_person(occasion.person.id)
    granted = [(one, may_read(reader, of_point(one, await store.walls.of(one.cohort_id)))) for one in own]
    return await store.points.read([(one, grant) for one, grant in granted if grant], occasion.now)


def _json(rows: dict[str, list[dict[str, Any]]]) -> str:
    return json.dumps(rows, ensure_ascii=False, indent=2)
