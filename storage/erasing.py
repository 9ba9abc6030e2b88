"""Erasing a person: what they wrote is deleted, what names them is blanked, and their key is marked for destruction."""

import json
import re
from datetime import datetime, time

from sqlalchemy import delete, func, or_, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import (
    BoardVoice,
    Commitment,
    Contribution,
    DebriefPresence,
    Delivery,
    Document,
    Draft,
    Entry,
    Interview,
    InterviewSentence,
    InterviewSlot,
    Invitation,
    JoinCode,
    ModelCall,
    PairCard,
    PairTalk,
    PairWish,
    Participation,
    Person,
    Point,
    Project,
    ProjectOwner,
    ProjectUpdate,
    Role,
    Route,
    Share,
    StoryOffer,
    Tag,
    Tombstone,
    Turn,
    Vote,
    Wall,
    Workspace,
)

ERASED = "erased"  # the transaction's note of whose keys it destroys once it is committed
_BUTTON = "action:"  # before the names of a notice's buttons, which hold ids and no names
_NOBODY = "—"  # stands where a sentence to somebody else named the person


async def erase(session: AsyncSession, person: Person, now: datetime) -> None:
    """Forgets everything of and about the person; the row stays, so that what others did still refers to somebody.

    They leave their cohorts and lose their roles. Consents stay, because they must be provable, and so does the audit
    trail: both hold ids and no words. Should they come back, they are a new person.
    """
    await _forget_words(session, person)
    await _forget_wall(session, person)
    await _forget_promises(session, person)
    await _forget_mentions(session, person)
    await _forget_projects(session, person)
    await _forget_places(session, person, now)
    await _forget_interviews(session, person, now)
    await _forget_ways(session, person)
    person.name = person.email = person.timezone = person.language = ""
    person.external_id = f"{ERASED}-{person.id}"
    person.quiet_from, person.quiet_to, person.pattern = time(0), time(0), ""
    person.paused_on = person.paused_until = person.home_opened_at = None
    person.chosen_language, person.nudges = False, ""
    person.state, person.keeps_entries = ERASED, None
    person.agrees_ai, person.ai_agreed_to, person.agrees_themes = None, "", None
    await session.flush()
    session.info[ERASED] = {**session.info.get(ERASED, {}), person.id: now}


async def _forget_words(session: AsyncSession, person: Person) -> None:
    entries = select(Entry.id).where(Entry.person_id == person.id)
    await session.exec(delete(Share).where(col(Share.author_id) == person.id))
    await session.exec(delete(Tag).where(col(Tag.entry_id).in_(entries)))
    await session.exec(delete(Commitment).where(col(Commitment.person_id) == person.id))
    await session.exec(delete(Turn).where(col(Turn.person_id) == person.id))
    await session.exec(delete(Entry).where(col(Entry.person_id) == person.id))
    await session.exec(delete(Tombstone).where(col(Tombstone.person_id) == person.id))
    await session.exec(delete(Document).where(col(Document.person_id) == person.id))
    await session.exec(delete(ModelCall).where(col(ModelCall.person_id) == person.id))


async def _forget_wall(session: AsyncSession, person: Person) -> None:
    """Their points and votes. Of a wall that others have seen, no unsigned words are shown again, whoever it is:

    what is missing then, or that nothing is, would say what was theirs. For the same reason the unsigned points of a
    wall that was sorted and is not revealed stand under no theme any more: whether enough are left says who is gone.
    """
    theirs = select(Participation.cohort_id).where(Participation.person_id == person.id)
    seen = (col(Wall.gathered_at).is_not(None), col(Wall.closed_at).is_(None), col(Wall.cohort_id).in_(theirs))
    await session.exec(update(Wall).where(*seen).values(words_over=True))
    sorted_only = select(Wall.cohort_id).where(*seen, col(Wall.revealed_at).is_(None))
    unsigned = col(Point.on_wall).is_(True), col(Point.signed).is_(False), col(Point.cohort_id).in_(sorted_only)
    await session.exec(update(Point).where(*unsigned).values(theme_id=None))
    await session.exec(delete(Vote).where(col(Vote.person_id) == person.id))
    await session.exec(delete(Point).where(col(Point.author_id) == person.id))


async def _forget_promises(session: AsyncSession, person: Person) -> None:
    theirs = col(Delivery.person_id) == person.id
    await session.exec(update(Delivery).where(theirs).values(detail={}, entry_id=None, room="", message=""))
    await session.exec(
        update(Delivery).where(theirs, col(Delivery.state) == "planned").values(state="cancelled", reason=ERASED)
    )


async def _forget_mentions(session: AsyncSession, person: Person) -> None:
    named = [text for text in (person.name, person.email) if text]
    notices = await session.exec(
        select(Delivery).where(Delivery.organisation_id == person.organisation_id, Delivery.kind == "notice")
    )
    for notice in notices:
        notice.detail = {
            key: value if key.startswith(_BUTTON) else _without(value, named) for key, value in notice.detail.items()
        }
    drafts = await session.exec(
        select(Draft)
        .join(Person, col(Person.id) == Draft.person_id)
        .where(Person.organisation_id == person.organisation_id)
    )
    for draft in drafts:
        if draft.person_id == person.id or _names(draft, [*named, person.external_id, person.id]):
            await session.delete(draft)


