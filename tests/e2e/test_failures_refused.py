"""docs/failures.md: what becomes of a request that the agent service refuses, or whose past it has forgotten."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from tests.e2e.failures import CREATE, READ, answered, ask, creates, playing, proves, receipt, said
from tests.e2e.messages import is_card, text_of
from tests.e2e.stage import Stage

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stage(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    async with playing(tmp_path_factory.mktemp("refused"), module="tests.e2e.impatient") as stage:
        yield stage


@pytest_asyncio.fixture(autouse=True, loop_scope="module")
async def no_faults(stage: Stage) -> AsyncIterator[None]:
    yield
    await stage.lever("DELETE", "faults")


def refusal(status: int, code: str, message: str = "Said by the service.") -> dict[str, Any]:
    return {"status": status, "body": {"error": {"code": code, "message": message}}}


GONE_AGENT = {"retire_agent": "antigravity-preview-09-2026"}
REFUSALS = {
    "agent-retired": (GONE_AGENT, ["no agent named antigravity-preview-09-2026", "`GEMINI_AGENT`"]),
    "key-bad": ({"bad_key": "modern"}, ["does not accept this bot's key", "`GEMINI_API_KEY`"]),
    "key-bad-classic": ({"bad_key": "classic"}, ["does not accept this bot's key", "`GEMINI_API_KEY`"]),
    "permission": (refusal(403, "permission_denied"), ["does not let this bot's key", "Said by the service."]),
    "payment": (refusal(402, "payment_required"), ["wants to be paid", "billing"]),
    "misfit": (
        refusal(400, "parameter_unknown", "Unknown parameter."),
        ["newer version of the bot", "Unknown parameter."],
    ),
    "refused": (refusal(400, "invalid_request", "No [link](x)"), ["refused this request", "No link"]),
    "uncertain": ({"drop": "after"}, ["**Uncertain**", "nobody can know whether it arrived"]),
    "uncertain-5xx": ({"status": 500}, ["**Uncertain**", "nobody can know whether it arrived"]),
}


@pytest.mark.parametrize(("do", "words"), REFUSALS.values(), ids=REFUSALS)
@proves(*REFUSALS)
async def test_a_refusal_is_said_once(stage: Stage, do: dict[str, Any], words: list[str]) -> None:
    """Each refusal ends the turn with a sentence that names whose it is to mend, and is asked for once."""
    before = len(await creates(stage))
    await stage.fault(CREATE | {"times": 1}, do)

    text = await answered(stage, "short please")

    assert [word for word in words if word not in text] == []
    assert "reference `" in text
    assert len(await creates(stage)) == before + 1


@proves("quota")
async def test_a_spent_quota_is_said_to_the_asker_and_once_to_the_owner(stage: Stage) -> None:
    """The turn says that today's quota is spent and is not repeated; the owner gets one message a day about it."""
    ada, before = stage.person("Ada"), len(await creates(stage))
    await stage.fault(CREATE | {"times": 2}, refusal(429, "quota_exceeded"))

    texts = [await answered(stage, "short please") for _ in range(2)]
    _, dm = await ada.call("POST", "/users/@me/channels", {"recipient_id": stage.application})
    told = await stage.until(lambda: ada.messages(dm["id"]))

    assert all("used up for today" in text for text in texts)
    assert len(await creates(stage)) == before + 2
    assert len(told) == 1
    assert "`GEMINI_API_KEY`" in text_of(told[0])


@proves("busy", "conflict")
@pytest.mark.parametrize("do", [{"status": 429, "retry_after": 1}, {"status": 503}, {"status": 409}])
async def test_a_busy_service_is_asked_again_at_a_time_shown(stage: Stage, do: dict[str, Any]) -> None:
    """A refusal for now is repeated by itself; the card says when, and the answer comes."""
    await stage.fault(CREATE | {"times": 1}, do)

    thread = await ask(stage, "short please")
    waiting = await stage.until(lambda: a_card(stage, thread, "Waiting for the agent service"))
    text = await receipt(stage, thread)

    assert "next try <t:" in waiting
    assert "**Done**" in text


