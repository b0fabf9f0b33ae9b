"""`/imagine` by a person's request, through the real bot in its own process, to an image model and back."""

import asyncio

import pytest

from tests.e2e.gallery import (
    bytes_of,
    creates,
    finished,
    gallery,
    imagined,
    jobs,
    labels,
    picture,
    said_privately,
    sides_of,
    small_print,
)
from tests.e2e.messages import text_of
from tests.e2e.stage import Stage


async def test_one_message_shows_the_picture_and_its_small_print(stage: Stage) -> None:
    """The request, the picture in a gallery with its full-size file, model, real pixels, price, and its buttons."""
    ada = stage.person("Ada")

    message = await imagined(stage, "a red fox at night", aspect_ratio="16:9")

    assert text_of(message).startswith("> a red fox at night")
    assert [a["filename"] for a in message["attachments"]] == ["a-red-fox-at-night-1.jpg"]
    assert await sides_of(stage, message) == (1376, 768)
    assert len(gallery(message)) == 1
    assert "`gemini-nano-banana-2.1` · Google · 16:9 · 1376 × 768 · ≈ $0.034" in small_print(message)
    assert labels(message) == ["Again", "Vary", "Edit", "Ratio", "Remove", "Larger: 2K", "Larger: 4K"]
    assert message["mentions"] == []
    assert len(await jobs(stage, ada)) == 1


async def test_progress_is_shown_with_stop(stage: Stage) -> None:
    """While it works the message says so, since when, and offers Stop; pictures come one by one in the count."""
    ada = stage.person("Ada")
    await stage.lever("POST", "speed", {"factor": 1})

    await ada.use("imagine", {"prompt": "a city", "count": 2})

    async def working() -> bool:
        seen = await jobs(stage, ada)
        return bool(seen) and "**Painting** · <t:" in text_of(seen[0]) and labels(seen[0]) == ["Stop"]

    assert await stage.until(working)
    assert "0 of 2" in text_of((await jobs(stage, ada))[0])
    await finished(stage, ada)


@pytest.mark.parametrize("count", [1, 2, 3, 4])
async def test_count_pictures_are_as_many_calls(stage: Stage, count: int) -> None:
    """So many pictures are as many calls, each with the same order, and stand side by side in one gallery."""
    message = await imagined(stage, "a moon over the sea", count=count)

    assert len(gallery(message)) == len(message["attachments"]) == count
    orders = await creates(stage)
    assert len(orders) == count
    assert all(order == orders[0] for order in orders)
    assert ("1" in labels(message)) == (count > 1)


async def test_asked_pixels_are_got(stage: Stage) -> None:
    """Size and ratio travel in the model's own words; what came as asked is not remarked on."""
    message = await imagined(stage, "a tree", size="2k", aspect_ratio="4:3", model="gemini-3.1-flash-image")

    assert (await creates(stage))[0]["response_format"] | {"type": "image"} == {
        "type": "image",
        "mime_type": "image/jpeg",
        "aspect_ratio": "4:3",
        "image_size": "2K",
    }
    assert await sides_of(stage, message) == (2400, 1792)
    assert "Asked for" not in small_print(message)


async def test_other_pixels_than_asked_are_said(stage: Stage) -> None:
    """A model that makes half of what was asked for is found out by the bytes."""
    message = await imagined(stage, "a tree, half size", size="2K", aspect_ratio="1:1")

    assert "Asked for 2048 × 2048 pixels, got 1024 × 1024: the model's doing." in small_print(message)


async def test_a_ratio_that_the_model_has_not_is_snapped_and_said(stage: Stage) -> None:
    """The nearest ratio is taken, and the small print says which was asked for."""
    message = await imagined(stage, "a house", aspect_ratio="7:5")

    assert (await creates(stage))[0]["response_format"]["aspect_ratio"] == "4:3"
    assert "You asked for 7:5; the nearest that this model makes is 4:3." in small_print(message)


async def test_references_are_shown_to_the_model(stage: Stage) -> None:
    """Attached pictures travel inline, small, upright and without what a camera wrote into them."""
    exif = b"Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x01\x01\x0e\x00\x02\x00\x00\x00\x0bLatitude 50\x00\x00\x00\x00\x00"
    files = {"one.jpg": picture("JPEG", (900, 600), "navy", exif=exif), "two.png": picture("PNG", (64, 64), "red")}
    ada = stage.person("Ada")

    await ada.use("imagine", {"prompt": "these two", "reference1": "one.jpg", "reference3": "two.png"}, files=files)
    (message,) = await finished(stage, ada)

    parts = (await creates(stage))[0]["input"]
    assert sorted(part["type"] for part in parts) == ["image", "image", "text"]
    assert "Latitude" not in str(parts)
    assert len(gallery(message)) == 1


