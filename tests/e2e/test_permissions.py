"""docs/permissions.md: each of the bot's permissions is missing from the start."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.e2e.failures import (
    ask,
    creates,
    playing,
    proves,
    receipt,
    wake,
)
from tests.e2e.lacking import (
    ATTACH,
    EMBED,
    HISTORY,
    OPEN_PRIVATE_THREADS,
    OPEN_THREADS,
    REACT,
    SEND,
    VIEW,
    WRITE_IN_THREADS,
    a_channel_without,
    card_of,
    given_privately,
    refusal,
)
from tests.e2e.messages import Json, is_card, is_receipt, pages, text_of
from tests.e2e.stage import Stage

pytestmark = pytest.mark.asyncio(loop_scope="module")
TOLERATED = ("missing-permission", "missing-access")
CLOSED_DMS = {"status": 403, "body": {"message": "Cannot send messages to this user", "code": 50007}}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stage(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    folder = tmp_path_factory.mktemp("permissions")
    async with playing(folder, tolerated=TOLERATED, module="tests.e2e.impatient") as stage:
        yield stage


@pytest_asyncio.fixture(autouse=True, loop_scope="module")
async def no_faults(stage: Stage) -> AsyncIterator[None]:
    yield
    await stage.lever("DELETE", "faults")


@pytest.mark.parametrize(
    ("lacking", "names"),
    [
        (VIEW, ["“View Channel”"]),
        (OPEN_THREADS | SEND, ["“Create Public Threads”", "“Send Messages”"]),
        (WRITE_IN_THREADS | SEND, ["“Send Messages in Threads”", "“Send Messages”"]),
    ],
)
@proves("view-channel", "nothing-to-write")
async def test_where_no_answer_could_stand_the_asker_is_told(stage: Stage, lacking: int, names: list[str]) -> None:
    """Neither seen, nor written in by any way: the asker alone reads what is missing and where, and nothing runs."""
    before = len(await creates(stage))
    channel = await a_channel_without(stage, lacking)

    text = await refusal(stage, "short please", channel)

    assert all(name in text for name in names)
    assert f"<#{channel}>" in text
    assert len(await creates(stage)) == before


@pytest.mark.parametrize("lacking", [OPEN_THREADS, WRITE_IN_THREADS])
@proves("create-public-threads", "send-messages-in-threads")
async def test_without_threads_it_answers_in_the_channel(stage: Stage, lacking: int) -> None:
    """The request is quoted there, card and answer reply to it, and the first card tells how to go on."""
    ada, channel = stage.person("Ada"), await a_channel_without(stage, lacking)

    await ada.ask("short please", channel=channel)
    messages = await stage.finished(ada, channel)

    root, *ours = [m for m in messages if m["author"]["id"] == stage.application]
    assert "> short please" in root["content"]
    assert "thread" not in root
    assert len(ours) == 2
    assert {m["message_reference"]["message_id"] for m in ours} == {root["id"]}
    assert "reply to one of these messages" in text_of(ours[0])


@proves("create-public-threads")
async def test_in_a_channel_a_reply_goes_on_with_the_talk(stage: Stage) -> None:
    """A reply to the answer is the talk's next request, with its machine; what replies to nobody is not."""
    ada, channel = stage.person("Ada"), await a_channel_without(stage, OPEN_THREADS)
    await ada.ask("short please", channel=channel)
    answer = next(m for m in await stage.finished(ada, channel) if m["type"] == 19 and not is_card(m))

    await ada.say(channel, "I talk to somebody else")
    mine = await ada.say(channel, "short again", to=answer)
    messages = await stage.finished(ada, channel, turns=2)

    second = [m for m in messages if (m.get("message_reference") or {}).get("message_id") == mine["id"]]
    assert len(second) == 2
    assert sum(is_receipt(m) for m in messages) == 2
    assert "reply to one of these messages" not in text_of(second[0])
    first, last = [e["body"] for e in await creates(stage)][-2:]
    assert "short again" in last["input"]
    assert "previous_interaction_id" not in first
    assert last["previous_interaction_id"]


@proves("create-public-threads")
async def test_a_mention_is_answered_in_the_channel(stage: Stage) -> None:
    """Card and answer reply to the message itself, which nobody needs to quote."""
    ada, channel = stage.person("Ada"), await a_channel_without(stage, OPEN_THREADS)

    asked = await ada.say(channel, f"<@{stage.application}> short please")
    _, *ours = await stage.finished(ada, channel)

    assert len(ours) == 2
    assert {m["message_reference"]["message_id"] for m in ours} == {asked["id"]}
    assert "reply to one of these messages" in text_of(ours[0])


@proves("create-public-threads")
async def test_in_a_channel_its_buttons_work(stage: Stage) -> None:
    """Details tells the steps, and Files gives a file, to whoever presses them."""
    ada, channel = stage.person("Ada"), await a_channel_without(stage, OPEN_THREADS)
    await ada.ask("draw a chart", channel=channel)
    done = next(m for m in await stage.finished(ada, channel) if is_receipt(m))

    details = await given_privately(stage, lambda: ada.click(done, "Details"))
    shown = await given_privately(stage, lambda: ada.click(done, "Files"))

    assert "▶️" in details["content"] or "ran" in details["content"]
    assert "Made or changed" in shown["content"]


