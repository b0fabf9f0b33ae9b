"""The whole bot in this process, as its composition root wires it, against a playground that can be looked into.

Unlike the end-to-end tests this one can hand the bot any gateway event, and look into its database.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import aiohttp
from aiohttp import web
from structlog.contextvars import merge_contextvars
from structlog.testing import capture_logs
from structlog.typing import EventDict

from bot.app import App, build
from bot.core.session import Turn, TurnState
from bot.playground.application import running
from bot.playground.discord.interactions.payload import interaction_create
from bot.playground.discord.interactions.state import INTERACTIONS, Interaction, InteractionType, new_token
from bot.playground.discord.world.entities import Channel, Message, User
from bot.playground.discord.world.state import World
from bot.playground.journal import Entry
from bot.playground.keys import FAULTS, HUB, JOURNAL, OPTIONS, WORLD
from bot.playground.options import Options
from bot.settings import Settings
from bot.store.store import SqliteStore

PATIENCE_S = 20.0
Json = dict[str, Any]


@dataclass
class Whole:
    playground: web.Application
    bot: App
    http: aiohttp.ClientSession
    log: list[EventDict]
    database: Path

    @property
    def world(self) -> World:
        return self.playground[WORLD]

    @property
    def general(self) -> Channel:
        return self.channel("general")

    def channel(self, name: str) -> Channel:
        return next(c for c in self.world.channels.values() if c.name == name)

    def person(self, name: str) -> User:
        return next(user for user in self.world.users.values() if user.global_name == name)

    # --- what people do ---

    async def call(self, name: str, method: str, path: str, body: Any = None) -> Json:
        url = f"{self.playground[OPTIONS].origin}/api/v10{path}"
        headers = {"Authorization": self.person(name).token}
        async with self.http.request(method, url, json=body, headers=headers) as answer:
            assert answer.status in (200, 201, 204), await answer.text()
            return {} if answer.status == 204 else dict(await answer.json())

    async def say(self, name: str, content: str, channel: int) -> Json:
        return await self.call(name, "POST", f"/channels/{channel}/messages", {"content": content})

    async def ask(self, name: str, prompt: str, *, channel: int | None = None) -> None:
        options = [{"type": 3, "name": "prompt", "value": prompt}]
        await self._interact(name, 2, channel or self.general.id, {"name": "ask", "type": 1, "options": options})

    async def _interact(self, name: str, kind: int, channel: int, data: Json) -> None:
        body = {
            "type": kind,
            "application_id": str(self.world.application.id),
            "guild_id": str(self.world.guild.id),
            "channel_id": str(channel),
            "data": data,
        }
        await self.call(name, "POST", "/interactions", body)

    async def talk(self) -> tuple[int, Turn]:
        """A finished turn of Ada's in a thread of its own: the thread, and the turn."""
        before = len(await self.turns())
        await self.ask("Ada", "short please")
        turn = await self.until(lambda: self.done_turn(before))
        session = await self.bot.desk.store.session(turn.session)
        assert session is not None
        assert session.thread is not None
        return session.thread, turn

    async def done_turn(self, number: int) -> Turn | None:
        done = [turn for turn in await self.turns() if turn.state is TurnState.DONE]
        return done[number] if len(done) > number else None

    async def turns(self) -> list[Turn]:
        """Every turn there is, oldest first."""
        store = cast("SqliteStore", self.bot.desk.store)
        rows = await store._database.read("SELECT id FROM turn ORDER BY id")
        found = [await store.turn(row["id"]) for row in rows]
        return [turn for turn in found if turn is not None]

    # --- what Discord does ---

    def dispatch(self, name: str, payload: Json) -> None:
        """Tell the bot's gateway session any event."""
        assert self.playground[HUB].send(self.world.bot.id, name, payload) == 1

    def click(self, name: str, custom_id: str, channel: int) -> Interaction:
        """A click on a button that may never have existed, under the bot's newest message there."""
        interaction = Interaction(
            id=(number := self.world.snowflake()),
            token=new_token(number),
            type=InteractionType.COMPONENT,
            person=self.person(name),
            channel=self.world.channels[channel],
            created_at=self.world.now(),
            data={"custom_id": custom_id, "component_type": 2, "id": 1},
            message=[m for m in self.messages(channel) if m.author_id == self.world.bot.id][-1],
        )
        self.playground[INTERACTIONS].add(interaction)
        self.dispatch("INTERACTION_CREATE", interaction_create(self.world, interaction))
        return interaction

    async def answered(self, interaction: Interaction) -> Message:
        """The message that answers a click, once it says something."""

        async def found() -> Message | None:
            message = self.world.message(interaction.channel.id, interaction.original_id or 0)
            return message if message is not None and message.content else None

        return cast("Message", await self.until(found))

    # --- what was answered ---

    def requests(self, method: str, part: str) -> list[Entry]:
        return [e for e in self.playground[JOURNAL].requests if e.method == method and part in e.path]

    def messages(self, channel: int) -> list[Message]:
        return list(self.world.channels[channel].messages.values())

    async def until(self, condition: Callable[[], Any]) -> Any:
        async with asyncio.timeout(PATIENCE_S):
            while not (value := await condition()):  # noqa: ASYNC110 - what is waited for happens elsewhere
                await asyncio.sleep(0.02)
            return value

    async def fault(self, match: Json, do: Json) -> None:
        await self.playground[FAULTS].add({"match": match, "do": do})


@asynccontextmanager
async def whole(folder: Path, **settings: Any) -> AsyncIterator[Whole]:
    """The bot is connected; what it logs is kept in `log`."""
    timeout = aiohttp.ClientTimeout(total=PATIENCE_S)
    with capture_logs([merge_contextvars]) as log:
        async with running(Options(port=0, bot=False, data=folder / "world", speed=100)) as playground:
            database = folder / "bot.db"
            chosen = settings_for(playground[OPTIONS], database, **settings)
            async with (
                aiohttp.ClientSession(timeout=timeout) as http,
                asyncio.TaskGroup() as group,
                build(chosen, group) as bot,
            ):
                task = group.create_task(bot.run())
                here = Whole(playground, bot, http, log, database)
                try:
                    await here.until(lambda: _is_ready(here))
                    yield here
                finally:
                    task.cancel()
                    await bot.mailbox.lay_down()


async def _is_ready(here: Whole) -> bool:
    return bool(here.playground[HUB].ready_bots()) and bool(here.bot.client.guilds)


def settings_for(options: Options, database: Path, **more: Any) -> Settings:
    given = {
        "discord_token": options.bot_token,
        "discord_api_base": f"{options.origin}/api/v10",
        "discord_gateway_url": options.gateway_url,
        "discord_cdn_base": options.cdn_base,
        "gemini_api_key": options.agent_key,
        "gemini_api_base": options.origin,
        "database_url": f"sqlite:///{database}",
        "allow": "*",
    }
    return Settings.model_validate(given | more)
