"""What the scripted agent does at which words."""

import re
from typing import Any

import pytest

from tests.playground.served import AGENT, Client

OLD_AGENT = "antigravity-preview-05-2026"


def _text(made: dict[str, Any]) -> str:
    """All texts of the answer, in order."""
    parts = [part for step in made["steps"] if step["type"] == "model_output" for part in step["content"]]
    return "".join(part["text"] for part in parts)


def _kinds(made: dict[str, Any]) -> list[str]:
    return [step["type"] for step in made["steps"]]


def _calls(made: dict[str, Any]) -> dict[str, Any]:
    return {step["name"]: step["arguments"] for step in made["steps"] if step["type"] == "function_call"}


@pytest.mark.parametrize("prompt", ["hello", "something long", "slow", "fail", "write a to b.txt", "Plan a day"])
async def test_the_first_answer_says_what_speaks(client: Client, prompt: str) -> None:
    """It calls itself a scripted stand-in, once in a talk."""
    first = await client.ask(prompt, environment="remote")
    second = await client.ask(prompt, environment="remote", previous_interaction_id=first["id"])

    assert "scripted stand-in" in _text(first)
    assert "scripted stand-in" not in _text(second)


async def test_the_usual_scene_shows_each_kind_of_step(client: Client) -> None:
    """A thought, a search, code, then text."""
    made = await client.ask("Plan a day in the mountains")

    assert _kinds(made) == [
        "thought",
        "google_search_call",
        "google_search_result",
        "code_execution_call",
        "code_execution_result",
        "thought",
        "model_output",
    ]
    assert made["steps"][0]["summary"][0]["text"]


async def test_a_long_answer_has_all_that_markdown_has(client: Client) -> None:
    """Headings, a table, code in several languages, nested lists, footnotes, a link, a picture."""
    text = _text(await client.ask("something long"))

    for mark in (
        "\n# ",
        "\n## ",
        "\n#### ",
        "| --- |",
        "```python",
        "```javascript",
        "```bash",
        "\n     - ",
        "[^1]:",
        "](",
    ):
        assert mark in text, mark


async def test_very_long_is_over_twelve_thousand_characters(client: Client) -> None:
    """More than five pages of Discord."""
    made = await client.ask("tell me something very long")

    assert len(_text(made)) > 12_000


async def test_a_long_answer_s_search_is_told_after_its_text(client: Client) -> None:
    """As in the recordings: the steps that fed a text may follow it."""
    made = await client.ask("a long one")

    assert _kinds(made)[-3:] == ["model_output", "google_search_call", "google_search_result"]


async def test_the_slow_scene_takes_over_half_a_minute(client: Client) -> None:
    """At speed 1, by the sum of its pauses; between its parts it says something."""
    made = await client.ask("slow")
    entry = (await client.lever("requests"))[-1]

    assert entry["ms"] * 100 > 30_000
    assert _kinds(made).count("model_output") == 2


async def test_a_failing_run_has_its_error(client: Client) -> None:
    """The status is failed, the stream had an error event, reading has errors."""
    made = await client.ask("please fail")
    lines = await client.lines(f"/v1beta/interactions/{made['id']}?stream=true")

    assert made["status"] == "failed"
    assert made["errors"] == [{"code": "api_error", "message": "The scripted agent failed, as it was asked to."}]
    assert "event: error" in lines


async def test_failing_tests_are_not_a_wish_to_fail(client: Client) -> None:
    """The documentation's own sample speaks of failing tests."""
    made = await client.ask("Fix any failing tests and re-run them.")

    assert made["status"] == "completed"


async def test_memory_is_the_chain_of_the_talk(client: Client) -> None:
    """Everything earlier in the chain is known, in order; nothing outside of it."""
    await client.ask("My cat is called Mog.")
    first = await client.ask("My dog is called Rex.")
    second = await client.ask("He is four.", previous_interaction_id=first["id"])
    third = await client.ask("What did I tell you?", previous_interaction_id=second["id"])
    alone = await client.ask("What did I tell you?")

    assert re.search(r"My dog is called Rex\..*\n.*He is four\.", _text(third))
    assert "Mog" not in _text(third)
    assert "not told me anything" in _text(alone)


async def test_files_and_memory_are_two_things(client: Client) -> None:
    """The environment alone brings the files; the chain alone brings the talk on a clean machine."""
    made = await client.ask("write teal to colour.txt", environment="remote")
    same_machine = await client.ask("what is in colour.txt?", environment=made["environment_id"])
    told = await client.ask("what did I tell you", environment=made["environment_id"])
    same_talk = await client.ask("what is in colour.txt?", environment="remote", previous_interaction_id=made["id"])

    assert "teal" in _text(same_machine)
    assert "colour" not in _text(told)
    assert "no file" in _text(same_talk)
    assert same_talk["environment_id"] != made["environment_id"]


