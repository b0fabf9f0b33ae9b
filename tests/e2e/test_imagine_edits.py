"""Edits of pictures: the form, the menu on anybody's message, and replies."""

from tests.e2e.gallery import (
    bytes_of,
    creates,
    finished,
    form_shown,
    gallery,
    imagined,
    link_to,
    parts_of,
    picture,
    relive,
    said_privately,
    small_print,
    text_in,
)
from tests.e2e.messages import text_of
from tests.e2e.stage import Stage


async def test_edit_opens_a_form(stage: Stage, lives: str) -> None:
    """Words, and more pictures if one likes; the form is read from what Discord sends, so it outlives the process."""
    grace = stage.person("Grace")
    first = await imagined(stage, "a moon")
    before = len(await stage.requests())

    await grace.click(first, "Edit")
    form = await stage.until(lambda: form_shown(stage, before))
    await relive(stage, lives)
    fields = {"words": "make it blue", "more": ["0"]}
    await grace.send_form(form, fields, channel=stage.general, files={"more.png": picture()})
    second = (await finished(stage, grace, count=2))[-1]

    order = (await creates(stage))[-1]
    assert text_in(order) == "make it blue"
    assert len(parts_of(order, "image")) == 2
    assert text_of(second).startswith("> make it blue")
    assert link_to(stage, first) in small_print(second)


async def test_the_form_asks_which_of_several(stage: Stage) -> None:
    """Of a gallery, the picture to edit is chosen in the form."""
    grace = stage.person("Grace")
    first = await imagined(stage, "two moons", count=2)
    before = len(await stage.requests())

    await grace.click(first, "Edit")
    form = await stage.until(lambda: form_shown(stage, before))
    await grace.send_form(form, {"words": "make it red", "which": ["1"]}, channel=stage.general)
    await finished(stage, grace, count=2)
    await grace.click(first, "2")
    chosen = (await finished(stage, grace, count=3))[-1]

    seen = parts_of((await creates(stage))[-1], "image")
    assert len(seen) == 1
    assert await bytes_of(stage, chosen) == await bytes_of(stage, first, 1)


async def test_the_menu_edits_anybodys_picture(stage: Stage, lives: str) -> None:
    """A picture that a person posted is edited by the menu of its message."""
    ada, grace = stage.person("Ada"), stage.person("Grace")
    posted = await ada.say(stage.general, "my holiday", files={"beach.png": picture(size=(400, 300))})
    before = len(await stage.requests())

    await grace.use_menu("Edit this picture", posted)
    form = await stage.until(lambda: form_shown(stage, before))
    await relive(stage, lives)
    await grace.send_form(form, {"words": "at night"}, channel=stage.general)
    (message,) = await finished(stage, grace)

    assert len(parts_of((await creates(stage))[-1], "image")) == 1
    assert link_to(stage, posted) in small_print(message)
    assert len(gallery(message)) == 1


async def test_the_menu_says_where_there_is_no_picture(stage: Stage) -> None:
    """A message without one is answered privately, and nothing is begun."""
    ada = stage.person("Ada")
    posted = await ada.say(stage.general, "only words")

    await ada.use_menu("Edit this picture", posted)

    assert await stage.until(lambda: said_privately(stage, 0, "There is no picture in that message"))


async def test_a_reply_to_a_picture_edits_it(stage: Stage, lives: str) -> None:
    """The words of the reply are the edit, its attachments are looked at too, and the answer is a reply."""
    grace = stage.person("Grace")
    first = await imagined(stage, "a moon")
    await relive(stage, lives)

    said = await grace.say(stage.general, "make it blue", to=first, files={"style.png": picture()})
    second = (await finished(stage, grace, count=2))[-1]

    order = (await creates(stage))[-1]
    assert text_in(order) == "make it blue"
    assert len(parts_of(order, "image")) == 2
    assert second["message_reference"]["message_id"] == said["id"]
    assert f"for <@{grace.id}>" in small_print(second)


async def test_a_number_in_a_reply_names_one_of_several(stage: Stage) -> None:
    """Two replies that name two pictures show the model two different ones."""
    grace = stage.person("Grace")
    first = await imagined(stage, "two moons", count=2)

    await grace.say(stage.general, "1: make it blue", to=first)
    await finished(stage, grace, count=2)
    await grace.say(stage.general, "2: make it blue", to=first)
    await finished(stage, grace, count=3)

    one, two = (await creates(stage))[-2:]
    assert text_in(one) == text_in(two) == "make it blue"
    assert parts_of(one, "image") != parts_of(two, "image")


async def test_a_number_that_is_not_there_is_said(stage: Stage) -> None:
    """Of two pictures there is no seventh: nothing is guessed, called or paid."""
    grace = stage.person("Grace")
    first = await imagined(stage, "two moons", count=2)
    called = len(await creates(stage))

    await grace.say(stage.general, "7: make it red", to=first)

    async def told() -> bool:
        return any("There are only 2 pictures" in m["content"] for m in await grace.messages(stage.general))

    assert await stage.until(told)
    assert len(await creates(stage)) == called
