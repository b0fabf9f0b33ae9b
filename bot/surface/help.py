"""`/help`: what the bot does, topic by topic, as true for whoever asks, where they ask; to them alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import discord
from discord import app_commands

from bot.core.access import Ability
from bot.core.catalogue import say
from bot.surface.command_mentions import CommandMentions
from bot.surface.desk import Desk
from bot.surface.intents import reads_content
from bot.surface.looks import NOBODY, say_privately
from bot.surface.menus import chosen_in
from bot.surface.people import scene_of

CHOICE: Final = "help.topic"
TOPICS: Final[Mapping[str, tuple[str, str]]] = {
    "start": ("help.label.start", "help.start"),
    "asking": ("help.label.asking", "help.asking"),
    "waiting": ("help.label.waiting", "help.waiting"),
    "answer": ("help.label.answer", "help.answer"),
    "setup": ("help.label.setup", "help.setup"),
    "pictures": ("help.label.pictures", "help.pictures"),
    "talks": ("help.label.talks", "help.talks"),
    "cost": ("help.label.cost", "help.cost"),
    "server": ("help.label.server", "help.server"),
    "you": ("help.label.you", "help.you"),
}
"""Each fits a phone; the keys of its label and of its text."""


@dataclass(slots=True)
class Help:
    """`readers`: the names of those whom text goes to."""

    desk: Desk
    mentions: CommandMentions
    readers: str
    offers_video: bool

    def command(self) -> app_commands.Command[None, ..., None]:  # type: ignore[type-var]
        @app_commands.command(name="help", description="What this bot does, who pays, and where your text goes")
        async def show_help(itx: discord.Interaction) -> None:
            view = _view("start")
            text = self._text(itx, "start")
            await itx.response.send_message(text, view=view, ephemeral=True, allowed_mentions=NOBODY)

        return show_help

    async def chosen(self, itx: discord.Interaction) -> None:
        topic = chosen_in(itx)
        if topic not in TOPICS:
            await say_privately(itx, say("click.unknown"))
            return
        text = self._text(itx, topic)
        await itx.response.edit_message(content=text, view=_view(topic), allowed_mentions=NOBODY)

    def _text(self, itx: discord.Interaction, topic: str) -> str:
        return say(TOPICS[topic][1], **(self._abilities(itx) if topic == "you" else self._words(itx)))

    def _words(self, itx: discord.Interaction) -> dict[str, str]:
        """For the gaps of all topics; what is not offered here is not told of."""
        named = {"mcp": "mcp list", "mcp_add": "mcp add"}
        settings = {verb: f"settings {verb}" for verb in ("access", "instructions", "status")}
        commands = {"ask": "ask", "imagine": "imagine", "sessions": "sessions", **named, **settings}
        return {gap: self.mentions.of(command) for gap, command in commands.items()} | {
            "readers": self.readers,
            "content": "" if reads_content(itx.client) else say("help.no_content"),
            "models": say("help.models") if self.desk.supplies.providers else "",
            "video": say("help.video", video=self.mentions.of("video")) if self.offers_video else "",
        }

    def _abilities(self, itx: discord.Interaction) -> dict[str, str]:
        scene = scene_of(itx)
        marks = {
            str(ability): say("help.may" if self.desk.may(ability, scene) else "help.may_not") for ability in Ability
        }
        if itx.guild_id is None:
            marks[str(Ability.MANAGE)] = say("help.may_not")
        owners = ", ".join(f"<@{owner}>" for owner in sorted(self.desk.owners))
        return marks | {"operator": say("help.operator", who=owners) if owners else ""}


def _view(topic: str) -> discord.ui.View:
    view = discord.ui.View(timeout=None)
    options = [
        discord.SelectOption(label=say(label), value=name, default=name == topic) for name, (label, _) in TOPICS.items()
    ]
    view.add_item(discord.ui.Select(custom_id=CHOICE, placeholder=say("help.choose"), options=options))
    view.stop()
    return view
