"""A Discord and an image model for the tools' own tests, played by a few lines."""
# ruff: noqa: ARG002 - a fake takes what its port gives

from dataclasses import dataclass, field, replace

from bot.core.catalogue import say
from bot.core.events import JsonValue
from bot.core.ids import EnvironmentId, Snowflake
from bot.core.patches import Upload
from bot.core.session import Session, Turn
from bot.core.tools.calls import Caller, ToolCall, ToolError
from bot.core.tools.ports import Made, Said
from bot.tools.shipped import shipped
from bot.tools.toolbox import Tools
from tests.fakes import UPLOAD_LIMIT, FakeFiles
from tests.turns.world import SESSION, THREAD, a_turn

SECRET = Snowflake(13)
"""A channel that the asker may not see."""
MACHINE = EnvironmentId("env-1")


@dataclass
class FakeRooms:
    """`did`: what was done, in its order."""

    messages: list[Said] = field(default_factory=list)
    did: list[tuple[object, ...]] = field(default_factory=list)

    async def read(self, caller: Caller, channel: Snowflake, *, count: int) -> tuple[Said, ...]:
        self._may(channel)
        return tuple(self.messages[-count:])

    async def may_post(self, caller: Caller, channel: Snowflake) -> str:
        return self._may(channel)

    async def may_open(self, caller: Caller, channel: Snowflake) -> str:
        return self._may(channel)

    async def may_react(self, caller: Caller, channel: Snowflake, message: Snowflake) -> str:
        return self._may(channel)

    async def post(self, caller: Caller, channel: Snowflake, text: str) -> Snowflake:
        return self._do("post", channel, text)

    async def open_thread(self, caller: Caller, channel: Snowflake, *, name: str, text: str) -> Snowflake:
        return self._do("open", channel, name, text)

    async def react(self, caller: Caller, channel: Snowflake, message: Snowflake, emoji: str) -> None:
        self._do("react", channel, message, emoji)

    async def send_file(self, caller: Caller, upload: Upload) -> Snowflake:
        return self._do("file", upload.name, upload.data)

    def upload_limit(self, caller: Caller) -> int:
        return UPLOAD_LIMIT

    def _may(self, channel: Snowflake) -> str:
        if channel == SECRET:
            raise ToolError(say("tool.not_there"))
        return "general"

    def _do(self, *what: object) -> Snowflake:
        self.did.append(what)
        return Snowflake(900 + len(self.did))


@dataclass
class FakePictures:
    asked: list[tuple[str, str, str, int]] = field(default_factory=list)

    async def make(self, caller: Caller, *, prompt: str, model: str, ratio: str, count: int) -> tuple[Made, ...]:
        self.asked.append((prompt, model, ratio, count))
        return tuple(Made(name=f"moon-{n}.png", width=1376, height=768) for n in range(count))


@dataclass
class Place:
    rooms: FakeRooms = field(default_factory=FakeRooms)
    files: FakeFiles = field(default_factory=FakeFiles)
    pictures: FakePictures = field(default_factory=FakePictures)
    session: Session = field(default_factory=lambda: replace(SESSION, thread=THREAD, environment=MACHINE))
    turn: Turn = field(default_factory=a_turn)

    @property
    def tools(self) -> Tools:
        return Tools(shipped(self.rooms, self.files, self.pictures))

    @property
    def caller(self) -> Caller:
        return Caller(session=self.session, turn=self.turn, number=0)


def a_call(name: str, /, **arguments: JsonValue) -> ToolCall:
    return ToolCall(id="call-1", name=name, arguments=arguments)
