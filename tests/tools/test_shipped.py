"""The tools that come with the bot, against a Discord of a few lines."""

import asyncio
from dataclasses import dataclass, replace

import pytest

from bot.core.events import JsonValue
from bot.core.ids import EnvironmentId, Snowflake
from bot.core.tools.calls import ToolError
from bot.core.tools.ports import Said
from bot.core.tools.questions import Question, QuestionKind
from tests.fakes import UPLOAD_LIMIT, FakeFiles
from tests.tools.places import MACHINE, SECRET, Place, a_call
from tests.turns.world import THREAD


@dataclass
class OneAtATime(FakeFiles):
    """`most`: so many were fetched at once."""

    fetching: int = 0
    most: int = 0

    async def fetch(self, environment: EnvironmentId, path: str, *, limit: int) -> bytes:
        self.fetching += 1
        self.most = max(self.most, self.fetching)
        data = await super().fetch(environment, path, limit=limit)
        self.fetching -= 1
        return data


@pytest.fixture
def place() -> Place:
    return Place()


async def asked(place: Place, name: str, /, **arguments: JsonValue) -> Question:
    question = await place.tools.question(a_call(name, **arguments), place.caller)
    assert question is not None
    return question


async def act(place: Place, name: str, /, **arguments: JsonValue) -> object:
    return await place.tools.act(a_call(name, **arguments), place.caller, None)


async def test_a_person_is_asked_in_three_ways(place: Place) -> None:
    """A text, a choice, or yes and no; choices alone make it a choice."""
    text = await asked(place, "discord_ask_person", question="Why?")
    choice = await asked(place, "discord_ask_person", question="Which?", choices=["a", "b"])
    plain = await asked(place, "discord_ask_person", question="Really?", kind="yes_no")

    assert (text.kind, choice.kind, plain.kind) == (QuestionKind.TEXT, QuestionKind.CHOICE, QuestionKind.YES_NO)
    assert choice.choices == ("a", "b")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"question": ""}, "question"),
        ({"question": "Which?", "kind": "choice"}, "kind choice needs choices"),
        ({"question": "Which?", "choices": ["a", "a"]}, "no choice stands there twice"),
        ({"question": "Which?", "choices": [" "]}, "1 to 100 characters"),
        ({"question": "Which?", "choices": ["x" * 101]}, "1 to 100 characters"),
        ({"question": "Which?", "choices": [f"{number}" for number in range(26)]}, "at most 25"),
    ],
)
async def test_a_question_that_discord_cannot_show_is_refused(
    place: Place, arguments: dict[str, JsonValue], said: str
) -> None:
    """The agent is told what is wrong with it, before anybody is asked."""
    with pytest.raises(ToolError, match=said):
        await asked(place, "discord_ask_person", **arguments)


async def test_the_thread_is_read(place: Place) -> None:
    """With ids as texts, for they are too long for the numbers of JSON."""
    place.rooms.messages = [
        Said(id=Snowflake(10**18 + 1), author="Mira", is_bot=False, at="2026-11-22T12:00:00Z", text="Hi"),
        Said(id=Snowflake(2), author="Bot", is_bot=True, at="2026-11-22T12:00:01Z", text="", files=("a.png",)),
    ]

    assert await act(place, "discord_read_thread") == {
        "messages": [
            {"id": str(10**18 + 1), "author": "Mira", "at": "2026-11-22T12:00:00Z", "text": "Hi"},
            {"id": "2", "author": "Bot", "at": "2026-11-22T12:00:01Z", "text": "", "is_bot": True, "files": ["a.png"]},
        ]
    }


async def asked_and_done(place: Place, name: str, /, **arguments: JsonValue) -> None:
    if await place.tools.question(a_call(name, **arguments), place.caller) is None:
        await act(place, name, **arguments)


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("discord_read_channel", {}),
        ("discord_post", {"text": "hi"}),
        ("discord_open_thread", {"name": "News", "text": "hi"}),
        ("discord_react", {"message": "5", "emoji": "👍"}),
    ],
)
async def test_what_the_asker_may_not_see_is_not_there(
    place: Place, name: str, arguments: dict[str, JsonValue]
) -> None:
    """It is refused before the asker is asked, and nothing is done."""
    with pytest.raises(ToolError, match="no such channel"):
        await asked_and_done(place, name, channel=str(SECRET), **arguments)

    assert place.rooms.did == []


