"""What somebody wrote and shared, and that others shared something with them, as text for them alone."""

from dataclasses import dataclass

from bot.chat.dates import day
from bot.rules.kept import Kept
from bot.rules.own_words import Opened, own_words
from prompts.words import Words
from storage.tables import Commitment, Entry, Share


@dataclass(frozen=True, slots=True)
class KeptWords:
    """Section by section of the file, as a list of what stands in each."""

    kept: Kept

    @property
    def words(self) -> Words:
        return self.kept.words

    async def entries(self) -> list[str]:
        journal = await self.kept.store.reflections.journal(self.kept.person.id)
        return [await self._entry(entry) for entry in reversed(journal)]

    async def _entry(self, entry: Entry) -> str:
        words, reflections = self.words, self.kept.store.reflections
        said = [self._said(one) for one in await own_words(self.kept.occasion, entry)]
        marks = [f"{name}: {words.label(f'noting.{seen}')}" for name, seen in await reflections.tagged(entry.id)]
        if entry.collaboration:
            marks.append(f"{words.label('noting.collaboration')}: {words.label(f'noting.{entry.collaboration}')}")
        marks += self._promise(await self.kept.store.commitments.of_entry(entry.id))
        shares = [await self._shared(one) for one in await reflections.shares(entry.id)]
        return "\n".join([f"{self.kept.moment(entry.written_at)}: {self._title(entry)}", *said, *marks, *shares])

    def _title(self, entry: Entry) -> str:
        if entry.kind == "note":
            return self.words.label(f"noting.typed_{entry.note or 'notice'}")
        return self.kept.title(entry.kind, entry.prompt) or self.words.label("exported.free")

    def _said(self, one: Opened) -> str:
        speaker = "model" if one.turn.by_model else one.turn.speaker
        return self.words.label(f"exported.{speaker}_said", moment=self.kept.moment(one.turn.written_at), text=one.text)

    def _promise(self, commitment: Commitment | None) -> list[str]:
        """When the *if* of a promise comes, and what became of it."""
        words, told = self.words, []
        if commitment and commitment.comes_on:
            told.append(words.label("exported.promise_day", day=day(commitment.comes_on, words)))
        if commitment and commitment.weekday:
            weekday = words.label(f"preferring.day_{commitment.weekday}")
            told.append(words.label("exported.promise_weekday", day=weekday))
        if commitment and commitment.answered_at:
            at = self.kept.moment(commitment.answered_at)
            told.append(words.label(f"exported.promise_{commitment.answer}", moment=at))
        return told

    async def _shared(self, share: Share) -> str:
        name = await self.kept.name(share.recipient_id) or await self.kept.cohort(share.cohort_id)
        gaps = {"name": name, "moment": self.kept.moment(share.shared_at)}
        said = [self.words.label("exported.shared", text=self.kept.frozen.get(share.id, ""), **gaps)]
        if share.read_at:
            said.append(self.words.label("exported.read", moment=self.kept.moment(share.read_at)))
        if share.taken_back_at:
            said.append(self.words.label("exported.taken_back", moment=self.kept.moment(share.taken_back_at)))
        return "\n".join(said)

    def points(self) -> list[str]:
        """What the person offered for walls, as far as it is still theirs."""
        told = []
        for row in self.kept.rows.get("point", ()):
            label = self.words.label("exported.point_signed" if row["signed"] else "exported.point_unsigned")
            gaps = {"moment": self.kept.at(row["offered_at"]), "text": self.kept.frozen[row["id"]], "label": label}
            told.append(self.words.label("exported.point", **gaps))
        return told

    def interviews(self) -> list[str]:
        """What the person wanted left out, the sentences about their interview, and their lines of pair cards."""
        rows, frozen = self.kept.rows, self.kept.frozen
        left = [row for row in rows.get("share", ()) if row["entry_id"] is None and row["id"] in frozen]
        said = {"left_out": left, "sentence": self.kept.mine("interview_sentence")}
        said["card_line"] = [row for row in rows.get("card_line", ()) if frozen.get(row["id"])]
        return [self.words.label(f"exported.{key}", text=frozen[row["id"]]) for key in said for row in said[key]]

    async def received(self) -> list[str]:
        """That something was shared with the person, and by whom; never the words, which are their author's."""
        told = []
        for row in self.kept.rows.get("share", ()):
            if row["recipient_id"] == self.kept.person.id:
                gaps = {"name": await self.kept.name(row["author_id"]), "moment": self.kept.at(row["shared_at"])}
                key = "exported.received_read" if row["read_at"] else "exported.received_unread"
                told.append(self.words.label(key, read=self.kept.at(row["read_at"]), **gaps))
        return told
