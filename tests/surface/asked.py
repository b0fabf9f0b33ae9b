"""A person's `/ask` as the bot has taken it: the itx at Discord, its row in the store, and a clock that all share."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from bot.core.ids import Milliseconds, SessionId, Snowflake, TurnId
from bot.core.session import Actor, ItxReply, Session, SessionKind, Turn
from bot.playground.discord.interactions.state import INTERACTIONS, Interaction, InteractionType, new_token
from bot.playground.discord.world.entities import Message
from bot.playground.keys import CLOCK, OPTIONS
from bot.store.store import SqliteStore, open_store
from bot.surface.itx_replies import ItxReplies
from bot.surface.threads import DiscordThreads
from tests.surface.place import PATIENCE_S, Place, connected, place


@dataclass
class PlaygroundClock:
    """The playground's own time, so that both sides agree how old an itx is."""

    here: Place

    def now(self) -> Milliseconds:
        return Milliseconds(round(self.here.playground[CLOCK].now() * 1000))


@dataclass
class Asked:
    here: Place
    http: aiohttp.ClientSession
    store: SqliteStore
    clock: PlaygroundClock
    reply: ItxReply
    session: Session
    turn: Turn

    def replies(self) -> ItxReplies:
        return ItxReplies(self.http, f"{self.here.playground[OPTIONS].origin}/api/v10", self.clock)

    def threads(self) -> DiscordThreads:
        here = self.here
        return DiscordThreads(here.client, here.canvas, self.store, here.pacer, self.replies(), self.clock)

    def later(self, seconds: float) -> None:
        self.here.playground[CLOCK].advance(seconds)

    def roots(self) -> list[Message]:
        return [m for m in self.here.messages() if m.author_id == self.here.world.bot.id]


@asynccontextmanager
async def asked(folder: Path, *, online: bool = True, is_private: bool = False) -> AsyncIterator[Asked]:
    """`/ask` was accepted, and nothing was answered yet."""
    async with place(lawful=False) as here:
        timeout = aiohttp.ClientTimeout(total=PATIENCE_S)
        async with aiohttp.ClientSession(timeout=timeout) as http, open_store(f"sqlite:///{folder}/bot.db") as store:
            case = _case(here, http, store, is_private=is_private)
            await store.accept(case.session, case.turn, itx=case.reply)
            if not online:
                yield case
                return
            async with connected(here.client):
                yield case


def _case(here: Place, http: aiohttp.ClientSession, store: SqliteStore, *, is_private: bool) -> Asked:
    clock = PlaygroundClock(here)
    itx = _itx(here)
    reply = ItxReply(
        itx=Snowflake(itx.id),
        application=Snowflake(here.world.application.id),
        token=itx.token,
        at=clock.now(),
        is_private=is_private,
    )
    session = Session(
        id=SessionId("session-1"),
        guild=Snowflake(here.world.guild.id),
        parent=here.general,
        thread=None,
        owner=here.person("Ada"),
        agent="agent",
        title="Say hello",
        created_at=clock.now(),
        kind=SessionKind.PRIVATE if is_private else SessionKind.THREAD,
    )
    turn = Turn(
        id=TurnId("0123456789abcdef"),
        session=session.id,
        origin=f"itx:{itx.id}",
        request="Say hello to @everyone",
        actor=Actor(id=here.person("Ada"), name="Ada"),
        locale="en-GB",
        created_at=clock.now(),
    )
    return Asked(here, http, store, clock, reply, session, turn)


def _itx(here: Place) -> Interaction:
    number = here.world.snowflake()
    itx = Interaction(
        id=number,
        token=new_token(number),
        type=InteractionType.COMMAND,
        person=here.world.users[here.person("Ada")],
        channel=here.channel(),
        created_at=here.world.now(),
        data={"id": "1", "name": "ask", "type": 1},
        command_type=1,
    )
    here.playground[INTERACTIONS].add(itx)
    return itx
