"""One socket of the gateway: frames in and out, compression, the pace of a client's words and of its heart."""

import asyncio
import zlib
from collections import deque
from typing import Final

from aiohttp import WSMessage, WSMsgType, web

from bot.playground.discord.gateway.conversation import ACK, Conversation, Refused
from bot.playground.discord.gateway.hub import Hub
from bot.playground.discord.limits import GATEWAY_SENDS, GATEWAY_SENDS_SECONDS

ACK_SECONDS: Final = 0.02  # an answer at once, over loopback, races the client's own clock
PATIENCE: Final = 1.5  # heartbeat intervals without a heartbeat
WAITING_FRAMES: Final = 20_000  # a client that does not read is let go
ABNORMAL: Final = 1006


class Connection:
    """`serve` runs until the socket is closed by either side; it leaves the session behind for a RESUME."""

    def __init__(self, hub: Hub, request: web.Request, socket: web.WebSocketResponse, *, url: str) -> None:
        self._hub = hub
        self._transport = request.transport
        self._socket = socket
        self._deflate = zlib.compressobj(level=1) if request.query.get("compress") == "zlib-stream" else None
        self._waiting: asyncio.Queue[str] = asyncio.Queue(WAITING_FRAMES)
        self._heard_at: deque[float] = deque(maxlen=GATEWAY_SENDS)
        self._loop = asyncio.get_running_loop()
        self._last_beat = self._loop.time()
        self._conversation = Conversation(hub, self, url=url, acknowledge=self._acknowledge)
        self._closed_with: int | None = None

    @property
    def who(self) -> str:
        """For the journal: whose socket it is, as far as it was said."""
        session = self._conversation.session
        if session is None:
            return "unknown"
        return "bot" if session.user.bot else session.user.global_name or session.user.name

    async def serve(self) -> None:
        self.push(self._conversation.hello())
        async with asyncio.TaskGroup() as tasks:
            others = [tasks.create_task(self._write()), tasks.create_task(self._watch_heart())]
            try:
                await self._read()
            finally:
                for task in others:
                    task.cancel()
                self._leave()

    def push(self, frame: str) -> None:
        try:
            self._waiting.put_nowait(frame)
        except asyncio.QueueFull:
            self.cut()

    async def close(self, code: int, reason: str = "") -> None:
        """Close with this code; 1006 is what a client sees when the line is cut."""
        self._closed_with = code
        if code == ABNORMAL:
            self.cut()
        else:
            await self._socket.close(code=code, message=reason.encode())

    def cut(self) -> None:
        """Break the line without a word."""
        if self._transport is not None:
            self._transport.abort()

    def _leave(self) -> None:
        session = self._conversation.session
        if session is not None:
            self._hub.lose(session, self, self._closed_with or self._socket.close_code)

    async def _read(self) -> None:
        try:
            async for message in self._socket:
                self._hear(message)
        except Refused as refusal:
            self._note(refusal)
            await self.close(refusal.code, refusal.reason)

    def _hear(self, message: WSMessage) -> None:
        if message.type is not WSMsgType.TEXT:
            raise Refused(4002, "Error while decoding payload.")
        self._count()
        self._conversation.hear(message.data)

    def _count(self) -> None:
        """120 frames in 60 seconds; the one after them is too many."""
        now = self._loop.time()
        if len(self._heard_at) == GATEWAY_SENDS and now - self._heard_at[0] < GATEWAY_SENDS_SECONDS:
            raise Refused(4008, "You are being rate limited.")
        self._heard_at.append(now)

    def _note(self, refusal: Refused) -> None:
        """A close that the bot brought upon itself is a broken rule; a wrong token is an operator's."""
        session = self._conversation.session
        if refusal.code != 4004 and (session is None or session.user.bot):
            self._hub.world.violation(f"gateway-{refusal.code}", refusal.reason)

    async def _write(self) -> None:
        while True:
            frame = await self._waiting.get()
            try:
                await self._send(frame)
            except ConnectionError:
                return

    async def _send(self, frame: str) -> None:
        if self._deflate is None:
            await self._socket.send_str(frame)
        else:
            packed = self._deflate.compress(frame.encode("utf-8", "replace")) + self._deflate.flush(zlib.Z_SYNC_FLUSH)
            await self._socket.send_bytes(packed)

    def _acknowledge(self) -> None:
        self._last_beat = self._loop.time()
        self._loop.call_later(ACK_SECONDS, self.push, ACK)

    async def _watch_heart(self) -> None:
        allowed, heard = self._hub.heartbeat_seconds * PATIENCE, None
        while heard != self._last_beat:
            heard = self._last_beat
            await asyncio.sleep(heard + allowed - self._loop.time())
        await self.close(4000, "No heartbeat came.")
