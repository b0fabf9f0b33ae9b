"""Who is connected: every change of the world goes through here to the sessions that may know of it."""

import secrets
from collections.abc import Iterator
from typing import Final

from bot.playground.discord.gateway import intents
from bot.playground.discord.gateway.sessions import Session, Sink
from bot.playground.discord.gateway.telling import Telling, compact
from bot.playground.discord.world.entities import JsonObject, User
from bot.playground.discord.world.events import Event
from bot.playground.discord.world.state import World

FATAL: Final = frozenset({4004, 4010, 4011, 4012, 4013, 4014})
FORGETTING: Final = FATAL | {1000, 1001, 4007, 4009}  # closes that also end the session


class Hub:
    """`heartbeat_seconds` may be set shorter by tests; it is real time, as sockets live in real time."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.heartbeat_seconds = 41.25
        self.sessions: dict[str, Session] = {}
        world.subscribe(self.publish)

    def authenticate(self, token: object) -> User | None:
        """The bot or the person with this token."""
        if not isinstance(token, str):
            return None
        return self.world.person_by_token.get(token) or self.world.bot_with(token.removeprefix("Bot "))

    def open(self, user: User, *, wanted: int, shard: tuple[int, int], sink: Sink) -> Session:
        asked = wanted if user.bot else intents.EVERYTHING
        session = Session(secrets.token_hex(16), user, asked, shard, sink=sink)
        self.sessions[session.id] = session
        return session

    def find(self, session_id: object, user: User) -> Session | None:
        """A session that can still be taken up by its user."""
        session = self.sessions.get(session_id) if isinstance(session_id, str) else None
        if session is None or session.user is not user or session.expired(self.world.now()):
            return None
        return session

    def lose(self, session: Session, sink: Sink, code: int | None) -> None:
        """The socket is gone; `code` is what it was closed with, None when it just broke."""
        if session.sink is not sink:
            return
        session.sink, session.lost_at = None, self.world.now()
        if code in FORGETTING:
            self.sessions.pop(session.id, None)

    def publish(self, event: Event) -> None:
        now, told = self.world.now(), Telling(self.world, event)
        for session in list(self.sessions.values()):
            if session.expired(now):
                del self.sessions[session.id]
            elif (data := told.to(session)) is not None:
                session.tell(event.name, data)

    def send(self, user_id: int, name: str, payload: JsonObject, *, guild_id: int | None = None) -> int:
        """Tell all sessions of one user something that is meant for it alone; answers how many have a socket."""
        data, reached = compact(payload), 0
        for session in self.sessions.values():
            if session.user.id == user_id and session.has_guild(guild_id):
                session.tell(name, data)
                reached += session.sink is not None
        return reached

    def _bots(self) -> Iterator[tuple[Session, Sink]]:
        for session in list(self.sessions.values()):
            if session.user.bot and session.sink is not None:
                yield session, session.sink

    def ready_bots(self) -> int:
        """How many sockets of the bot are identified."""
        return sum(1 for _ in self._bots())

    async def close_bots(self, code: int) -> None:
        """Close the bot's sockets with this code; 1006 cuts them without a word."""
        for session, sink in self._bots():
            if code in FORGETTING:
                self.sessions.pop(session.id, None)
            await sink.close(code)

    def reconnect_bots(self) -> None:
        """Op 7: the bot is asked to come back and resume."""
        for _, sink in self._bots():
            sink.push('{"t":null,"s":null,"op":7,"d":null}')

    def invalidate_bots(self, *, resumable: bool) -> None:
        """Op 9: the session may be resumed, or is over."""
        for session, sink in self._bots():
            if not resumable:
                self.sessions.pop(session.id, None)
            sink.push(f'{{"t":null,"s":null,"op":9,"d":{compact(resumable)}}}')

    async def close_all(self) -> None:
        for session in list(self.sessions.values()):
            if session.sink is not None:
                await session.sink.close(1001, "the playground stops")
