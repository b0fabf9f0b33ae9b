"""Where pictures may be made and how they are shown: access, permissions, discretion, closed direct messages."""

import asyncio
from functools import partial

from tests.e2e.gallery import (
    creates,
    finished,
    form_shown,
    gallery,
    imagined,
    jobs,
    labels,
    picture,
    said_privately,
)
from tests.e2e.messages import text_of
from tests.e2e.stage import Stage

SEND = 1 << 11
"""Discord's bit of “Send Messages”."""


async def test_who_may_not_is_refused(stage: Stage) -> None:
    """Who is not in `ALLOW` makes no pictures, presses no buttons, and a reply of theirs edits nothing."""
    linus, grace = stage.person("Linus"), stage.person("Grace")
    message = await imagined(stage, "a moon")
    await stage.kill_bot()
    await stage.start_bot(ALLOW=grace.id)
    before, called = len(await stage.requests()), len(await creates(stage))

    await linus.click(message, "Vary")
    assert await stage.until(lambda: said_privately(stage, before, "You may not have pictures made here"))
    before = len(await stage.requests())
    await linus.use("imagine", {"prompt": "another"})
    assert await stage.until(lambda: said_privately(stage, before, "You may not have pictures made here"))
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


async def test_a_button_writes_nothing_where_its_person_may_not(stage: Stage) -> None:
    """In a channel that a person may only read, neither the command nor a button posts for them."""
    ada, linus = stage.person("Ada"), stage.person("Linus")
    message = await imagined(stage, "a moon")
    overwrites = {stage.guild: {"type": 0, "allow": 0, "deny": SEND}, stage.application: {"type": 1, "allow": SEND}}
    for whom, overwrite in overwrites.items():
        status, answer = await ada.call("PUT", f"/channels/{stage.general}/permissions/{whom}", overwrite)
        assert status == 204, answer
    before, called = len(await stage.requests()), len(await creates(stage))

    await linus.click(message, "Vary")

    sentence = f"You may not write in <#{stage.general}> yourself"
    assert await stage.until(lambda: said_privately(stage, before, sentence))
    assert len(await creates(stage)) == called


async def test_who_has_left_makes_no_more_in_direct_messages(stage: Stage) -> None:
    """Access that rests on a server ends with membership there, also for pictures that are in direct messages."""
    ada, linus = stage.person("Ada"), stage.person("Linus")
    await stage.kill_bot()
    await stage.start_bot(ALLOW=stage.guild)
    direct = await linus.direct()
    await linus.use("imagine", {"prompt": "a secret", "private": True})
    (secret,) = await finished(stage, linus, channel=direct)
    await linus.click(secret, "Vary")
    await finished(stage, linus, channel=direct, count=2)
    status, answer = await ada.call("DELETE", f"/guilds/{stage.guild}/members/{linus.id}")
    assert status == 204, answer
    before, called = len(await stage.requests()), len(await creates(stage))

    await linus.click(secret, "Vary")

    assert await stage.until(lambda: said_privately(stage, before, "You may not have pictures made here"))
    assert len(await creates(stage)) == called


async def test_nobody_keeps_everybody_waiting(stage: Stage) -> None:
    """Eight pictures may be at work for one person; what is more is refused, and somebody else's begins."""
    ada, grace = stage.person("Ada"), stage.person("Grace")
    await stage.lever("POST", "speed", {"factor": 0.5})
    for _ in range(2):
        await ada.use("imagine", {"prompt": "a city", "count": 4})
    await stage.until(lambda: called_times(stage, 8))

    await ada.use("imagine", {"prompt": "one more"})
    assert await stage.until(lambda: said_privately(stage, 0, "8 pictures are at work for you, and 8 may be at once."))
    await stage.lever("POST", "speed", {"factor": 20})
    await grace.use("imagine", {"prompt": "a moon"})

    assert len(await finished(stage, ada, count=3)) == 3


async def called_times(stage: Stage, count: int) -> bool:
    return len(await creates(stage)) == count


async def test_two_files_of_one_name_are_two_pictures(stage: Stage) -> None:
    """A paste is always called image.png, so the chosen file is known by its id."""
    ada = stage.person("Ada")
    files = [("image.png", picture(colour="red")), ("image.png", picture(colour="blue"))]
    posted = await ada.say(stage.general, "two pastes", files=files)

    for which in ("0", "1"):
        before = len(await stage.requests())
        await ada.use_menu("Edit this picture", posted)
        form = await stage.until(partial(form_shown, stage, before))
        await ada.send_form(form, {"words": "brighter", "which": [which]}, channel=stage.general)
        await finished(stage, ada, count=int(which) + 1)

    first, second = await creates(stage)
    assert first["input"] != second["input"]


async def test_a_reply_that_cannot_be_had_is_answered(stage: Stage) -> None:
    """Too many pictures for the model: a reply says so, for a message has no private answer."""
    ada = stage.person("Ada")
    await stage.kill_bot()
    await stage.start_bot(IMAGE_MODEL="gemini-2.5-flash-image")
    message = await imagined(stage, "a moon")
    called = len(await creates(stage))

    await ada.say(stage.general, "like these", to=message, files=[("a.png", picture())] * 3)

    async def told() -> bool:
        return any("looks at no more than 3 pictures" in m["content"] for m in await ada.messages(stage.general))

    assert await stage.until(told)
    assert len(await creates(stage)) == called


async def test_a_purge_ends_the_work(stage: Stage) -> None:
    """Messages deleted in bulk are deleted all the same: what works for them is cancelled."""
    ada = stage.person("Ada")
    await stage.lever("POST", "speed", {"factor": 0.3})
    await ada.use("imagine", {"prompt": "a city"})
    await ada.use("imagine", {"prompt": "a moon"})
    await stage.until(lambda: called_times(stage, 2))
    ids = [message["id"] for message in await jobs(stage, ada)]

    status, _ = await ada.call("POST", f"/channels/{stage.general}/messages/bulk-delete", {"messages": ids})
    assert status == 204

    async def cancelled() -> bool:
        return sum("cancel" in entry["path"] for entry in await stage.requests()) >= 2

    assert await stage.until(cancelled)


async def test_blank_words_are_no_request(stage: Stage) -> None:
    """Nothing is asked of a model, and nothing paid, for a prompt of spaces."""
    await stage.person("Ada").use("imagine", {"prompt": "   "})

    assert await stage.until(lambda: said_privately(stage, 0, "Say in words what the picture should show."))
    assert await creates(stage) == []
