"""`bot check`: what the doctor finds, a line each; exit status 1 where something does not work."""

import asyncio
import json
import time
from argparse import ArgumentParser
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager

from bot.check.database import LyingSecrets, look_at_database
from bot.check.doctor import Doctor, broken_settings
from bot.core.errors import SettingsError
from bot.core.findings import Finding, Level
from bot.core.measures import NoMeasures
from bot.providers.guard import Guard, GuardedHttp
from bot.providers.http import open_session
from bot.settings import Settings
from bot.store.database import Row, Transaction, Value
from bot.store.store import SqliteStore
from bot.store.vault import Vault
from bot.surface.client import BotClient
from bot.surface.command_tree import Payload, payload_of
from bot.surface.pacer import Pacer
from bot.wiring import Wiring
from bot.wiring_models import configured


def add_check(parser: ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="for programs: a list of objects")


async def obey(settings: Settings | SettingsError) -> list[Finding]:
    if isinstance(settings, SettingsError):
        return broken_settings(settings)
    async with open_session() as session:
        try:
            payload = await _commands(settings)
        except SettingsError as error:
            doctor = Doctor(settings=settings, session=session)
            return [*broken_settings(error), *[one for one in await doctor.thoroughly() if one.about != "commands"]]
        return await Doctor(settings=settings, session=session, payload=payload).thoroughly()


def told(findings: Sequence[Finding], *, as_json: bool) -> str:
    if as_json:
        rows = [{"about": one.about, "level": one.level, "sentence": one.sentence} for one in findings]
        return json.dumps(rows, ensure_ascii=False, indent=2)
    return "\n".join(one.line for one in findings)


def status_of(findings: Sequence[Finding]) -> int:
    return int(any(one.level is Level.BAD for one in findings))


async def _commands(settings: Settings) -> Payload:
    """Of the bot as it would run with these settings; nothing of it begins. Raises SettingsError."""
    _, kept = await look_at_database(settings.database_url)
    secrets = LyingSecrets(kept, settings.database_url, settings.secret_keys)
    async with AsyncExitStack() as stack:
        pacer = Pacer(time.monotonic)
        wiring = Wiring(
            settings=settings,
            group=asyncio.TaskGroup(),
            store=SqliteStore(NoDatabase(), Vault(()), NoMeasures()),
            session=await stack.enter_async_context(open_session()),
            guarded=await stack.enter_async_context(GuardedHttp(Guard.of(settings.mcp_allow_origins))),
            client=await stack.enter_async_context(BotClient(pacer.trace())),
            pacer=pacer,
            providers=await configured(settings, secrets),
        )
        wiring.client.equip(wiring.people.features)
        return payload_of(wiring.client.tree)


class NoDatabase:
    """Nothing is read or written where only the bot's commands are looked at."""

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        raise SettingsError("a check writes nothing")
        yield  # which makes it a context

    async def read(self, _sql: str, /, **_values: Value) -> Sequence[Row]:
        raise SettingsError("a check reads nothing here")

    async def copy_aside(self, _name: str) -> None:
        raise SettingsError("a check writes nothing")
