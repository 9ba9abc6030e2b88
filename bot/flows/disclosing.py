"""Disclosing: what is stored about somebody, who can see it, and how to get it or have it erased."""

from dataclasses import dataclass

from bot.chat.action import ConfirmExport, EraseMe
from bot.chat.command import Typed
from bot.chat.desk import Desk
from bot.chat.leaving import ERASED, leave_every_cohort
from bot.chat.occasion import Occasion
from bot.chat.preview import confirmed, propose
from bot.chat.reply import Reply
from bot.chat.trail import leave_trail
from bot.rules.calling_off import call_off_interviews
from bot.rules.exporting import everything
from bot.rules.home import home_of
from bot.rules.privacy_page import privacy_page
from prompts.library import Library
from prompts.message import Form, Message, TickField
from storage.fail_points import reached

_TICK = "sure"


@dataclass(frozen=True, slots=True)
class Disclosing:
    """Everybody may do all of this with what is stored about themselves, and with nothing else."""

    library: Library

    @property
    def desk(self) -> Desk:
        return Desk(
            commands={
                ("privacy",): self.tell,
                ("mydata", "export"): self.export,
                ("mydata", "erase"): self.ask_to_erase,
            },
            presses={ConfirmExport: self.send},
            submissions={EraseMe: self.erase},
        )

    async def tell(self, occasion: Occasion, _: Typed) -> Reply:
        return Reply(say=await privacy_page(occasion))

    async def export(self, occasion: Occasion, _: Typed) -> Reply:
        """Says first where the files will stand."""
        text = occasion.words.say("privacy.export_preview")
        return await propose(occasion, ConfirmExport, {}, text, label="privacy.export_confirm")

    async def send(self, occasion: Occasion, action: ConfirmExport) -> Reply:
        await confirmed(occasion, action)
        said = Message(occasion.words.say("privacy.export_done"))
        return Reply(replace=said, documents=await everything(occasion, self.library))

    async def ask_to_erase(self, occasion: Occasion, _: Typed) -> Reply:
        words = occasion.words
        return Reply(
            open=Form(
                words.label("privacy.erase_title"),
                words.say("privacy.erase_text"),
                (TickField(_TICK, words.label("privacy.erase_tick")),),
                words.label("privacy.erase_submit"),
                EraseMe().pack(),
            )
        )

    async def erase(self, occasion: Occasion, _: EraseMe) -> Reply:
        """Erases at once and for good. The key is destroyed after the transaction, again and again until it is gone."""
        words, person = occasion.words, occasion.person
        if occasion.filled_in.get(_TICK) is not True:
            return Reply(problems={_TICK: words.label("privacy.erase_not_ticked")})
        erased = Form(words.label("privacy.erased_title"), words.say("privacy.erased"))
        await leave_every_cohort(occasion, ERASED)
        await call_off_interviews(occasion)
        await leave_trail(occasion, "person_erased", thing=f"person:{person.id}")
        had_home = person.home_opened_at is not None  # whoever never saw Home is not greeted by it now
        await occasion.store.people.erase(person, occasion.now)
        reached("person blanked")
        return Reply(open=erased, home=await home_of(occasion, self.library) if had_home else None)
