"""The verbs: `bot run`, `bot playground`, `bot migrate`, `bot rotate`."""

import argparse
import asyncio
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.settings import Settings

VERBS = {
    "run": "run the service, with the settings of process variables and .env",
    "playground": "a local Discord and a local agent on this machine, and the bot against them; no account needed",
    "migrate": "bring the database to this version; `bot run` does so by itself",
    "rotate": "seal every stored secret anew with the newest key of SECRET_KEYS; the service must be stopped",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """The process's exit status: 0 well, 1 something failed, 2 a setting or an argument is wrong."""
    argv = list(sys.argv[1:] if arguments is None else arguments)
    if argv[:1] == ["playground"]:
        from bot.playground.server import main as playground

        return playground(argv[1:])
    parser = argparse.ArgumentParser(prog="bot", description="An agent with its own Linux machine, in Discord threads.")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    for verb, words in VERBS.items():
        verbs.add_parser(verb, help=words)
    return _with_settings(parser.parse_args(argv).verb)


def _with_settings(verb: str) -> int:
    from bot.core.errors import SettingsError
    from bot.settings import Settings

    try:
        return _run(verb, Settings.load())
    except* SettingsError as group:
        for error in _leaves(group):
            print(error, file=sys.stderr)
    return 2


def _run(verb: str, settings: "Settings") -> int:
    from bot import app
    from bot.telemetry import set_up_logs

    set_up_logs(settings.log_format)
    match verb:
        case "migrate":
            asyncio.run(app.migrate_only(settings))
        case "rotate":
            print(asyncio.run(app.rotate(settings)))
        case _:
            asyncio.run(app.serve(settings))
    return 0


def _leaves(group: BaseExceptionGroup[BaseException]) -> list[BaseException]:
    found: list[BaseException] = []
    for error in group.exceptions:
        found += _leaves(error) if isinstance(error, BaseExceptionGroup) else [error]
    return found


if __name__ == "__main__":
    sys.exit(main())
