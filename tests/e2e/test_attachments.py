"""Files that people give along: pictures are seen, others lie on the machine, and what cannot go is said before."""

from base64 import b64decode
from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from tests.e2e.conftest import assert_clean
from tests.e2e.gallery import picture
from tests.e2e.messages import is_card, is_receipt, text_of
from tests.e2e.requests import creates, machines_made, on_the_machine, said_in, told, uploads
from tests.e2e.stage import Stage, set_up
from tests.e2e.test_kill import something_is_held

CSV = b"moon,phase\n1,new\n"
LARGE = bytes(range(256)) * 6_000
"""More than goes along with the making of a machine, and less than the operator allows here."""


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with set_up(tmp_path) as stage:
        await stage.start_bot(MAX_ATTACHMENT_MB="2")
        yield stage
        await assert_clean(stage)


async def talk(stage: Stage, prompt: str = "short please", **files: bytes) -> str:
    """A finished request of Ada's in a new thread; `files` by their names, `_` for the dot."""
    ada, named = stage.person("Ada"), {name.replace("_", "."): data for name, data in files.items()}
    options = {"prompt": prompt} | {f"file{number}": name for number, name in enumerate(named, 1)}
    await ada.use("ask", options, files=named)
    thread = await stage.thread_of(ada)
    await stage.finished(ada, thread)
    return thread


async def machine_of(stage: Stage) -> str:
    """Of the only talk."""
    (environment,) = {
        entry["path"].split("/")[3]
        for entry in await stage.requests()
        if "/environments/" in entry["path"] and "/upload/" not in entry["path"]
    }
    return str(environment)


async def test_a_picture_is_seen_and_a_file_lies_on_the_machine(stage: Stage) -> None:
    """The picture goes before the words, upright and without EXIF; the words tell where the file is."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "a maker that nobody needs to know"
    photo = picture("JPEG", (40, 20), exif=exif)

    thread = await talk(stage, photo_jpg=photo, moon_csv=CSV)

    (body,) = await creates(stage)
    image, words = body["input"][0]["content"]
    assert (image["type"], words["type"]) == ("image", "text")
    seen = Image.open(BytesIO(b64decode(image["data"])))
    assert (seen.size, dict(seen.getexif())) == ((20, 40), {})
    assert "your machine:\n- /workspace/uploads/moon.csv\n" in words["text"]
    assert "not on your machine:\n- photo.jpg\nRequest:\nshort please" in words["text"]
    assert await on_the_machine(stage, await machine_of(stage), "workspace/uploads/moon.csv") == CSV
    messages = await stage.person("Ada").messages(thread)
    assert [m for m in messages if m["attachments"]] == []
    root = next(m for m in await stage.person("Ada").messages(stage.general) if "thread" in m)
    assert "📎 `photo.jpg`, `moon.csv`" in root["content"]


async def test_a_message_of_files_alone_is_a_request(stage: Stage) -> None:
    """On a machine that is there already they are uploaded; a name that is taken gets a number."""
    ada = stage.person("Ada")
    thread = await talk(stage, moon_csv=CSV)

    await ada.say(thread, "", files={"moon.csv": b"another", "song.mp3": b"\xff\xfb\x90"})
    await stage.finished(ada, thread, turns=2)

    assert await uploads(stage) == ["workspace/uploads/moon-2.csv", "workspace/uploads/song.mp3"]
    words = said_in((await creates(stage))[1])
    assert "- /workspace/uploads/moon-2.csv\n- /workspace/uploads/song.mp3\nRequest:\n(No words" in words
    machine = (await creates(stage))[1]["environment"]
    assert await on_the_machine(stage, machine, "workspace/uploads/moon.csv") == CSV
    assert await on_the_machine(stage, machine, "workspace/uploads/moon-2.csv") == b"another"


async def test_a_large_file_is_there_before_the_run(stage: Stage) -> None:
    """What is too large to go along with the making of a machine is uploaded to one that is made first."""
    await talk(stage, film_bin=LARGE)

    (made,) = await machines_made(stage)
    (body,) = await creates(stage)
    assert body["environment"] == made["id"]
    assert await on_the_machine(stage, made["id"], "workspace/uploads/film.bin") == LARGE


@pytest.mark.parametrize("when", ["before", "after"])
async def test_killed_while_uploading(stage: Stage, when: str) -> None:
    """The next process goes on with the machine that was made: one run, and the file is there once."""
    ada = stage.person("Ada")
    await stage.fault({"method": "PUT", "path": "/upload/*", "times": 1}, {"hold": when})

    await ada.use("ask", {"prompt": "short please", "file1": "film.bin"}, files={"film.bin": LARGE})
    await stage.until(lambda: something_is_held(stage))
    await stage.kill_bot()
    await stage.lever("DELETE", "faults")
    await stage.start_bot(MAX_ATTACHMENT_MB="2")
    thread = await stage.thread_of(ada)
    await stage.finished(ada, thread)

    (made,) = await machines_made(stage)
    (body,) = await creates(stage)
    assert body["environment"] == made["id"]
    assert set(await uploads(stage)) == {"workspace/uploads/film.bin"}
    assert await on_the_machine(stage, made["id"], "workspace/uploads/film.bin") == LARGE


async def test_what_cannot_go_is_said_before(stage: Stage) -> None:
    """With `/ask` privately, and nothing is begun; of a message's files on the card, and the rest goes on."""
    ada = stage.person("Ada")
    huge = b"x" * 2_000_001
    await ada.use("ask", {"prompt": "short please", "file1": "huge.bin"}, files={"huge.bin": huge})
    await stage.until(lambda: told(stage, "`huge.bin` is larger than the 2 MB"))
    options = {"prompt": "short please", "file1": "moon.csv", "environment": "none"}
    await ada.use("ask", options, files={"moon.csv": CSV})
    await stage.until(lambda: told(stage, "`moon.csv` needs a machine to lie on"))
    assert await creates(stage) == []

    await ada.use("ask", {"prompt": "short please", "environment": "none"})
    thread = await stage.thread_of(ada)
    await stage.finished(ada, thread)
    await ada.say(thread, "short again", files={"huge.bin": huge, "moon.csv": CSV, "moon.png": picture()})
    messages = await stage.finished(ada, thread, turns=2)

    receipt = text_of([m for m in messages if is_receipt(m)][-1])
    assert "`huge.bin` is larger than this bot's operator lets files be" in receipt
    assert "`moon.csv` has no place to go" in receipt
    body = (await creates(stage))[1]
    assert "environment" not in body
    assert [part["type"] for part in body["input"][0]["content"]] == ["image", "text"]
    assert "could not be read (they know):\n- huge.bin\n- moon.csv\n" in said_in(body)


