"""Every mistake in the program and its words is named with file and line."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.checking import check
from prompts.library import Library
from prompts.mistakes import Mistakes


@dataclass(frozen=True)
class Slip:
    """Somebody changed `before` to `after` in a file; `at` is what stands on the line that must be named."""

    file: str
    before: str
    after: str
    at: str
    sentence: str


SLIPS = {
    # the words of one prompt
    "a gap is misspelt": Slip(
        "en/D3.md", "{value}", "{valeu}", "{valeu}", "the gap {valeu} is not known; known are {d"
    ),
    "a facilitator's gap for all": Slip("en/B1.md", "{value}", "{answered_band}", "{answered_band}", "is not known"),
    "a gap in a gentler wording": Slip(
        "en/A2.md", "you like to", "like {partner} to", "like {", "known are {date}, {o"
    ),
    "a gap in the help": Slip(
        "en/A2.md", "be small", "be {value}", "help", "{value} is not known; known are none here"
    ),
    "a bracket is not closed": Slip("en/D3.md", "{value}", "{value", "{value", "a curly bracket is opened or closed"),
    "a bracket is not opened": Slip("en/D3.md", "{value}", "value}", "value}", "a curly bracket is opened or closed"),
    "a wording is gone": Slip("en/D6.md", "## refuse", "", "+++", "D6 has 2 wordings; it needs 3 or more"),
    "the gentler wording is gone": Slip("en/A2.md", "## gentler", "", "+++", "it needs a wording under ## gentler"),
    "the offer is gone": Slip("en/D6.md", "## offer", "", "+++", "it needs a sentence under ## offer"),
    "a wording is empty": Slip("en/D6.md", "## refuse", "## refuse\n\n## other", "## refuse", "nothing stands under"),
    "a heading comes twice": Slip(
        "en/D6.md", "## refuse", "## doubt", "## doubt\n\nThink of one", "two headings doubt"
    ),
    "a heading is a sentence": Slip("en/D6.md", "## refuse", "## I refuse", "## I refuse", "one word of small letters"),
    "text before the headings": Slip("en/D6.md", "## doubt", "Hello\n\n## doubt", "Hello", "before the first heading"),
    "a wording is too long": Slip(
        "en/D6.md", "doubt\n\nThe", f"doubt\n\n{'x' * 3000}", "## doubt", "message holds 3000"
    ),
    "the title is gone": Slip("en/D6.md", 'title = "With some distance"\n', "", "+++", "D6 needs title"),
    "the title is too long": Slip("en/D6.md", "With some", "With some more of the", "title", "a form holds 24"),
    "the title is a number": Slip("en/D6.md", '"With some distance"', "6", "title", "title must be a text in quotes"),
    "a field of the head is odd": Slip("en/D6.md", "short_help", "help_short", "help_short", "help_short is not known"),
    "the short help is gone": Slip("en/D6.md", "short_help", "help_short", "+++", "D6 needs short_help"),
    "a quote is not closed": Slip("en/D6.md", 'distance"', "distance", "title", "no quotation mark at the end"),
    "help comes twice": Slip("en/D6.md", "short_help", "help", 'help = "As', "for the second time"),
    "the head is not closed": Slip("en/D6.md", '."\n+++', '."\n', "## ", "a line +++ is missing before the first"),
    "there is no head": Slip("en/D6.md", "+++\n", "", "title", "the file starts with a line +++"),
    # the program
    "an unknown date": Slip(
        "program.toml", '= "W1-14d', '= "Y1-14d', '"Y1', "the date Y1 is not known; known are W1, W2"
    ),
    "an unreadable when": Slip(
        "program.toml", '= "W1-14d 09', '= "W1 -14d 09', '"W1 -14d', "cannot be read; write it like"
    ),
    "no time of day": Slip("program.toml", '= "W1-14d 09:30"', '= "W1-14d 24:30"', "24:30", "24:30 is no time of day"),
    "the end of no visit": Slip(
        "program.toml", '= "W1 16:30"', '= "W1 end"', '"W1 end"', "are the hours of a visit day"
    ),
    "no when": Slip("program.toml", 'when = "W1-14d 09:30"\n', "", "[A.A1]  #", "A1 needs when, a text in quotes"),
    "an unknown audience": Slip(
        "program.toml", '= "host"', '= "hosts"', '= "hosts"', "the audience hosts is not known"
    ),
    "a visitor without a visit": Slip("program.toml", '"X1-1wd 15:30"', '"W1 15:30"', '"W1 15:30"', "only on a visit"),
    "a participant on a visit": Slip(
        "program.toml",
        '"W1 16:30"',
        '"X1 16:30"',
        'audience = "participant"\nring = 3\nframework = "what',
        "everyone is two",
    ),
    "an unknown form": Slip(
        "program.toml", '= "commitment"', '= "promise"', '= "promise"', "the form promise is not known"
    ),
    "a window in words": Slip("program.toml", "window = 10", 'window = "ten"', '"ten"', "a whole number from 1 to 168"),
    "an endless window": Slip("program.toml", "window = 10", "window = 1000", "1000", "a whole number from 1 to 168"),
    "a ring too far": Slip(
        "program.toml", "ring = 5", "ring = 6", "ring = 6", "D6 needs ring, a whole number from 1 to 5"
    ),
    "answer in quotes": Slip(
        "program.toml", "answer = false", 'answer = "no"', '= "no"', "true or false, without quotes"
    ),
    "an unknown field": Slip("program.toml", "ring = 5", "ring = 5\nrng = 3", "rng = 3", "rng is not known; known are"),
    "needs what is not there": Slip(
        "program.toml", 'needs = "H1"', 'needs = "H9"', '"H9"', "H2 needs H9, but no prompt"
    ),
    "recalls what comes later": Slip(
        "program.toml", '["D5"]', '["J1"]', '["J1"]', "D6 recalls J1, but no prompt before"
    ),
    "opens what is not there": Slip("program.toml", '["readiness"]', '["ready"]', '["ready"]', "known are readiness,"),
    "opens no list": Slip("program.toml", '["readiness"]', '"readiness"', 'opens = "r', "opens is a list; known are"),
    "readiness of no visit": Slip(
        "program.toml", '= "X1-10wd', '= "W2-10wd', 'opens = ["readiness"]', "only a prompt that hangs on X1"
    ),
    "a facilitator's page for all": Slip(
        "program.toml", '["readiness"]', '["week"]', '["week"]', "only a facilitator's prompt opens week"
    ),
    "recalls no list": Slip("program.toml", '["D5"]', '"D5"', 'recalls = "D5"', "recalls is a list of prompts"),
    "the same prompt twice": Slip("program.toml", "[D.D4]", "[D.D3]", '[D.D3]\nwhen = "X2', "for the second time"),
    "one name in two phases": Slip("program.toml", "[E.E1]", "[E.D1]", "[E.D1]", "there are two prompts D1"),
    "an unwritten prompt": Slip("program.toml", "[D.D4]", "[D.D9]", "[D.D9]", "the file prompts/en/D9.md is missing"),
    "an odd name": Slip("program.toml", "[D.D4]", "[D.d-4]", "[D.d-4]", "d-4 is no name for a prompt"),
    "a field outside": Slip(
        "program.toml", "[A.A1]  #", "ring = 1\n[A.A1]  #", "ring = 1\n[A", "stands outside a prompt"
    ),
    "no equals sign": Slip("program.toml", "ring = 5", "ring 5", "ring 5\n", "there is no = after the name"),
    # every other sentence
    "a sentence's bracket": Slip("en/interface.toml", "`{text}`", "`{text`", "`{text`", "a curly bracket is opened or"),
    "a sentence's quote": Slip(
        "en/interface.toml", 'write = "Write"', 'write = "Write', 'write = "Write', "no quotation mark"
    ),
    "a sentence without quotes": Slip(
        "en/interface.toml", 'write = "Write"', "write = Write", "write = Write", "in quotation marks"
    ),
    "a sentence in curly quotes": Slip(
        "en/interface.toml", 'write = "Write"', "write = “Write”", "write = “Write”", "straight quotation marks"
    ),
    "a sentence with a quote inside": Slip(
        "en/interface.toml", 'write = "Write"', 'write = "Write "it""', 'write = "Write "', "inside a text"
    ),
    "a long sentence is not closed": Slip(
        "en/interface.toml", 'erases it.\n"""\n', "erases it.\n", 'welcome = """', "is not closed"
    ),
    "a backslash in a long sentence": Slip(
        "en/interface.toml", "I am a program: no", "I am a \\program: no", "\\program", "must be written twice"
    ),
    "a sentence's gap is misspelt": Slip(
        "en/interface.toml", "{nearest}", "{neerest}", "{neerest}", "nothing fills the gap {neerest}; did you mean {n"
    ),
    "a sentence is empty": Slip(
        "en/interface.toml", 'write = "Write"', 'write = ""', 'write = ""', "prompt.write is empty"
    ),
    "a button's label is too long": Slip(
        "en/interface.toml", 'write = "Write"', f'write = "{"x" * 76}"', 'write = "xxx', "a button holds 75"
    ),
    "a form's title is too long": Slip(
        "en/interface.toml", 'new_title = "', f'new_title = "{"x" * 24}', 'new_title = "xxx', "on a form holds 24"
    ),
    "a button's label is gone": Slip(
        "en/interface.toml", 'skip = "Skip"\n', "", "[prompt]", "prompt.skip is missing; the bot needs it"
    ),
}


def mistakes(folder: Path) -> list[str]:
    with pytest.raises(Mistakes) as refused:
        Library.load(folder)
    return [str(one) for one in refused.value.found]


def line_of(file: Path, text: str) -> int:
    """The last line of a file that has that text in it: where two are the same, the second one is the mistake."""
    lines = file.read_text("utf-8").splitlines()
    return max(number for number, line in enumerate(lines, 1) if text in line)


@pytest.mark.parametrize("slip", SLIPS.values(), ids=SLIPS.keys())
def test_a_mistake_is_named_with_file_and_line(folder: Path, slip: Slip) -> None:
    file = folder / slip.file
    text = file.read_text("utf-8")
    assert slip.before in text
    changed = text.replace(slip.before, slip.after, 1)
    file.write_text(changed, "utf-8")

    found = mistakes(folder)

    line = changed[: changed.index(slip.at)].count("\n") + 1
    assert any(one.startswith(f"prompts/{slip.file}:{line}: ") and slip.sentence in one for one in found), found


def test_a_program_that_cannot_be_read_is_all_that_is_told(folder: Path) -> None:
    file = folder / "program.toml"
    file.write_text("[A.A1\n" + file.read_text("utf-8"), "utf-8")

    found = mistakes(folder)

    assert len(found) == 1
    assert found[0].startswith("prompts/program.toml:1: ")


UNREADABLE = {
    "a quote is not closed": ("en/D6.md", 'distance"', "distance"),
    "the head is not closed": ("en/D6.md", '."\n+++', '."\n'),
    "there is no head": ("en/D6.md", "+++\n", ""),
    "a sentence's quote": ("en/interface.toml", 'write = "Write"', 'write = "Write'),
    "a list of the coach": ("en/coach.toml", "[mirror]", "[mirror"),
}


@pytest.mark.parametrize(("file", "before", "after"), UNREADABLE.values(), ids=UNREADABLE.keys())
def test_what_cannot_be_read_is_told_once(
    folder: Path, capsys: pytest.CaptureFixture[str], file: str, before: str, after: str
) -> None:
    shutil.copytree(folder / "en", folder / "nl", dirs_exist_ok=True)
    text = (folder / file).read_text("utf-8")
    (folder / file).write_text(text.replace(before, after, 1), "utf-8")

    check(folder)

    assert "To put right: 1." in capsys.readouterr().out


def test_words_of_no_prompt_are_named(folder: Path) -> None:
    shutil.copy(folder / "en" / "D3.md", folder / "en" / "D33.md")

    assert mistakes(folder) == ["prompts/en/D33.md:1: the program has no prompt D33"]


def test_too_few_wordings_without_gaps_are_named(folder: Path) -> None:
    file = folder / "en" / "D6.md"
    text = (
        file.read_text("utf-8")
        .replace("## protect\n", "## protect\n{value}")
        .replace("## refuse\n", "## refuse\n{value}")
    )
    file.write_text(text, "utf-8")

    assert mistakes(folder) == [
        "prompts/en/D6.md:1: 2 wordings must do without {value} and the like, which may have nothing to fill them"
    ]


def test_a_file_that_is_not_utf8_is_named(folder: Path) -> None:
    file = folder / "en" / "D6.md"
    file.write_bytes(file.read_bytes() + b"\n## last\n\nd\xe9j\xe0 vu\n")

    last = file.read_bytes().count(b"\n")
    assert mistakes(folder) == [f"prompts/en/D6.md:{last}: this is not saved as UTF-8 text"]


def test_all_mistakes_are_told_at_once(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for key in ("A1", "B1"):
        (folder / "en" / f"{key}.md").unlink()

    code = check(folder)

    told = capsys.readouterr().out
    assert code == 1
    assert "the file prompts/en/A1.md is missing" in told
    assert "the file prompts/en/B1.md is missing" in told


def test_a_language_must_have_every_sentence_and_every_prompt(folder: Path) -> None:
    shutil.copytree(folder / "en", folder / "nl", dirs_exist_ok=True)
    (folder / "nl" / "D3.md").unlink()
    interface = (folder / "nl" / "interface.toml").read_text("utf-8")
    shorter = interface.replace('skip = "Skip"\n', "", 1).replace("zone:** {zone}", "zone:** {zoon}", 1)
    (folder / "nl" / "interface.toml").write_text(shorter, "utf-8")

    found = mistakes(folder)

    section = line_of(folder / "nl" / "interface.toml", "[prompt]")
    changed = line_of(folder / "nl" / "interface.toml", "zone:** {zoon}")
    assert found == [
        f"prompts/nl/interface.toml:{section}: prompt.skip is missing; en has it",
        f"prompts/nl/interface.toml:{changed}: the gap {{zoon}} is not known; known are {{zone}}",
        f"prompts/program.toml:{line_of(folder / 'program.toml', '[D.D3]')}: the file prompts/nl/D3.md is missing",
    ]


COACH_SLIPS = {
    "a mirror without the phrase": ("“{phrase}”: that is how you put it.", "That is how you put it.", "mirror.2 needs"),
    "a bracket that never closes": ("[mirror_of_question]", "[mirror_of_question", "square bracket ]"),
}


@pytest.mark.parametrize(("before", "after", "sentence"), COACH_SLIPS.values(), ids=COACH_SLIPS.keys())
def test_a_mistake_in_the_coachs_questions_is_named_too(
    folder: Path, capsys: pytest.CaptureFixture[str], before: str, after: str, sentence: str
) -> None:
    file = folder / "en" / "coach.toml"
    file.write_text(file.read_text("utf-8").replace(before, after, 1), "utf-8")

    code = check(folder)

    told = capsys.readouterr().out
    assert code == 1
    assert told.startswith(f"prompts/en/coach.toml:{line_of(file, after)}: ")
    assert sentence in told


def test_a_mistake_in_the_words_of_care_is_named_too(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = folder / "en" / "distress_suicide.toml"
    wrong = file.read_text("utf-8").replace("i <think> about/of dying", "i <thinks> about/of dying", 1)
    file.write_text(wrong, "utf-8")

    code = check(folder)

    assert code == 1
    told = capsys.readouterr().out
    assert told.startswith("prompts/en/distress_suicide.toml:")
    assert "no list under [words] is called “thinks”" in told
