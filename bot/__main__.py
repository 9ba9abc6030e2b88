"""The commands of the operator: `python -m bot serve | demo | check | rehearse | show`."""

import argparse
import asyncio
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from bot.errors import Misconfigured


def main(arguments: Sequence[str]) -> int:
    """Runs one command and returns the exit code: 0 well, 1 mistakes found, 2 misconfigured."""
    asked, rest = _parser().parse_known_args(arguments)
    try:
        return int(_COMMANDS[asked.command](rest))
    except Misconfigured as trouble:
        sys.stderr.write(f"Exchange Coach cannot start:\n{trouble}\n")
        return 2
    except KeyboardInterrupt:
        return 0


def serve(_rest: Sequence[str]) -> int:
    from bot.app import serve
    from bot.settings import read

    asyncio.run(serve(read(os.environ)))
    return 0


def demo(_rest: Sequence[str]) -> int:
    from bot.demo import demonstrate

    asyncio.run(demonstrate(os.environ))
    return 0


def check(_rest: Sequence[str]) -> int:
    from bot.checking import check
    from prompts.library import PROMPTS

    return check(PROMPTS)


def rehearse(rest: Sequence[str]) -> int:
    from bot.rehearsing import rehearse

    return rehearse(rest)


def show(rest: Sequence[str]) -> int:
    from bot.showing.show import show

    parser = argparse.ArgumentParser(prog="python -m bot show", description=_HELP["show"])
    parser.add_argument("folder", type=Path, metavar="DIR")
    return show(parser.parse_args(rest).folder)


_COMMANDS = {"serve": serve, "demo": demo, "check": check, "rehearse": rehearse, "show": show}
_HELP = {
    "serve": "run the bot with the settings of the environment",
    "demo": "run the bot with a whole workspace on this machine, at http://127.0.0.1:8080/",
    "check": "read every prompt and every sentence, and name each mistake with file and line",
    "rehearse": "print who will get what and when, for given dates",
    "show": "write every message, form and Home as JSON, one file each, with sample data",
}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot", description=sys.modules[__name__].__doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    for name, help_text in _HELP.items():
        commands.add_parser(name, help=help_text, add_help=False)
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
