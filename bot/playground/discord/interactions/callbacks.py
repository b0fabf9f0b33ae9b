"""POST …/callback: the bot's first answer to an interaction, within three seconds and only once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from aiohttp import web

from bot.playground.discord import components
from bot.playground.discord.commands.autocomplete import checked_choices
from bot.playground.discord.errors import NotServedError, form_error
from bot.playground.discord.interactions.callback_messages import deferred, first_message, updated
from bot.playground.discord.interactions.feedback import Feedback
from bot.playground.discord.interactions.state import Interaction, Interactions, InteractionType
from bot.playground.discord.rest.door import Call, add, json_response
from bot.playground.discord.wire import message_json
from bot.playground.discord.world.entities import JsonObject, Message
from bot.playground.discord.world.flags import MessageFlag
from bot.playground.discord.world.state import World

MESSAGE, DEFERRED, DEFERRED_UPDATE, UPDATE, CHOICES, FORM, LAUNCH = 4, 5, 6, 7, 8, 9, 12
_ACKNOWLEDGING: Final = frozenset({MESSAGE, DEFERRED, DEFERRED_UPDATE, UPDATE})
_TRUE: Final = ("1", "true", "True")


@dataclass(frozen=True)
class Answer:
    """One callback on its way: to which interaction, with what, and who is to hear of it."""

    call: Call
    book: Interactions
    feedback: Feedback
    interaction: Interaction
    payload: JsonObject

    @property
    def data(self) -> JsonObject:
        data = self.payload.get("data") or {}
        if not isinstance(data, dict):
            raise form_error(("data",), "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
        return data


def add_callback(app: web.Application, book: Interactions, feedback: Feedback) -> None:
    async def callback(call: Call) -> web.StreamResponse:
        query = call.query("with_response")
        interaction = book.answerable(call.id("interaction_id"), call.request.match_info["token"])
        answer = Answer(call, book, feedback, interaction, call.payload())
        kind = _kind(interaction, answer.payload)
        message = _DOING[kind](answer)
        interaction.answer = kind
        if kind in _ACKNOWLEDGING:
            feedback.succeeded(interaction)
        if query.get("with_response") in _TRUE:
            return json_response(_told(call.world, interaction, message))
        return web.Response(status=204)

    add(app, "POST", "/interactions/{interaction_id}/{token}/callback", callback)


def _kind(interaction: Interaction, payload: JsonObject) -> int:
    kind = payload.get("type")
    if kind == LAUNCH:
        raise NotServedError("unknown-field", "callback type 12")
    unknown = sorted(payload.keys() - {"type", "data"})
    if unknown:
        raise NotServedError("unknown-field", f"body field {', '.join(unknown)}")
    fitting = _fitting(interaction)
    if isinstance(kind, bool) or kind not in fitting:
        raise form_error(("type",), "BASE_TYPE_CHOICES", f"Value must be one of {{{', '.join(map(str, fitting))}}}.")
    return int(kind)


def _fitting(interaction: Interaction) -> tuple[int, ...]:
    """Which answers go with which question; a form cannot be answered with a form."""
    match interaction.type:
        case InteractionType.AUTOCOMPLETE:
            return (CHOICES,)
        case InteractionType.COMMAND:
            return (MESSAGE, DEFERRED, FORM)
        case InteractionType.COMPONENT:
            return (MESSAGE, DEFERRED, DEFERRED_UPDATE, UPDATE, FORM)
        case InteractionType.MODAL:
            updates = () if interaction.message is None else (DEFERRED_UPDATE, UPDATE)
            return (MESSAGE, DEFERRED, *updates)


def _message(answer: Answer) -> Message:
    message = first_message(answer.call.world, answer.interaction, answer.data, answer.call.body)
    answer.interaction.original_id = message.id
    return message


def _defer(answer: Answer) -> Message:
    message = deferred(answer.call.world, answer.interaction, answer.data)
    answer.interaction.original_id = message.id
    return message


def _defer_update(answer: Answer) -> None:
    source = answer.interaction.message
    answer.interaction.original_id = None if source is None else source.id


def _update(answer: Answer) -> Message:
    message = updated(answer.call.world, answer.interaction, answer.data, answer.call.body)
    answer.interaction.original_id = message.id
    return message


def _choices(answer: Answer) -> None:
    if answer.interaction.focus is not None:
        answer.feedback.completes(answer.interaction, checked_choices(answer.data, answer.interaction.focus))


def _form(answer: Answer) -> None:
    form = answer.data
    components.check_form(form)
    answer.interaction.form = form | {"components": components.completed(form["components"], lambda _url: {})}
    answer.book.open_form(answer.interaction)
    answer.feedback.opens_form(answer.interaction)


_DOING: Final[Mapping[int, Callable[[Answer], Message | None]]] = {
    MESSAGE: _message,
    DEFERRED: _defer,
    DEFERRED_UPDATE: _defer_update,
    UPDATE: _update,
    CHOICES: _choices,
    FORM: _form,
}


def _told(world: World, interaction: Interaction, message: Message | None) -> JsonObject:
    """The answer to `with_response`; its resource is of type 4 or 7, also for a deferred message."""
    about: JsonObject = {
        "id": str(interaction.id),
        "type": int(interaction.type),
        "channel_id": str(interaction.channel.id),
    }
    if interaction.channel.guild_id is not None:
        about["guild_id"] = str(interaction.channel.guild_id)
    if message is None:
        return {"interaction": about}
    about["response_message_id"] = str(message.id)
    about["response_message_loading"] = bool(message.flags & MessageFlag.LOADING)
    about["response_message_ephemeral"] = message.ephemeral
    kind = UPDATE if interaction.answer == UPDATE else MESSAGE
    return {"interaction": about, "resource": {"type": kind, "message": message_json(world, message, world.bot.id)}}
