"""Starting a post in a forum: POST /channels/{forum}/threads, which wants a message with the thread."""

from typing import Final

from aiohttp import web

from bot.playground.discord.channels.tags import APPLIED, wearable
from bot.playground.discord.errors import complaints_under, form_error
from bot.playground.discord.messages.drafts import FOLLOWUP, Draft, checked_fields, draft_of
from bot.playground.discord.messages.posting import refuse_ephemeral, require_writing
from bot.playground.discord.messages.uploads import file_limit
from bot.playground.discord.rest.door import Call, json_response
from bot.playground.discord.rules import Rule, choice
from bot.playground.discord.threads.posts import post
from bot.playground.discord.threads.starting import WANTED, wanted_of
from bot.playground.discord.wire import message_json, thread_json
from bot.playground.discord.world.entities import Channel, JsonObject
from bot.playground.discord.world.flags import ChannelType

_POST: Final[dict[str, Rule]] = WANTED | {"type": choice(int(ChannelType.PUBLIC_THREAD)), "applied_tags": APPLIED}


def start_post(call: Call, forum: Channel) -> web.Response:
    """`use_nested_fields` says what Discord documents anyway: the message lies under `message`."""
    call.query("use_nested_fields")
    payload = call.payload()
    fields = checked_fields({name: value for name, value in payload.items() if name != "message"}, _POST, "name")
    draft = _draft(call, forum, payload)
    require_writing(call.world, call.user.id, forum, draft)
    tags = wearable(call.world, call.user.id, forum, fields.get("applied_tags") or [], worn=[])
    with complaints_under("message"):
        channel, message = post(call.world, forum, call.user.id, wanted_of(fields, forum), draft, tags=tags)
    told = {"message": message_json(call.world, message, call.user.id)}
    return json_response(thread_json(call.world, channel, call.user.id) | told, 201)


def _draft(call: Call, forum: Channel, payload: JsonObject) -> Draft:
    given = payload.get("message")
    if given is None:
        raise form_error(("message",), "BASE_TYPE_REQUIRED", "This field is required")
    with complaints_under("message"):
        if not isinstance(given, dict):
            raise form_error((), "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
        draft = draft_of(given, call.body.parts, FOLLOWUP, largest=file_limit(call.world, forum))
        refuse_ephemeral(draft)
    return draft
