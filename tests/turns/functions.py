"""Functions that the agent calls in the tests of turns, and the runs in which it does."""

from dataclasses import dataclass, field

from pydantic import BaseModel

from bot.core import events as e
from bot.core.tools.calls import Caller, ToolError
from bot.core.tools.questions import Question, QuestionKind, Reply
from bot.tools import Tool
from bot.tools.people import ASK_PERSON
from bot.tools.toolbox import Tools
from tests.fake_agent import ending, speech


class Place(BaseModel):
    location: str


@dataclass
class Deeds:
    """What functions did in the world: it stays, whoever is killed."""

    done: list[str] = field(default_factory=list)

    async def look(self, place: Place, _: Caller, __: Reply | None) -> object:
        self.done.append(f"look {place.location}")
        return {"temperature": 23}

    async def write(self, place: Place, _: Caller, __: Reply | None) -> str:
        self.done.append(f"write {place.location}")
        return "written"

    async def fail(self, place: Place, _: Caller, __: Reply | None) -> None:
        raise RuntimeError(f"the password for {place.location} is xyzzy")

    async def deny(self, place: Place, _: Caller, __: Reply | None) -> None:
        raise ToolError(f"There is no {place.location}.")

    async def leave(self, place: Place, _: Caller) -> Question:
        return Question(kind=QuestionKind.LEAVE, text="It wants to write", quote=place.location, scope="write")

    def tools(self) -> Tools:
        reading = Tool(name="look", description="Look.", arguments=Place, body=self.look, acts=False)
        writing = Tool(name="write", description="Write.", arguments=Place, body=self.write)
        asking = Tool(name="write_asked", description="Ask.", arguments=Place, body=self.write, question=self.leave)
        failing = Tool(name="fail", description="Fail.", arguments=Place, body=self.fail)
        denying = Tool(name="deny", description="Deny.", arguments=Place, body=self.deny)
        return Tools((reading, writing, asking, failing, denying, ASK_PERSON))


def call(name: str, *, number: int = 0, index: int = 0, **arguments: e.JsonValue) -> tuple[e.AgentEvent, ...]:
    step = e.Call("function", f"call-{number}", name=name, arguments=arguments)
    return (e.StepStarted(index, step), e.StepStopped(index))


def calling(name: str, **arguments: e.JsonValue) -> tuple[e.AgentEvent, ...]:
    """A run that calls one function and stops."""
    step = e.Call("function", "call-0", name=name, arguments=arguments)
    return (e.StepStarted(0, step), e.StepStopped(0), ending(e.RunStatus.REQUIRES_ACTION))


DONE: tuple[e.AgentEvent, ...] = (*speech("All done."), ending())
ASK: tuple[e.AgentEvent, ...] = calling("discord_ask_person", question="Tea or coffee?", choices=["Tea", "Coffee"])
