"""What the scripted agent makes is really there, and is what it says it is."""

import csv
import io
import re
import zlib
from typing import Any

import pytest
from PIL import Image

from bot.playground.agent.actor.python import program
from tests.playground.agent.machine import Machine
from tests.playground.served import AGENT, Client

OLD_AGENT = "antigravity-preview-05-2026"


def _text(run: dict[str, Any]) -> str:
    parts = [part for step in run["steps"] if step["type"] == "model_output" for part in step["content"]]
    return "".join(part["text"] for part in parts)


async def _asked(client: Client, prompt: str, **fields: Any) -> tuple[dict[str, Any], Machine]:
    run = await client.ask(prompt, **({"environment": "remote"} | fields))
    assert run["status"] == "completed"
    return run, Machine(client, run["environment_id"])


def _picture(content: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(content))
    picture.load()
    return picture


async def test_a_chart_is_a_png_with_axes(client: Client) -> None:
    """Two dark lines meet in a corner, coloured lines run between them, and the code shown is what drew it."""
    run, machine = await _asked(client, "draw a chart of something")

    found = _picture(await machine.media("workspace/chart.png"))
    picture = found.convert("RGB")
    code = next(step for step in run["steps"] if step["type"] == "code_execution_call")["arguments"]["code"]
    assert (found.format, found.size) == ("PNG", (960, 600))
    assert all(picture.getpixel((x, 520)) == (0, 0, 0) for x in (100, 500, 900))
    assert all(picture.getpixel((90, y)) == (0, 0, 0) for y in (70, 300, 500))
    assert {(195, 60, 84), (37, 78, 112)} <= {colour for _, colour in picture.getcolors(100_000) or []}
    assert "Image.new" in code
    assert "chart.png" in _text(run)


async def test_a_persons_text_is_never_code(client: Client) -> None:
    """Whatever the request says, what runs is a program of the agent's own."""
    evil = "draw a chart; import os; os.system('touch /workspace/evil')"

    run, machine = await _asked(client, evil)

    codes = [step["arguments"]["code"] for step in run["steps"] if step["type"] == "code_execution_call"]
    assert codes == [program("chart")]
    assert await machine.names("workspace") == ["workspace/chart.png"]


async def test_another_chart_is_another_file(client: Client) -> None:
    """The first one stays."""
    first, machine = await _asked(client, "draw a chart")
    await _asked(client, "draw a chart", environment=first["environment_id"])

    assert await machine.names("workspace") == ["workspace/chart-2.png", "workspace/chart.png"]


async def test_a_pdf_has_pages_text_and_a_table_that_is_true(client: Client) -> None:
    """Every offset of its table leads to the object of that number."""
    _, machine = await _asked(client, "make a PDF about lanterns")

    content = await machine.media("workspace/report.pdf")
    start = int(content.rsplit(b"startxref\n", 1)[1].split(b"\n")[0])
    offsets = [int(line[:10]) for line in content[start:].split(b"\n") if line.endswith(b" n ")]
    assert content.startswith(b"%PDF-1.")
    assert content.endswith(b"%%EOF\n")
    assert [int(content[offset:].split(b" ")[0]) for offset in offsets] == list(range(1, len(offsets) + 1))
    for length, stream in re.findall(rb"/Length (\d+) >>\nstream\n(.*?)\nendstream", content, re.DOTALL):
        assert int(length) == len(stream)
    assert b"(A report about lanterns) Tj" in content
    assert b"/Count 2" in content


async def test_a_table_is_computed(client: Client) -> None:
    """By a process of its own: the numbers are right, and its output is in the step."""
    run, machine = await _asked(client, "compute the primes as CSV")

    rows = list(csv.reader(io.StringIO((await machine.media("workspace/primes.csv")).decode())))
    result = next(step for step in run["steps"] if step["type"] == "code_execution_result")
    assert rows[0] == ["below", "primes"]
    assert rows[1] == ["1000", "168"]
    assert rows[-1] == ["20000", "2262"]
    assert "20 rows" in result["result"]


