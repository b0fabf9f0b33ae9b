"""The verbs: run, playground, migrate, rotate, secret, backup, restore, check."""

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
    "secret": "set, list or remove the secrets that ENVIRONMENTS and PROVIDERS name; the service may run meanwhile",
    "backup": "copy the database to PATH, while the service runs or not",
    "check": "look at everything that the bot needs, change nothing, and say what to mend; the service may run",
    "restore": "put a copy in the database's place; the service must be stopped",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """The process's exit status: 0 well, 1 something failed, 2 a setting or an argument is wrong."""
    argv = list(sys.argv[1:] if arguments is None else arguments)
    if argv[:1] == ["playground"]:
        from bot.playground.server import main as playground

        return playground(argv[1:])
    parser = argparse.ArgumentParser(prog="bot", description="An agent with its own Linux machine, in Discord threads.")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    parsers = {verb: verbs.add_parser(verb, help=words) for verb, words in VERBS.items()}
    _add_arguments(argv[:1], parsers)
    parsed, more = parser.parse_known_args(argv)
    if more:
        parser.error("that is more than this verb takes (not repeated here, for it may be a secret)")
    return _with_settings(parsed)


def _add_arguments(verb: Sequence[str], parsers: "dict[str, argparse.ArgumentParser]") -> None:
    match verb:
        case ["secret"]:
            from bot.secret_verbs import add_verbs

            add_verbs(parsers["secret"])
        case ["backup" | "restore"]:
            from bot.backup_verbs import add_backup, add_restore

            add_backup(parsers["backup"])
            add_restore(parsers["restore"])
        case ["check"]:
            from bot.check_verbs import add_check

            add_check(parsers["check"])
        case _:
            pass


def _with_settings(arguments: argparse.Namespace) -> int:
    import structlog

    from bot.core.errors import SettingsError
    from bot.settings import Settings
    from bot.telemetry.logs import set_up_logs

    set_up_logs("pretty")  # until the settings say how
    status = 2
    try:
        status = _check(as_json=arguments.json) if arguments.verb == "check" else _run(arguments, Settings.load())
    except* SettingsError as group:
        for error in _leaves(group):
            print(error, file=sys.stderr)
    except* Exception:  # noqa: BLE001 - Python's own traceback would show the words of the exception
        structlog.get_logger(__name__).exception("bot.crashed")
        status = 1
    return status


def _check(*, as_json: bool) -> int:
    """Wrong settings are what it is there to tell."""
    from bot import check_verbs
    from bot.core.errors import SettingsError
    from bot.settings import Settings
    from bot.telemetry.logs import set_up_logs

    settings: Settings | SettingsError
    try:
        settings = Settings.load()
        set_up_logs(settings.log_format, secrets=settings.secrets)
    except SettingsError as error:
        settings = error
    found = asyncio.run(check_verbs.obey(settings))
    print(check_verbs.told(found, as_json=as_json))
    return check_verbs.status_of(found)


def _run(arguments: argparse.Namespace, settings: "Settings") -> int:
    from bot import app
    from bot.telemetry.logs import set_up_logs

    set_up_logs(settings.log_format, secrets=settings.secrets)
    match arguments.verb:
        case "migrate":
            asyncio.run(app.migrate_only(settings))
        case "rotate":
            print(asyncio.run(app.rotate(settings)))
        case "secret":
            from bot import secret_verbs

            print(asyncio.run(secret_verbs.obey(settings, *secret_verbs.order_of(arguments))))
        case "backup" | "restore":
            from bot import backup_verbs

            print(asyncio.run(backup_verbs.obey(settings, arguments)))
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
