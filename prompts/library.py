"""The whole program with all its words, read from this folder; nothing is used while anything in it is wrong."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from prompts.interface import read_interface
from prompts.mistakes import Mistake, Mistakes, Source
from prompts.program import Program
from prompts.run_sheet import ROUND_WORDS, ROUNDS, RunSheet, read_run_sheet
from prompts.structure import read_program
from prompts.wording_file import read_wordings
from prompts.wordings import PromptWords
from prompts.words import Words

PROMPTS = Path(__file__).parent  # where the program and its words lie
PROGRAM = "program.toml"
INTERFACE = "interface.toml"
RUN_SHEET = "run_sheet.toml"

# Words that are looked for in texts of every language, also of one in which the bot says nothing.
_LISTS = ("distress", "learned_distress", "patient_details")  # how the names of their files begin


@dataclass(frozen=True, slots=True)
class Library:
    """The program with the debrief's run-sheet, and the words by language.

    Every language has every prompt, every round and every sentence.
    """

    program: Program
    words: Mapping[str, Words]
    prompts: Mapping[str, Mapping[str, PromptWords]]
    default: str
    run_sheet: RunSheet

    @classmethod
    def load(cls, folder: Path, default: str = "en") -> "Library":
        """Reads program.toml, run_sheet.toml and every language's folder.

        Raises Mistakes with everything that is wrong.
        """
        return _Reading(folder, default, []).library()

    def prompt(self, language: str, key: str) -> PromptWords:
        """The words of a prompt, in the default language where that one is not here.

        Raises KeyError for a key that the program does not have.
        """
        return self.prompts.get(language, self.prompts[self.default])[key]


def languages(folder: Path) -> frozenset[str]:
    """Every folder in it that has words is a language, unless it has nothing but lists."""
    written = [*folder.glob("*/*.toml"), *folder.glob("*/*.md")]
    return frozenset(path.parent.name for path in written if not path.name.startswith(_LISTS))


@dataclass(frozen=True, slots=True)
class _Reading:
    folder: Path
    default: str
    mistakes: list[Mistake]

    def library(self) -> Library:
        program, lines = self._program()
        languages = self._languages()
        words: dict[str, Words] = {}
        for one in languages:
            model = words.get(self.default)
            words[one] = self._interface(one, model if model and model.sentences else None)
        prompts = {one: self._wordings(one, program, lines) for one in languages}
        run_sheet = self._run_sheet(words)
        if self.mistakes:
            raise Mistakes(self.mistakes)
        return Library(program, words, prompts, self.default, run_sheet)

    def _program(self) -> tuple[Program, Mapping[str, int]]:
        source = self._source(self.folder / PROGRAM)
        return (Program(()), {}) if source is None else read_program(source)

    def _run_sheet(self, words: Mapping[str, Words]) -> RunSheet:
        source = self._source(self.folder / RUN_SHEET)
        if source is None:
            return RunSheet()
        sheet, lines = read_run_sheet(source)
        for language, said in words.items():
            needed = [(one, f"round.{one}.{what}") for one in lines if one in ROUNDS for what in ROUND_WORDS]
            for one, key in needed if said.sentences else ():
                if key not in said.sentences:
                    source.wrong(lines[one], f"the words of {one} are missing: {key} in {language}/{INTERFACE}")
        return sheet

    def _languages(self) -> list[str]:
        """The default one comes first."""
        return [self.default, *sorted(languages(self.folder) - {self.default})]

    def _interface(self, language: str, model: Words | None) -> Words:
        source = self._source(self.folder / language / INTERFACE)
        return Words(language, {}) if source is None else read_interface(source, language, model)

    def _wordings(self, language: str, program: Program, lines: Mapping[str, int]) -> dict[str, PromptWords]:
        folder = self.folder / language
        found = {}
        for prompt in program.prompts:
            source = self._source(folder / f"{prompt.key}.md", needed_at=lines.get(prompt.key, 1))
            if source is not None:
                found[prompt.key] = read_wordings(source, prompt)
        for file in folder.glob("[A-Z]*.md") if lines else ():  # a program that cannot be read has no prompts to miss
            if file.stem not in lines:
                self.mistakes.append(Mistake(self._name(file), 1, f"the program has no prompt {file.stem}"))
        return found

    def _source(self, file: Path, needed_at: int = 0) -> Source | None:
        """The file's text; None, and a mistake at the line that needs it, where there is none."""
        try:
            # some editors put a mark before the first letter of a UTF-8 file; it is no part of the text
            return Source(self._name(file), file.read_text("utf-8-sig"), self.mistakes)
        except FileNotFoundError:
            missing = Mistake(self._name(file), 1, "this file is missing")
            needing = Mistake(self._name(self.folder / PROGRAM), needed_at, f"the file {self._name(file)} is missing")
            self.mistakes.append(needing if needed_at else missing)
        except UnicodeDecodeError as trouble:
            line = trouble.object[: trouble.start].count(b"\n") + 1
            self.mistakes.append(Mistake(self._name(file), line, "this is not saved as UTF-8 text"))
        return None

    def _name(self, file: Path) -> str:
        return file.relative_to(self.folder.parent).as_posix()
