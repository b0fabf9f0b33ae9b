"""A person presses a button or picks from a select under a message they can see."""

from bot.playground.discord import components
from bot.playground.discord.components import shapes
from bot.playground.discord.errors import unknown_message
from bot.playground.discord.interactions.asked import Asked
from bot.playground.discord.interactions.picked import picked, refused
from bot.playground.discord.interactions.state import Interaction, InteractionType
from bot.playground.discord.world.entities import JsonObject, Message


def click(asked: Asked) -> Interaction:
    """Interaction type 3."""
    message = _message(asked)
    component = _component(asked, message)
    data: JsonObject = {
        "custom_id": component["custom_id"],
        "component_type": component["type"],
        "id": component["id"],
    }
    if component["type"] in shapes.SELECTS:
        place = asked.place()
        data["values"] = picked(place, component, asked.data.get("values") or [], ("data", "values"))
        if component["type"] != shapes.STRING_SELECT:
            data["resolved"] = place.resolved.json()
    interaction = asked.becomes(InteractionType.COMPONENT, data)
    interaction.message = message
    return interaction


def _message(asked: Asked) -> Message:
    message_id = str(asked.payload.get("message_id", ""))
    message = asked.book.world.message(asked.channel.id, int(message_id)) if message_id.isdigit() else None
    if message is None or message.seen_only_by not in (None, asked.person.id):
        raise unknown_message()
    if message.author_id != asked.book.world.bot.id:
        raise refused(("message_id",), "the message is not the application's")
    return message


def _component(asked: Asked, message: Message) -> JsonObject:
    at = ("data", "custom_id")
    component = components.find(message.components, str(asked.data.get("custom_id", "")))
    if component is None:
        raise refused(at, "the message has no such component")
    if component.get("disabled"):
        raise refused(at, "the component is disabled")
    if asked.data.get("component_type", component["type"]) != component["type"]:
        raise refused(("data", "component_type"), f"the component is of type {component['type']}")
    return component
