"""Why there is no picture, or another one than was asked for, as a person meets it."""

import pytest

from tests.e2e.gallery import (
    creates,
    finished,
    gallery,
    imagined,
    jobs,
    labels,
    said_privately,
    sides_of,
    small_print,
)
from tests.e2e.messages import text_of
from tests.e2e.stage import Stage


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"model": "dall-e-2"}, "There is no image model `dall-e-2`"),
        ({"size": "8K"}, "`8K` is no size that `gemini-nano-banana-2.1` has"),
        ({"size": "512"}, "`gemini-nano-banana-2.1` makes no pictures of size `512`. It has `1K`, `2K`, `4K`."),
        ({"aspect_ratio": "wide"}, "`wide` is no aspect ratio"),
    ],
)
async def test_a_wish_that_cannot_be_had_is_a_private_sentence(
    stage: Stage, options: dict[str, str], sentence: str
) -> None:
    """Nothing is begun, nothing is posted, and the person is told what there is."""
    ada = stage.person("Ada")

    await ada.use("imagine", {"prompt": "a boat", **options})
    answer = await stage.until(lambda: said_privately(stage, 0, sentence))

    assert answer["flags"] & 64
    assert await creates(stage) == []
    assert await jobs(stage, ada) == []


@pytest.mark.parametrize(
    ("prompt", "sentence"),
    [
        ("blocked by image_safety", "The image model's safety rules stopped this:"),
        ("blocked by image_recitation", "too close to somebody's published work"),
        ("blocked by spii", "sensitive personal data"),
        ("no picture", "The image model gave no picture:"),
        ("no_image", "The image model gave no picture:"),
        ("please fail", "The image service reports that it failed:"),
        ("a broken picture", "no picture that can be shown"),
        ("a decompression bomb", "no picture that can be shown"),
    ],
)
async def test_without_a_picture_there_is_a_sentence(stage: Stage, prompt: str, sentence: str) -> None:
    """Each way of getting none says what happened and what next, with a reference, and offers Again."""
    message = await imagined(stage, prompt)

    assert sentence in text_of(message).replace("\\", "")
    assert "reference `" in text_of(message)
    assert labels(message) == ["Again", "Remove"]
    assert len(await creates(stage)) == 1


@pytest.mark.parametrize(
    ("prompt", "ending"),
    [
        ("a fox, a JPEG called PNG", "jpg"),
        ("a fox, as a PNG", "png"),
        ("a fox, a thought picture", "jpg"),
        ("a fox, two pictures", "jpg"),
    ],
)
async def test_the_last_picture_that_is_no_thought_counts_by_its_bytes(stage: Stage, prompt: str, ending: str) -> None:
    """Whatever the label says and whatever came before, one picture is shown, named for what it is."""
    message = await imagined(stage, prompt, aspect_ratio="3:2")

    assert [a["filename"].rsplit(".")[-1] for a in message["attachments"]] == [ending]
    assert await sides_of(stage, message) == (1264, 848)


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        ({"status": 404}, "knows no model named gemini-nano-banana-2.1"),
        ({"bad_key": "modern"}, "does not accept this bot's key"),
        ({"bad_key": "classic"}, "does not accept this bot's key"),
        ({"status": 403}, "does not let this bot's key do that"),
        ({"status": 402, "body": {"error": {"code": "payment_required", "message": "pay"}}}, "wants to be paid first"),
        ({"status": 429, "body": {"error": {"code": "quota_exceeded", "message": "day"}}}, "used up for today"),
        ({"status": 500}, "nobody can know whether it was taken and paid"),
        ({"drop": "after"}, "nobody can know whether it was taken and paid"),
    ],
)
async def test_a_refused_call_is_a_sentence_and_is_not_repeated(
    stage: Stage, fault: dict[str, object], sentence: str
) -> None:
    """Whose fault it is and what next; what may have been billed is never asked for again by itself."""
    await stage.fault({"method": "POST", "path": "/v1beta/interactions"}, fault)

    message = await imagined(stage, "a boat")

    assert sentence in text_of(message).replace("\\", "")
    assert len(await creates(stage)) == 1


async def test_a_busy_service_is_asked_again_at_a_time_that_is_shown(stage: Stage) -> None:
    """A 429 takes nothing, so the call is made once more, and the message says when."""
    ada = stage.person("Ada")
    await stage.fault({"method": "POST", "path": "/v1beta/interactions", "times": 1}, {"status": 429, "retry_after": 3})

    await ada.use("imagine", {"prompt": "a boat"})

    async def waits() -> bool:
        seen = await jobs(stage, ada)
        return bool(seen) and "**Waiting for the image service**" in text_of(seen[0])

    assert await stage.until(waits)
    (message,) = await finished(stage, ada)
    assert len(gallery(message)) == 1


async def test_one_of_three_that_fails_is_said_beside_the_others(stage: Stage) -> None:
    """What was made is shown, and what was not is counted with its reason."""
    await stage.fault({"method": "POST", "path": "/v1beta/interactions", "skip": 1, "times": 1}, {"status": 403})

    message = await imagined(stage, "a boat", count=3)

    assert len(gallery(message)) == 2
    assert "1 of 3 could not be made:" in small_print(message)
    assert labels(message)[:2] == ["1", "2"]


async def test_4k_beyond_the_limit_is_made_to_fit_and_said(stage: Stage) -> None:
    """A picture of over 10 MB comes re-encoded with all its pixels, or scaled, and the small print says so."""
    message = await imagined(stage, "a huge noisy sea", size="4K", aspect_ratio="1:1")

    assert message["attachments"][0]["size"] <= 10 * 1024 * 1024
    remark = small_print(message)
    assert "more than a message here may hold" in remark
    if "re-encoded, with all its pixels" in remark:
        assert await sides_of(stage, message) == (4096, 4096)
