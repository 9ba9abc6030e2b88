"""What Home tells of a debrief's outcome: the note to the board and the projects. None of their words stand there."""

from collections.abc import Iterator

from bot.chat.action import ObjectToLine, Run, SayOfLines, ShowProject, UpdateProject
from bot.chat.dates import day, moment, today_of
from bot.rules.after_debrief import After, Stand
from bot.rules.at_home import AtHome
from bot.rules.board_reading import READING, SENT
from prompts.message import Button, Item
from prompts.words import Words


def notes_at_home(facts: AtHome, words: Words) -> Iterator[Item]:
    """What somebody who takes part can say of a note now: of its lines, or against one of them."""
    for one in facts.after:
        cohort = one.cohort
        if one.note and one.note.state == READING and one.note.id not in facts.heard:
            say = Button(words.label("board.say"), SayOfLines(cohort.id).pack(), opens_form=True)
            yield Item(words.say("home.board_reading", cohort=cohort.name), (say, _note(one, words)))
        elif one.free_at and one.stand in {Stand.HELD, Stand.OBJECTION} and one.now < one.free_at:
            until = moment(one.free_at, facts.zone, words)
            against = Button(words.label("board.object"), ObjectToLine(cohort.id).pack(), opens_form=True)
            said = words.say("home.board_held", cohort=cohort.name, moment=until)
            yield Item(said, (_note(one, words), against))


def projects_at_home(facts: AtHome, words: Words) -> Iterator[Item]:
    """The projects that somebody owns, and those of which they have not said yet whether they do."""
    for one in facts.after:
        gaps = {"cohort": one.cohort.name}
        for charter in one.owned_by(facts.person.id, confirmed=False):
            read = Button(words.label("projects.read"), ShowProject(charter.project.id).pack(), opens_form=True)
            yield Item(words.say("home.project_named", **gaps), (read,))
        if owned := one.owned_by(facts.person.id, confirmed=True):
            update = Button(words.label("projects.update"), UpdateProject(owned[0].project.id).pack(), opens_form=True)
            buttons = (update, _projects(one, words)) if len(owned) == 1 else (_projects(one, words),)
            yield Item(words.say("home.projects_owned", count=len(owned), **gaps), buttons)


def outcome_told(after: After, words: Words) -> list[str]:
    """The same for a sponsor: the note from the day on which it was sent, and how many projects go on."""
    told: list[str] = []
    projects = sum(one.goes_on for one in after.charters)
    if after.note and after.note.state == SENT and after.note.sent_at:
        sent = day(today_of(after.cohort, after.note.sent_at), words)
        key = "home.board_asks" if after.unanswered else "home.board_answered"
        told.append(words.say(key, day=sent, count=after.unanswered))
    if projects:
        told.append(words.say("home.projects_going_on", count=projects))
    return told


def outcome_buttons(after: After, words: Words) -> tuple[Button, ...]:
    """The way to what is told."""
    note = (_note(after, words),) if after.note and after.note.state == SENT else ()
    return (*note, *((_projects(after, words),) if after.charters else ()))


def _note(after: After, words: Words) -> Button:
    return Button(words.label("board.open"), Run(f"board cohort {after.cohort.id}").pack())


def _projects(after: After, words: Words) -> Button:
    return Button(words.label("home.projects"), Run(f"projects cohort {after.cohort.id}").pack())