async def test_more_references_than_the_model_takes_are_said_before(stage: Stage) -> None:
    """What is no picture is refused before anything is promised."""
    ada = stage.person("Ada")

    await ada.use("imagine", {"prompt": "this", "reference1": "notes.txt"}, files={"notes.txt": b"not a picture"})

    assert await stage.until(lambda: said_privately(stage, 0, "`notes.txt` is no picture that I can read"))
    assert await creates(stage) == []


async def test_what_only_claims_to_be_a_picture_ends_in_a_sentence(stage: Stage) -> None:
    """A text file called .png is found out by its bytes, and no model is called."""
    ada = stage.person("Ada")

    await ada.use("imagine", {"prompt": "this", "reference1": "fake.png"}, files={"fake.png": b"not a picture"})
    (message,) = await finished(stage, ada)

    assert "fake.png is no picture that I can read" in text_of(message).replace("\\", "")
    assert await creates(stage) == []
    assert labels(message) == ["Again", "Remove"]


async def test_stop_is_the_askers_and_cancels_the_calls(stage: Stage) -> None:
    """Somebody else's click is refused privately; the asker's cancels at the service and says who stopped it."""
    ada, grace = stage.person("Ada"), stage.person("Grace")
    await stage.lever("POST", "speed", {"factor": 0.2})
    await ada.use("imagine", {"prompt": "a city", "count": 2})
    begun = await stage.until(lambda: begun_runs(stage, 2))
    (working,) = await jobs(stage, ada)

    await grace.click(working, "Stop")
    assert await stage.until(lambda: said_privately(stage, begun, "who asked, may stop this"))
    await ada.click(working, "Stop")
    (message,) = await finished(stage, ada)

    assert f"Stopped by <@{ada.id}>" in text_of(message)
    cancels = [e for e in await stage.requests() if "cancel" in e["path"]]
    assert len(cancels) == 2


async def begun_runs(stage: Stage, count: int) -> int:
    """The number of requests so far, once so many calls were answered."""
    entries = await stage.requests()
    begun = [e for e in entries if e["method"] == "POST" and e["path"] == "/v1beta/interactions" and e["status"] == 200]
    return len(entries) if len(begun) == count else 0


async def test_private_pictures_come_as_a_direct_message(stage: Stage) -> None:
    """Nobody in the channel sees anything; the link is told to the asker alone, and the buttons work there."""
    ada = stage.person("Ada")
    direct = await ada.direct()

    await ada.use("imagine", {"prompt": "a secret garden", "private": True})
    (message,) = await finished(stage, ada, channel=direct)
    await ada.click(message, "Vary")
    first, second = await finished(stage, ada, channel=direct, count=2)

    assert await jobs(stage, ada) == []
    assert len(gallery(first)) == len(gallery(second)) == 1
    edits = [e["body"] for e in await stage.requests() if e["method"] == "PATCH" and "@original" in e["path"]]
    assert edits[-1]["content"] == f"I make it in our direct messages: <#{direct}>"


async def test_in_a_direct_message_it_is_answered_there(stage: Stage) -> None:
    """`/imagine` works in a talk with the bot alone."""
    ada = stage.person("Ada")
    direct = await ada.direct()

    await ada.use("imagine", {"prompt": "a quiet lake"}, channel=direct)
    (message,) = await finished(stage, ada, channel=direct)

    assert await bytes_of(stage, message)


async def test_two_people_at_once(stage: Stage) -> None:
    """Each gets their own message, and the small print says whose it is."""
    ada, grace = stage.person("Ada"), stage.person("Grace")

    await asyncio.gather(ada.use("imagine", {"prompt": "one"}), grace.use("imagine", {"prompt": "two"}))
    messages = await finished(stage, ada, count=2)

    assert {text_of(m).splitlines()[0]: f"<@{ada.id}>" in text_of(m) for m in messages} == {
        "> one": True,
        "> two": False,
    }


async def test_a_request_cannot_ping_or_leave_its_quotation(stage: Stage) -> None:
    """Mentions and Markdown of a prompt stay a quotation that nobody is called by."""
    grace = stage.person("Grace")

    message = await imagined(stage, f"a fox @everyone <@{grace.id}>\n# big\n```\ncode")

    assert message["mentions"] == []
    assert not message["mention_everyone"]
    assert all(line.startswith(("> ", "-# ")) for line in text_of(message).splitlines())
