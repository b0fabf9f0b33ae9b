"""`/imagine` as a person in a browser meets it: the real bot, the real page, and pictures to look at."""

from pathlib import Path

import pytest

from tests.e2e.gallery import picture
from tests.e2e.stage import Stage
from tests.playground.page.browser import Window

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def done(ada: Window, words: str) -> None:
    """The newest message with these words has its pictures and its buttons."""
    await ada.message(words).locator(".pictures img").first.wait_for()
    await ada.message(words).get_by_role("button", name="Remove").wait_for()


@pytest.mark.parametrize(("count", "ratio"), [("1", "16:9"), ("2", "1:1"), ("3", "3:4"), ("4", "1:1")])
async def test_galleries_of_one_to_four(with_bot: Stage, ada: Window, count: str, ratio: str) -> None:
    """The options are filled in with their suggestions; the pictures stand in one message with their buttons."""
    words = f"a red fox and {count} moons over the sea"

    await ada.use("imagine", prompt=words, aspect_ratio=ratio, count=count)
    await done(ada, words)

    assert await ada.message(words).locator(".pictures img").count() == int(count)
    await ada.message(words).scroll_into_view_if_needed()
    await ada.page.wait_for_timeout(300)
    await ada.shot(f"imagine-{count}")


async def test_the_model_decides_what_sizes_are_offered(with_bot: Stage, ada: Window) -> None:
    """After another model is chosen, its sizes and their prices are suggested."""
    await ada.composer.fill("")
    await ada.composer.press_sequentially("/imagine")
    await ada.page.locator(".suggestion", has=ada.page.get_by_text("/imagine", exact=True)).click()
    await ada._fill("prompt", "a tree")
    await ada._fill("model", "gemini-3.1-flash-image")
    await ada.page.locator(".command-option", has_text="size").click()
    offered = ada.page.locator(".suggestions:visible .suggestion")
    await offered.first.wait_for()

    assert [text.split(" · ")[0].strip() for text in await offered.all_inner_texts()] == ["512", "1K", "2K", "4K"]
    await ada.shot("imagine-sizes")
    await ada.page.keyboard.press("Escape")
    await ada.page.keyboard.press("Escape")


async def test_a_picture_is_reworked_in_the_browser(with_bot: Stage, ada: Window, tmp_path: Path) -> None:
    """Vary, Ratio, Edit with a form and a file, Larger: each makes a new message that leads back to the first."""
    words = "a house under stars"
    await ada.use("imagine", prompt=words)
    await done(ada, words)
    more = tmp_path / "more.png"
    more.write_bytes(picture())

    await ada.message(words).get_by_role("button", name="Edit").click()
    await ada.page.locator("dialog textarea").fill("make it blue, at night")
    await ada.page.locator("dialog input[type=file]").set_input_files(more)
    await ada.page.wait_for_timeout(300)
    await ada.shot("imagine-form")
    await ada.page.locator("dialog").get_by_role("button", name="Submit").click()
    await done(ada, "make it blue, at night")
    await ada.message("make it blue, at night").get_by_role("button", name="Ratio").click()
    await ada.page.wait_for_timeout(500)
    await ada.shot("imagine-ratio")

    link = ada.message("make it blue, at night").get_by_role("link", name="this picture")
    assert await link.count() == 1
    await ada.shot("imagine-edited")
