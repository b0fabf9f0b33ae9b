"""Every button under pictures, the form, the menu and replies: by whom they are for, by others, after a restart."""

from tests.e2e.gallery import (
    bytes_of,
    creates,
    finished,
    form_shown,
    gallery,
    imagined,
    jobs,
    labels,
    link_to,
    parts_of,
    picture,
    relive,
    said_privately,
    shown_menu,
    sides_of,
    small_print,
    text_in,
)
from tests.e2e.messages import Json, buttons, every, text_of
from tests.e2e.stage import Stage


async def reworked(stage: Stage, message: Json, label: str, *, person: str = "Grace") -> Json:
    """The finished message that pressing this button led to."""
    count = len(await jobs(stage, stage.person("Ada")))
    await stage.person(person).click(message, label)
    return (await finished(stage, stage.person("Ada"), count=count + 1))[-1]


async def test_again_asks_for_the_same_once_more(stage: Stage, lives: str) -> None:
    """Anybody who may use the bot can, and becomes the asker of the new one; words, settings and count are the same."""
    grace = stage.person("Grace")
    first = await imagined(stage, "a red boat", size="2K", aspect_ratio="3:2", count=2)
    await relive(stage, lives)

    second = await reworked(stage, first, "Again")

    orders = await creates(stage)
    assert len(orders) == 4
    assert all(order == orders[0] for order in orders)
    assert f"for <@{grace.id}>" in small_print(second)


async def test_again_has_the_attached_pictures_too(stage: Stage, lives: str) -> None:
    """What was attached to a command is kept, for Discord forgets it within a day."""
    ada = stage.person("Ada")
    await ada.use("imagine", {"prompt": "like this", "reference1": "one.png"}, files={"one.png": picture()})
    (first,) = await finished(stage, ada)
    await stage.lever("POST", "clock", {"advance_s": 3 * 86_400})
    await relive(stage, lives)

    second = await reworked(stage, first, "Again")

    orders = await creates(stage)
    assert len(gallery(second)) == 1
    assert parts_of(orders[0], "image") == parts_of(orders[1], "image")


async def test_vary_starts_from_the_picture(stage: Stage, lives: str) -> None:
    """The model looks at it, is told what to vary, and the small print leads back to where it came from."""
    first = await imagined(stage, "a red boat", aspect_ratio="3:2")
    await relive(stage, lives)

    second = await reworked(stage, first, "Vary")

    order = (await creates(stage))[-1]
    assert len(parts_of(order, "image")) == 1
    assert "variation" in text_in(order)
    assert "a red boat" in text_in(order)
    assert order["response_format"]["aspect_ratio"] == "3:2"
    assert link_to(stage, first) in small_print(second)
    assert "-# variation · " in small_print(second)


async def test_larger_asks_for_the_next_sizes(stage: Stage, lives: str) -> None:
    """A 1K picture can become 2K or 4K, a 4K one nothing more."""
    first = await imagined(stage, "a moon", aspect_ratio="1:1")
    await relive(stage, lives)

    second = await reworked(stage, first, "Larger: 2K")
    third = await reworked(stage, second, "Larger: 4K")

    assert await sides_of(stage, second) == (2048, 2048)
    assert [label for label in labels(second) if "Larger" in label] == ["Larger: 4K"]
    assert await sides_of(stage, third) == (4096, 4096)
    assert not any("Larger" in label for label in labels(third))
    assert text_of(third).startswith("> a moon")


async def test_ratio_offers_the_models_shapes(stage: Stage, lives: str) -> None:
    """A private menu of all shapes but the present one; the choice is made once more in that shape, in public."""
    grace = stage.person("Grace")
    first = await imagined(stage, "a moon", aspect_ratio="1:1")
    await relive(stage, lives)
    before = len(await stage.requests())

    await grace.click(first, "Ratio")
    menu = await stage.until(lambda: shown_menu(stage, before))
    select = next(c for c in every(menu) if c["type"] == 3)
    await grace.choose(menu, select["custom_id"], "21:9")
    second = (await finished(stage, grace, count=2))[-1]

    assert menu["flags"] & 64
    assert "1:1" not in [option["value"] for option in select["options"]]
    assert len(select["options"]) == 13
    assert await sides_of(stage, second) == (1584, 672)
    assert link_to(stage, first) in small_print(second)


