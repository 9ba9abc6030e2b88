"""Home as a message: what waits, what comes next, one's settings, and the journal behind a button."""

from bot.chat.action import Answer, ReadStatement, Run, ShowJournal, ShowPromises, TakeNote, Write, WriteFreely
from bot.chat.consent import card
from bot.chat.dates import day, hour, moment
from bot.chat.occasion import Occasion
from bot.rules.arrangements_told import what_for, when
from bot.rules.at_home import AtHome, at_home
from bot.rules.home_after import notes_at_home, projects_at_home
from bot.rules.home_of_roles import sections
from bot.rules.privacy_page import ai_said, said
from bot.rules.roles_at_home import RolesAtHome, roles_at_home
from prompts.library import Library
from prompts.message import Button, Item, Markdown, Message
from prompts.words import Words
from storage.tables import Person

_NAMED = 3  # cohorts that are named in the first sentence; beyond that it says how many there are


async def home_of(occasion: Occasion, library: Library) -> Message:
    """The Home of the occasion's person as it is after what this occasion changed."""
    facts = await at_home(occasion, library)
    held = await occasion.store.people.roles(occasion.person.id)
    return home(facts, await roles_at_home(occasion, library, held, facts.settings), occasion.words)


async def home_again(occasion: Occasion, library: Library) -> Message | None:
    """The same for whoever has opened Home before: what was done may have changed what stands there."""
    return await home_of(occasion, library) if occasion.person.home_opened_at else None


def home(facts: AtHome, roles: RolesAtHome, words: Words) -> Message:
    """Devices are shared: nothing that somebody wrote is here, only the button that shows it."""
    title = words.label("home.title")
    if not facts.is_somebody:
        return Message(words.say("home.nobody_yet"), title, buttons=(_privacy_button(words),))
    asked = bool(facts.cohorts or facts.led)
    items = (
        *_card(facts, words),
        *(_now(facts, words) if asked else _open(facts, words)),
        *_ahead(facts, words),
        *projects_at_home(facts, words),
        *sections(roles, words),
        *_journal(facts, words),
        *((_settings(facts, words),) if asked or facts.is_paused else ()),
        *_stands_for(facts, words),
        _privacy(facts, words),
    )
    text = " ".join([words.say("home.hello", name=facts.person.name), *_where(facts, words)])
    return Message(text, title, items)


def _where(facts: AtHome, words: Words) -> list[Markdown]:
    """The cohorts that they take part in and those that they lead; who holds another role needs to be in none."""
    within = [words.say("home.cohort", cohort=one.name) for one in facts.cohorts]
    leading = [words.say("home.leads", cohort=one.name) for one in facts.led]
    if len(facts.led) > _NAMED:
        leading = [words.say("home.leads_many", count=len(facts.led))]
    return within + leading or ([] if facts.roles else [words.say("home.nobody")])


def today(facts: AtHome, words: Words) -> Message:
    """What waits and what comes, and a pause if there is one; nothing else."""
    if not facts.is_somebody:
        return Message(words.say("home.nobody_yet"))
    pause = (Item(_pause(facts, words), (_pause_button(facts, words),)),) if facts.is_paused else ()
    return Message("", words.label("home.today"), (*_now(facts, words), *pause))


def _card(facts: AtHome, words: Words) -> tuple[Item, ...]:
    """The first card, for as long as somebody who takes part has not answered it."""
    if facts.person.keeps_entries is not None or not facts.cohorts:
        return ()
    asked = card(words)
    return (Item(asked.text, asked.buttons),)


def _now(facts: AtHome, words: Words) -> tuple[Item, ...]:
    """What is open, and what comes next in the person's own time."""
    paused = [
        Item(words.say("home.cohort_paused", cohort=one.name, day=day(one.paused_until, words)))
        for one in facts.paused_cohorts()
        if one.paused_until
    ]
    return (*_open(facts, words), _next(facts, words), *paused)


def _open(facts: AtHome, words: Words) -> tuple[Item, ...]:
    open_now = [
        Item(
            words.say("home.open", title=one.title),
            (Button(words.label("prompt.write"), Write(one.delivery).pack(), opens_form=True, style="primary"),),
        )
        for one in facts.waiting
    ]
    if facts.question:
        answer = Button(words.label("following.answer"), Answer(facts.question).pack(), opens_form=True)
        open_now.append(Item(words.say("home.question"), (answer,)))
    open_now += notes_at_home(facts, words)
    return tuple(open_now)


