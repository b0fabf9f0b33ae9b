"""`/imagine`: offered is what the chosen model has."""

from collections.abc import Sequence
from dataclasses import dataclass

import discord
from discord import app_commands

from bot.core.catalogue import say
from bot.core.imagine.image_models import ImageModel
from bot.core.imagine.job import Deed
from bot.core.imagine.wish import MOST_PICTURES, WishError, require_words, wished
from bot.core.prices import in_dollars
from bot.surface.imagine.order import Order
from bot.surface.imagine.orders import Orders
from bot.surface.imagine.sources import sources_of_files
from bot.surface.looks import say_privately

PROMPT_LIMIT = 4_000
_CHOICES = 25
"""Discord's most for a list of suggestions."""

_DESCRIPTIONS = {
    "prompt": "What the picture shows",
    "model": "The image model",
    "aspect_ratio": "The shape, such as 16:9",
    "size": "How large; larger costs more and takes longer",
    "count": "How many pictures",
    "reference1": "A picture to start from",
    "reference2": "Another picture to look at",
    "reference3": "Another picture to look at",
    "private": "Send it to me alone, as a direct message",
}

Choice = app_commands.Choice[str]


@dataclass(slots=True)
class Imagine:
    orders: Orders

    def command(self) -> app_commands.Command[None, ..., None]:  # type: ignore[type-var]
        @app_commands.command(name="imagine", description="Make pictures, and rework them with the buttons below them")
        @app_commands.describe(**_DESCRIPTIONS)
        @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=False)
        async def imagine(
            itx: discord.Interaction,
            *,
            prompt: app_commands.Range[str, 1, PROMPT_LIMIT],
            model: str = "",
            aspect_ratio: str = "",
            size: str = "",
            count: app_commands.Range[int, 1, MOST_PICTURES] = 1,
            reference1: discord.Attachment | None = None,
            reference2: discord.Attachment | None = None,
            reference3: discord.Attachment | None = None,
            private: bool = False,
        ) -> None:
            files = [file for file in (reference1, reference2, reference3) if file is not None]
            try:
                order = self._order(prompt, files, model=model, ratio=aspect_ratio, size=size, count=count)
            except WishError as error:
                await say_privately(itx, str(error))
                return
            takes = self.orders.take_privately if private and itx.guild_id is not None else self.orders.take
            await takes(itx, order)

        imagine.autocomplete("model")(self._models)
        imagine.autocomplete("aspect_ratio")(self._ratios)
        imagine.autocomplete("size")(self._sizes)
        return imagine

    def _order(
        self, prompt: str, files: Sequence[discord.Attachment], *, model: str, ratio: str, size: str, count: int
    ) -> Order:
        """Raises WishError."""
        require_words(prompt)
        sources = sources_of_files(files)
        wish = wished(self.orders.models, model=model, ratio=ratio, size=size, references=len(sources))
        return Order.of(wish, prompt=prompt, deed=Deed.IMAGINE, count=count, sources=sources)

    async def _ratios(self, itx: discord.Interaction, typed: str) -> list[Choice]:
        return _matching([(ratio, ratio) for ratio in self._chosen(itx).ratios], typed)

    async def _sizes(self, itx: discord.Interaction, typed: str) -> list[Choice]:
        model = self._chosen(itx)
        return _matching([(_priced(size, model, size), size) for size in model.sizes], typed)

    def _chosen(self, itx: discord.Interaction) -> ImageModel:
        """The model that is filled in already, or else the usual one."""
        return self.orders.models.or_usual(str(getattr(itx.namespace, "model", None) or ""))

    async def _models(self, _: discord.Interaction, typed: str) -> list[Choice]:
        offered = [(_priced(model.id, model, model.usual_size), model.id) for model in self.orders.models]
        return _matching(offered, typed)


def _priced(label: str, model: ImageModel, size: str) -> str:
    cost = model.dollars.get(size)
    return label if cost is None else f"{label} · {say('imagine.each', cost=in_dollars(cost))}"


def _matching(offered: list[tuple[str, str]], typed: str) -> list[Choice]:
    word = typed.strip().lower()
    return [Choice(name=name, value=value) for name, value in offered if word in value.lower()][:_CHOICES]
