"""What a person chooses for a talk holds for every request in it, also after a restart; what may not be, is refused."""

from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.conftest import assert_clean
from tests.e2e.messages import Json, buttons, is_receipt, text_of
from tests.e2e.person import Person
from tests.e2e.requests import creates, said_in, told
from tests.e2e.stage import Stage, set_up
from tests.e2e.suggestions import suggested

CODE, SEARCH, URLS = ({"type": kind} for kind in ("code_execution", "google_search", "url_context"))
TOKEN = "github-token-of-the-operator"


async def talk(stage: Stage, prompt: str = "short please", **options: Any) -> str:
    """A finished request of Ada's in a new thread."""
    ada = stage.person("Ada")
    before = len([m for m in await ada.messages(stage.general) if "thread" in m])
    await ada.ask(prompt, **options)
    thread = await stage.thread_of(ada, number=before)
    await stage.finished(ada, thread)
    return thread


def own(body: Json) -> list[Json]:
    """The agent's own tools that a run was offered."""
    return [tool for tool in body["tools"] if tool["type"] != "function"]


async def restarted(stage: Stage, **variables: str) -> None:
    await stage.kill_bot()
    await stage.start_bot(**variables)


async def test_choices_hold_for_the_talk(stage: Stage) -> None:
    """Model, tools, ceiling and having no machine go with every run, also after a restart, until changed."""
    ada = stage.person("Ada")
    thread = await talk(stage, environment="none", tools="code urls", model="gemini-3.6-flash", max_tokens=50_000)

    await restarted(stage)
    await ada.say(thread, "short again")
    await stage.finished(ada, thread, turns=2)
    await ada.ask("short once more", channel=thread, tools="none")
    await stage.finished(ada, thread, turns=3)

    bodies = await creates(stage)
    config = {"type": "antigravity", "model": "gemini-3.6-flash", "max_total_tokens": 50_000}
    assert [body["agent_config"] for body in bodies] == [config] * 3
    assert ["environment" in body for body in bodies] == [False] * 3
    assert [own(body) for body in bodies] == [[CODE, URLS], [CODE, URLS], []]
    assert bodies[2]["tools"] == []


WRONG: dict[str, tuple[Any, str]] = {
    "agent": ("no-such-agent", "There is no agent `no-such-agent` here"),
    "model": ("gpt-9", "There is no model `gpt-9`"),
    "tools": ("code telepathy", "There is no tool `telepathy`"),
    "environment": ("env-of-somebody", "There is no machine `env-of-somebody`"),
    "max_tokens": (90_000_000, "at most 1,000,000 tokens"),
}


async def test_what_cannot_be_chosen_is_refused_before(stage: Stage) -> None:
    """Each in a private sentence, and nothing is begun or shown to others."""
    ada = stage.person("Ada")

    for option, (value, words) in WRONG.items():
        await ada.ask("short please", **{option: value})
        await stage.until(partial(told, stage, words))
    await ada.ask("short please", tools="mcp:nothing")
    await stage.until(lambda: told(stage, "There is no server `mcp:nothing`"))
    await ada.ask("short please", agent="deep-research-preview-04-2026", model="gemini-3.6-flash")
    await stage.until(lambda: told(stage, "ask again without `model`"))

    assert await creates(stage) == []
    assert [m for m in await ada.messages(stage.general) if m["author"]["id"] == stage.application] == []


async def test_one_of_my_machines(stage: Stage) -> None:
    """A new talk on the machine of an earlier one: suggested to who opened that, and refused to everybody else."""
    ada, grace = stage.person("Ada"), stage.person("Grace")
    await talk(stage)
    (machine,) = set(await suggested(stage, ada, "environment", "")) - {"new", "none"}

    await talk(stage, "short again", environment=machine)
    mine = (await creates(stage))[1]
    assert (mine["environment"], "previous_interaction_id" in mine) == (machine, False)

    assert await suggested(stage, grace, "environment", "") == ["new", "none"]
    await grace.ask("short please", environment=machine)
    await stage.until(lambda: told(stage, f"There is no machine `{machine}` that belongs to a talk of yours"))
    assert len(await creates(stage)) == 2


async def test_a_talk_keeps_what_it_began_with(stage: Stage) -> None:
    """In its thread another machine or agent is refused."""
    ada = stage.person("Ada")
    thread = await talk(stage)

    await ada.ask("short please", channel=thread, environment="none")

    await stage.until(lambda: told(stage, "ask without `environment` here"))
    assert len(await creates(stage)) == 1


async def test_suggestions_while_one_writes(stage: Stage) -> None:
    """Tools one word after the other, models that there is a price for, agents."""
    ada = stage.person("Ada")

    assert await suggested(stage, ada, "tools", "code u") == ["code urls"]
    assert "gemini-3.8-flash" in await suggested(stage, ada, "model", "3.8")
    assert await suggested(stage, ada, "agent", "max") == ["deep-research-max-preview-04-2026"]


async def test_deep_research(stage: Stage) -> None:
    """It is asked without a machine and without a ceiling, which it does not know, and goes on without them too."""
    ada = stage.person("Ada")
    thread = await talk(stage, "answer in parts", agent="deep-research-preview-04-2026")
    await ada.say(thread, "short again")
    await stage.finished(ada, thread, turns=2)

    for body in await creates(stage):
        assert body["agent_config"]["type"] == "deep-research"
        assert not {"environment", "tools"} & set(body)


