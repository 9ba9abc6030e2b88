"""Whatever is missing or wrong in an activity that Microsoft signed, the bot answers, and keeps nothing odd."""

import copy
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.agents_playground.hands import Json, Teams, in_channel
from tests.running_bot import Hospital, teams_without_client
from tests.sizes import size
from tests.story_facts import NORA, TOMAS
from tests.teams_tenant import TeamsTenant

ODD = "qqodd"  # stands nowhere else
NUMBER = 987_654_321
# One of each JSON type, and texts that are none.
OTHERS: dict[str, Any] = {
    "null": None,
    "true": True,
    "number": NUMBER,
    "fraction": NUMBER + 0.5,
    "list": [ODD],
    "object": {ODD: ODD},
    "empty": "",
    "half a character": f"{ODD}\ud800",
    "zero": f"{ODD}\0",
    "long": ODD * 10_000,
}
EVERY = max(1, 3 // size(20))  # of these, a third each: all of them in `make chaos`
_GONE = object()
MENTION = {"type": "mention", "text": "<at>Bo</at>", "mentioned": {"id": "29:bo", "name": "Bo"}}
OURS = {"type": "mention", "text": "<at>Coach</at>", "mentioned": {"id": "28:exchange-coach", "name": "Coach"}}


def kinds(teams: Teams) -> dict[str, Json]:
    """A good activity of each kind."""
    usual = teams._activity(TOMAS.id)
    data = {"action": '["WriteFreely"]', "nonce": "n"}
    sent = {"token": '["WriteFreely"]', "nonce": "n", "form": "", "text.words": "Nobody asked.", "date.day": ""}
    invoke = {**usual, "type": "invoke", "replyToId": "5"}
    changed = {"tenant": usual["channelData"]["tenant"]}
    return {
        "message": {**usual, "text": "help <at>Bo</at>", "entities": [MENTION]},
        "in a channel": {**usual, **in_channel(), "text": "<at>Coach</at> <at>Bo</at>", "entities": [OURS, MENTION]},
        "old button": {**usual, "value": data},
        "edit": {**usual, "type": "messageUpdate", "text": "x", "channelData": {**changed, "eventType": "editMessage"}},
        "delete": {**usual, "type": "messageDelete", "channelData": {**changed, "eventType": "softDeleteMessage"}},
        "installed": {**usual, "type": "installationUpdate", "action": "add"},
        "team": {**usual, **in_channel(), "type": "conversationUpdate", "membersAdded": [{"id": "28:bot"}]},
        "button": {**invoke, "name": "adaptiveCard/action", "value": {"action": {"data": data}}},
        "dialog": {**invoke, "name": "task/fetch", "value": {"data": data}},
        "sent in": {**invoke, "name": "task/submit", "value": {"data": sent}},
    }  # fmt: skip


def paths(value: Any, before: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every part of an activity, the outer ones first."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inner:
        yield (*before, key)
        yield from paths(one, (*before, key))


def changed(activity: Json, path: tuple[Any, ...], other: Any) -> Json:
    made = copy.deepcopy(activity)
    place: Any = made
    for key in path[:-1]:
        place = place[key]
    if other is _GONE:
        del place[path[-1]]
    else:
        place[path[-1]] = other
    return made


def everything_kept(folder: Path) -> str:
    found = []
    for name in ("exchange.db", "keys.db"):
        with sqlite3.connect(folder / name) as database:
            tables = [row[0] for row in database.execute("select name from sqlite_master where type = 'table'")]
            found += [str(database.execute(f'select * from "{one}"').fetchall()) for one in tables]
        database.close()
    return "\n".join(found)


async def posted(place: Hospital, session: aiohttp.ClientSession, activity: Json) -> int:
    where = f"http://127.0.0.1:{place.application.port}/api/messages"
    async with session.post(where, json=activity) as answer:
        return answer.status


@pytest.mark.parametrize(
    "kind",
    [
        *("message", "in a channel", "old button", "edit", "delete"),
        *("installed", "team", "button", "dialog", "sent in"),
    ],
)
@pytest.mark.one_database("a whole bot runs here, and it has a database of its own")
async def test_no_field_of_an_activity_can_be_missing_or_wrong_to_any_harm(tmp_path: Path, kind: str) -> None:
    async with teams_without_client(tmp_path, (NORA, TOMAS)) as place, aiohttp.ClientSession() as session:
        assert isinstance(place.chat, TeamsTenant)
        good = kinds(place.chat.teams)[kind]
        place.chat.teams.between.members = {"29:bo": {"id": "29:bo", "aadObjectId": "bo"}}
        good_status = await posted(place, session, good)

        answers: dict[str, int] = {}
        for number, path in enumerate(paths(good)):
            for name in [*list(OTHERS)[number % EVERY :: EVERY], "missing"]:
                unlike = {**good, "id": f"{number} {name}"}  # a repeat would not be looked at
                made = changed(unlike, path, OTHERS.get(name, _GONE))
                answers[f"{path} {name}"] = await posted(place, session, made)
        await place.application.settle()

    assert good_status == 200
    assert {one: status for one, status in answers.items() if status not in {200, 400, 401, 403, 413, 501}} == {}
    kept = everything_kept(tmp_path)
    assert str(NUMBER) not in kept
    assert f"'{ODD}': " not in kept
    assert f"['{ODD}']" not in kept
    assert "\ud800" not in kept
    assert ODD * 100 not in kept
    assert not any(f"'{one}'" in kept for one in ("None", "True", "nan"))


@pytest.mark.one_database("a whole bot runs here, and it has a database of its own")
async def test_what_may_come_from_a_channel_is_never_taken_for_the_private_chat(tmp_path: Path) -> None:
    async with teams_without_client(tmp_path, (NORA, TOMAS)) as place, aiohttp.ClientSession() as session:
        assert isinstance(place.chat, TeamsTenant)
        activity = {**place.chat.teams._activity(TOMAS.id), **in_channel(), "text": "help"}
        room = {"id": activity["conversation"]["id"], "tenantId": activity["conversation"]["tenantId"]}

        status = await posted(place, session, {**activity, "conversation": room})
        await place.person(TOMAS.id).runs("/exchange help")

        assert status == 200
        assert {one.room for one in place.chat.teams.between.posted} == {place.chat.teams.rooms[TOMAS.id]}
