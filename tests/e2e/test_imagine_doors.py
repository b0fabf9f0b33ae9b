"""Where pictures may be made and how they are shown: access, permissions, discretion, closed direct messages."""

import asyncio

from tests.e2e.gallery import creates, finished, gallery, imagined, jobs, labels, said_privately
from tests.e2e.messages import text_of
from tests.e2e.stage import Stage


async def test_who_may_not_is_refused(stage: Stage) -> None:
    """Who is not in `ALLOW` makes no pictures, presses no buttons, and a reply of theirs edits nothing."""
    linus, grace = stage.person("Linus"), stage.person("Grace")
    message = await imagined(stage, "a moon")
    await stage.kill_bot()
    await stage.start_bot(ALLOW=grace.id)
    before, called = len(await stage.requests()), len(await creates(stage))

    await linus.click(message, "Vary")
    assert await stage.until(lambda: said_privately(stage, before, "You may not use this bot here"))
    before = len(await stage.requests())
    await linus.use("imagine", {"prompt": "another"})
    assert await stage.until(lambda: said_privately(stage, before, "You may not use this bot here"))
    await linus.say(stage.general, "make it blue", to=message)
    await grace.say(stage.general, "make it red", to=message)
    await finished(stage, linus, count=2)

    orders = await creates(stage)
    assert len(orders) == called + 1
    assert "make it red" in str(orders[-1]["input"])


async def test_a_missing_permission_is_named_before_anything_is_paid(stage: Stage) -> None:
    """Without “Attach Files” the channel and the permission are named, and no model is called."""
    ada = stage.person("Ada")
    overwrite = {"type": 1, "allow": 0, "deny": 1 << 15}
    status, answer = await ada.call("PUT", f"/channels/{stage.general}/permissions/{stage.application}", overwrite)
    assert status == 204, answer

    await ada.use("imagine", {"prompt": "a moon"})

    sentence = f"I cannot show pictures in <#{stage.general}>, for I lack “Attach Files” there."
    assert await stage.until(lambda: said_privately(stage, 0, sentence))
    assert await creates(stage) == []


async def test_closed_direct_messages_are_said(stage: Stage) -> None:
    """`private` to somebody who takes no direct messages costs nothing and says how to open them."""
    ada = stage.person("Ada")
    status, _ = await ada.call("PATCH", "/users/@me/settings", {"default_guilds_restricted": True})
    assert status == 200

    await ada.use("imagine", {"prompt": "a moon", "private": True})

    async def told() -> bool:
        edits = [e["body"] for e in await stage.requests() if e["method"] == "PATCH" and "@original" in e["path"]]
        return any("I may not write to you." in str(body) for body in edits)

    assert await stage.until(told)
    assert await creates(stage) == []
    assert await jobs(stage, ada) == []


async def test_spoilers(stage: Stage) -> None:
    """With `IMAGE_DISCRETION=spoiler` every picture is blurred until somebody clicks."""
    await stage.kill_bot()
    await stage.start_bot(IMAGE_DISCRETION="spoiler")

    message = await imagined(stage, "a moon", count=2)

    assert [item["spoiler"] for item in gallery(message)] == [True, True]


async def test_age_restricted_channels_only(stage: Stage) -> None:
    """With `IMAGE_DISCRETION=age_restricted` pictures are made in such channels, and elsewhere that is said."""
    ada = stage.person("Ada")
    await stage.kill_bot()
    await stage.start_bot(IMAGE_DISCRETION="age_restricted")

    await ada.use("imagine", {"prompt": "a moon"})
    assert await stage.until(lambda: said_privately(stage, 0, "in age-restricted channels only"))
    await ada.use("imagine", {"prompt": "a moon"}, channel=stage.channel("gallery-18"))
    (message,) = await finished(stage, ada, channel=stage.channel("gallery-18"))

    assert len(gallery(message)) == 1
    assert await jobs(stage, ada) == []


async def test_the_operators_model_is_the_usual_one(stage: Stage) -> None:
    """`IMAGE_MODEL` is used when nobody chooses, and its sizes and ratios are offered."""
    ada = stage.person("Ada")
    await stage.kill_bot()
    await stage.start_bot(IMAGE_MODEL="gemini-2.5-flash-image")

    message = await imagined(stage, "a moon")
    await ada.use("imagine", {"prompt": "a moon", "size": "4K"})

    assert (await creates(stage))[0]["model"] == "gemini-2.5-flash-image"
    assert not any("Larger" in label for label in labels(message))
    assert await stage.until(lambda: said_privately(stage, 0, "It has `1K`."))


async def test_a_boosted_server_takes_larger_files(stage: Stage) -> None:
    """Over 10 MB is shown as the model gave it where the server's limit allows it."""
    await stage.lever("POST", "guild", {"premium_tier": 3})
    await asyncio.sleep(0.5)

    message = await imagined(stage, "a huge noisy sea", size="4K", aspect_ratio="1:1")

    assert message["attachments"][0]["size"] > 10 * 1024 * 1024
    assert "more than a message here may hold" not in text_of(message)


async def test_a_model_that_is_gone_is_a_sentence_with_the_way_out(stage: Stage) -> None:
    """The service knows the usual model no more: which setting and which option mend it is said."""
    await stage.fault({"method": "POST", "path": "/v1beta/interactions"}, {"retire_model": "gemini-nano-banana-2.1"})

    message = await imagined(stage, "a moon")

    assert "`model` of `/imagine`" in text_of(message)
    assert "`IMAGE_MODEL`" in text_of(message)
