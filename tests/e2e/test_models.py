"""Talks with models behind a gateway, through the real bot in its own process, over every cut that may happen."""

import signal
from pathlib import Path

from tests.e2e.conftest import assert_clean
from tests.e2e.messages import Json, buttons, is_card, is_receipt, pages, text_of
from tests.e2e.stage import ROOT, Stage, set_up
from tests.playground.gateways.wire import png

FLASH = "antigravity/gemini-3-flash"
GATEWAY = ("/antigravity/", "/gemini_official/")


async def asked(stage: Stage, prompt: str, *, number: int = 0, **options: str) -> str:
    """The thread in which Ada's question to a model is answered."""
    ada = stage.person("Ada")
    await ada.ask(prompt, **({"model": FLASH} | options))
    return await stage.thread_of(ada, number=number)


async def answered(stage: Stage, thread: str, *, turns: int = 1) -> str:
    """All pages of a thread once its turns have ended."""
    return "\n".join(pages(await stage.finished(stage.person("Ada"), thread, turns=turns), stage.application))


async def receipt(stage: Stage, thread: str) -> str:
    return text_of([m for m in await stage.person("Ada").messages(thread) if is_receipt(m)][-1])


async def gateway_requests(stage: Stage) -> list[Json]:
    """What the bot asked of the gateway's models, oldest first; the check at each start reads lists besides."""
    return [e for e in await stage.requests() if e["method"] == "POST" and e["path"].startswith(GATEWAY)]


async def test_a_model_answers_in_a_thread(stage: Stage) -> None:
    """`/ask model:` is answered by that model; the receipt names it, and nothing is asked of the agent's service."""
    thread = await asked(stage, "Tell me about ships, be short")

    assert "short answer" in await answered(stage, thread)
    assert "**Done**" in await receipt(stage, thread)
    assert "gemini-3-flash" in await receipt(stage, thread)
    assert [e for e in await stage.requests() if e["path"].startswith("/v1beta/interactions")] == []


async def test_the_next_turn_knows_the_first(stage: Stage) -> None:
    """The model remembers nothing; it is told the talk again, also by the next process."""
    thread = await asked(stage, "The harbour is Rotterdam")
    await answered(stage, thread)
    await stage.kill_bot()
    await stage.start_bot()

    await stage.person("Ada").say(thread, "what did I tell you?")
    said = await answered(stage, thread, turns=2)

    assert said.count("Rotterdam") >= 2


async def test_a_function_is_called_and_its_result_is_told(tmp_path: Path) -> None:
    """The model's call is a step of the card and of Details, and its answer has what the function gave."""
    async with set_up(tmp_path) as stage:
        await stage.start_bot(TOOLS="sample_tools:get_weather", PYTHONPATH=f"{ROOT}:{ROOT / 'deploy'}")
        thread = await asked(stage, "What is the weather in Tokyo?")

        assert "23" in await answered(stage, thread)
        assert "**Done**" in await receipt(stage, thread)
        assert len(await gateway_requests(stage)) == 2
        await assert_clean(stage)


async def test_a_picture_that_is_given_is_seen(stage: Stage) -> None:
    """The model sees it as it is, and sees it again in the next turn, by another process."""
    ada = stage.person("Ada")
    options = {"prompt": "what do you see?", "model": FLASH, "file1": "dot.png"}
    await ada.use("ask", options, files={"dot.png": png(7, 5)})
    thread = await stage.thread_of(ada)

    assert "7x5" in (await answered(stage, thread)).replace("×", "x").replace(" ", "")
    await stage.kill_bot()
    await stage.start_bot()
    await ada.say(thread, "what did I tell you?")
    await answered(stage, thread, turns=2)
    assert str((await gateway_requests(stage))[-1]["body"]).count("/9j/") == 1  # as base64 begins a JPEG


async def test_killed_while_a_model_answers(stage: Stage) -> None:
    """SIGKILL in mid-stream: the next process says that the rest is lost; Run again asks again."""
    ada = stage.person("Ada")
    await stage.lever("POST", "speed", {"factor": 1})
    thread = await asked(stage, "slow: tell me a long report")
    await stage.until(lambda: has_a_page(stage, thread))
    await stage.kill_bot()
    await stage.lever("POST", "speed", {"factor": 50})
    await stage.start_bot()
    lost = await stage.until(lambda: lost_card(stage, thread))

    assert "cannot be taken up again" in text_of(lost)
    assert len(await gateway_requests(stage)) == 1
    await ada.click(lost, "Run again")
    await stage.finished(ada, thread, turns=2)
    assert "**Done**" in await receipt(stage, thread)
    assert len(await gateway_requests(stage)) == 2


async def test_stopped_while_a_model_answers(stage: Stage) -> None:
    """SIGTERM keeps what was said so far: the next process shows it as unfinished, and says why."""
    await stage.lever("POST", "speed", {"factor": 1})
    thread = await asked(stage, "slow: tell me a long report")
    await stage.until(lambda: has_a_page(stage, thread))
    assert await stage.kill_bot(signal.SIGTERM) == 0
    await stage.start_bot()

    assert await answered(stage, thread)
    assert "**Unfinished**" in await receipt(stage, thread)
    assert "The bot was stopped" in await receipt(stage, thread)


