"""What a client may say to the gateway and when: one table of opcodes, before and after it has identified."""

import json
from collections.abc import Callable
from enum import IntEnum
from typing import Any, Final

from bot.playground.discord.gateway import intents, members
from bot.playground.discord.gateway.greeting import greeting, settle_threads
from bot.playground.discord.gateway.hub import Hub
from bot.playground.discord.gateway.sessions import Session, Sink
from bot.playground.discord.gateway.telling import compact
from bot.playground.discord.limits import GATEWAY_PAYLOAD_BYTES
from bot.playground.discord.world.entities import JsonObject, User

ACK: Final = '{"t":null,"s":null,"op":11,"d":null}'
INVALID: Final = '{"t":null,"s":null,"op":9,"d":false}'


class Op(IntEnum):
    """What a client may send."""

    HEARTBEAT = 1
    IDENTIFY = 2
    PRESENCE = 3
    VOICE = 4
    RESUME = 6
    MEMBERS = 8
    SOUNDBOARD = 31


class Refused(Exception):
    """The socket is closed with this code; the sentence goes along as the reason."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(f"{code} {reason}")
        self.code = code
        self.reason = reason


class Conversation:
    """One socket's talk. `acknowledge` is called for a heartbeat; the answer may take its time."""

    def __init__(self, hub: Hub, sink: Sink, *, url: str, acknowledge: Callable[[], None]) -> None:
        self._hub = hub
        self._sink = sink
        self._url = url
        self._acknowledge = acknowledge
        self.session: Session | None = None

    def hello(self) -> str:
        interval = int(self._hub.heartbeat_seconds * 1000)
        return compact({"t": None, "s": None, "op": 10, "d": {"heartbeat_interval": interval, "_trace": []}})

    def hear(self, text: str) -> None:
        """Raises Refused where Discord closes the socket."""
        op, data = _decoded(text)
        match op:
            case Op.HEARTBEAT:
                self._acknowledge()
            case Op.IDENTIFY:
                self._identify(_object(data))
            case Op.RESUME:
                self._resume(_object(data))
            case Op.PRESENCE | Op.VOICE | Op.MEMBERS | Op.SOUNDBOARD:
                self._ask(op, _object(data))
            case _:
                raise Refused(4001, "Unknown opcode.")

    def _identify(self, data: JsonObject) -> None:
        user = self._authenticated(data)
        if not isinstance(data.get("properties"), dict):
            raise Refused(4002, "Error while decoding payload.")
        wanted, shard = data.get("intents"), _shard(data.get("shard"))
        if user.bot:
            self._check_intents(wanted)
        settle_threads(self._hub.world)
        self.session = self._hub.open(user, wanted=int(wanted or 0), shard=shard, sink=self._sink)
        for name, payload in greeting(self._hub.world, self.session, self._url):
            self.session.tell(name, compact(payload))

    def _authenticated(self, data: JsonObject) -> User:
        if self.session is not None:
            raise Refused(4005, "Already authenticated.")
        user = self._hub.authenticate(data.get("token"))
        if user is None:
            raise Refused(4004, "Authentication failed.")
        return user

    def _check_intents(self, wanted: Any) -> None:
        if isinstance(wanted, bool) or not isinstance(wanted, int) or wanted < 0 or wanted & ~intents.KNOWN:
            raise Refused(4013, "Invalid intent(s).")
        if intents.disallowed(wanted, self._hub.world.application):
            raise Refused(4014, "Disallowed intent(s).")

    def _resume(self, data: JsonObject) -> None:
        session = self._hub.find(data.get("session_id"), self._authenticated(data))
        seq = data.get("seq")
        if session is None or not isinstance(seq, int):
            self._sink.push(INVALID)
            return
        if seq > session.seq:
            raise Refused(4007, "Invalid seq.")
        if not session.remembers(seq):
            self._sink.push(INVALID)
            return
        if session.sink is not None:
            session.sink.cut()  # the old line is dead, the server just had not noticed
        self.session = session
        session.sink, session.lost_at = self._sink, None
        session.replay(seq)
        session.tell("RESUMED", '{"_trace":[]}')

    def _ask(self, op: int, data: JsonObject) -> None:
        """Presence, voice and sounds are taken and change nothing here."""
        if self.session is None:
            raise Refused(4003, "Not authenticated.")
        if op != Op.MEMBERS:
            return
        if self.session.user.bot and not members.may_ask(self.session, data):
            raise Refused(4014, "Disallowed intent(s).")
        for chunk in members.chunks(self._hub.world, self.session, data):
            self.session.tell("GUILD_MEMBERS_CHUNK", compact(chunk))


def _decoded(text: str) -> tuple[int, Any]:
    if len(text.encode()) > GATEWAY_PAYLOAD_BYTES:
        raise Refused(4002, "Payload is larger than 4096 bytes.")
    try:
        frame = json.loads(text)
    except ValueError:
        raise Refused(4002, "Error while decoding payload.") from None
    if not isinstance(frame, dict) or isinstance(frame.get("op"), bool) or not isinstance(frame.get("op"), int):
        raise Refused(4002, "Error while decoding payload.")
    return frame["op"], frame.get("d")


def _object(data: Any) -> JsonObject:
    if not isinstance(data, dict):
        raise Refused(4002, "Error while decoding payload.")
    return data


def _shard(value: Any) -> tuple[int, int]:
    match value:
        case None:
            return (0, 1)
        case [int(number), int(count)] if 0 <= number < count:
            return (number, count)
    raise Refused(4010, "Invalid shard.")
