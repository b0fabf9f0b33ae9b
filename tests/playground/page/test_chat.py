"""The page without a bot: people among themselves, and the page's own manners."""

import re
from pathlib import Path

import pytest
from playwright.async_api import Browser, WebSocketRoute, expect

from tests.e2e.stage import Stage
from tests.playground.discord.gallery import picture
from tests.playground.page.browser import Window, window

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_message_is_edited_with_the_arrow_and_marked(ada: Window) -> None:
    """Arrow up in an empty field takes back the last message; saving it leaves a mark."""
    await ada.say("a mistkae")
    await ada.composer.press("ArrowUp")
    await expect(ada.composer).to_have_value("a mistkae")
    await ada.composer.fill("a mistake")
    await ada.page.keyboard.press("Enter")

    await expect(ada.message("a mistake").locator(".edited")).to_be_visible()


async def test_a_message_is_deleted_after_a_question(ada: Window) -> None:
    """The menu's Delete asks first; then the message is gone."""
    said = await ada.say("not for long")
    await ada.menu(said, "Delete")
    await ada.page.get_by_role("button", name="Delete").click()

    await expect(ada.messages.filter(has_text="not for long")).to_have_count(0)


async def test_two_people_see_each_other(browser: Browser, ada: Window, stage: Stage, shots: Path) -> None:
    """Typing, mentions with their notification, reactions and replies cross from one window to the other."""
    async with window(browser, stage.origin, shots) as other:
        await other.open()
        await other.become("Grace")
        await other.go("workshop")
        await ada.composer.press_sequentially("hello @gra")
        await ada.page.locator(".suggestion", has_text="Grace").wait_for()
        await ada.page.keyboard.press("Enter")
        await ada.page.keyboard.press("Enter")
        await expect(other.page.locator(".place", has_text="general").locator(".pings")).to_have_text("1")
        await expect(other.page.locator(".toast.rang")).to_contain_text("a mention")
        await other.go("general")
        await expect(other.message("hello @Grace").locator(".mention.me")).to_be_visible()
        await other.composer.press_sequentially("I")
        await expect(ada.page.locator(".typing")).to_contain_text("Grace is typing")
        await other.menu(other.message("hello @Grace"), "Reply")
        await other.composer.fill("hello yourself")
        await other.page.keyboard.press("Enter")
        await other.message("hello yourself").hover()
        await other.message("hello @Grace").hover()
        await other.page.get_by_role("button", name="React with 👍").click()

        await expect(ada.message("hello yourself").locator(".snippet")).to_have_text("hello @Grace")
        await expect(ada.message("hello @Grace").locator(".reaction", has_text="👍")).to_be_visible()


async def test_a_dropped_picture_and_a_file_are_sent(ada: Window) -> None:
    """Dropped onto the room they wait over the text field, then stand in the message."""
    data = await ada.page.evaluate_handle(
        """([picture]) => {
            const data = new DataTransfer();
            data.items.add(new File([Uint8Array.from(picture)], "sea.png", { type: "image/png" }));
            data.items.add(new File(["print('hi')"], "hi.py", { type: "text/x-python" }));
            return data;
        }""",
        [list(picture(320, 200, (40, 120, 220)))],
    )
    await ada.page.dispatch_event("#room", "drop", {"dataTransfer": data})
    await expect(ada.page.locator(".tray-card")).to_have_count(2)
    message = await ada.say("two files")

    await expect(message.locator(".pictures img")).to_be_visible()
    await message.locator("summary").click()
    await expect(message.locator(".file-preview .hljs-built_in")).to_have_text("print")
    await ada.shot("files")


async def test_a_thread_is_started_archived_reopened_and_deleted(ada: Window) -> None:
    """The whole life of a thread from its message's menu and its own."""
    said = await ada.say("let us talk apart")
    await ada.menu(said, "Start a thread")
    await ada.page.get_by_role("button", name="Start").click()
    header = ada.page.locator(".header")
    await expect(header.locator("h2")).to_have_text("let us talk apart")
    await ada.say("in here")
    await header.get_by_label("About this thread").click()
    await ada.page.get_by_role("menuitem", name="Archive").click()
    await expect(header.locator(".tag")).to_have_text("ARCHIVED")
    await header.get_by_label("About this thread").click()
    await ada.page.get_by_role("menuitem", name="Reopen").click()
    await expect(header.locator(".tag")).to_have_count(0)
    await header.get_by_label("About this thread").click()
    await ada.page.get_by_role("menuitem", name="Delete").click()
    await ada.page.get_by_role("button", name="Delete").click()

    await expect(header.locator("h2")).to_have_text("general")
    await expect(ada.page.locator(".place.thread")).to_have_count(0)


async def test_a_forum_post_is_written(ada: Window) -> None:
    """A title and a text make a post; it opens, and it is listed in the forum."""
    await ada.go("ideas")
    await ada.page.get_by_role("button", name="New post").click()
    dialog = ada.page.get_by_role("dialog", name="New post")
    await dialog.get_by_label("Title").fill("A fine idea")
    await dialog.get_by_label("Message").fill("Let it **be** so")
    await dialog.get_by_role("button", name="Post").click()
    await expect(ada.message("Let it be so").locator("strong")).to_have_text("be")
    await ada.page.locator(".crumb").click()

    await expect(ada.page.locator(".post")).to_contain_text("A fine idea")
    await ada.shot("forum")


