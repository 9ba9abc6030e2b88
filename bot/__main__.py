"""The commands of the operator: `python -m bot serve | demo | check | rehearse | inspect | show | …`."""

import argparse
import asyncio
import gc
import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from bot.errors import Misconfigured


def main(arguments: Sequence[str]) -> int:
    """Runs one command and returns the exit code: 0 well, 1 mistakes found, 2 misconfigured."""
    asked, rest = _parser().parse_known_args(arguments)
    try:
        return int(_COMMANDS[asked.command](rest))
    except Misconfigured as trouble:
        sys.stderr.write(f"{_REFUSED.get(asked.command, _NOT_STARTED)}:\n{trouble}\n")
        return 2
    except KeyboardInterrupt:
        return 0


def serve(rest: Sequence[str]) -> int:
    _nothing_more("serve", rest)
    gc.disable()  # all that is imported stays: nobody looks through it for garbage, now or later
    from bot.app import serve
    from bot.settings import read

    gc.freeze()
    gc.enable()
    asyncio.run(serve(read(os.environ)))
    return 0


def demo(rest: Sequence[str]) -> int:
    from bot.demo import demonstrate

    _nothing_more("demo", rest)
    asyncio.run(demonstrate(os.environ))
    return 0


def demo_teams(rest: Sequence[str]) -> int:
    from bot.demo_teams import demonstrate

    _nothing_more("demo-teams", rest)
    asyncio.run(demonstrate(os.environ))
    return 0


def check(rest: Sequence[str]) -> int:
    from bot.checking import check
    from prompts.library import PROMPTS

    _nothing_more("check", rest)
    return check(PROMPTS)


def rehearse(rest: Sequence[str]) -> int:
    from bot.rehearsing import rehearse

    return rehearse(rest)


def inspect(rest: Sequence[str]) -> int:
    from bot.inspecting import inspect
    from prompts.library import PROMPTS

    parser = argparse.ArgumentParser(prog="python -m bot inspect", description=_HELP["inspect"])
    parser.add_argument("--values", default="", metavar="NAMES", help="the cohort's values, with commas between them")
    named = parser.parse_args(rest).values.split(",")
    return inspect(PROMPTS, [one.strip() for one in named if one.strip()])


def show(rest: Sequence[str]) -> int:
    from bot.showing.show import show

    parser = argparse.ArgumentParser(prog="python -m bot show", description=_HELP["show"])
    parser.add_argument("folder", type=Path, metavar="DIR")
    return show(parser.parse_args(rest).folder)


def backup(rest: Sequence[str]) -> int:
    from bot.keeping_safe import backup, backup_words
    from bot.settings import read

    asked = backup_words().parse_args(rest)  # before the settings: whoever asks for help may have none yet
    return backup(asked, read(os.environ, to_serve=False), datetime.now(UTC))


def restore(rest: Sequence[str]) -> int:
    from bot.keeping_safe import restore, restore_words
    from bot.settings import read

    asked = restore_words().parse_args(rest)  # before the settings: whoever asks for help may have none yet
    return restore(asked, read(os.environ, to_serve=False), datetime.now(UTC))


def resume(rest: Sequence[str]) -> int:
    from bot.resuming import resume, resume_words
    from bot.settings import read

    asked = resume_words().parse_args(rest)  # before the settings: whoever asks for help may have none yet
    return resume(asked, read(os.environ, to_serve=False))


def teams_package(rest: Sequence[str]) -> int:
    from bot.teams.packing import package
    from prompts.library import PROMPTS, Library

    parser = argparse.ArgumentParser(prog="python -m bot teams-package", description=_HELP["teams-package"])
    parser.add_argument("file", type=Path, metavar="FILE.zip")
    parser.add_argument(
        "--slash", action="store_true", help="offer the commands behind / too (a preview of Microsoft's)"
    )
    asked, words = parser.parse_args(rest), Library.load(PROMPTS).words
    app_id, url = os.environ.get("EXCHANGE_TEAMS_APP_ID", ""), os.environ.get("EXCHANGE_PUBLIC_URL", "")
    language = os.environ.get("EXCHANGE_LANGUAGE", "en")
    content = package(app_id, url, words.get(language) or words["en"], slash=asked.slash)
    asked.file.write_bytes(content)
    sys.stdout.write(f"Wrote {asked.file}, for the app {app_id}.\n")
    return 0


_COMMANDS = {
    "serve": serve,
    "demo": demo,
    "demo-teams": demo_teams,
    "check": check,
    "rehearse": rehearse,
    "inspect": inspect,
    "show": show,
    "backup": backup,
    "restore": restore,
    "resume": resume,
    "teams-package": teams_package,
}
_HELP = {
    "serve": "run the bot with the settings of the environment",
    "demo": "run the bot with a whole workspace on this machine, at http://127.0.0.1:8080/",
    "demo-teams": "run the bot beside Microsoft's own Teams client for developers, on this machine",
    "check": "read every prompt and every sentence, and name each mistake with file and line",
    "rehearse": "print who will get what and when, for given dates",
    "inspect": "read texts as JSON lines, and print what the care and the coach make of each",
    "show": "write every message, form and Home as JSON, one file each, with sample data",
    "backup": "copy everything into a new folder, while the bot runs",
    "restore": "bring a backup back: what was sent is not sent again, who was erased stays erased",
    "resume": "let the bot go on with what nobody asked for, after it was away for more than 36 hours",
    "teams-package": "write the app package for Teams: manifest and icons in one zip file",
}

# How a refusal begins: with what was asked for, because only some commands start anything.
_NOT_STARTED = "Exchange Coach cannot start"
_REFUSED = {
    "backup": "The backup was not made",
    "restore": "Nothing was restored",
    "resume": "Nothing was resumed",
    "teams-package": "The app package was not written",
}

_MORE = {
    "serve": "It takes its settings from the environment: EXCHANGE_HOST, EXCHANGE_PORT and so on.",
    "demo": "EXCHANGE_PORT chooses another port. It starts afresh each time and leaves nothing behind.",
    "demo-teams": "EXCHANGE_PORT chooses another port for the bot. It starts afresh each time.",
    "check": "The exit code is 0 when all is well, and 1 when there is something to put right.",
}


def _nothing_more(command: str, rest: Sequence[str]) -> None:
    """Shows the command's help where it is asked for; refuses whatever else stands after the command."""
    argparse.ArgumentParser(
        prog=f"python -m bot {command}", description=_HELP[command], epilog=_MORE[command]
    ).parse_args(rest)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot", description=sys.modules[__name__].__doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    for name, help_text in _HELP.items():
        commands.add_parser(name, help=help_text, add_help=False)
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