async def test_a_post_is_shown_whole_first(place: Place) -> None:
    """The asker sees the very text and its place; leave for the session covers that channel."""
    question = await asked(place, "discord_post", channel="<#42>", text="Hello\nall")

    assert (question.kind, question.quote) == (QuestionKind.LEAVE, "Hello\nall")
    assert "<#42>" in question.text
    assert question.scope == "discord_post:42"
    assert place.rooms.did == []
    assert await act(place, "discord_post", channel="<#42>", text="Hello\nall") == {"message": "901"}
    assert place.rooms.did == [("post", 42, "Hello\nall")]


async def test_what_cannot_be_shown_whole_is_not_asked(place: Place) -> None:
    """A text of so many lines that its quotation does not fit is sent back to the agent."""
    with pytest.raises(ToolError, match="too long to be shown"):
        await asked(place, "discord_post", channel="42", text="x\n" * 900)


async def test_a_thread_is_opened_and_a_message_reacted_to(place: Place) -> None:
    """Both are shown first; without a channel, a reaction is for this thread."""
    thread = await asked(place, "discord_open_thread", channel="42", name="News", text="Read this.")
    reaction = await asked(place, "discord_react", message="5", emoji="👍")
    await act(place, "discord_open_thread", channel="42", name="News", text="Read this.")
    await act(place, "discord_react", message="5", emoji="👍")

    assert (thread.quote, reaction.quote) == ("[News]\nRead this.", "👍")
    assert f"/{THREAD}/5" in reaction.text
    assert place.rooms.did == [("open", 42, "News", "Read this."), ("react", THREAD, 5, "👍")]


@pytest.mark.parametrize("channel", ["general", "", "-1", "1" * 20, "<@5>"])
async def test_an_id_is_a_number(place: Place, channel: str) -> None:
    """Names and other people's ids are none."""
    with pytest.raises(ToolError, match="channel"):
        await asked(place, "discord_post", channel=channel, text="hi")


@pytest.mark.parametrize("path", ["out/report.txt", "/workspace/out/report.txt", "./out/report.txt", "report.txt"])
async def test_a_file_is_sent(place: Place, path: str) -> None:
    """However the agent spells its path, the bytes are those on the machine."""
    place.files.disks[MACHINE]["workspace/out/report.txt"] = b"cheese"

    assert await act(place, "discord_send_file", path=path) == {"message": "901", "bytes": 6}
    assert place.rooms.did == [("file", "report.txt", b"cheese")]


async def test_files_are_sent_one_at_a_time(place: Place) -> None:
    """Whoever wants to send some at once, one is held in memory at a time."""
    files = place.files = OneAtATime({MACHINE: {"report.txt": b"cheese"}})
    tools, sends = place.tools, [a_call("discord_send_file", path="report.txt")] * 4

    await asyncio.gather(*(tools.act(call, place.caller, None) for call in sends))

    assert len(place.rooms.did) == 4
    assert files.most == 1


@pytest.mark.parametrize(
    ("path", "said"), [("none.txt", "no file none.txt"), ("big.bin", "larger than a message here may hold")]
)
async def test_a_file_that_cannot_be_sent(place: Place, path: str, said: str) -> None:
    """One that is not there or too large is named to the agent."""
    place.files.disks[MACHINE]["big.bin"] = b"x" * (UPLOAD_LIMIT + 1)

    with pytest.raises(ToolError, match=said):
        await act(place, "discord_send_file", path=path)


async def test_without_a_machine_there_is_no_file(place: Place) -> None:
    """A conversation may have none."""
    place.session = replace(place.session, environment=None)

    with pytest.raises(ToolError, match="no machine"):
        await act(place, "discord_send_file", path="a.txt")


async def test_a_picture_is_made(place: Place) -> None:
    """The agent learns that it was made, and its size."""
    result = await act(place, "discord_make_picture", prompt="a moon", aspect_ratio="16:9")

    assert place.pictures.asked == [("a moon", "", "16:9", 1)]
    assert result == {
        "made": [{"name": "moon-0.png", "width": 1376, "height": 768}],
        "where": "shown to the person in this thread",
    }


@pytest.mark.parametrize("name", ["Weekly sync\nFREE NITRO", "\u202etxet", "\u200b", "  "])
async def test_a_name_hides_nothing(place: Place, name: str) -> None:
    """What is allowed is what is done: a second line or unseen characters in a thread's name go back to the agent."""
    with pytest.raises(ToolError):
        await asked(place, "discord_open_thread", channel="42", name=name, text="Read this.")