@pytest.mark.parametrize(
    ("agent", "tools"),
    [
        (
            AGENT,
            {
                "write_to_file": {
                    "TargetFile": "/workspace/a.txt",
                    "CodeContent": "hello\n",
                    "Overwrite": True,
                    "Description": "Write /workspace/a.txt",
                },
                "view_file": {"AbsolutePath": "/workspace/a.txt"},
            },
        ),
        (
            OLD_AGENT,
            {
                "write_file": {"path": "/workspace/a.txt", "content": "hello\n"},
                "read_file": {"path": "/workspace/a.txt"},
            },
        ),
    ],
)
async def test_each_agent_writes_with_its_own_tools(client: Client, agent: str, tools: dict[str, Any]) -> None:
    """They look like function calls, and are answered already: nothing is left for the client."""
    made = await client.ask("write hello to a.txt", agent=agent, environment="remote")
    results = {step["call_id"] for step in made["steps"] if step["type"] == "function_result"}

    assert made["status"] == "completed"
    assert _calls(made) == tools
    assert {step["id"] for step in made["steps"] if step["type"] == "function_call"} == results


@pytest.mark.parametrize(
    ("prompt", "path", "content"),
    [
        ("write hello to a.txt", "/workspace/a.txt", "hello"),
        ("Please write 'two words' into the file notes/b.md.", "/workspace/notes/b.md", "two words"),
        ("Save x=1 as /workspace/c.py", "/workspace/c.py", "x=1"),
        ("Remember that my favourite colour is teal", "/workspace/notes.txt", "my favourite colour is teal"),
        ("Remember the number 42 and save it to number.txt", "/workspace/number.txt", "the number 42"),
    ],
)
async def test_what_is_written_where(client: Client, prompt: str, path: str, content: str) -> None:
    """The file's name and content are taken from the sentence."""
    made = await client.ask(prompt, environment="remote")

    assert _calls(made)["write_to_file"]["TargetFile"] == path
    assert _calls(made)["write_to_file"]["CodeContent"] == content + "\n"


@pytest.mark.parametrize("question", ["What is in the file?", "read a.txt", "Show me a.txt", "what does a.txt say?"])
async def test_a_file_is_read_back_from_the_machine(client: Client, question: str) -> None:
    """By its name, or the newest one."""
    made = await client.ask("write hello to a.txt", environment="remote")

    read = await client.ask(question, environment=made["environment_id"], previous_interaction_id=made["id"])

    assert "hello" in _text(read)
    assert _calls(read) == {"view_file": {"AbsolutePath": "/workspace/a.txt"}}


@pytest.mark.parametrize("path", ["../../a.txt", "/etc/../../a.txt", "/../a.txt"])
async def test_nothing_is_read_outside_of_the_machine(client: Client, path: str) -> None:
    """A path with dots in it does not lead out; the person gets an answer, not a crash."""
    made = await client.ask(f"read {path}", environment="remote")

    assert made["status"] == "completed"


async def test_without_a_machine_no_file_is_written(client: Client) -> None:
    """The agent says why."""
    made = await client.ask("write hello to a.txt")

    assert "no machine" in _text(made)
    assert _calls(made) == {}


async def test_inline_sources_are_on_the_machine(client: Client) -> None:
    """As text or as base64, at their target."""
    sources = [
        {"type": "inline", "target": ".agents/AGENTS.md", "content": "Be kind."},
        {"type": "inline", "target": "/workspace/b.txt", "content": "YmFzZQ==", "encoding": "base64"},
    ]
    made = await client.ask("list the files", environment={"type": "remote", "sources": sources})
    read = await client.ask("read b.txt", environment=made["environment_id"])

    assert "/workspace/.agents/AGENTS.md" in _text(made)
    assert "base" in _text(read)


async def test_the_words_of_a_preamble_choose_nothing(client: Client) -> None:
    """Who speaks and where to save files stand before the request, in another part or paragraph."""
    preamble = "You speak with Ada in Discord. Save files, write slow and long reports; never fail."
    parts = [{"type": "text", "text": preamble}, {"type": "text", "text": "hello"}]

    in_parts = await client.ask(parts, environment="remote", system_instruction=preamble)
    in_paragraphs = await client.ask(f"{preamble}\n\nhello", environment="remote")

    assert "Hello! This is a short answer." in _text(in_parts)
    assert "Hello! This is a short answer." in _text(in_paragraphs)


async def test_a_labelled_request_is_what_follows_its_label(client: Client) -> None:
    """Who speaks and a note on a cut answer are neither played nor remembered."""
    note = (
        "From: Ada Long (Discord user 1)\nNote: your last answer was slow and had said:\nI fail to write.\nRequest:\n"
    )
    first = await client.ask(note + "hello")
    second = await client.ask(note + "what did I tell you", previous_interaction_id=first["id"])

    assert "Hello! This is a short answer." in _text(first)
    assert "1. “hello”" in _text(second)


async def test_tools_that_were_not_given_are_not_used(client: Client) -> None:
    """A list of tools is exactly the set."""
    searching = await client.ask("Plan a day", tools=[{"type": "google_search"}])
    nothing = await client.ask("Plan a day", tools=[])

    assert "code_execution_call" not in _kinds(searching)
    assert "google_search_call" in _kinds(searching)
    assert set(_kinds(nothing)) == {"thought", "model_output"}


async def test_the_model_form_echoes_without_tools(client: Client) -> None:
    """Text back, no machine."""
    status, made = await client.request(
        "POST", "/v1/interactions", {"model": "gemini-3.6-flash", "input": "hello", "generation_config": {"seed": 1}}
    )

    assert status == 200
    assert _text(made).endswith("You said: hello")
    assert made["model"] == "gemini-3.6-flash"