async def test_what_is_no_picture_is_told_by_its_bytes(stage: Stage) -> None:
    """A text that is called .png is a file like any other."""
    await talk(stage, moon_png=b"no picture at all")

    (body,) = await creates(stage)
    assert [source["target"] for source in body["environment"]["sources"]] == ["/workspace/uploads/moon.png"]


async def test_a_file_that_discord_no_longer_has(stage: Stage) -> None:
    """It is asked for again, then the request goes on without it and says so."""
    ada = stage.person("Ada")
    thread = await talk(stage)
    await stage.fault({"method": "GET", "path": "*/attachments/*"}, {"status": 404})

    await ada.say(thread, "short again", files={"moon.csv": CSV})
    messages = await stage.finished(ada, thread, turns=2)
    await stage.lever("DELETE", "faults")

    assert "`moon.csv` could not be read from Discord" in text_of([m for m in messages if is_card(m)][-1])
    assert await uploads(stage) == []


async def test_a_machine_that_expired_before_the_upload(stage: Stage) -> None:
    """The files come to lie on a new one, and the receipt says that the old one is gone."""
    ada = stage.person("Ada")
    thread = await talk(stage)
    await stage.lever("POST", "clock", {"advance_s": 8 * 24 * 3600})

    await ada.say(thread, "short again", files={"moon.csv": CSV})
    messages = await stage.finished(ada, thread, turns=2)

    assert "had expired" in text_of([m for m in messages if is_receipt(m)][-1])
    body = (await creates(stage))[-1]
    assert [source["target"] for source in body["environment"]["sources"]] == ["/workspace/uploads/moon.csv"]
