"""docs/failures.md: what becomes of a run that does not end as it should, or whose connection fails."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from tests.e2e.failures import READ, answered, ask, cancels, creates, playing, proves, receipt, said
from tests.e2e.messages import buttons, is_card, text_of
from tests.e2e.stage import Stage

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stage(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    async with playing(tmp_path_factory.mktemp("runs"), module="tests.e2e.impatient") as stage:
        yield stage


@pytest_asyncio.fixture(autouse=True, loop_scope="module")
async def no_faults(stage: Stage) -> AsyncIterator[None]:
    yield
    await stage.lever("DELETE", "faults")


async def card(stage: Stage, thread: str, words: str) -> Any:
    """A card with these words; for `until`."""
    cards = [m for m in await stage.person("Ada").messages(thread) if is_card(m)]
    return next((m for m in cards if words in text_of(m)), None)


FAMILIES = {
    "safety": ["safety", "prohibited_content", "blocklist", "content_blocked", "image_safety"],
    "safety-image": ["image_prohibited_content"],
    "recitation": ["recitation", "image_recitation"],
    "personal-data": ["spii"],
    "language": ["language"],
    "no-image": ["no_image", "image_other"],
    "tangled": ["malformed_function_call", "malformed_tool_call", "unexpected_tool_call", "too_many_tool_calls"],
    "tangled-signature": ["missing_thought_signature"],
}
WORDS = {
    "safety": "safety rules stopped this",
    "safety-image": "safety rules stopped this",
    "recitation": "somebody's published work",
    "personal-data": "sensitive personal data",
    "language": "does not support this language",
    "no-image": "could not make this picture",
    "tangled": "tangled up in its own tools",
    "tangled-signature": "tangled up in its own tools",
}


@pytest.mark.parametrize("family", FAMILIES)
@proves("safety", "recitation", "personal-data", "language", "no-image", "tangled")
async def test_a_block_has_its_familys_sentence(stage: Stage, family: str) -> None:
    """What the service blocks, and what its model bungles, ends in a sentence of its kind; what was said stays."""
    threads = [await ask(stage, f"be blocked by {code}") for code in FAMILIES[family]]
    texts = [await receipt(stage, thread) for thread in threads]

    assert all("**Failed**" in text and WORDS[family] in text for text in texts)
    assert "I begin to say something that" in await said(stage, threads[0])


ENDS = {
    "failed": ("please fail", "**Failed**", "not your fault"),
    "incomplete": ("stop halfway", "**Unfinished**", "`MAX_TOKENS_PER_TURN`"),
    "budget": ("spend the budget", "**Unfinished**", "`MAX_TOKENS_PER_TURN`"),
    "unknown-status-end": ("end with an unknown status", "**Uncertain**", "does not understand"),
}


@pytest.mark.parametrize(("prompt", "outcome", "words"), ENDS.values(), ids=ENDS)
@proves(*ENDS)
async def test_an_end_that_is_not_the_wanted_one(stage: Stage, prompt: str, outcome: str, words: str) -> None:
    """Each way in which a run ends by itself has its sentence, and what it had said stays."""
    thread = await ask(stage, prompt)
    text = await receipt(stage, thread)

    assert outcome in text
    assert words in text
    assert "scripted stand-in" in await said(stage, thread)


SCENES = {
    "too-slow": (
        [
            {"event_type": "error", "error": {"code": "gateway_timeout", "message": "Deadline expired."}},
            {"event_type": "interaction.completed", "interaction": {"status": "failed"}},
        ],
        ["**Failed**", "ran out of its own time", "Deadline expired."],
    ),
    "no-tools": (
        [{"event_type": "interaction.completed", "interaction": {"status": "requires_action"}}],
        ["**Unfinished**", "a tool that this bot does not offer"],
    ),
    "cancelled": (
        [{"event_type": "interaction.completed", "interaction": {"status": "cancelled"}}],
        ["**Stopped**", "not by anybody here"],
    ),
    "no-answer": (
        [{"event_type": "interaction.completed", "interaction": {"status": "completed"}}],
        ["**Done**", "without saying anything"],
    ),
}


@pytest.mark.parametrize("scene", SCENES)
@proves(*SCENES)
async def test_an_end_without_an_answer(stage: Stage, scene: str) -> None:
    """A run that ends without an answer has a sentence that says what to do next."""
    events, words = SCENES[scene]
    await stage.lever("POST", "scenes", {"name": scene, "events": events})

    text = await answered(stage, f"scene:{scene}")

    assert [word for word in words if word not in text] == []


@proves("continuation")
async def test_a_paused_run_is_gone_on_with(stage: Stage) -> None:
    """A run that waits for its token gets it at once, and both halves are one answer of one turn."""
    before = len(await creates(stage))
    thread = await ask(stage, "stop for a continuation")
    text = await receipt(stage, thread)

    whole = await said(stage, thread)
    assert "**Done**" in text
    assert "I write the first half" in whole
    assert "this is the second half" in whole
    assert len(await creates(stage)) == before + 2


@proves("queued", "stopping-lags")
async def test_a_run_in_the_queue_says_so_and_can_be_stopped(stage: Stage) -> None:
    """While the service has not begun, the card says that it waits there; Stop works, however late the service is."""
    await stage.lever("POST", "agent", {"cancel_lag_s": 30.0})
    thread = await ask(stage, "wait in the queue")
    waiting = await stage.until(lambda: card(stage, thread, "agent service's queue"))
    await stage.person("Ada").click(waiting, "Stop")
    text = await receipt(stage, thread)
    await stage.lever("POST", "agent", {"cancel_lag_s": 0.15})
    await stage.lever("POST", "clock", {"advance_s": 100})

    await stage.person("Ada").say(thread, "short please")
    after = await receipt(stage, thread, turns=2)

    assert "**Stopped**" in text
    assert "**Done**" in after


@proves("queued", "silent")
@pytest.mark.parametrize(
    ("prompt", "words"),
    [("wait in the queue", "agent service's queue"), ("fall silent", "nothing new from the agent")],
)
async def test_what_takes_long_is_waited_for(stage: Stage, prompt: str, words: str) -> None:
    """A queue of a minute and a half, and a silence as long, end in the answer; meanwhile the card says since when."""
    thread = await ask(stage, prompt)
    shown = await stage.until(lambda: card(stage, thread, words))
    await stage.lever("POST", "clock", {"advance_s": 100})
    text = await receipt(stage, thread)

    assert [button["label"] for button in buttons(shown)] == ["Stop"]
    assert "**Done**" in text


@proves("unknown-status")
async def test_an_unknown_status_is_listened_through(stage: Stage) -> None:
    """A status that the bot does not know ends nothing."""
    thread = await ask(stage, "take on an unknown status")
    await stage.until(lambda: card(stage, thread, "Entering an unknown state"))
    await stage.lever("POST", "clock", {"advance_s": 30})

    assert "**Done**" in await receipt(stage, thread)
    assert "and came back" in await said(stage, thread)


@proves("stream-malformed", "stream-error")
@pytest.mark.parametrize("prompt", ["send a malformed frame", "send an error event"])
async def test_a_broken_stream_is_made_whole(stage: Stage, prompt: str) -> None:
    """A frame that is none, and an error event of the stream alone, leave no trace in the answer."""
    thread = await ask(stage, prompt)

    assert "**Done**" in await receipt(stage, thread)
    assert "whole" in (text := await said(stage, thread)) or "went on to the end" in text


@proves("service-away")
async def test_a_service_away_for_a_moment_is_waited_for(stage: Stage) -> None:
    """Errors while a run is read are waited out."""
    await stage.fault(READ | {"skip": 1, "times": 4}, {"status": 500})
    await stage.fault(READ | {"times": 1}, {"cut_stream_after_events": 3})

    assert "**Done**" in await answered(stage, "short please")


@proves("service-away-long")
async def test_a_service_away_for_long_ends_the_turn(stage: Stage) -> None:
    """A run that cannot be read for minutes ends the turn; what was heard stays, and whose fault it is is said."""
    await stage.fault(READ | {"times": 1}, {"cut_stream_after_events": 11})
    await stage.fault(READ | {"skip": 1}, {"status": 503})

    thread = await ask(stage, "short please")
    text = await receipt(stage, thread)

    assert "**Failed**" in text
    assert "cannot be reached" in text
    assert "scripted stand-in" in await said(stage, thread)


@proves("run-lost")
async def test_a_run_that_is_lost_is_said_to_be(stage: Stage) -> None:
    """A run that the service knows nothing of any more expires the turn; what was heard stays."""
    await stage.fault(READ | {"times": 1}, {"cut_stream_after_events": 11})
    await stage.fault(READ | {"skip": 1}, {"status": 404})

    thread = await ask(stage, "short please")
    text = await receipt(stage, thread)

    assert "**Expired**" in text
    assert "its end is unknown" in text
    assert "scripted stand-in" in await said(stage, thread)


@proves("unreachable", "minutes")
async def test_a_service_that_is_not_there_and_the_operators_minutes(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A service that takes no connection is tried again and then said to be away; a turn ends with its minutes."""
    folder = tmp_path_factory.mktemp("away")
    async with playing(folder, module="tests.e2e.impatient", GEMINI_API_BASE="http://127.0.0.1:9") as stage:
        away = await answered(stage, "short please")
        await stage.kill_bot()
        await stage.start_bot(module="tests.e2e.impatient", MAX_MINUTES_PER_TURN="0.01")
        thread = await ask(stage, "fall silent")
        late = await receipt(stage, thread)

        assert "**Failed**" in away
        assert "cannot be reached" in away
        assert "**Unfinished**" in late
        assert "`MAX_MINUTES_PER_TURN`" in late
        assert "Now I say nothing for a while" in await said(stage, thread)
        assert await cancels(stage) == 1
