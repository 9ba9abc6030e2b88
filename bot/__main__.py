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


def serve(rest: Sequence[str]) -> int:
    from bot.app import serve
    from bot.settings import read

    _nothing_more("serve", rest)
    asyncio.run(serve(read(os.environ)))
    return 0


def demo(rest: Sequence[str]) -> int:
    from bot.demo import demonstrate

    _nothing_more("demo", rest)
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

_MORE = {
    "serve": "It takes its settings from the environment: EXCHANGE_HOST, EXCHANGE_PORT and so on.",
    "demo": "EXCHANGE_PORT chooses another port. It starts afresh each time and leaves nothing behind.",
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
