"""The door of /api/v10: who is it, is it too fast, which handler, and how a refusal is spelled."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from email.utils import formatdate
from typing import Any, Final

from aiohttp import web

from bot.playground.body import Body, body_of
from bot.playground.discord.channels.thread_states import settle
from bot.playground.discord.errors import (
    DiscordError,
    NotServedError,
    form_error,
    missing_access,
    unknown_channel,
    unknown_guild,
    unknown_message,
)
from bot.playground.discord.rest.ratelimits import LIMITER
from bot.playground.discord.world.entities import Channel, Guild, Message, User
from bot.playground.discord.world.permissions import can_see
from bot.playground.discord.world.state import World
from bot.playground.keys import SEQ, WHO, WORLD

API: Final = "/api/v10"
USER: Final = web.RequestKey("USER", User)
_OPEN: Final = re.compile(r"/api/v10/(interactions/\d+/[^/]+/callback|webhooks/\d+/[^/]+.*|gateway)")
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def json_response(value: Any, status: int = 200) -> web.Response:
    """JSON with the exact Content-Type of Discord: discord.py reads a charset behind it as "not JSON"."""
    answer = web.json_response(value, status=status)
    answer.headers["Content-Type"] = "application/json"
    return answer


@dataclass(frozen=True)
class Call:
    """One authenticated request: who calls (`user`), on which world, and its parts with Discord's errors."""

    request: web.Request
    world: World
    user: User
    body: Body

    def id(self, name: str) -> int:
        """A snowflake of the path."""
        return snowflake(self.request.match_info[name], name)

    def payload(self) -> dict[str, Any]:
        """The JSON object of the body; 50109 where it does not parse, empty where there is none."""
        if self.body.malformed:
            raise DiscordError(400, 50109, "The request body contains invalid JSON.")
        if self.body.json is None:
            return {}
        if not isinstance(self.body.json, dict):
            raise form_error((), "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
        return self.body.json

    def channel(self, name: str = "channel_id") -> Channel:
        """The channel of the path, if the caller sees it."""
        channel = self.world.channels.get(self.id(name))
        if channel is None:
            raise unknown_channel()
        settle(self.world, channel)
        if not can_see(self.world, self.user.id, channel):
            raise missing_access()
        return channel

    def message(self, channel: Channel) -> Message:
        """The message of the path, ephemeral ones only for their person."""
        message = self.world.message(channel.id, self.id("message_id"))
        if message is None or message.seen_only_by not in (None, self.user.id):
            raise unknown_message()
        return message

    def guild(self) -> Guild:
        """The guild of the path, if the caller is in it."""
        guild = self.world.guilds.get(self.id("guild_id"))
        if guild is None:
            raise unknown_guild()
        if self.user.id not in guild.members:
            raise missing_access()
        return guild

    def query(self, *known: str) -> dict[str, str]:
        """The query; a name the playground does not serve answers 501."""
        unknown = sorted(set(self.request.query) - set(known))
        if unknown:
            raise NotServedError("unknown-field", f"query {', '.join(unknown)}")
        return dict(self.request.query)


Served = Callable[[Call], Awaitable[web.StreamResponse]]


def add(app: web.Application, method: str, path: str, served: Served) -> None:
    """Serve a path below /api/v10 by a handler that takes a Call."""

    async def handler(request: web.Request) -> web.StreamResponse:
        return await served(await call_of(request))

    app.router.add_route(method, f"{API}{path}", handler)


async def call_of(request: web.Request) -> Call:
    return Call(request, request.app[WORLD], request[USER], await body_of(request))


def snowflake(text: str, name: str) -> int:
    if not text.isdigit() or len(text) > 20:
        raise form_error((name,), "NUMBER_TYPE_COERCE", f'Value "{text}" is not snowflake.')
    return int(text)


def caller(world: World, request: web.Request) -> User | None:
    """Whose token it is; routes with a token in their path are the bot's when no header says otherwise."""
    header = request.headers.get("Authorization")
    if header is None:
        return world.bot if _OPEN.fullmatch(request.path) else None
    if header.startswith("Bot "):
        return world.bot_with(header.removeprefix("Bot "))
    return world.person_by_token.get(header)


@web.middleware
async def discord_api(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Authentication, rate limits, errors, for /api/v10 only; unknown tokens get 401 before any routing."""
    if not request.path.startswith("/api/"):
        return await handler(request)
    world = request.app[WORLD]
    user = caller(world, request)
    if user is None:
        return json_response({"message": "401: Unauthorized", "code": 0}, 401)
    request[USER], request[WHO] = user, "bot" if user.bot else user.global_name or user.name
    if not user.bot:
        return await _answer(request, handler, user)
    limiter = request.app[LIMITER]
    verdict = await limiter.take(request)
    if verdict.refusal is not None:
        return verdict.refusal
    answer = await _answer(request, handler, user)
    answer.headers.extend(verdict.headers)
    answer.headers["Date"] = formatdate(world.now(), usegmt=True)  # of the playground's clock, as all its times are
    return answer


async def _answer(request: web.Request, handler: Handler, user: User) -> web.StreamResponse:
    """The handler's answer, or the refusal it raised; what the bot did wrong is noted by name."""
    world = request.app[WORLD]
    try:
        return await handler(request)
    except DiscordError as error:
        if user.bot and not error.ordinary:
            world.violation(error.rule, f"{error.code} {error.message} {error.errors or ''}".strip(), request.get(SEQ))
        return _refusal(error)
    except NotServedError as error:
        return _not_served(world, request, user, error)
    except (web.HTTPNotFound, web.HTTPMethodNotAllowed):
        return _not_served(world, request, user, NotServedError("unknown-route", f"{request.method} {request.path}"))


def _refusal(error: DiscordError) -> web.Response:
    answer = json_response(error.body(), error.status)
    if error.status == 429:
        answer.headers["Via"] = "1.1 google"
    return answer


def _not_served(world: World, request: web.Request, user: User, error: NotServedError) -> web.Response:
    if user.bot:
        world.violation(error.rule, error.detail, request.get(SEQ))
    return json_response({"message": f"501: the playground does not serve {error.detail}", "code": 0}, 501)
