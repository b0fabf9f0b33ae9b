"""What the agent is given along: pictures that are really looked at, files that are really there."""

import base64
import io
from typing import Any

import pytest
from PIL import Image

from tests.playground.agent.machine import made
from tests.playground.agent.offered import answer, called, function, text_of
from tests.playground.agent.pictures import part, plain, text
from tests.playground.served import AGENT, Client

BAD = (400, "invalid_request")
UPLOADED = {"type": "inline", "target": "/workspace/uploads/data.csv", "content": "a,b\n1,2\n"}
PREAMBLE = "Files that they gave along, on your machine:\n- /workspace/uploads/{}\nRequest:\n{}"


def _with_notes() -> bytes:
    notes = Image.Exif()
    notes[0x0110] = "a camera"
    file = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(file, "JPEG", exif=notes)
    return file.getvalue()


SEEN: dict[str, tuple[dict[str, Any], str]] = {
    "png": (part(plain("red", (30, 20))), "image/png, 30 x 20 pixels, mostly red"),
    "jpeg": (part(plain("white", (16, 8), "jpeg"), "image/jpeg"), "image/jpeg, 16 x 8 pixels, mostly white"),
    "webp": (part(plain("black", (9, 9), "webp"), "image/webp"), "image/webp, 9 x 9 pixels, mostly black"),
    "gif": (part(plain("blue", (5, 6), "gif"), "image/gif"), "image/gif, 5 x 6 pixels, mostly blue"),
    "hidden notes": (part(_with_notes(), "image/jpeg"), "8 x 8 pixels, mostly red, with hidden notes"),
}


@pytest.mark.parametrize(("picture", "words"), SEEN.values(), ids=SEEN)
async def test_a_picture_is_described(client: Client, picture: dict[str, Any], words: str) -> None:
    """Type, pixels, colour, and what it should not carry."""
    answered = text_of(await client.ask([text("Look at this."), picture]))

    assert words in answered
    assert "You asked" not in answered


async def test_several_pictures_are_counted_in_their_order(client: Client) -> None:
    """And what else the request asks is done after them."""
    content = [part(plain("red")), part(plain("blue")), text("hello")]

    answered = text_of(await client.ask(content))

    assert answered.index("I see 2 pictures") < answered.index("mostly red") < answered.index("mostly blue")
    assert answered.count("scripted stand-in") == 1
    assert answered.endswith("Hello! This is a short answer.")


REFUSED: dict[str, dict[str, Any]] = {
    "not base64": {"type": "image", "data": "%%%", "mime_type": "image/png"},
    "no data": {"type": "image", "mime_type": "image/png"},
    "another kind": part(plain("red"), "image/jpeg"),
    "no kind": {"type": "image", "data": base64.b64encode(plain()).decode()},
    "a kind that nobody knows": part(plain(), "image/svg+xml"),
    "cut off": part(plain("red", (300, 300), "jpeg")[:300], "image/jpeg"),
    "only the beginning": part(b"\x89PNG\r\n\x1a\n"),
}


@pytest.mark.parametrize("picture", REFUSED.values(), ids=REFUSED)
async def test_a_picture_that_is_none_is_refused(client: Client, picture: dict[str, Any]) -> None:
    """Before anything runs."""
    assert (await client.refused(agent=AGENT, input=[text("Look."), picture]))[:2] == BAD


async def test_uploads_are_told_with_their_size(client: Client) -> None:
    """The preamble names a path; the agent looks with its own tool."""
    environment = {"type": "remote", "sources": [UPLOADED]}

    run = await client.ask(PREAMBLE.format("data.csv", "Look at this."), environment=environment)

    calls = [step["name"] for step in run["steps"] if step["type"] == "function_call"]
    assert calls == ["list_dir"]
    assert "`/workspace/uploads/data.csv`: 8 bytes" in text_of(run)


async def test_an_uploaded_file_is_found_by_its_name(client: Client) -> None:
    """Although it lies one folder deeper than the agent's own."""
    environment = {"type": "remote", "sources": [UPLOADED]}

    answered = text_of(await client.ask("what is in data.csv", environment=environment))

    assert "`/workspace/uploads/data.csv` says" in answered
    assert "1,2" in answered


async def test_a_file_that_was_put_there_later_counts_too(client: Client) -> None:
    """Through the files API, before the run; asked for without a preamble."""
    machine = await made(client)
    await machine.put("workspace/uploads/late.bin", b"12345")

    answered = text_of(await client.ask("which files did I give you", environment=machine.id))

    assert "`/workspace/uploads/late.bin`: 5 bytes" in answered


async def test_what_was_promised_and_is_not_there_is_said(client: Client) -> None:
    """A client that names a path without bringing the file is found out."""
    prompt = PREAMBLE.format("data.csv", "Look at this.")

    with_machine = text_of(await client.ask(prompt, environment="remote"))
    without = text_of(await client.ask(prompt))

    assert "`/workspace/uploads/data.csv`: is not there" in with_machine
    assert "no machine" in without


async def test_a_picture_goes_along_with_a_call(client: Client) -> None:
    """A function's wish counts first; the picture is in the talk all the same."""
    tools = [function("measure", "it", it="string")]

    run = await client.ask([part(plain()), text("measure Oslo")], tools=tools)

    assert called(run) == [("measure", {"it": "Oslo"})]
    assert "answered: 5 m" in text_of(await answer(client, run, "5 m"))
