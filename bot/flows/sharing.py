"""Sharing one entry: its exact words are shown, frozen, opened by whom they are for, and taken back."""

from dataclasses import dataclass, replace

from bot.chat.action import ReadShare, ShareEntry, TakeBack, WhoCanSee
from bot.chat.desk import Desk
from bot.chat.event import Posted
from bot.chat.keeping import heed_more
from bot.chat.occasion import Occasion
from bot.chat.preview import done
from bot.chat.reply import Reply
from bot.errors import NotAllowed
from bot.rules.doubting import doubts, none_for_sure
from bot.rules.own_words import own_entry, own_words
from bot.rules.recipients import Recipient, promise_recipients, reader_of, recipients
from bot.rules.sharing_forms import WITH, can_be_taken_back, reading_form, sentence_form, share_item, sharing_form
from bot.rules.visibility import Audience, may_read, of_share
from bot.rules.writing_forms import WORDS, written_in
from prompts.message import Button, Item, Markdown, Message
from storage.deliveries import promise_id
from storage.fail_points import reached
from storage.tables import Cohort, Entry, Person, Share


@dataclass(frozen=True, slots=True)
class Sharing:
    """Nothing shared ever stands in a chat: a message only says that something waits, and the words open in a form."""

    @property
    def desk(self) -> Desk:
        return Desk(
            presses={
                ShareEntry: self.begin,
                ReadShare: self.read,
                TakeBack: self.take_back,
                WhoCanSee: self.who_can_see,
            },
            submissions={ShareEntry: self.share},
        )

    async def begin(self, occasion: Occasion, action: ShareEntry) -> Reply:
        """Shows the exact words and with whom they can be shared."""
        entry = await own_entry(occasion, action.entry)
        choice = await recipients(occasion.store, occasion.person, entry)
        opened = await own_words(occasion, entry)
        text = "\n\n".join(one.text for one in opened if one.turn.speaker == "person")
        if not choice or not text:
            return Reply(open=sentence_form(occasion.words, "sharing.nothing" if choice else "sharing.nobody"))
        return Reply(open=sharing_form(occasion.words, entry.id, text, choice, occasion.now))

    async def share(self, occasion: Occasion, action: ShareEntry) -> Reply:
        """Freezes the words that were sent in, and tells the recipient that something waits."""
        words, entry = occasion.words, await own_entry(occasion, action.entry)
        text = written_in(occasion)
        recipient = await _chosen(occasion, entry)
        if recipient is None:
            return Reply(problems={WITH: words.label("sharing.choose")})
        if not text:
            return Reply(problems={WORDS: words.label("sharing.empty")})
        opened = await own_words(occasion, entry)
        if problems := doubts(occasion, (WORDS,), none_for_sure(occasion, opened), "care.not_shared"):
            return Reply(problems=problems)
        await heed_more(occasion, text, [one.text for one in opened], recipient.cohort.id)
        share = await _freeze(occasion, entry, recipient, text)
        buttons = (
            *_back_button(occasion, share, recipient.cohort),
            Button(words.label("prompt.who"), WhoCanSee(entry.id).pack()),
        )
        return Reply(say=Message(_done(occasion, recipient), buttons=buttons))

    async def read(self, occasion: Occasion, action: ReadShare) -> Reply:
        """Opens the frozen words for whom they are for, and notes that they were read."""
        share = await _share(occasion, action.share)
        author = await _person(occasion, share.author_id)
        grant = may_read(await reader_of(occasion.store, occasion.person, share), of_share(share))
        if grant is None:
            return _closed(occasion, share, author)
        text = await occasion.store.reflections.open_share(share, grant, occasion.now)
        if occasion.person.id == share.recipient_id:
            share.read_at = share.read_at or occasion.now
        return Reply(open=reading_form(occasion.words, author, share, text, occasion.person))

    async def take_back(self, occasion: Occasion, action: TakeBack) -> Reply:
        """Closes a share of one's own, for as long as the debrief is not over."""
        words, share = occasion.words, await _share(occasion, action.share)
        cohort = await occasion.store.cohorts.cohort(share.cohort_id)
        if share.author_id != occasion.person.id or cohort is None:
            raise NotAllowed(words.say("trouble.gone"))
        if share.taken_back_at:
            return done(occasion, words.say("sharing.taken_back_already"))
        if not can_be_taken_back(cohort, occasion.now, share):
            return Reply(say=Message(words.say("sharing.closed")))
        share.taken_back_at = occasion.now
        await _trail(occasion, share, "share_taken_back")
        return replace(done(occasion, await _taken_back(occasion, share)), others=await _told(occasion, share))

    async def who_can_see(self, occasion: Occasion, action: WhoCanSee) -> Reply:
        """The stored truth about one entry of one's own; without an entry, the rule."""
        words = occasion.words
        if not action.entry:
            return Reply(say=Message(words.say("who_can_see.rule")))
        entry = await own_entry(occasion, action.entry)
        shares = await occasion.store.reflections.shares(entry.id)
        items = [await _item(occasion, share) for share in shares]
        live = any(share.taken_back_at is None for share in shares)
        said = [words.say("who_can_see.shared" if live else "who_can_see.private")]
        if any(turn.surface == "chat" or turn.message for turn in await occasion.store.reflections.turns(entry.id)):
            said.append(words.say("who_can_see.chat"))
        return Reply(say=Message("\n\n".join(said), items=tuple(items)))


