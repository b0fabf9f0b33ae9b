"""Models of providers as a person in a browser meets them."""

import pytest
from playwright.async_api import expect

from tests.playground.page.browser import Window

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.usefixtures("with_bot")]


async def test_a_story_reads_in_its_order(ada: Window) -> None:
    """Mode and model are chosen from lists; each picture stands above its text in one message."""
    await ada.use("ask", prompt="The lantern", model="gemini_official/gemini-3-pro", mode="storybook")
    await ada.page.locator(".thread-chip", has_text="The lantern").click()

    story = ada.message("Page 4")
    await expect(story.locator(".pictures img")).to_have_count(4)
    places = [await story.locator(".pictures").nth(number).bounding_box() for number in range(4)]
    texts = [await story.get_by_text(f"Page {number}", exact=True).bounding_box() for number in range(1, 5)]
    tops = [box["y"] for pair in zip(places, texts, strict=True) for box in pair if box]
    await story.scroll_into_view_if_needed()
    await ada.shot("story")

    assert len(tops) == 8
    assert tops == sorted(tops)


async def test_a_film_can_be_played(ada: Window) -> None:
    """`/video` is there, and its film stands in the thread."""
    await ada.use("video", prompt="A wave at dawn")
    await ada.page.locator(".thread-chip", has_text="A wave at dawn").click()

    await expect(ada.page.locator("video.video")).to_be_visible()
    await ada.shot("film")