@proves("create-public-threads")
async def test_in_a_channel_a_killed_turn_goes_on_there(stage: Stage) -> None:
    """Killed while an agent works for a channel: the next process shows the answer there, once."""
    ada, channel = stage.person("Ada"), await a_channel_without(stage, OPEN_THREADS)
    await ada.ask("fall silent", channel=channel)
    await stage.until(lambda: card_of(stage, channel))
    await stage.kill_bot()
    await stage.start_bot(module="tests.e2e.impatient")
    await wake(stage)

    messages = await stage.finished(ada, channel)

    assert sum(is_card(m) for m in messages) == 1
    assert "I am back" in "\n".join(pages(messages, stage.application))
    assert sum("> fall silent" in m["content"] for m in messages) == 1


@proves("create-private-threads")
async def test_without_private_threads_it_answers_directly(stage: Stage) -> None:
    """Asked in private, it answers in the direct messages with the asker, and says so to them alone."""
    ada, channel = stage.person("Ada"), await a_channel_without(stage, OPEN_PRIVATE_THREADS)
    direct = await ada.direct()

    told = await given_privately(stage, lambda: ada.ask("short please", channel=channel, private=True))
    messages = await stage.finished(ada, direct)

    assert f"<#{direct}>" in told["content"]
    assert "**Done**" in text_of([m for m in messages if is_receipt(m)][-1])
    assert [m for m in await ada.messages(channel) if m["author"]["id"] == stage.application] == []


@pytest.mark.parametrize("lacking", [SEND, EMBED, REACT])
@proves("send-messages", "embed-links", "add-reactions")
async def test_what_a_thread_needs_not_may_be_missing(stage: Stage, lacking: int) -> None:
    """The answer comes as ever."""
    channel = await a_channel_without(stage, lacking)

    text = await receipt(stage, await ask(stage, "short please", channel=channel))

    assert "**Done**" in text


@proves("read-message-history")
async def test_without_history_it_answers_but_replies_to_nobody(stage: Stage) -> None:
    """A message in the thread is answered; Discord would refuse a reply to it, so the card stands by itself."""
    channel = await a_channel_without(stage, HISTORY)
    thread = await ask(stage, "short please", channel=channel)
    await receipt(stage, thread)

    await stage.person("Ada").say(thread, "short again")
    text = await receipt(stage, thread, turns=2)

    cards = [m for m in await stage.person("Ada").messages(thread) if is_card(m)]
    assert "**Done**" in text
    assert all("message_reference" not in card for card in cards)


@proves("attach-files")
async def test_without_attaching_files_is_still_the_way_to_them(stage: Stage) -> None:
    """The receipt says that they are not attached; Files gives one in an answer to a click, which may carry it."""
    ada = stage.person("Ada")
    thread = await ask(stage, "draw a chart", channel=await a_channel_without(stage, ATTACH))
    text = await receipt(stage, thread)

    handed = await fetched(stage, thread)

    assert "could not be attached" in text
    assert all(m["attachments"] == [] for m in await ada.messages(thread))
    assert [file["filename"] for file in handed["attachments"]] == ["chart.png"]


@pytest.mark.parametrize("takes", [True, False])
@proves("attach-files")
async def test_a_file_that_discord_refuses_here_comes_directly(stage: Stage, *, takes: bool) -> None:
    """Where even the answer may carry none it is sent directly; who takes no direct messages is told what to do."""
    ada = stage.person("Ada")
    thread = await ask(stage, "draw a chart", channel=await a_channel_without(stage, ATTACH))
    await receipt(stage, thread)
    refused = {"status": 403, "body": {"message": "Missing Permissions", "code": 50013}}
    await stage.fault({"method": "PATCH", "path": "*/messages/@original", "times": 1}, refused)
    direct = await ada.direct()
    before = len(await ada.messages(direct))
    if not takes:
        await stage.fault({"method": "POST", "path": f"/api/v10/channels/{direct}/messages", "who": "bot"}, CLOSED_DMS)

    handed = await fetched(stage, thread)

    sent = [file["filename"] for m in (await ada.messages(direct))[before:] for file in m["attachments"]]
    assert sent == (["chart.png"] if takes else [])
    assert ("sent it to you" if takes else "privacy settings") in handed["content"]


async def fetched(stage: Stage, thread: str) -> Json:
    """The answer to the choice of the first file in the menu."""
    ada = stage.person("Ada")
    done = next(m for m in await ada.messages(thread) if is_receipt(m))
    menu = await given_privately(stage, lambda: ada.click(done, "Files"))
    choice = menu["components"][0]["components"][0]
    return await given_privately(stage, lambda: ada.choose(menu, choice["custom_id"], "0"))


@pytest.mark.parametrize(
    ("lacking", "name"), [(VIEW, "“View Channel”"), (SEND, "“Send Messages”"), (ATTACH, "“Attach Files”")]
)
@proves("pictures")
async def test_pictures_that_could_not_be_shown_are_not_made(stage: Stage, lacking: int, name: str) -> None:
    """The asker alone is told which permission is missing, and in which channel."""
    channel = await a_channel_without(stage, lacking)
    ada = stage.person("Ada")

    answer = await given_privately(stage, lambda: ada.use("imagine", {"prompt": "a cat"}, channel=channel))

    assert name in answer["content"]
    assert f"<#{channel}>" in answer["content"]