async def test_a_name_in_a_new_post_is_a_mention(ada: Window) -> None:
    """A name typed in the form of a post mentions, as one typed in a channel does."""
    await ada.go("ideas")
    await ada.page.get_by_role("button", name="New post").click()
    dialog = ada.page.get_by_role("dialog", name="New post")
    await dialog.get_by_label("Title").fill("For Grace")
    await dialog.get_by_label("Message").fill("look at this, @Grace")
    await dialog.get_by_role("button", name="Post").click()

    await expect(ada.message("look at this").locator(".mention")).to_have_text("@Grace")


async def test_who_may_not_write_is_told_so(ada: Window, stage: Stage) -> None:
    """Without the permission there is no field to write in, as soon as it is taken away."""
    denied = {"type": 0, "allow": "0", "deny": str(1 << 11)}
    owner = stage.person("Ada")
    place = f"/channels/{stage.channel('workshop')}/permissions/{stage.guild}"
    await ada.become("Stranger")
    await ada.go("workshop")
    await expect(ada.composer).to_be_visible()
    await owner.call("PUT", place, denied)

    await expect(ada.page.locator(".no-writing")).to_be_visible()
    await owner.call("DELETE", place)
    await expect(ada.composer).to_be_visible()


async def test_a_cut_line_is_taken_up_again(browser: Browser, stage: Stage, shots: Path) -> None:
    """What was said while the line was cut stands there when it is back, once."""
    lines: list[WebSocketRoute] = []

    def through(line: WebSocketRoute) -> None:
        line.connect_to_server()
        lines.append(line)

    async with window(browser, stage.origin, shots) as opened:
        await opened.page.route_web_socket("**/gateway*", through)
        await opened.open()
        await opened.page.locator(".beginning").wait_for(state="attached")
        await lines[0].close(code=4000)
        await stage.person("Grace").say(stage.general, "said meanwhile")

        await expect(opened.messages.filter(has_text="said meanwhile")).to_have_count(1)
        await expect(opened.page.locator(".line-lost")).not_to_be_visible()
        assert len(lines) == 2


async def test_a_private_thread_is_seen_by_whom_one_adds(
    browser: Browser, ada: Window, stage: Stage, shots: Path
) -> None:
    """Begun over the channel, it stands nowhere for others; who is added by its menu finds it, with what is said."""
    header = ada.page.locator(".header")
    await header.get_by_label("Threads").click()
    await ada.page.get_by_role("menuitem", name="New private thread").click()
    await ada.page.locator("dialog input").fill("a surprise")
    await ada.page.locator("dialog").get_by_role("button", name="Start").click()
    await header.locator("h2", has_text="a surprise").wait_for()
    await ada.say("for Grace alone")
    async with window(browser, stage.origin, shots) as other:
        await other.open()
        await other.become("Grace")
        await expect(other.page.locator(".place", has_text="a surprise")).to_have_count(0)
        await header.get_by_label("About this thread").click()
        await ada.page.get_by_role("menuitem", name="Add somebody").click()
        await ada.page.get_by_role("menuitem", name="Grace").click()
        await other.go("a surprise")

        await expect(other.message("for Grace alone")).to_be_visible()


async def test_a_telephone_shows_the_chat_and_hides_the_places(browser: Browser, stage: Stage, shots: Path) -> None:
    """At 390 px nothing is wider than the window, and the places slide in and out."""
    async with window(browser, stage.origin, shots, viewport={"width": 390, "height": 844}, has_touch=True) as phone:
        await phone.open()
        await phone.say("a long line that has to be broken because a telephone is narrow, " * 3)
        await expect(phone.page.locator(".sidebar")).not_to_be_visible()
        assert await phone.page.evaluate("() => document.documentElement.scrollWidth") == 390
        await phone.shot("phone")
        await phone.page.get_by_role("button", name="Places").click()
        await expect(phone.page.locator(".sidebar")).to_be_visible()
        await phone.page.wait_for_timeout(250)
        await phone.shot("phone-places")
        await phone.go("workshop")

        await expect(phone.page.locator(".sidebar")).not_to_be_visible()


async def test_nothing_a_message_holds_becomes_markup(ada: Window) -> None:
    """Tags, script addresses and broken links stay text; only http and https become links."""
    await ada.say(
        "<img src=x onerror=alert(1)> [bad](javascript:alert(1)) [good](https://example.org/a) <b>bold</b>",
        shown="onerror",
    )
    message = ada.message("onerror")

    await expect(message.locator("img, b")).to_have_count(0)
    await expect(message.locator("a")).to_have_count(1)
    await expect(message.locator("a")).to_have_attribute("rel", re.compile("noopener"))
    await expect(message).to_contain_text("[bad](javascript:alert(1))")
