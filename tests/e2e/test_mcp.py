"""MCP servers: added by those who manage the guild, tried, chosen, called by the agent; no secret is ever shown."""

import asyncio
import json
from pathlib import Path
from typing import Any

from tests.e2e.conftest import assert_clean
from tests.e2e.gallery import form_shown, said_privately
from tests.e2e.messages import Json, is_receipt, pages
from tests.e2e.person import Person
from tests.e2e.stage import Stage, set_up
from tests.mcp_process import mcp_server

SECRET = "hush-hush-4711"
HEADER = f"Bearer {SECRET}"


async def mcp(person: Person, verb: str, **options: str) -> int:
    """`/mcp VERB`; how many requests there were before it."""
    before = len(await person.stage.requests())
    given = [{"type": 3, "name": name, "value": value} for name, value in options.items()]
    await person.command("mcp", [{"type": 1, "name": verb, "options": given}])
    return before


async def said(stage: Stage, before: int, words: str) -> str:
    """What the bot said to one person alone that holds these words."""

    async def found() -> str | None:
        data = await said_privately(stage, before, words)
        return str(data["content"]) if data is not None and data["flags"] & 64 else None

    return str(await stage.until(found))


async def tried(stage: Stage, before: int) -> str:
    """What `/mcp test` showed in the end."""

    async def found() -> str | None:
        edits = [e["body"] for e in (await stage.requests())[before:] if e["path"].endswith("/messages/@original")]
        return str(edits[-1]["content"]) if edits else None

    return str(await stage.until(found))


async def add_with_header(stage: Stage, person: Person, url: str, value: str = HEADER, **options: str) -> None:
    before = await mcp(person, "add", name="weather", url=url, header="Authorization", **options)
    form = await stage.until(lambda: form_shown(stage, before))
    assert SECRET not in str(form)
    fields = {"value": value, "address": url, "allowed": options.get("allowed", "")}
    before = len(await stage.requests())
    await person.send_form(form, fields, channel=stage.general)
    await said(stage, before, "Added.")


async def ask(stage: Stage, person: Person, prompt: str, **options: Any) -> list[Json]:
    """The messages of the thread once the answer stands."""
    threads = len([m for m in await person.messages(stage.general) if "thread" in m])
    await person.ask(prompt, **options)
    return await stage.finished(person, await stage.thread_of(person, number=threads))


def calls(log: Path) -> list[str]:
    """The tools that were called at a server."""
    entries = [json.loads(line)["body"] or {} for line in log.read_text().splitlines()]
    return [entry["params"]["name"] for entry in entries if entry.get("method") == "tools/call"]


async def creates(stage: Stage) -> list[Json]:
    entries = await stage.requests()
    return [e["body"] for e in entries if e["method"] == "POST" and e["path"] == "/v1beta/interactions"]


async def test_a_server_is_added_tried_chosen_and_called(stage: Stage, tmp_path: Path) -> None:
    """With its header from a form: `/mcp test` shows its tools, and the agent calls one where it was chosen."""
    ada, log = stage.person("Ada"), tmp_path / "mcp.log"
    async with mcp_server("--header", f"Authorization: {HEADER}", log=log) as url:
        await add_with_header(stage, ada, url)
        shown = await tried(stage, await mcp(ada, "test", name="weather"))
        listed = await said(stage, await mcp(ada, "list"), "`weather`")
        without = await ask(stage, ada, "Give me the forecast for Oslo")
        assert calls(log) == []
        chosen = await ask(stage, ada, "Give me the forecast for Oslo", tools="mcp:weather")

    assert "`forecast` The forecast for a city." in shown
    assert "3 tools" in shown
    assert url in listed
    assert "headers `Authorization`" in listed
    assert "sunny" not in "".join(pages(without, stage.application))
    assert "In Oslo it will be sunny." in "".join(pages(chosen, stage.application))
    assert calls(log) == ["forecast"]
    receipt = next(m for m in chosen if is_receipt(m))
    assert await step_shown(stage, ada, receipt)
    offered = [tool for tool in (await creates(stage))[-1]["tools"] if tool["type"] == "mcp_server"]
    assert offered == [{"type": "mcp_server", "name": "weather", "url": url, "headers": {"Authorization": HEADER}}]
    await assert_secret_is_kept(stage, ada)


async def step_shown(stage: Stage, person: Person, receipt: Json) -> bool:
    """Details name the call as a step of the turn."""
    before = len(await stage.requests())
    await person.click(receipt, "Details")

    async def found() -> bool:
        entries = (await stage.requests())[before:]
        return "called `forecast` of `weather`" in str([e["body"] for e in entries if e["who"] == "bot"])

    return bool(await stage.until(found))


