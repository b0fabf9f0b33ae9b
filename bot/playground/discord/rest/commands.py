"""/applications/{a}/commands, global and of a guild: registering, reading, replacing, deleting."""

from collections import Counter
from typing import Any

from aiohttp import web

from bot.playground.discord import limits
from bot.playground.discord.commands.registered import command_json, kind_of, problems
from bot.playground.discord.errors import DiscordError, FormErrors, form_error, missing_access, unknown_guild
from bot.playground.discord.rest.door import Call, add, json_response
from bot.playground.discord.world.entities import Command, JsonObject


def _scope(call: Call) -> int | None:
    """The guild whose commands are meant, None for the global ones; only the application itself comes here."""
    if not call.user.bot:
        raise DiscordError(403, 20002, "Only bots can use this endpoint")
    if call.id("application_id") != call.world.application.id:
        raise DiscordError(403, 20012, "You are not authorized to perform this action on this application")
    if "guild_id" not in call.request.match_info:
        return None
    guild = call.world.guilds.get(call.id("guild_id"))
    if guild is None:
        raise unknown_guild()
    if call.user.id not in guild.members:
        raise missing_access()
    return guild.id


def _in_scope(call: Call, guild_id: int | None) -> list[Command]:
    return [c for c in call.world.application.commands.values() if c.guild_id == guild_id]


def _command(call: Call, guild_id: int | None) -> Command:
    command = call.world.application.commands.get(call.id("command_id"))
    if command is None or command.guild_id != guild_id:
        raise DiscordError(404, 10063, "Unknown application command")
    return command


async def list_all(call: Call) -> web.Response:
    guild_id = _scope(call)
    call.query("with_localizations")
    return json_response([command_json(call.world, command) for command in _in_scope(call, guild_id)])


async def read(call: Call) -> web.Response:
    return json_response(command_json(call.world, _command(call, _scope(call))))


async def replace_all(call: Call) -> web.Response:
    guild_id = _scope(call)
    wanted = _checked_list(call)
    commands = call.world.application.commands
    old = {(c.type, c.name): c for c in _in_scope(call, guild_id)}
    for command in old.values():
        del commands[command.id]
    kept = [_register(call, guild_id, payload, old.get((kind_of(payload), payload["name"]))) for payload in wanted]
    return json_response([command_json(call.world, command) for command in kept])


def _checked_list(call: Call) -> list[JsonObject]:
    if call.body.malformed:
        raise DiscordError(400, 50109, "The request body contains invalid JSON.")
    wanted = call.body.json
    if not isinstance(wanted, list):
        raise form_error((), "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
    errors = FormErrors()
    for index, payload in enumerate(wanted):
        for problem in problems(payload, (index,)):
            errors.add(problem.path, problem.code, problem.message)
    errors.raise_if_any()
    _check_counts([(kind_of(payload), payload["name"]) for payload in wanted])
    return wanted


def _check_counts(names: list[tuple[int, str]]) -> None:
    twice = [name for (_, name), times in Counter(names).items() if times > 1]
    if twice:
        text = f"Application command names must be unique ({', '.join(twice)})"
        raise form_error((), "APPLICATION_COMMANDS_DUPLICATE_NAME", text)
    for kind, times in Counter(kind for kind, _ in names).items():
        if times > limits.COMMANDS[kind]:
            raise DiscordError(400, 30032, f"Maximum number of application commands reached ({limits.COMMANDS[kind]}).")


def _register(call: Call, guild_id: int | None, payload: JsonObject, old: Command | None) -> Command:
    """A new version when something changed, a new id when it is new."""
    if old is not None and old.payload == payload:
        command = old
    else:
        new_id = call.world.snowflake()
        identity = new_id if old is None else old.id
        command = Command(identity, new_id, payload["name"], kind_of(payload), payload, guild_id)
    call.world.application.commands[command.id] = command
    return command


async def create(call: Call) -> web.Response:
    guild_id = _scope(call)
    payload = _checked(call.payload())
    here = _in_scope(call, guild_id)
    old = next((c for c in here if (c.type, c.name) == (kind_of(payload), payload["name"])), None)
    if old is None:
        _check_counts([*((c.type, c.name) for c in here), (kind_of(payload), payload["name"])])
    command = _register(call, guild_id, payload, old)
    return json_response(command_json(call.world, command), 201 if old is None else 200)


def _checked(payload: dict[str, Any]) -> JsonObject:
    errors = FormErrors()
    for problem in problems(payload, ()):
        errors.add(problem.path, problem.code, problem.message)
    errors.raise_if_any()
    return payload


async def change(call: Call) -> web.Response:
    guild_id = _scope(call)
    old = _command(call, guild_id)
    payload = _checked(old.payload | call.payload() | {"type": old.type})
    return json_response(command_json(call.world, _register(call, guild_id, payload, old)))


async def delete(call: Call) -> web.Response:
    command = _command(call, _scope(call))
    del call.world.application.commands[command.id]
    return web.Response(status=204)


def setup(app: web.Application) -> None:
    for path in (
        "/applications/{application_id}/commands",
        "/applications/{application_id}/guilds/{guild_id}/commands",
    ):
        add(app, "GET", path, list_all)
        add(app, "PUT", path, replace_all)
        add(app, "POST", path, create)
        add(app, "GET", f"{path}/{{command_id}}", read)
        add(app, "PATCH", f"{path}/{{command_id}}", change)
        add(app, "DELETE", f"{path}/{{command_id}}", delete)
