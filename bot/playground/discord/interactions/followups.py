"""The webhook of an interaction's token: followups, and reading, changing and deleting what the token has made."""

from aiohttp import web

from bot.playground.discord.errors import unknown_channel, unknown_message
from bot.playground.discord.interactions.callback_messages import changed, followup
from bot.playground.discord.interactions.state import INTERACTIONS, Interaction
from bot.playground.discord.messages.changing import delete
from bot.playground.discord.rest.door import Call, add, json_response, snowflake
from bot.playground.discord.wire import message_json
from bot.playground.discord.world.entities import Message

_HOOK = "/webhooks/{application_id}/{token}"
_ORIGINAL = "@original"


def setup(app: web.Application) -> None:
    """Needs INTERACTIONS on the app (interactions.setup comes first)."""
    add(app, "POST", _HOOK, _create)
    add(app, "GET", f"{_HOOK}/messages/{{message_id}}", _read)
    add(app, "PATCH", f"{_HOOK}/messages/{{message_id}}", _change)
    add(app, "DELETE", f"{_HOOK}/messages/{{message_id}}", _delete)


def _interaction(call: Call) -> Interaction:
    book = call.request.app[INTERACTIONS]
    interaction = book.answered(call.id("application_id"), call.request.match_info["token"])
    query = call.query("wait", "with_components", "thread_id")
    if str(query.get("thread_id", interaction.channel.id)) != str(interaction.channel.id):
        raise unknown_channel()
    return interaction


def _message(call: Call, interaction: Interaction) -> Message:
    """A message that this token made, or the one that its component is under."""
    named = call.request.match_info["message_id"]
    message_id = interaction.original_id if named == _ORIGINAL else snowflake(named, "message_id")
    own = message_id is not None and message_id in {interaction.original_id, *interaction.made}
    message = call.world.message(interaction.channel.id, message_id) if own and message_id is not None else None
    if message is None:
        raise unknown_message()
    return message


def _answer(call: Call, message: Message) -> web.Response:
    return json_response(message_json(call.world, message, call.world.bot.id))


async def _create(call: Call) -> web.StreamResponse:
    """Interaction webhooks always wait: the answer is the message."""
    return _answer(call, followup(call.world, _interaction(call), call.payload(), call.body))


async def _read(call: Call) -> web.StreamResponse:
    return _answer(call, _message(call, _interaction(call)))


async def _change(call: Call) -> web.StreamResponse:
    interaction = _interaction(call)
    message = _message(call, interaction)
    changed(call.world, interaction, message, call.payload(), call.body)
    return _answer(call, message)


async def _delete(call: Call) -> web.StreamResponse:
    interaction = _interaction(call)
    delete(call.world, interaction.channel, _message(call, interaction))
    return web.Response(status=204)