async def a_card(stage: Stage, thread: str, words: str) -> str:
    cards = [text_of(m) for m in await stage.person("Ada").messages(thread) if is_card(m)]
    return next((card for card in cards if words in card), "")


@proves("run-young")
async def test_a_run_not_found_right_after_its_start_is_waited_for(stage: Stage) -> None:
    """Some 404 for a run that was just created change nothing."""
    await stage.fault(READ | {"times": 3}, {"status": 404})

    assert "**Done**" in await answered(stage, "short please")


@proves("known-400")
async def test_we_send_none_of_what_is_known_to_be_refused(stage: Stage) -> None:
    """No request to the agent service holds a field, or a mixture of them, that it is known to refuse."""
    await answered(stage, "short please")

    sent = [entry["body"] for entry in await creates(stage)]
    known = {"agent", "input", "background", "system_instruction", "environment", "agent_config", "tools"}
    assert sent
    assert set().union(*sent) <= known | {"previous_interaction_id"}
    assert all(body["background"] is True and "store" not in body for body in sent)
    kinds = {tool["type"] for body in sent for tool in body.get("tools", [])}
    assert kinds <= {"code_execution", "google_search", "url_context", "function"}


@proves("memory-gone")
async def test_a_forgotten_conversation_is_gone_on_without(stage: Stage) -> None:
    """The service has forgotten the conversation: the reply is answered without it, on its machine, and says so."""
    thread = await ask(stage, "write kept-here to note.txt")
    await receipt(stage, thread)
    await stage.lever("POST", "agent", {"kept_days": 1})
    await stage.lever("POST", "clock", {"advance_s": 2 * 86_400})

    await stage.person("Ada").say(thread, "what is in the file note.txt?")
    text = await receipt(stage, thread, turns=2)

    assert "has forgotten the earlier conversation" in text
    assert "**Done**" in text
    assert "kept-here" in await said(stage, thread)


@proves("machine-gone")
async def test_an_expired_machine_is_replaced(stage: Stage) -> None:
    """The machine has expired: the reply runs on a new one, with the conversation kept, and says so."""
    await stage.lever("POST", "agent", {"kept_days": 55})
    thread = await ask(stage, "something short about lanterns")
    await receipt(stage, thread)
    await stage.lever("POST", "clock", {"advance_s": 8 * 86_400})

    await stage.person("Ada").say(thread, "what did I tell you?")
    text = await receipt(stage, thread, turns=2)

    assert "on a new, empty one" in text
    assert "**Done**" in text
    assert "about lanterns" in await said(stage, thread)


@proves("both-gone")
async def test_where_both_are_gone_both_are_said(stage: Stage) -> None:
    """Conversation and machine are gone: the reply is answered as by a stranger, and says both."""
    await stage.lever("POST", "agent", {"kept_days": 1})
    thread = await ask(stage, "short please")
    await receipt(stage, thread)
    await stage.lever("POST", "clock", {"advance_s": 8 * 86_400})

    await stage.person("Ada").say(thread, "short again")
    text = await receipt(stage, thread, turns=2)

    assert "has forgotten the earlier conversation" in text
    assert "on a new, empty one" in text
    assert "**Done**" in text


@proves("past-unknown")
async def test_where_nobody_says_what_is_gone_it_is_said(stage: Stage) -> None:
    """What was not found cannot be found out: the turn ends, and the machine is not given up for lost."""
    thread = await ask(stage, "short please")
    await receipt(stage, thread)
    await stage.fault(CREATE | {"times": 1}, {"status": 404})
    await stage.fault(READ, {"status": 403})

    await stage.person("Ada").say(thread, "short again")
    text = await receipt(stage, thread, turns=2)
    await stage.lever("DELETE", "faults")
    await stage.person("Ada").say(thread, "and now?")
    after = await receipt(stage, thread, turns=3)

    assert "does not say which" in text
    assert "**Done**" in after
    assert "new, empty" not in after


async def test_the_log_holds_neither_key_nor_request(stage: Stage, tmp_path: Path) -> None:
    """Whatever went wrong above, the bot's log has no key in it and nothing of what people wrote."""
    log = (stage.folder / "bot.log").read_text()

    assert stage.variables["GEMINI_API_KEY"] not in log
    assert "kept-here" not in log