async def test_a_person_stops_a_model(stage: Stage) -> None:
    """Stop ends the request in mid-stream: what was said stays, the receipt says so, and a next turn works."""
    ada = stage.person("Ada")
    await stage.lever("POST", "speed", {"factor": 1})
    thread = await asked(stage, "slow: tell me a long report")
    await stage.until(lambda: has_a_page(stage, thread))
    card = next(m for m in await ada.messages(thread) if is_card(m))
    await ada.click(card, "Stop")

    assert await answered(stage, thread)
    assert "**Stopped**" in await receipt(stage, thread)
    await stage.lever("POST", "speed", {"factor": 50})
    await ada.say(thread, "short: and boats")
    await answered(stage, thread, turns=2)
    assert "**Done**" in await receipt(stage, thread)
    assert len(await gateway_requests(stage)) == 2


async def test_killed_after_the_answer(stage: Stage) -> None:
    """An answer that had ended before the process was killed is delivered from its row, without another request."""
    await stage.fault(
        {"method": "POST", "path": "/api/v10/channels/*/messages", "skip": 1, "times": 1}, {"hold": "before"}
    )
    thread = await asked(stage, "short: the harbour is Rotterdam")
    await stage.until(lambda: says(stage, "model_run.ended"))
    await stage.kill_bot()
    await stage.lever("DELETE", "faults")
    await stage.start_bot()

    await answered(stage, thread)
    assert "**Done**" in await receipt(stage, thread)
    assert len(await gateway_requests(stage)) == 1


async def test_a_stream_that_breaks_is_unfinished(stage: Stage) -> None:
    """What came stays, and the receipt says that it is not all."""
    await stage.fault({"path": "/antigravity/*", "times": 1}, {"cut_stream_after_events": 4})
    thread = await asked(stage, "tell me a long report")

    assert await answered(stage, thread)
    assert "broke off" in await receipt(stage, thread)


async def test_an_endpoint_that_is_not_licensed_is_gone_around(tmp_path: Path) -> None:
    """The next one is asked, and from then on it alone; the person sees an answer and no more."""
    providers = tmp_path / "providers.toml"
    providers.write_text('[antigravity]\npreset = "antigravity"\nprotocols = ["messages", "chat"]\n')
    async with set_up(tmp_path) as stage:
        await stage.start_bot(PROVIDERS=str(providers))
        await stage.lever("POST", "gateways", {"licensed": {"antigravity": {"messages": False}}})
        thread = await asked(stage, "short: ships")
        await answered(stage, thread)
        await stage.person("Ada").say(thread, "short: and boats")
        await answered(stage, thread, turns=2)

        assert "**Done**" in await receipt(stage, thread)
        ways = [e["path"].removeprefix("/antigravity/v1/") for e in await gateway_requests(stage)]
        assert ways == ["messages", "chat/completions", "chat/completions"]
        await assert_clean(stage)


async def test_a_wrong_key_is_the_operators(tmp_path: Path) -> None:
    """It is said whose it is to mend, and nothing else is asked."""
    async with set_up(tmp_path) as stage:
        await stage.start_bot(GATEWAY_KEY="wrong")
        thread = await asked(stage, "short: ships")
        await answered(stage, thread)

        assert "does not accept this bot's key" in await receipt(stage, thread)
        assert "wrong" not in stage.bot_log()


async def test_a_long_talk_is_summed_up(tmp_path: Path) -> None:
    """When it nears the model's window, it goes on from a summary, of which the receipt tells; the rows keep all."""
    providers = tmp_path / "providers.toml"
    providers.write_text(
        '[antigravity]\npreset = "antigravity"\n[antigravity.models."gemini-3-flash"]\nwindow = 1_500\n'
    )
    async with set_up(tmp_path) as stage:
        await stage.start_bot(PROVIDERS=str(providers))
        thread = await asked(stage, "short: Rotterdam. " + "harbour " * 600)
        await answered(stage, thread)
        await stage.person("Ada").say(thread, "what did I tell you?")
        await answered(stage, thread, turns=2)

        assert "summary" in await receipt(stage, thread)
        assert len(await gateway_requests(stage)) == 3
        assert "harbour " * 20 not in str((await gateway_requests(stage))[-1]["body"])
        await assert_clean(stage)


async def has_a_page(stage: Stage, thread: str) -> bool:
    messages = await stage.person("Ada").messages(thread)
    return any(m["content"] and m["author"]["id"] == stage.application for m in messages)


async def says(stage: Stage, words: str) -> bool:
    return words in stage.bot_log()


async def lost_card(stage: Stage, thread: str) -> Json | None:
    cards = [m for m in await stage.person("Ada").messages(thread) if is_card(m)]
    return next((card for card in cards if "Run again" in [b["label"] for b in buttons(card)]), None)
