"""One more workspace joins an organisation: by a code that an administrator of it gives, once and within a day."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta

from bot.chat.action import ConfirmJoin
from bot.chat.command import ADMINISTRATOR, Typed
from bot.chat.dates import moment
from bot.chat.desk import Desk
from bot.chat.occasion import Occasion
from bot.chat.preview import confirmed, done, propose
from bot.chat.reply import Reply
from bot.chat.trail import leave_trail
from bot.errors import NotAllowed
from bot.rules.cohorts_meant import administers_all
from prompts.message import Markdown, Message
from storage.tables import JoinCode, Person, Workspace

_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # 32 of them, without those that are taken for one another
_GROUPS, _GROUP = 4, 4  # 16 letters are 80 bits: nobody finds one by trying, not even with the hashes in hand
_VALID = timedelta(hours=24)
_TRIES = 5  # codes an hour in one workspace, a right one included


@dataclass(frozen=True, slots=True)
class Joining:
    """`workspace code` and `workspace join`. The code is shown once, to the asker alone, and kept as a hash."""

    @property
    def desk(self) -> Desk:
        return Desk(
            commands={("workspace", "code"): self.offer, ("workspace", "join"): self.ask},
            presses={ConfirmJoin: self.join},
        )

    async def offer(self, occasion: Occasion, _: Typed) -> Reply:
        """Makes a code, in place of an earlier one."""
        if not await administers_all(occasion):
            raise NotAllowed(occasion.words.say("joining.only_for_all"))
        code, until, words = _new_code(), occasion.now + _VALID, occasion.words
        await occasion.store.joining.offer(occasion.person, _hashed(code), until)
        await leave_trail(occasion, "workspace_code")
        text = words.say(
            "joining.code",
            organisation=await _named(occasion, occasion.person.organisation_id),
            code=Markdown(code),
            until=moment(until, occasion.person.timezone or "UTC", words),
        )
        return Reply(say=Message(text))

    async def ask(self, occasion: Occasion, typed: Typed) -> Reply:
        """Shows what joining would mean. Whatever is wrong with a code, the sentence is the same."""
        if refusal := await _refusal(occasion):
            return Reply(say=Message(occasion.words.say(refusal)))
        joining, person, words = occasion.store.joining, occasion.person, occasion.words
        # a refusal that was raised would take the count back
        if await joining.count_try(person.workspace_id, occasion.now) > _TRIES:
            return Reply(say=Message(words.say("joining.too_many")))
        code = await joining.offered(_hashed(typed.rest), occasion.now)
        if code is None:
            return Reply(say=Message(words.say("joining.wrong_code")))
        organisation = await _named(occasion, code.organisation_id)
        if code.organisation_id == person.organisation_id:
            return Reply(say=Message(words.say("joining.already", organisation=organisation)))
        text = words.say("joining.preview", organisation=organisation)
        return await propose(occasion, ConfirmJoin, {"code": code.id}, text, label="joining.confirm")

    async def join(self, occasion: Occasion, action: ConfirmJoin) -> Reply:
        """Uses the code up. What has come in the way since the preview is said instead."""
        draft = await confirmed(occasion, action)
        if refusal := await _refusal(occasion):
            return done(occasion, occasion.words.say(refusal))
        code = await occasion.store.joining.take(draft.values["code"], occasion.now)
        workspace = await occasion.store.people.workspace_by_id(occasion.person.workspace_id)
        if code is None or workspace is None or code.organisation_id == workspace.organisation_id:
            return done(occasion, occasion.words.say("joining.wrong_code"))
        await occasion.store.joining.move(workspace, code.organisation_id, occasion.now)
        await leave_trail(occasion, "workspace_joined", thing=f"workspace:{workspace.id}")
        await _tell(occasion, code, workspace)
        organisation = await _named(occasion, code.organisation_id)
        return done(occasion, occasion.words.say("joining.joined", organisation=organisation))


async def _refusal(occasion: Occasion) -> str:
    """The key of the sentence that says why this workspace cannot join another organisation by this person, or ""."""
    organisation_id = occasion.person.organisation_id
    if obstacle := await occasion.store.joining.obstacle(organisation_id):
        return f"joining.obstacle_{obstacle}"
    holding = await occasion.store.people.holding(organisation_id, "", ADMINISTRATOR)
    if holding and not await administers_all(occasion):
        return "joining.only_their_administrator"
    return ""


async def _tell(occasion: Occasion, code: JoinCode, workspace: Workspace) -> None:
    """Whoever made the code hears that it was used, and by which workspace."""
    maker: Person | None = await occasion.store.people.person(code.made_by)
    if maker is not None:
        name = workspace.name or occasion.words.label(f"joining.{workspace.platform}")
        await occasion.store.deliveries.notice(maker, "joining.told", occasion.now, workspace=name)


async def _named(occasion: Occasion, organisation_id: str) -> str:
    """The organisation's name; until it has one, the id by which both sides can compare."""
    organisation = await occasion.store.joining.organisation(organisation_id)
    return organisation.name or organisation.id


def _new_code() -> str:
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(_GROUP)) for _ in range(_GROUPS))


def _hashed(code: str) -> str:
    """However it was typed: in small letters, with spaces, in quotation marks, without its dashes."""
    letters = "".join(one for one in code.upper() if one.isalnum())
    return hashlib.sha256(f"join|{letters}".encode()).hexdigest()