async def _forget_projects(session: AsyncSession, person: Person) -> None:
    """Projects go on: they are the organisation's. Nothing in them leads to the person any more."""
    places = select(Participation.id).where(Participation.person_id == person.id)
    await session.exec(delete(ProjectOwner).where(col(ProjectOwner.participation_id).in_(places)))
    await session.exec(update(Project).where(col(Project.made_by) == person.id).values(made_by=None))
    await session.exec(update(ProjectUpdate).where(col(ProjectUpdate.said_by) == person.id).values(said_by=None))
    named = [text for text in (person.name, person.email) if text]
    theirs = select(Project).where(Project.organisation_id == person.organisation_id)
    for project in (await session.exec(theirs)).all():
        for column in ("name", "affected", "test", "measure", "help_asked"):
            setattr(project, column, _without(getattr(project, column), named))
    said = select(ProjectUpdate).join(Project, col(Project.id) == ProjectUpdate.project_id)
    for one in (await session.exec(said.where(Project.organisation_id == person.organisation_id))).all():
        one.line, one.measure = _without(one.line, named), _without(one.measure, named)


async def _forget_places(session: AsyncSession, person: Person, now: datetime) -> None:
    address = person.email.lower()
    places = select(Participation.id).where(Participation.person_id == person.id)
    await session.exec(delete(Contribution).where(col(Contribution.participation_id).in_(places)))
    await session.exec(delete(StoryOffer).where(col(StoryOffer.participation_id).in_(places)))
    await session.exec(delete(BoardVoice).where(col(BoardVoice.participation_id).in_(places)))
    await session.exec(delete(DebriefPresence).where(col(DebriefPresence.participation_id).in_(places)))
    theirs = or_(col(PairWish.participation_id).in_(places), col(PairWish.other_id).in_(places))
    await session.exec(delete(PairWish).where(theirs))
    await session.exec(delete(PairTalk).where(col(PairTalk.participation_id).in_(places)))
    await session.exec(
        update(Participation)
        .where(col(Participation.person_id) == person.id)
        .values(
            department="", profession="", reports_to="", site="", interview_on=None, state="left", left_on=now.date()
        )
    )
    await session.exec(
        update(Role).where(col(Role.person_id) == person.id, col(Role.revoked_at).is_(None)).values(revoked_at=now)
    )
    await session.exec(delete(JoinCode).where(col(JoinCode.made_by) == person.id))
    if not address:
        return
    await session.exec(
        delete(Invitation).where(
            col(Invitation.organisation_id) == person.organisation_id, func.lower(Invitation.email) == address
        )
    )
    await session.exec(
        update(Participation)
        .where(
            col(Participation.organisation_id) == person.organisation_id,
            func.lower(Participation.reports_to) == address,
        )
        .values(reports_to="")
    )


async def _forget_interviews(session: AsyncSession, person: Person, now: datetime) -> None:
    """Times that they had are free, and those that they proposed are off; that there was one stays, without a place."""
    places = select(Participation.id).where(Participation.person_id == person.id)
    # what two wrote together goes with either of them
    of_theirs = or_(col(PairCard.visitor_id) == person.id, col(PairCard.host_id) == person.id)
    await session.exec(delete(PairCard).where(of_theirs))
    await session.exec(delete(InterviewSentence).where(col(InterviewSentence.person_id) == person.id))
    await session.exec(delete(Interview).where(col(Interview.participation_id).in_(places)))
    had = col(InterviewSlot.participation_id).in_(places)
    await session.exec(update(InterviewSlot).where(had).values(participation_id=None))
    own = col(InterviewSlot.facilitator_id) == person.id
    await session.exec(update(InterviewSlot).where(own).values(place="", participation_id=None, withdrawn_at=now))


async def _forget_ways(session: AsyncSession, person: Person) -> None:
    """How the platform reached them: their private chat has an id of its own there."""
    workspace = await session.get_one(Workspace, person.workspace_id)
    await session.exec(
        delete(Route).where(
            col(Route.platform) == workspace.platform,
            col(Route.workspace) == workspace.external_id,
            col(Route.target) == person.external_id,
        )
    )


def _without(value: str, named: list[str]) -> str:
    for text in named:
        value = re.sub(_whole(text), _NOBODY, value)
    return value


def _names(draft: Draft, named: list[str]) -> bool:
    values = json.dumps(draft.values, ensure_ascii=False)
    return any(re.search(_whole(json.dumps(text, ensure_ascii=False)[1:-1]), values) for text in named)


def _whole(text: str) -> str:
    """Finds the text as words of their own: somebody called An is not in Anna, and Spring is not in Springfield."""
    return rf"(?<!\w){re.escape(text)}(?!\w)"
