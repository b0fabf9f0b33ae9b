"""A small bot on the real discord.py that uses everything the local gateway and interactions serve."""

import asyncio
import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any, Literal

import discord
import yarl
from discord import app_commands, ui
from discord.app_commands import Choice
from discord.gateway import DiscordWebSocket
from discord.http import Route

Itx = discord.Interaction["Specimen"]
FRUIT = ("apple", "apricot", "banana", "cherry")


class Specimen(discord.Client):
    """`heard` collects what handlers were given, in order."""

    def __init__(self, intents: discord.Intents) -> None:
        super().__init__(intents=intents, guild_ready_timeout=0.05, enable_debug_events=True)
        self.tree = app_commands.CommandTree(self)
        self.heard: list[tuple[str, Any]] = []
        self.frames = 0
        self.errors: list[BaseException] = []
        self.running: asyncio.Task[None] | None = None
        add_commands(self)

    async def setup_hook(self) -> None:
        self.add_view(Buttons(self))
        await self.tree.sync()

    async def before_identify_hook(self, _shard_id: int | None, *, initial: bool = False) -> None:
        """Does not wait five seconds before a second IDENTIFY."""

    def note(self, name: str, value: Any = None) -> None:
        self.heard.append((name, value))

    def of(self, name: str) -> list[Any]:
        return [value for heard, value in self.heard if heard == name]

    async def on_message(self, message: discord.Message) -> None:
        self.note("message", message)

    async def on_resumed(self) -> None:
        self.note("resumed")

    async def on_ready(self) -> None:
        self.note("ready")

    async def on_thread_create(self, thread: discord.Thread) -> None:
        self.note("thread", thread)

    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        self.note("edit", payload)

    async def on_socket_raw_receive(self, _frame: str | bytes) -> None:
        self.frames += 1

    async def on_interaction(self, itx: Itx) -> None:
        self.note("itx", itx)

    async def on_error(self, _event: str, /, *_args: Any, **_kwargs: Any) -> None:
        self.note("error", _event)


class Buttons(ui.View):
    """Persistent: every part has a custom_id and there is no timeout."""

    def __init__(self, bot: Specimen) -> None:
        super().__init__(timeout=None)
        self.bot = bot

    @ui.button(label="Press", custom_id="press", style=discord.ButtonStyle.primary, emoji="👍")
    async def press(self, itx: Itx, _button: ui.Button[Any]) -> None:
        await itx.response.edit_message(content="pressed")

    @ui.button(label="Never", custom_id="never", disabled=True)
    async def never(self, itx: Itx, _button: ui.Button[Any]) -> None:
        self.bot.note("never", itx)

    @ui.button(label="Form", custom_id="form")
    async def form(self, itx: Itx, _button: ui.Button[Any]) -> None:
        await itx.response.send_modal(Form(self.bot))

    @ui.button(label="Wait", custom_id="wait")
    async def waiting(self, itx: Itx, _button: ui.Button[Any]) -> None:
        await itx.response.defer()
        await itx.edit_original_response(content="waited")

    @ui.select(custom_id="fruit", options=[discord.SelectOption(label=f, value=f) for f in FRUIT], max_values=2)
    async def fruit(self, itx: Itx, select: ui.Select[Any]) -> None:
        await itx.response.send_message(f"picked {select.values}", ephemeral=True)

    @ui.select(cls=ui.UserSelect, custom_id="who")
    async def who(self, itx: Itx, select: ui.UserSelect[Any]) -> None:
        await itx.response.send_message(f"who {[user.name for user in select.values]}", ephemeral=True)

    @ui.select(cls=ui.ChannelSelect, custom_id="where", channel_types=[discord.ChannelType.text])
    async def where(self, itx: Itx, select: ui.ChannelSelect[Any]) -> None:
        await itx.response.send_message(f"where {[channel.name for channel in select.values]}", ephemeral=True)


class Form(ui.Modal, title="Everything"):
    """All the parts a modal may have: at most five at the top, so the rest stands in OtherForm."""

    intro = ui.TextDisplay[Any]("Fill this in.")
    name = ui.Label[Any](
        text="Name", description="of you", component=ui.TextInput(custom_id="name", min_length=2, max_length=20)
    )
    note = ui.Label[Any](text="Note", component=ui.TextInput(custom_id="note", required=False))
    fruit = ui.Label[Any](
        text="Fruit",
        component=ui.Select(custom_id="fruit", options=[discord.SelectOption(label=f, value=f) for f in FRUIT]),
    )
    files = ui.Label[Any](text="Files", component=ui.FileUpload(custom_id="files", max_values=2))

    def __init__(self, bot: Specimen) -> None:
        super().__init__(custom_id="everything")
        self.bot = bot

    async def on_submit(self, itx: discord.Interaction[Any]) -> None:
        self.bot.note("form", self)
        await itx.response.send_message("thank you")


class OtherForm(ui.Modal, title="The rest"):
    size = ui.Label[Any](
        text="Size",
        component=ui.RadioGroup(
            custom_id="size",
            options=[discord.RadioGroupOption(label="S", value="s"), discord.RadioGroupOption(label="L", value="l")],
        ),
    )
    extras = ui.Label[Any](
        text="Extras",
        component=ui.CheckboxGroup(
            custom_id="extras",
            max_values=2,
            options=[discord.CheckboxGroupOption(label=x, value=x) for x in ("nuts", "milk", "salt")],
        ),
    )
    agree = ui.Label[Any](text="Agree", component=ui.Checkbox(custom_id="agree"))
    who = ui.Label[Any](text="Who", component=ui.UserSelect(custom_id="who", required=False))

    def __init__(self, bot: Specimen) -> None:
        super().__init__(custom_id="rest")
        self.bot = bot

    async def on_submit(self, itx: discord.Interaction[Any]) -> None:
        self.bot.note("rest", self)
        await itx.response.send_message("noted", ephemeral=True)


