"""`/video`: `/ask` with the mode video, in fewer words."""

from dataclasses import dataclass

import discord
from discord import app_commands

from bot.core.models.modes import having
from bot.core.models.provider import Makes
from bot.surface.ask import REQUEST_LIMIT, Ask
from bot.surface.asking.options import Options
from bot.surface.asking.suggestions import Choice, Suggestions
from bot.surface.desk import Desk


@dataclass(slots=True)
class Video:
    desk: Desk
    ask: Ask

    @property
    def is_offered(self) -> bool:
        """Some provider makes films."""
        return bool(having(self.desk.supplies.providers, Makes.VIDEO))

    def command(self) -> app_commands.Command[None, ..., None]:  # type: ignore[type-var]
        @app_commands.command(name="video", description="Have a film made; it takes minutes, and comes in a thread")
        @app_commands.describe(
            prompt="What is to be seen", model="The model that makes it", reference="A picture to begin with"
        )
        @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=False)
        async def video(
            itx: discord.Interaction,
            *,
            prompt: app_commands.Range[str, 1, REQUEST_LIMIT],
            model: str = "",
            reference: discord.Attachment | None = None,
        ) -> None:
            files = [reference] if reference is not None else []
            await self.ask.answer(itx, prompt, files, Options(model=model, mode=Makes.VIDEO, new=itx.guild_id is None))

        suggestions = Suggestions(self.desk)

        async def models(itx: discord.Interaction, typed: str) -> list[Choice]:
            return await suggestions.providers_models(itx, typed, Makes.VIDEO)

        video.autocomplete("model")(models)
        return video