async def _chosen(occasion: Occasion, entry: Entry) -> Recipient | None:
    value = occasion.filled_in.get(WITH)
    wished = value[0] if isinstance(value, tuple) and value else value
    is_promise = await occasion.store.commitments.of_entry(entry.id) is not None
    find = promise_recipients if is_promise else recipients
    choice = await find(occasion.store, occasion.person, entry)
    return next((one for one in choice if one.value == wished), None)


async def _freeze(occasion: Occasion, entry: Entry, recipient: Recipient, text: str) -> Share:
    store, now = occasion.store, occasion.now
    share = await store.reflections.share(
        entry,
        text,
        cohort_id=recipient.cohort.id,
        audience=recipient.audience,
        recipient_id=recipient.person.id if recipient.person else None,
        now=now,
    )
    await _trail(occasion, share, "share_made")
    reached("share frozen")
    if recipient.person is None:  # whoever wants to know finds it beside their own: nobody's day is interrupted
        return share
    await store.deliveries.notice(
        recipient.person,
        "sharing.received",
        now,
        cohort_id=share.cohort_id,
        once=share.id,
        **{"name": occasion.person.name, "action:+sharing.read": ReadShare(share.id).pack()},
    )
    reached("share announced")
    return share


async def _told(occasion: Occasion, share: Share) -> tuple[tuple[Posted, Message], ...]:
    """The recipient's message about it, if it stands where we can reach it from here, and what it turns into."""
    if share.recipient_id is None:
        return ()
    recipient = await _person(occasion, share.recipient_id)
    row = await occasion.store.deliveries.delivery(
        promise_id(recipient.id, _RECEIVED[Audience(share.audience)], share.id)
    )
    if row is None or not row.message or recipient.workspace_id != occasion.person.workspace_id:
        return ()
    sentence = occasion.words.say("sharing.taken_back_since", name=occasion.person.name)
    return ((Posted(row.room, row.message), Message(sentence)),)


# the message by which whoever a share names was told
_RECEIVED = {
    Audience.PARTNER: "sharing.received",
    Audience.FACILITATOR: "sharing.received",
    Audience.LEAVE_OUT: "leaving_out.received",
}


async def _trail(occasion: Occasion, share: Share, deed: str) -> None:
    await occasion.store.audit.write(
        organisation_id=share.organisation_id,
        cohort_id=share.cohort_id,
        actor_id=occasion.person.id,
        deed=deed,
        thing=f"share:{share.id}",
        now=occasion.now,
    )


async def _share(occasion: Occasion, share_id: str) -> Share:
    share = await occasion.store.reflections.one_share(share_id)
    if share is None or (share.recipient_id and occasion.person.id not in {share.author_id, share.recipient_id}):
        raise NotAllowed(occasion.words.say("trouble.gone"))
    return share


async def _person(occasion: Occasion, person_id: str | None) -> Person:
    person = await occasion.store.people.person(person_id) if person_id else None
    if person is None:
        raise NotAllowed(occasion.words.say("trouble.gone"))
    return person


async def _taken_back(occasion: Occasion, share: Share) -> Markdown:
    if share.recipient_id is None:
        return occasion.words.say("sharing.taken_back_from_all", cohort=await _name(occasion, share))
    key = "sharing.taken_back_read" if share.read_at else "sharing.taken_back_unread"
    return occasion.words.say(key, name=await _name(occasion, share))


async def _name(occasion: Occasion, share: Share) -> str:
    """Of the one whom it names, or else of the cohort."""
    if share.recipient_id is None:
        cohort = await occasion.store.cohorts.cohort(share.cohort_id)
        return cohort.name if cohort else ""
    return (await _person(occasion, share.recipient_id)).name


def _done(occasion: Occasion, recipient: Recipient) -> Markdown:
    if recipient.person is None:
        return occasion.words.say("sharing.done_everybody", cohort=recipient.cohort.name)
    return occasion.words.say("sharing.done", name=recipient.person.name)


def _closed(occasion: Occasion, share: Share, author: Person) -> Reply:
    if share.taken_back_at and occasion.person.id == share.recipient_id:
        return Reply(open=sentence_form(occasion.words, "sharing.taken_back_since", name=author.name))
    raise NotAllowed(occasion.words.say("trouble.gone"))


async def _item(occasion: Occasion, share: Share) -> Item:
    cohort = await occasion.store.cohorts.cohort(share.cohort_id)
    open_still = cohort is not None and can_be_taken_back(cohort, occasion.now, share)
    return share_item(occasion.words, share, await _name(occasion, share), occasion.person, open_still=open_still)


def _back_button(occasion: Occasion, share: Share, cohort: Cohort) -> tuple[Button, ...]:
    if not can_be_taken_back(cohort, occasion.now, share):
        return ()
    return (Button(occasion.words.label("sharing.take_back"), TakeBack(share.id).pack()),)
