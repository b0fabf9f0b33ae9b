"""What the agent makes on its machine comes into the thread, byte for byte."""

import tarfile
from io import BytesIO
from typing import Any

from tests.e2e.downloads import bytes_of, downloaded, shown_privately
from tests.e2e.messages import buttons, every, is_card, text_of
from tests.e2e.stage import Stage

Json = dict[str, Any]


async def turn(stage: Stage, prompt: str) -> tuple[Json, list[Json]]:
    """The receipt, and our messages after it."""
    ada = stage.person("Ada")
    await ada.ask(prompt)
    thread = await stage.thread_of(ada)
    messages = [m for m in await stage.finished(ada, thread) if m["type"] in (0, 19)]
    return next(m for m in messages if is_card(m)), [m for m in messages if not is_card(m)]


async def attached(stage: Stage, messages: list[Json]) -> dict[str, bytes]:
    """Each attachment's name and bytes."""
    found = {}
    for attachment in (a for m in messages for a in m["attachments"]):
        async with stage.http.get(attachment["url"]) as answer:
            found[attachment["filename"]] = await answer.read()
    return found


async def on_the_machine(stage: Stage, path: str) -> bytes:
    """The file as the agent API gives it."""
    listing = next(e for e in await stage.requests() if "/files" in e["path"])
    environment = listing["path"].split("/")[3]
    headers = {"x-goog-api-key": "k"}
    url = f"{stage.origin}/v1beta/environments/{environment}/files/{path}?alt=media"
    async with stage.http.get(url, headers=headers) as answer:
        return await answer.read()


async def test_a_chart_is_shown(stage: Stage) -> None:
    """The picture in the thread is the picture on the machine."""
    receipt, messages = await turn(stage, "draw a chart")

    files = await attached(stage, messages)

    assert files == {"chart.png": await on_the_machine(stage, "workspace/chart.png")}
    assert [b["label"] for b in buttons(receipt)] == ["Details", "Files", "Retry"]


async def test_a_document_is_attached(stage: Stage) -> None:
    """The PDF in the thread is the PDF on the machine."""
    _, messages = await turn(stage, "make a PDF")

    files = await attached(stage, messages)

    assert files == {"report.pdf": await on_the_machine(stage, "workspace/report.pdf")}
    assert files["report.pdf"].startswith(b"%PDF-")


async def test_a_repository_does_not_flood_the_thread(stage: Stage) -> None:
    """Hundreds of files: one line that counts them, without those of .git and node_modules."""
    _, messages = await turn(stage, "unpack the repository")

    last = messages[-1]
    assert last["attachments"] == []
    assert "more files are not attached" in last["content"]


async def test_a_file_too_large_is_named(stage: Stage) -> None:
    """What a message here cannot hold is said, with its size."""
    _, messages = await turn(stage, "make a big file")

    assert messages[-1]["attachments"] == []
    assert "`dump.bin` (31.5 MB) is too large" in messages[-1]["content"]


async def test_four_of_twelve_pictures_are_shown(stage: Stage) -> None:
    """The rest is counted."""
    _, messages = await turn(stage, "twelve pictures")

    assert len(messages[-1]["attachments"]) == 4
    assert "8 more files" in messages[-1]["content"]


async def test_a_jpeg_called_png_is_named_for_what_it_is(stage: Stage) -> None:
    """Odd files harm nobody: names are made safe, and bytes decide what a picture is."""
    _, messages = await turn(stage, "odd files")

    names = [a["filename"] for a in messages[-1]["attachments"]]
    assert "photo.jpg" in names
    assert not any(set(name) & set("\n\u202e`") for name in names)


async def test_files_downloads_one_and_all(stage: Stage) -> None:
    """The button Files lists what changed, privately; the menu gives one file, the button a tar of them all."""
    grace = stage.person("Grace")
    receipt, _ = await turn(stage, "make a PDF")
    turn_id = next(b["custom_id"] for b in buttons(receipt)).split(":")[1]
    before = len(await stage.requests())

    await grace.click(receipt, "Files")
    menu = await stage.until(lambda: shown_privately(stage, before, "Made or changed: 1"))
    await grace.choose(menu, f"file:{turn_id}", "0")
    one = await stage.until(lambda: downloaded(stage, before, "report.pdf"))
    await grace.click(menu, "All as tar")
    tar = await stage.until(lambda: downloaded(stage, before, "files.tar.gz"))

    select = next(c for c in every(menu) if c["type"] == 3)
    assert [o["label"] for o in select["options"]] == ["report.pdf"]
    assert menu["flags"] & 64
    pdf = await on_the_machine(stage, "workspace/report.pdf")
    assert await bytes_of(stage, one) == pdf
    with tarfile.open(fileobj=BytesIO(await bytes_of(stage, tar))) as archive:
        content = archive.extractfile("workspace/report.pdf")
        assert archive.getnames() == ["workspace/report.pdf"]
        assert content is not None
        assert content.read() == pdf


async def test_details_shows_every_step_privately(stage: Stage) -> None:
    """Details gives the steps with what went in and what came out."""
    ada = stage.person("Ada")
    receipt, _ = await turn(stage, "what is going on?")
    before = len(await stage.requests())

    await ada.click(receipt, "Details")

    async def shown() -> bool:
        edits = [e for e in (await stage.requests())[before:] if e["method"] == "PATCH"]
        return any("searched for" in str(e["body"]) and "It gave:" in str(e["body"]) for e in edits)

    assert await stage.until(shown)


async def test_retry_runs_the_same_request_again_for_its_asker_alone(stage: Stage) -> None:
    """Another person's click is refused; the asker's starts a turn with the same words, quoted in the thread."""
    ada, grace = stage.person("Ada"), stage.person("Grace")
    receipt, _ = await turn(stage, "please fail")
    before = len(await stage.requests())

    await grace.click(receipt, "Retry")
    await stage.until(lambda: answered(stage, before, "Only the person who asked"))
    await ada.click(receipt, "Retry")
    messages = await stage.finished(ada, receipt["channel_id"], turns=2)

    assert sum("**Failed**" in text_of(m) for m in messages) == 2
    assert any("> please fail" in m["content"] for m in messages)


async def answered(stage: Stage, before: int, words: str) -> Json | None:
    """The newest first answer to an itx that holds these words."""
    entries = (await stage.requests())[before:]
    callbacks = [e["body"]["data"] for e in entries if "/callback" in e["path"] and e["body"].get("data")]
    return next((dict(data) for data in callbacks if words in str(data)), None)