class Card(ui.LayoutView):
    """Components V2, with a button inside a section and one in a row."""

    def __init__(self) -> None:
        super().__init__(timeout=None)
        more: ui.Button[Any] = ui.Button(label="More", custom_id="more")
        stop: ui.Button[Any] = ui.Button(label="Stop", custom_id="stop", style=discord.ButtonStyle.danger)
        box: ui.Container[Any] = ui.Container(accent_colour=0x3366FF)
        box.add_item(ui.TextDisplay("working"))
        box.add_item(ui.Separator())
        box.add_item(ui.Section(ui.TextDisplay("a step"), accessory=more))
        box.add_item(ui.ActionRow(stop))
        self.add_item(box)


def add_commands(bot: Specimen) -> None:
    tree = bot.tree
    add_slash_commands(bot, tree)
    add_answers(bot, tree)

    @tree.context_menu(name="Ask about this")
    async def ask_about(itx: Itx, message: discord.Message) -> None:
        bot.note("target", message)
        await itx.response.send_message(f"about: {message.content}")

    @tree.context_menu(name="Who is this")
    async def who_is(itx: Itx, member: discord.Member) -> None:
        await itx.response.send_message(f"this is {member.name}", ephemeral=True)


def add_slash_commands(bot: Specimen, tree: app_commands.CommandTree[Specimen]) -> None:
    @tree.command(description="All kinds of options")
    async def everything(  # noqa: PLR0917 - discord.py reads options from parameters
        itx: Itx,
        text: str,
        whole: app_commands.Range[int, 1, 10],
        decimal: float,
        flag: bool,
        user: discord.Member,
        channel: discord.TextChannel,
        role: discord.Role,
        mentionable: discord.Member | discord.Role,
        file: discord.Attachment,
        size: Literal["small", "large"] = "small",
    ) -> None:
        bot.note("everything", (text, whole, decimal, flag, user, channel, role, mentionable, await file.read(), size))
        await itx.response.send_message("all there")

    group = app_commands.Group(name="deep", description="A group")

    @group.command(description="A subcommand")
    async def leaf(itx: Itx, word: app_commands.Range[str, 2, 5]) -> None:
        await itx.response.send_message(f"leaf {word}")

    tree.add_command(group)

    @tree.command(description="Completes what you type")
    async def guess(itx: Itx, fruit: str) -> None:
        await itx.response.send_message(fruit)

    @guess.autocomplete("fruit")
    async def complete(_itx: Itx, typed: str) -> list[Choice[str]]:
        return [Choice(name=f.title(), value=f) for f in FRUIT if f.startswith(typed)]


def add_answers(bot: Specimen, tree: app_commands.CommandTree[Specimen]) -> None:
    @tree.command(description="Says something back")
    async def say(itx: Itx, text: str, hidden: bool = False) -> None:
        answer = await itx.response.send_message(text, ephemeral=hidden)
        bot.note("answer", answer)

    @tree.command(description="Thinks first")
    async def think(itx: Itx, hidden: bool = False) -> None:
        await itx.response.defer(ephemeral=hidden, thinking=True)
        bot.note("thinking", await itx.original_response())
        bot.note("first", await itx.followup.send("thought", wait=True))
        bot.note("second", await itx.followup.send("more", wait=True, ephemeral=True))

    @tree.command(description="Shows buttons")
    async def buttons(itx: Itx) -> None:
        await itx.response.send_message("press one", view=Buttons(bot))

    @tree.command(description="Shows a card")
    async def card(itx: Itx) -> None:
        await itx.response.send_message(view=Card())

    @tree.command(description="Opens a form")
    async def form(itx: Itx, other: bool = False) -> None:
        await itx.response.send_modal(OtherForm(bot) if other else Form(bot))

    @tree.command(description="Answers with a file")
    async def file(itx: Itx) -> None:
        await itx.response.send_message("here", file=discord.File(io.BytesIO(b"bytes"), "specimen.txt"))

    @tree.command(description="Never answers")
    async def silent(itx: Itx) -> None:
        bot.note("silent", itx)


def every_intent() -> discord.Intents:
    """All but presences, which the playground's application has not switched on."""
    intents = discord.Intents.all()
    intents.presences = False
    return intents


@asynccontextmanager
async def specimen(
    base: str, token: str, *, intents: discord.Intents | None = None, wait: bool = True
) -> AsyncIterator[Specimen]:
    """The bot connected to the playground at `base` (http://127.0.0.1:PORT)."""
    before = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    Route.BASE = f"{base}/api/v10"
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(f"{base.replace('http', 'ws', 1)}/gateway/")
    bot = Specimen(every_intent() if intents is None else intents)
    bot.running = asyncio.create_task(bot.start(token))
    try:
        if wait:
            await asyncio.wait_for(_ready(bot), 10)
        yield bot
    finally:
        await asyncio.wait_for(bot.close(), 5)
        with suppress(Exception):
            await asyncio.wait_for(bot.running, 5)
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = before


async def _ready(bot: Specimen) -> None:
    """Fails with the bot's own error when it dies before it is ready."""
    assert bot.running is not None
    while not bot.is_ready():
        if bot.running.done():
            bot.running.result()
        await asyncio.sleep(0.01)
