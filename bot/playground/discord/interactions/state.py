"""Interactions as they are going on: who asked for what, whether it was answered, and what the answer made."""

import base64
import secrets
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Final

from aiohttp import web

from bot.playground.discord import limits
from bot.playground.discord.errors import DiscordError
from bot.playground.discord.world.entities import Channel, JsonObject, Message, User
from bot.playground.discord.world.state import World


class InteractionType(IntEnum):
    COMMAND = 2
    COMPONENT = 3
    AUTOCOMPLETE = 4
    MODAL = 5


@dataclass(eq=False, kw_only=True)
class Interaction:
    """`data` is what the bot was told; `answer` the type of its first callback; `original_id` the message of @original.

    `message` carries the component that was clicked; `focus` is the option being completed; `form` the modal it opened,
    and `opener` the interaction that opened the modal this one submits.
    """

    id: int
    token: str
    type: InteractionType
    person: User
    channel: Channel
    created_at: float
    data: JsonObject
    nonce: str | int | None = None
    locale: str = "en-US"
    command_type: int | None = None
    message: Message | None = None
    focus: JsonObject | None = None
    form: JsonObject | None = None
    opener: "Interaction | None" = None
    answer: int | None = None
    original_id: int | None = None
    made: list[int] = field(default_factory=list)

    def too_late(self, now: float) -> bool:
        return self.answer is None and now - self.created_at > limits.INTERACTION_SECONDS

    def dead(self, now: float) -> bool:
        return now - self.created_at > limits.INTERACTION_TOKEN_SECONDS


class Interactions:
    """All interactions of this playground by id and by token, and the forms that are open on somebody's screen."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._by_id: dict[int, Interaction] = {}
        self._by_token: dict[str, Interaction] = {}
        self._forms: dict[int, Interaction] = {}

    def add(self, interaction: Interaction) -> None:
        self._by_id[interaction.id] = interaction
        self._by_token[interaction.token] = interaction

    def answerable(self, interaction_id: int, token: str) -> Interaction:
        """For a first callback: 10062 when unknown or too late, 40060 when it has one already."""
        interaction = self._by_id.get(interaction_id)
        if interaction is None or interaction.token != token or interaction.too_late(self.world.now()):
            raise DiscordError(404, 10062, "Unknown interaction")
        if interaction.answer is not None:
            raise DiscordError(400, 40060, "Interaction has already been acknowledged.")
        return interaction

    def answered(self, application_id: int, token: str) -> Interaction:
        """For what follows the first callback: 10015 before that, 50027 when the token's 15 minutes are over."""
        interaction = self._by_token.get(token)
        foreign = application_id != self.world.application.id
        if interaction is None or interaction.answer is None or foreign:
            raise DiscordError(404, 10015, "Unknown Webhook")
        if interaction.dead(self.world.now()):
            raise DiscordError(401, 50027, "Invalid Webhook Token")
        return interaction

    def open_form(self, interaction: Interaction) -> None:
        self._forms[interaction.id] = interaction

    def form_of(self, person: User, form_id: object, custom_id: object) -> Interaction | None:
        """The newest open form of a person with this custom_id, or the one with this id."""
        for interaction in reversed(self._forms.values()):
            form = interaction.form
            if interaction.person is not person or form is None or form["custom_id"] != custom_id:
                continue
            if form_id is None or str(form_id) == str(interaction.id):
                return interaction
        return None

    def close_form(self, interaction: Interaction) -> None:
        self._forms.pop(interaction.id, None)


def new_token(interaction_id: int) -> str:
    """A token as long and as opaque as Discord's."""
    return (
        base64.urlsafe_b64encode(f"interaction:{interaction_id}:{secrets.token_hex(48)}".encode()).decode().rstrip("=")
    )


INTERACTIONS: Final[web.AppKey[Interactions]] = web.AppKey("INTERACTIONS", Interactions)