async def assert_secret_is_kept(stage: Stage, person: Person) -> None:
    """It went to the agent's service and nowhere else: no log, no file, no request to Discord, no message."""
    texts = [stage.bot_log()]
    files = await asyncio.to_thread(lambda: [path.read_bytes() for path in stage.folder.glob("bot.*")])
    sent = [e for e in await stage.requests() if e["who"] == "bot" and e["path"].startswith("/api/v10")]
    texts += [str(sent), str(await person.messages(stage.general))]

    assert sent
    assert not any(SECRET in text for text in texts)
    assert not any(SECRET.encode() in data for data in files)


async def test_only_managers_have_the_command(stage: Stage) -> None:
    """Who may not manage the server is not offered `/mcp` by Discord at all; who may, is told what they did wrong."""
    ada, grace = stage.person("Ada"), stage.person("Grace")
    body = {
        "type": 2,
        "application_id": stage.application,
        "guild_id": stage.guild,
        "channel_id": stage.general,
        "data": {"name": "mcp", "type": 1, "options": [{"type": 1, "name": "list", "options": []}]},
    }
    status, _ = await grace.call("POST", "/interactions", body)
    assert status >= 400

    bad_name = await mcp(ada, "add", name="Weather", url="https://tools.example/mcp")
    assert "small letters" in await said(stage, bad_name, "A name has")
    plain = await mcp(ada, "add", name="weather", url="http://tools.example/mcp")
    assert await said(stage, plain, "must begin with `https://`")
    private = await mcp(ada, "add", name="weather", url="https://10.0.0.8/mcp")
    assert "MCP_ALLOW_ORIGINS" in await said(stage, private, "not on the public internet")
    value = await mcp(ada, "add", name="weather", url="https://tools.example/mcp", header=f"Authorization: {SECRET}")
    assert await said(stage, value, "is not the name of a header")
    assert await said(stage, await mcp(ada, "list"), "No MCP servers")


async def test_what_is_wrong_with_a_server_is_said(stage: Stage) -> None:
    """A wrong header, a server that is gone, one that was removed: each is a sentence, and the talk goes on."""
    ada = stage.person("Ada")
    async with mcp_server("--header", "Authorization: Bearer another") as url:
        await add_with_header(stage, ada, url)
        refused = await tried(stage, await mcp(ada, "test", name="weather"))
    gone = await tried(stage, await mcp(ada, "test", name="weather"))
    taken = await said(stage, await mcp(ada, "add", name="weather", url="https://tools.example/mcp"), "already")
    messages = await ask(stage, ada, "Give me the forecast for Oslo", tools="mcp:weather")
    await said(stage, await mcp(ada, "remove", name="weather"), "Removed `weather`")
    unknown = await said(stage, await mcp(ada, "test", name="weather"), "no MCP server")

    assert "(401)" in refused
    assert "cannot be reached" in gone
    assert "`weather`" in taken
    assert "could not use the server" in "".join(pages(messages, stage.application))
    assert unknown
    await assert_secret_is_kept(stage, ada)


async def test_a_form_and_a_choice_outlive_the_process(tmp_path: Path) -> None:
    """The form is shown by one process and taken by the next; a talk keeps its server over a kill and a new turn."""
    async with set_up(tmp_path) as stage, mcp_server(log=tmp_path / "mcp.log") as url:
        await stage.start_bot()
        ada = stage.person("Ada")
        before = await mcp(ada, "add", name="weather", url=url, header="X-Key", allowed="forecast, add")
        form = await stage.until(lambda: form_shown(stage, before))
        await stage.kill_bot()
        await stage.start_bot()
        fields = {"value": SECRET, "address": url, "allowed": "forecast, add"}
        before = len(await stage.requests())
        await ada.send_form(form, fields, channel=stage.general)
        await said(stage, before, "Added.")
        messages = await ask(stage, ada, "Give me the forecast for Oslo", tools="mcp:weather")
        thread = messages[-1]["channel_id"]
        await stage.kill_bot()
        await stage.start_bot()
        await ada.say(thread, "and now the forecast for Bergen please")
        messages = await stage.finished(ada, thread, turns=2)

        assert calls(tmp_path / "mcp.log") == ["forecast", "forecast"]
        assert "In Bergen it will be sunny." in "".join(pages(messages, stage.application))
        offered = [tool for tool in (await creates(stage))[-1]["tools"] if tool["type"] == "mcp_server"]
        assert offered[0]["allowed_tools"] == [{"tools": ["forecast", "add"]}]
        await assert_secret_is_kept(stage, ada)
        await assert_clean(stage)