def _next(facts: AtHome, words: Words) -> Item:
    if facts.coming is None:
        return Item(words.say("home.next_none"))
    at = moment(facts.coming.at, facts.zone, words)
    return Item(words.say("home.next", title=facts.coming.title, moment=at))


def _ahead(facts: AtHome, words: Words) -> tuple[Item, ...]:
    """The next days on which something takes place, in plain words."""
    dates = facts.ahead()
    if not dates:
        return ()
    several = len(facts.cohorts) > 1
    lines = [
        words.say(
            "home.date_of" if several else "home.date",
            what=what_for(one.own, one.what, one.setting, words),
            when=when(one.what, words),
            cohort=one.setting.cohort.name,
        )
        for one in dates
    ]
    return (Item("\n".join([words.say("home.dates_ahead"), *lines])),)


def _journal(facts: AtHome, words: Words) -> tuple[Item, ...]:
    """Whether what they write is kept, and what there is to write; not for whoever is asked nothing."""
    if not facts.cohorts and facts.person.keeps_entries is None:
        return ()
    buttons = (
        Button(words.label("journal.show"), ShowJournal().pack(), opens_form=True),
        Button(words.label("home.write"), WriteFreely().pack(), opens_form=True),
        Button(words.label("home.note"), TakeNote().pack(), opens_form=True),
        Button(words.label("home.promises"), ShowPromises().pack(), opens_form=True),
    )
    keeps = facts.person.keeps_entries
    state = "none" if keeps is None else "yes" if keeps else "no"
    return (Item(words.say(f"home.journal_{state}"), buttons),)


def _settings(facts: AtHome, words: Words) -> Item:
    """When messages come and in which language: read in one glance, and changed next to it."""
    lines = (
        _pause(facts, words),
        _quiet(facts.person, words),
        words.say("home.days_set", days=_days(facts.person, words)),
        words.say("home.language_set", language=words.label("language.name")),
        words.say("home.nudges_set", how=words.label(f"nudges.{facts.person.nudges or 'usual'}")),
        words.say("home.zone", zone=facts.zone),
    )
    buttons = tuple(
        Button(words.label(f"home.{one}"), Run(one).pack(), opens_form=True)
        for one in ("quiet", "days", "nudges", "language")
    )
    return Item("\n".join(lines), (_pause_button(facts, words), *buttons))


def _pause(facts: AtHome, words: Words) -> Markdown:
    until = facts.person.paused_until
    return words.say("home.paused", day=day(until, words)) if facts.is_paused and until else words.say("home.no_pause")


def _pause_button(facts: AtHome, words: Words) -> Button:
    if facts.is_paused:
        return Button(words.label("home.resume"), Run("resume").pack())
    return Button(words.label("home.pause"), Run("pause until").pack(), opens_form=True)


def _quiet(person: Person, words: Words) -> str:
    if person.quiet_from == person.quiet_to:
        return words.say("home.no_quiet")
    return words.say("home.quiet_set", start=hour(person.quiet_from, words), end=hour(person.quiet_to, words))


def _days(person: Person, words: Words) -> str:
    names = [words.label(f"preferring.day_{number}") for number in person.pattern]
    return ", ".join(names) or words.label("home.days_usual")


def _stands_for(facts: AtHome, words: Words) -> tuple[Item, ...]:
    """What their sponsor says to those who take part, and the values that the questions speak of."""
    label = words.label("stating.title")
    return tuple(
        Item(
            words.say("home.stands_for", cohort=one.name),
            (Button(label, ReadStatement(one.id).pack(), opens_form=True),),
        )
        for one in facts.cohorts
    )


def _privacy(facts: AtHome, words: Words) -> Item:
    leave = (Button(words.label("home.leave"), Run("leave").pack()),) if facts.cohorts else ()
    return Item("\n".join([words.say("home.privacy_text"), *_agreed(facts, words)]), (_privacy_button(words), *leave))


def _agreed(facts: AtHome, words: Words) -> list[Markdown]:
    """What they said to AI and to themes, which only stand behind a yes to keeping."""
    person = facts.person
    if not person.keeps_entries:
        return []
    answers = {"ai": ai_said(person, facts.offers), "themes": said(person.agrees_themes)}
    return [words.say(f"privacy.{purpose}_{answer}") for purpose, answer in answers.items()]


def _privacy_button(words: Words) -> Button:
    return Button(words.label("home.privacy"), Run("privacy").pack())
