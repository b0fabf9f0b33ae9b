"""Our commands and Discord's memory of them: told only when they differ, for each telling counts against a day's most.

Discord answers with defaults of its own, so what it has is not compared with what we send, but with what it had when it
was last told: each command has a version there, which every change renews.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from hashlib import sha256
from typing import Any

import discord
import structlog
from discord import app_commands

from bot.core.ids import Snowflake
from bot.core.notices import CommandSync

log = structlog.get_logger(__name__)
Payload = list[dict[str, Any]]
Learn = Callable[[Iterable[Mapping[str, Any]]], None]


def payload_of(tree: app_commands.CommandTree[Any]) -> Payload:
    return [command.to_dict(tree) for command in tree.get_commands(type=None)]


def digest(payload: Payload, there: Iterable[Mapping[str, Any]]) -> str:
    """Of what we tell, and of the commands that Discord has, by id and version."""
    versions = sorted((str(one["id"]), str(one["version"])) for one in there)
    return sha256(json.dumps([payload, versions], sort_keys=True).encode()).hexdigest()


async def sync_changes(
    client: discord.Client, tree: app_commands.CommandTree[Any], kept: CommandSync, learn: Learn
) -> bool:
    """Tell Discord our commands unless it has them already; whether it was told. Raises discord.HTTPException.

    `learn` is told the commands as Discord has them then, with their ids.
    """
    application, payload = Snowflake(client.application_id or 0), payload_of(tree)
    there: list[Any] = list(await client.http.get_global_commands(application))
    if digest(payload, there) == await kept.synced(application):
        learn(there)
        return False
    told: list[Any] = list(await client.http.bulk_upsert_global_commands(application, payload=payload))
    await kept.sync_done(application, digest(payload, told))
    learn(told)
    return True