async def test_one_of_several_is_chosen_without_a_model(stage: Stage, lives: str) -> None:
    """It comes alone, byte for byte, with the buttons that a single picture has; nothing is called or paid."""
    first = await imagined(stage, "three boats", count=3)
    await relive(stage, lives)
    called = len(await creates(stage))

    second = await reworked(stage, first, "2")

    assert await bytes_of(stage, second) == await bytes_of(stage, first, 1)
    assert len(await creates(stage)) == called
    assert labels(second) == ["Vary", "Edit", "Ratio", "Remove", "Larger: 2K", "Larger: 4K"]
    assert "≈" not in small_print(second)
    assert link_to(stage, first) in small_print(second)


async def test_remove_is_the_askers(stage: Stage, lives: str) -> None:
    """Somebody else is refused privately; the asker's click deletes the message for good."""
    ada, linus = stage.person("Ada"), stage.person("Linus")
    first = await imagined(stage, "a moon", person="Linus")
    await relive(stage, lives)
    before = len(await stage.requests())

    await stage.person("Grace").click(first, "Remove")
    refused = await stage.until(lambda: said_privately(stage, before, "who asked, may remove this, or somebody"))
    await linus.click(first, "Remove")

    async def removed() -> bool:
        return not await jobs(stage, ada)

    assert refused["flags"] & 64
    assert await stage.until(removed)


async def test_what_a_person_deleted_is_not_posted_again(stage: Stage) -> None:
    """A message deleted while it works ends the work, and nothing more comes."""
    ada = stage.person("Ada")
    await stage.lever("POST", "speed", {"factor": 0.3})
    await ada.use("imagine", {"prompt": "a city"})

    async def at_work() -> Json | None:
        seen = await jobs(stage, ada)
        return seen[0] if seen and await creates(stage) else None

    working = await stage.until(at_work)
    status, _ = await ada.call("DELETE", f"/channels/{stage.general}/messages/{working['id']}")
    assert status == 204

    async def cancelled() -> bool:
        return any("cancel" in entry["path"] for entry in await stage.requests())

    assert await stage.until(cancelled)
    assert await jobs(stage, ada) == []


async def test_a_picture_whose_message_is_gone_cannot_be_reworked(stage: Stage) -> None:
    """The parent was removed while its child's button is pressed: a sentence says so, and no model is called."""
    ada = stage.person("Ada")
    first = await imagined(stage, "a moon")
    second = await reworked(stage, first, "Vary", person="Ada")
    await ada.click(first, "Remove")
    await stage.until(lambda: one_is_left(stage))
    called = len(await creates(stage))

    third = await reworked(stage, second, "Again", person="Ada")

    assert "cannot be read any more: its message is gone" in text_of(third)
    assert len(await creates(stage)) == called


async def one_is_left(stage: Stage) -> bool:
    return len(await jobs(stage, stage.person("Ada"))) == 1


async def test_the_agents_picture_carries_the_buttons(stage: Stage, lives: str) -> None:
    """What the agent drew on its machine is reworked by the image model."""
    ada = stage.person("Ada")
    await ada.ask("draw a chart")
    thread = await stage.thread_of(ada)
    await stage.finished(ada, thread)
    made = next(m for m in await ada.messages(thread) if m["attachments"])
    await relive(stage, lives)

    await ada.click(made, "Vary")
    (varied,) = [m for m in await finished(stage, ada, channel=thread, count=2) if m["id"] != made["id"]]
    before = len(await stage.requests())
    await ada.click(made, "Edit")
    form = await stage.until(lambda: form_shown(stage, before))
    await ada.send_form(form, {"words": "in red"}, channel=thread)
    edited = (await finished(stage, ada, channel=thread, count=3))[-1]
    await ada.click(made, "Larger")
    larger = (await finished(stage, ada, channel=thread, count=4))[-1]

    assert [b["label"] for b in buttons(made)] == ["Vary", "Edit", "Larger"]
    assert len(gallery(varied)) == len(gallery(edited)) == len(gallery(larger)) == 1
    assert f"/{thread}/{made['id']})" in small_print(varied)
    assert (await creates(stage))[-1]["response_format"]["image_size"] == "1K"
    assert min(await sides_of(stage, larger)) > min(await sides_of(stage, made))


async def test_one_of_the_agents_pictures_is_chosen(stage: Stage) -> None:
    """Of several, one is taken out by its number and then has all the buttons."""
    ada = stage.person("Ada")
    await ada.ask("paint twelve pictures")
    thread = await stage.thread_of(ada)
    await stage.finished(ada, thread)
    made = next(m for m in await ada.messages(thread) if m["attachments"])

    await ada.click(made, "3")
    chosen = (await finished(stage, ada, channel=thread, count=2))[-1]

    assert labels(made) == ["1", "2", "3", "4"]
    assert await bytes_of(stage, chosen) == await bytes_of(stage, made, 2)
    assert labels(chosen)[:3] == ["Vary", "Edit", "Ratio"]
