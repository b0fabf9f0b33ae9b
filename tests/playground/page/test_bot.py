"""The page with the real bot: what a newcomer does in the first minutes."""

import re
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests.e2e.stage import Stage
from tests.playground.page.browser import Window, window

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.usefixtures("with_bot")]


async def test_a_command_typed_with_the_picker_becomes_a_card_and_an_answer(ada: Window) -> None:
    """Typing /ask, Enter, a request, Enter leads to a thread with a finished card and the agent's words."""
    await ada.composer.press_sequentially("/as")
    await ada.page.locator(".suggestion", has_text="/ask").wait_for()
    await ada.page.keyboard.press("Enter")
    await ada.page.keyboard.type("something short")
    await ada.page.keyboard.press("Enter")
    await ada.page.locator(".thread-chip", has_text="something short").click()

    await expect(ada.message("This is a short answer.")).to_be_visible()
    await expect(ada.page.locator(".container", has_text="Done")).to_be_visible()
    await expect(ada.page.locator(".origin", has_text="Ada used /ask")).to_be_visible()
    await ada.shot("ask-dark")


async def test_a_prompt_of_the_first_screen_leads_into_its_thread(ada: Window) -> None:
    """A click on a prompt asks, follows the bot's thread, and ends in a file that can be downloaded."""
    await ada.page.get_by_role("button", name="Get a file").click()

    await expect(ada.page.locator(".header h2")).to_contain_text("Count the primes")
    await expect(ada.page.locator("a.file-name", has_text="primes.csv")).to_be_visible()
    async with ada.page.expect_download() as saved:
        await ada.page.get_by_role("link", name=re.compile("Download primes.csv")).click()
    assert (await (await saved.value).path()).stat().st_size > 100


async def test_a_picture_is_shown_and_opens_large(ada: Window) -> None:
    """The second prompt ends in a picture the agent drew, which a click shows at its full size."""
    await ada.page.get_by_role("button", name="Get a picture").click()
    await ada.page.locator(".attachments .picture").click()

    await expect(ada.page.locator(".lightbox figcaption")).to_contain_text("960 × 600")
    await ada.page.keyboard.press("Escape")
    await ada.shot("picture")


async def test_a_quote_of_a_card_has_no_marks(ada: Window) -> None:
    """The line above a reply to a picture has the words of its small print, without the mark that makes it small."""
    await ada.use("imagine", prompt="a kite")
    picture = ada.messages.filter(has=ada.page.get_by_role("button", name="Vary")).last
    await ada.menu(picture, "Reply")
    await ada.say("with a longer tail")
    snippet = ada.page.locator(".snippet", has_text="a kite").first

    await expect(snippet).to_contain_text("Google")
    await expect(snippet).not_to_contain_text("-#")


async def test_a_reply_continues_the_talk(ada: Window) -> None:
    """An answer in the thread, made with the message's Reply, shows the line it answers and is answered in turn."""
    await ada.page.get_by_role("button", name="Get a file").click()
    await ada.page.locator("a.file-name").wait_for()
    words = ada.message("I counted primes")
    await ada.menu(words, "Reply")
    await ada.say("what did I tell you")

    await expect(ada.message("what did I tell you").locator(".snippet")).to_contain_text("I am the playground's")
    await expect(ada.message("You told me")).to_be_visible()


async def test_stop_ends_a_turn_and_a_stranger_may_not(
    browser: Browser, ada: Window, stage: Stage, shots: Path
) -> None:
    """Another person's press of Stop is refused to them alone; the asker's own press ends the turn."""
    await stage.lever("POST", "speed", {"factor": 1})
    await ada.use("ask", prompt="take your time, slowly")
    await ada.page.locator(".thread-chip", has_text="take your time").click()
    stop = ada.page.get_by_role("button", name="Stop")
    await stop.wait_for()
    async with window(browser, stage.origin, shots) as other:
        await other.open()
        await other.become("Stranger")
        await other.page.locator(".thread-chip", has_text="take your time").click()
        await other.page.get_by_role("button", name="Stop").click()
        await expect(other.page.locator("li.ephemeral")).to_contain_text("Only you can see this")
        await other.shot("stranger-refused")
    await stop.click()

    await expect(ada.page.locator(".container", has_text="Stopped")).to_be_visible()
    await stage.lever("POST", "speed", {"factor": 20})


async def test_a_reload_keeps_place_person_and_messages(ada: Window) -> None:
    """After a reload the same person stands in the same thread, with everything that was said."""
    await ada.become("Grace")
    await ada.use("ask", prompt="hello from Grace")
    await ada.page.locator(".thread-chip", has_text="hello from Grace").click()
    await ada.message("This is a short answer.").wait_for()
    title = await ada.page.locator(".header h2").inner_text()
    await ada.page.reload()

    await expect(ada.page.locator(".person strong")).to_have_text("Grace")
    await expect(ada.page.locator(".header h2")).to_have_text(title)
    await expect(ada.message("This is a short answer.")).to_be_visible()


async def test_the_backstage_shows_what_the_bot_did(ada: Window) -> None:
    """Its requests with their bodies, its buckets, the agent's stream, and that no rule was broken."""
    page = ada.page
    await ada.use("ask", prompt="something short for the backstage")
    await page.locator(".thread-chip", has_text="for the backstage").click()
    await page.locator(".container", has_text="Done").wait_for()
    await page.get_by_role("button", name="Backstage: what").click()
    request = page.locator(".requests li", has_text="PATCH").first
    await request.click()

    await expect(request.locator(".request-bodies")).to_contain_text("components")
    await ada.shot("backstage-requests")
    await page.get_by_role("tab", name="Buckets").click()
    await expect(page.locator(".bucket", has_text="message-edit").first).to_be_visible()
    await page.get_by_role("tab", name="Agent").click()
    await expect(page.locator(".agent-kind", has_text="interaction.completed").first).to_be_visible()
    await page.get_by_role("tab", name="Rules").click()
    await expect(page.locator(".all-well")).to_be_visible()
    await page.get_by_role("tab", name="Break it").click()
    await expect(page.locator(".bot-state")).to_contain_text("without a bot of its own")
