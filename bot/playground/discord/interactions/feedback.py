"""What a person's own client is told while an interaction runs: it began, it worked, a form opens, nobody answered."""

import asyncio

from bot.playground.discord.gateway.hub import Hub
from bot.playground.discord.interactions.state import Interaction
from bot.playground.discord.limits import INTERACTION_SECONDS
from bot.playground.discord.world.entities import JsonObject
from bot.playground.discord.world.state import World

NO_ANSWER = 2


class Feedback:
    """`stop` ends the waiting for answers; call it when the server stops."""

    def __init__(self, world: World, hub: Hub) -> None:
        self._world = world
        self._hub = hub
        self._waiting: set[asyncio.Task[None]] = set()

    def began(self, interaction: Interaction) -> None:
        self._tell(interaction, "INTERACTION_CREATE", {})
        task = asyncio.get_running_loop().create_task(self._wait(interaction))
        self._waiting.add(task)
        task.add_done_callback(self._waiting.discard)

    def succeeded(self, interaction: Interaction) -> None:
        self._tell(interaction, "INTERACTION_SUCCESS", {})

    def opens_form(self, interaction: Interaction) -> None:
        application = self._world.application
        about = {"id": str(application.id), "name": application.name, "icon": None}
        where = {"channel_id": str(interaction.channel.id), "application": about}
        self._tell(interaction, "INTERACTION_MODAL_CREATE", where | (interaction.form or {}))

    def completes(self, interaction: Interaction, choices: list[JsonObject]) -> None:
        self._tell(interaction, "APPLICATION_COMMAND_AUTOCOMPLETE_RESPONSE", {"choices": choices})

    async def _wait(self, interaction: Interaction) -> None:
        await self._world.clock.sleep_until(interaction.created_at + INTERACTION_SECONDS)
        if interaction.answer is None:
            why = {"reason_code": NO_ANSWER, "message": "The application did not respond"}
            self._tell(interaction, "INTERACTION_FAILURE", why)

    def _tell(self, interaction: Interaction, name: str, more: JsonObject) -> None:
        about = {"id": str(interaction.id), "nonce": interaction.nonce}
        self._hub.send(interaction.person.id, name, about | more)

    async def stop(self) -> None:
        for task in self._waiting:
            task.cancel()
        await asyncio.gather(*self._waiting, return_exceptions=True)
