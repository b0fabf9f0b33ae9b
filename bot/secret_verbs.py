"""`bot secret`: what the operator stores. A value is typed unseen or piped in; an argument would stand in the shell's
history and in every list of processes.
"""

import sys
from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime
from getpass import getpass

from pydantic import SecretStr

from bot.core.errors import SettingsError
from bot.core.ids import Milliseconds
from bot.core.machines import SECRET_NAME
from bot.settings import Settings
from bot.store.secrets import SqliteSecrets, open_secrets
from bot.wiring import SystemClock


def add_verbs(parser: ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="secret_verb", required=True, metavar="VERB")
    put = verbs.add_parser("set", help="store one, or another value of it; asked for, or read from standard input")
    verbs.add_parser("list", help="names, and when each was set; never values")
    remove = verbs.add_parser("remove", help="forget one")
    for verb in (put, remove):
        verb.add_argument("name", metavar="NAME")


def order_of(arguments: Namespace) -> tuple[str, str, SecretStr]:
    """The verb, a name and a value, each empty where the verb has none. Raises SettingsError, which shows neither."""
    verb: str = arguments.secret_verb
    name: str = getattr(arguments, "name", "")
    if verb != "list" and not SECRET_NAME.fullmatch(name):
        raise SettingsError(
            "a secret's name begins with a letter and has at most 64 letters, digits, underscores and hyphens"
        )
    return verb, name, _checked(_read(name)) if verb == "set" else SecretStr("")


async def obey(settings: Settings, verb: str, name: str, value: SecretStr) -> str:
    """What is then said."""
    async with open_secrets(settings.database_url, settings.secret_keys) as secrets:
        match verb:
            case "set":
                await secrets.set(name, value, now=SystemClock().now())
                return f"{name} is stored; the next machine is made with it."
            case "remove":
                return await _removed(secrets, name)
            case _:
                lines = [f"{one.name}  set {_written(one.set_at)}" for one in await secrets.all()]
                return "\n".join(lines) or "No secret is stored."


async def _removed(secrets: SqliteSecrets, name: str) -> str:
    if not await secrets.remove(name):
        raise SettingsError(f"no secret {name} is stored: `bot secret list` names those that are")
    return f"{name} is removed."


def _written(at: Milliseconds) -> str:
    return datetime.fromtimestamp(at / 1000, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")


def _read(name: str) -> str:
    try:
        return getpass(f"{name}: ") if sys.stdin.isatty() else sys.stdin.buffer.read().decode()
    except EOFError:
        return ""
    except UnicodeDecodeError:
        raise SettingsError("the value is no text in UTF-8: nothing was stored") from None


def _checked(value: str) -> SecretStr:
    """White space around it comes with copying; a line break inside would end the header that carries it."""
    value = value.strip()
    if not value:
        raise SettingsError("the value is empty: nothing was stored")
    if not value.isprintable():
        raise SettingsError("the value has a line break or another control character: nothing was stored")
    return SecretStr(value)
