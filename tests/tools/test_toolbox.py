"""Functions are looked up, checked and run; whatever goes wrong reaches the agent as a sentence."""

import asyncio
from dataclasses import replace

import pytest
from pydantic import BaseModel
from structlog.testing import capture_logs

from bot.core.ids import Snowflake
from bot.core.tools.calls import Caller, ToolError
from bot.core.tools.questions import QuestionKind
from bot.tools import Tool, tool
from bot.tools.shipped import shipped
from bot.tools.toolbox import RESULT_LIMIT, Tools
from tests.tools.places import Place, a_call
from tests.turns.world import ASKER

HERE = Place()


class Text(BaseModel):
    text: str = ""


@tool()
async def echo(given: Text) -> dict[str, str]:
    """Says it back."""
    return {"said": given.text}


@tool(only_reads=True)
async def who(_: Text, caller: Caller) -> str:
    """Says who asks."""
    return caller.turn.actor.name


@tool(timeout_s=0.01)
async def sleep(_: Text) -> None:
    """Sleeps."""
    await asyncio.sleep(60)


@tool()
async def flood(_: Text) -> str:
    """Says too much."""
    return "x" * RESULT_LIMIT


@tool()
async def odd(_: Text) -> object:
    """Gives what is no JSON."""
    return object()


@tool()
async def count(_: Text) -> list[int]:
    """Counts."""
    return [1, 2]


@tool(asks_first=True)
async def careful(given: Text) -> str:
    """Asks first."""
    return given.text


BOX = Tools((echo, who, sleep, flood, odd, count, careful))


async def test_a_function_is_run_with_its_arguments() -> None:
    """What it returns goes to the agent as an object or a text; it may know who asks."""
    assert await BOX.act(a_call("echo", text="hi"), HERE.caller, None) == {"said": "hi"}
    assert await BOX.act(a_call("who"), HERE.caller, None) == "Mira"
    assert await BOX.act(a_call("count"), HERE.caller, None) == {"result": [1, 2]}


def test_what_only_reads_may_be_repeated() -> None:
    """Without a word about it, a function counts as one that acts."""
    assert BOX.acts(a_call("echo"))
    assert not BOX.acts(a_call("who"))
    assert not BOX.acts(a_call("unknown"))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("sleep", "took longer than 0.01 seconds"),
        ("flood", "too long to be handed over"),
        ("odd", "failed inside the bot"),
        ("unknown", "There is no function unknown here."),
    ],
)
async def test_what_goes_wrong_is_a_sentence(name: str, said: str) -> None:
    """Too slow, too long, broken or unknown: each is said to the agent, and none raises anything else."""
    with pytest.raises(ToolError, match=said):
        await BOX.act(a_call(name), HERE.caller, None)


async def test_a_failure_is_found_again_in_the_log() -> None:
    """The reference that the agent is given stands in the log beside the traceback."""
    with capture_logs() as log, pytest.raises(ToolError) as caught:
        await BOX.act(a_call("odd"), HERE.caller, None)

    (entry,) = [line for line in log if line["event"] == "tool.failed"]
    assert entry["reference"] in str(caught.value)
    assert entry["exc_info"]


async def test_wrong_arguments_are_named_without_their_values() -> None:
    """The agent is told which argument does not fit, and why."""
    with pytest.raises(ToolError, match="The arguments do not fit: text: Input should be a valid string"):
        await BOX.act(a_call("echo", text=["a"]), HERE.caller, None)


async def test_asking_first_shows_the_arguments() -> None:
    """A function that asks first quotes what it would be called with."""
    question = await BOX.question(a_call("careful", text="hi"), HERE.caller)

    assert question is not None
    assert (question.kind, question.scope) == (QuestionKind.LEAVE, "careful")
    assert '"text": "hi"' in question.quote


async def test_what_is_not_allowed_is_not_there() -> None:
    """A function for some is neither offered to others nor run for them; a person, a role and a server may be named."""

    async def body(*_: object) -> str:
        return "done"

    narrow = Tool(name="narrow", description="For some.", arguments=Text, body=body, allow=frozenset({5}))
    box = Tools((narrow,))
    member = replace(HERE.turn, actor=replace(HERE.turn.actor, roles=frozenset({Snowflake(5)})))

    assert box.functions(HERE.session, HERE.turn) == ()
    assert len(box.functions(HERE.session, member)) == 1
    assert len(box.functions(replace(HERE.session, guild=Snowflake(5)), HERE.turn)) == 1
    with pytest.raises(ToolError, match="no function narrow"):
        await box.act(a_call("narrow"), HERE.caller, None)
    assert Tools((replace(narrow, allow=frozenset({ASKER})),)).functions(HERE.session, HERE.turn)


def test_two_functions_of_one_name_are_refused() -> None:
    """Nobody could tell which is meant."""
    with pytest.raises(ValueError, match="one name"):
        Tools((echo, echo))


async def add(a: int, b: int) -> int:
    return a + b


def late(_: Text) -> int:
    return 1


@pytest.mark.parametrize("function", [add, late])
def test_what_is_no_tool_cannot_be_declared_one(function: object) -> None:
    """It must be async and take one model, or the mistake is named as the file is read."""
    with pytest.raises(TypeError, match="must be async"):
        tool()(function)  # type: ignore[arg-type]


async def test_what_needs_leave_is_for_those_who_may_act() -> None:
    """To others it is neither offered, nor asked for, nor done; what needs none is theirs as before."""
    asking = tool(asks_first=True)(_asked)
    box = Tools((echo, asking), may_act=lambda *_: False)
    caller = HERE.caller

    assert [function.name for function in box.functions(caller.session, caller.turn)] == ["echo"]
    with pytest.raises(ToolError, match="no function"):
        await box.question(a_call("_asked"), caller)
    with pytest.raises(ToolError, match="no function"):
        await box.act(a_call("_asked"), caller, None)


async def _asked(_: Text) -> str:
    """Acts."""
    return "done"


@pytest.mark.parametrize("name", ["discord_post", "discord_open_thread", "discord_react"])
def test_the_shipped_writers_need_leave(name: str) -> None:
    """And nothing else that is shipped does: asking, reading, sending a file and making a picture are no acts."""
    writers = {one.name for one in shipped(HERE.rooms, HERE.files, HERE.pictures) if one.is_act}

    assert name in writers
    assert len(writers) == 3
