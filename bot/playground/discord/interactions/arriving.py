"""POST /interactions: a person uses a command, types into one, presses a button or sends a form; the bot is told."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from aiohttp import web

from bot.playground.discord.channels.thread_states import settle
from bot.playground.discord.errors import DiscordError, form_error, missing_access, unknown_channel
from bot.playground.discord.interactions.asked import Asked
from bot.playground.discord.interactions.callbacks import add_callback
from bot.playground.discord.interactions.clicks import click
from bot.playground.discord.interactions.commands import autocomplete, command
from bot.playground.discord.interactions.feedback import Feedback
from bot.playground.discord.interactions.forms import submit
from bot.playground.discord.interactions.payload import interaction_create
from bot.playground.discord.interactions.state import INTERACTIONS, Interaction, Interactions, InteractionType
from bot.playground.discord.rest.door import Call, add
from bot.playground.discord.world.entities import Channel
from bot.playground.discord.world.flags import ChannelType
from bot.playground.discord.world.permissions import can_see
from bot.playground.discord.world.state import World
from bot.playground.keys import HUB, WORLD

_MAKERS: Final[Mapping[InteractionType, Callable[[Asked], Interaction]]] = {
    InteractionType.COMMAND: command,
    InteractionType.COMPONENT: click,
    InteractionType.AUTOCOMPLETE: autocomplete,
    InteractionType.MODAL: submit,
}


def setup(app: web.Application) -> None:
    """Needs WORLD and HUB on the app (gateway.setup comes first)."""
    book, feedback = Interactions(app[WORLD]), Feedback(app[WORLD], app[HUB])
    app[INTERACTIONS] = book

    async def ask(call: Call) -> web.StreamResponse:
        interaction = _made(call, book)
        book.add(interaction)
        feedback.began(interaction)
        payload = interaction_create(call.world, interaction)
        guild_id = interaction.channel.guild_id
        app[HUB].send(call.world.bot.id, "INTERACTION_CREATE", payload, guild_id=guild_id)
        return web.Response(status=204)

    async def stop(_: web.Application) -> None:
        await feedback.stop()

    add(app, "POST", "/interactions", ask)
    add_callback(app, book, feedback)
    app.on_cleanup.append(stop)


def _made(call: Call, book: Interactions) -> Interaction:
    if call.user.bot:
        raise DiscordError(403, 20001, "Bots cannot use this endpoint")
    payload = call.payload()
    if str(payload.get("application_id")) != str(call.world.application.id):
        raise DiscordError(404, 10002, "Unknown Application")
    kind = payload.get("type")
    if not isinstance(kind, int) or kind not in _MAKERS:
        raise form_error(("type",), "BASE_TYPE_CHOICES", f"Value must be one of {tuple(map(int, _MAKERS))}.")
    locale = call.request.headers.get("X-Discord-Locale", "en-US")
    channel = _channel(call, payload)
    return _MAKERS[InteractionType(kind)](Asked(book, call.user, channel, payload, call.body, locale))


def _channel(call: Call, payload: dict[str, Any]) -> Channel:
    channel_id = str(payload.get("channel_id", ""))
    channel = call.world.channels.get(int(channel_id)) if channel_id.isdigit() else None
    if channel is None:
        raise unknown_channel()
    settle(call.world, channel)
    if channel.type == ChannelType.FORUM:
        raise DiscordError(400, 50024, "Cannot execute action on this channel type")
    if not can_see(call.world, call.user.id, channel) or not _is_here(call.world, channel):
        raise missing_access()
    said = payload.get("guild_id")
    if said is not None and str(said) != str(channel.guild_id):
        raise form_error(("guild_id",), "GUILD_MISMATCH", "The channel is not of this guild.")
    return channel


def _is_here(world: World, channel: Channel) -> bool:
    """Whether the application is in the guild, or the other side of the DM."""
    guild = world.guild_of(channel)
    return world.bot.id in (channel.recipients if guild is None else guild.members)