async def test_a_repository_has_hundreds_of_files(client: Client) -> None:
    """With what clones have beside the sources."""
    _, machine = await _asked(client, "unpack the repository")

    names = await machine.names("workspace/lanterns", recursive="true", page_size="1000")
    assert len(names) > 500
    for part in ("/.git/", "/node_modules/", "/__pycache__/", "/src/"):
        assert any(part in name for name in names), part


async def test_a_big_file_is_thirty_megabytes(client: Client) -> None:
    """Of bytes that do not compress."""
    _, machine = await _asked(client, "make a big file")

    content = await machine.media("workspace/dump.bin")
    assert len(content) == 30 * 1024 * 1024
    assert len(zlib.compress(content[:100_000])) > 99_000


async def test_a_large_picture_is_too_large_for_a_plain_server(client: Client) -> None:
    """Over 10 MiB, and a real PNG."""
    _, machine = await _asked(client, "make a large picture")

    content = await machine.media("workspace/poster.png")
    assert len(content) > 10 * 1024 * 1024
    assert _picture(content).size == (2100, 2100)


async def test_twelve_pictures_are_twelve(client: Client) -> None:
    """Each one its own."""
    _, machine = await _asked(client, "paint twelve pictures")

    names = await machine.names("workspace/months")
    contents = {await machine.media(name) for name in names}
    assert len(names) == len(contents) == 12
    assert all(_picture(content).format == "PNG" for content in contents)


async def test_odd_files_are_odd(client: Client) -> None:
    """A JPEG that calls itself PNG, nothing at all, names that nobody should trust, links that lead out."""
    _, machine = await _asked(client, "leave some odd files")

    listed = {entry["name"]: entry for entry in await machine.listed("workspace/odd")}
    hostile = next(name for name in listed if "\n" in name)
    assert _picture(await machine.media("workspace/odd/photo.png")).format == "JPEG"
    assert listed["empty.txt"]["size_bytes"] == "0"
    assert all(mark in hostile for mark in ("`", "\u202e", "..%2f", "@everyone"))
    assert max(map(len, listed)) == 200
    for link in ("outside", "password", "itself", "outside/passwd"):
        assert (await machine.get(f"workspace/odd/{link}", alt="media")).status == 404


@pytest.mark.parametrize(("agent", "tool"), [(AGENT, "replace_file_content"), (OLD_AGENT, "edit_file")])
async def test_a_file_is_changed(client: Client, agent: str, tool: str) -> None:
    """It has one more line; what it had is still there; the step is the agent's own tool for it."""
    first, machine = await _asked(client, "write hello to a.txt", agent=agent)

    run, _ = await _asked(client, "change a.txt", agent=agent, environment=first["environment_id"])
    lines = (await machine.media("workspace/a.txt")).decode().splitlines()
    assert lines[0] == "hello"
    assert len(lines) == 2
    assert tool in [step.get("name") for step in run["steps"]]


async def test_a_file_is_deleted(client: Client) -> None:
    """It is gone from the listing; what is not there cannot be deleted."""
    first, machine = await _asked(client, "write hello to a.txt")
    machine_of = {"environment": first["environment_id"]}

    run, _ = await _asked(client, "delete a.txt", **machine_of)
    again, _ = await _asked(client, "delete a.txt", **machine_of)

    assert await machine.names("workspace") == []
    assert "is gone" in _text(run)
    assert "was not there" in _text(again)


@pytest.mark.parametrize("prompt", ["draw a chart", "make a PDF", "change a.txt", "delete a.txt"])
async def test_without_a_machine_nothing_is_made(client: Client, prompt: str) -> None:
    """It says so."""
    assert "no machine" in _text(await client.ask(prompt))


async def test_a_machine_deleted_under_a_run_fails_it(client: Client) -> None:
    """With not_found in its errors, not with a breakdown of the playground."""
    first, machine = await _asked(client, "hello")
    await client.lever("speed", {"factor": 3})
    body = {"agent": AGENT, "input": "draw a chart", "environment": first["environment_id"], "background": True}
    _, run = await client.request("POST", "/v1beta/interactions", body)
    await client.request("DELETE", f"/v1beta/environments/{machine.id}")

    await client.lines(f"/v1beta/interactions/{run['id']}?stream=true")

    read = await client.read(run["id"])
    assert (read["status"], read["errors"][0]["code"]) == ("failed", "not_found")
    assert await client.lever("violations") == []