async def test_continue_after_the_ceiling(stage: Stage) -> None:
    """The receipt of an unfinished request has a button that outlives a restart, and that is the asker's."""
    ada, grace = stage.person("Ada"), stage.person("Grace")
    thread = await talk(stage, "stop halfway")
    receipt = [m for m in await ada.messages(thread) if is_receipt(m)][-1]
    await restarted(stage)

    await grace.click(receipt, "Continue")
    await stage.until(lambda: told(stage, "Only the person who asked may let this go on"))
    await ada.click(receipt, "Continue")
    messages = await stage.finished(ada, thread, turns=2)

    before, after = await creates(stage)
    assert said_in(after).endswith("Request:\ncontinue")
    assert after["agent_config"] == before["agent_config"]
    assert after["environment"] in text_of(receipt)
    assert after["previous_interaction_id"]
    assert "Continue" not in [b["label"] for b in buttons(messages[-1])]


CONFIGURED = """
[website]
allow = ["{ada}"]
network = ["packages.example"]
env = {{ STAGE = "test" }}
[[website.repositories]]
url = "https://github.com/example/website"
variable = "WEBSITE_TOKEN"
[[website.files]]
target = "/workspace/notes.md"
content = "Be kind."
"""


def configure(settings: dict[str, str], person: Person) -> None:
    Path(settings["ENVIRONMENTS"]).write_text(CONFIGURED.format(ada=person.id))


@pytest.fixture
def settings(tmp_path: Path) -> dict[str, str]:
    file = tmp_path / "machines.toml"
    return {
        "ENVIRONMENTS": str(file),
        "WEBSITE_TOKEN": TOKEN,
        "INSTRUCTIONS": "Speak of ships.",
        "DEFAULT_TOOLS": "search",
    }


async def test_a_machine_that_the_operator_set_up(tmp_path: Path, settings: dict[str, str]) -> None:
    """Made once by its rules, later used by its id; who is not named cannot use it, and no secret is in the log."""
    async with set_up(tmp_path) as stage:
        ada, grace = stage.person("Ada"), stage.person("Grace")
        configure(settings, ada)
        await stage.start_bot(**settings)
        assert "website" in await suggested(stage, ada, "environment", "web")
        assert await suggested(stage, grace, "environment", "web") == []
        await grace.ask("short please", environment="website")
        await stage.until(lambda: told(stage, "The machine `website` is not open to you"))

        thread = await talk(stage, environment="website")
        await grace.say(thread, "short for me")
        await restarted(stage, **settings)
        await ada.say(thread, "short again")
        await stage.finished(ada, thread, turns=2)

        first, second = await creates(stage)
        made = first["environment"]
        assert made["env"] == {"STAGE": "test"}
        assert [source["target"] for source in made["sources"]] == ["/workspace/website", "/workspace/notes.md"]
        assert [entry["domain"] for entry in made["network"]["allowlist"]] == ["github.com", "packages.example"]
        assert made["network"]["allowlist"][0]["transform"]["Authorization"].startswith("Basic ")
        assert isinstance(second["environment"], str)
        assert [own(body) for body in (first, second)] == [[SEARCH], [SEARCH]]
        assert first["system_instruction"].endswith("From the operator of this bot\nSpeak of ships.\n")
        assert TOKEN not in str(first)
        assert TOKEN not in stage.bot_log()
        await assert_clean(stage)


async def test_a_set_up_machine_that_is_no_longer_offered(tmp_path: Path, settings: dict[str, str]) -> None:
    """When it has expired and cannot be made in the same way again, nothing is run and the person is told."""
    async with set_up(tmp_path) as stage:
        ada = stage.person("Ada")
        configure(settings, ada)
        await stage.start_bot(**settings)
        await stage.fault({"method": "POST", "path": "/v1beta/interactions"}, {"status": 400})
        thread = await talk(stage, environment="website")
        await stage.lever("DELETE", "faults")
        await stage.kill_bot()
        await stage.start_bot()
        await ada.say(thread, "short again")
        messages = await stage.finished(ada, thread, turns=2)

        assert "no longer offered by this bot's operator" in text_of([m for m in messages if is_receipt(m)][-1])
        await assert_clean(stage)


async def test_who_may_not_is_suggested_nothing(tmp_path: Path) -> None:
    """Not even what there would be to choose from."""
    async with set_up(tmp_path) as stage:
        await stage.start_bot(ALLOW="")

        assert await suggested(stage, stage.person("Grace"), "model", "") == []
        assert await suggested(stage, stage.person("Ada"), "model", "lite") == [
            "gemini-3.5-flash-lite",
            "antigravity/gemini-2.5-flash-lite",
        ]
        await assert_clean(stage)


async def test_only_who_began_the_talk_changes_its_terms(stage: Stage) -> None:
    """What holds for everybody's next requests is not somebody else's to choose; asking without options is."""
    grace = stage.person("Grace")
    thread = await talk(stage)

    await grace.ask("short please", channel=thread, tools="none")
    assert await stage.until(partial(told, stage, f"<@{stage.person('Ada').id}>, who began it, may change them"))
    await grace.ask("short please", channel=thread)
    await stage.finished(grace, thread, turns=2)

    assert len(await creates(stage)) == 2
    assert all(own(body) for body in await creates(stage))


async def test_an_odd_space_is_no_crash(stage: Stage) -> None:
    """A space of a Japanese keyboard, or a tab, ends a word like any other."""
    assert "code" in await suggested(stage, stage.person("Ada"), "tools", "\u3000")
