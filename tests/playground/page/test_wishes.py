"""Files, choices and forms as a painting bot asks for them: by picker, drop and paste, with mouse and keyboard."""

from pathlib import Path

import pytest
from playwright.async_api import Locator, expect

from tests.e2e.stage import Stage
from tests.playground.discord.gallery import picture
from tests.playground.page.browser import Window

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.usefixtures("with_specimen")]

RED, BLUE = picture(60, 40, (220, 60, 60)), picture(40, 60, (60, 90, 220))


async def given(place: Locator, kind: str, files: dict[str, bytes]) -> None:
    """Drops or pastes files there."""
    await place.evaluate(
        """(place, [kind, files]) => {
            const data = new DataTransfer();
            for (const [name, bytes] of files)
                data.items.add(new File([Uint8Array.from(bytes)], name, { type: "image/png" }));
            const about = { bubbles: true, cancelable: true };
            const event = kind === "drop"
                ? new DragEvent("drop", { ...about, dataTransfer: data })
                : new ClipboardEvent("paste", { ...about, clipboardData: data });
            place.dispatchEvent(event);
        }""",
        [kind, [[name, list(content)] for name, content in files.items()]],
    )


async def begin(ada: Window) -> Locator:
    await ada.composer.press_sequentially("/paint ")
    await ada.page.locator("#option-count").fill("1")
    return ada.page.locator(".command")


async def test_dropped_and_pasted_files_fill_the_options(ada: Window) -> None:
    """Two files dropped at once go into both options; one is taken out and a pasted one takes its place."""
    command = await begin(ada)
    await given(ada.page.locator(".room"), "drop", {"red.png": RED, "blue.png": BLUE})
    await expect(command.locator(".drop-name")).to_have_text(["red.png", "blue.png"])
    await command.get_by_role("button", name="Remove red.png").click()
    await given(ada.page.locator("#option-count"), "paste", {"again.png": RED})
    await expect(command.locator(".drop-name")).to_have_text(["again.png", "blue.png"])
    await ada.shot("command-files")
    await given(ada.page.locator("#option-count"), "paste", {"third.png": RED})
    await expect(command.locator(".command-hint")).to_have_text("There is no room for another file.")
    await command.locator(".send").click()

    await expect(ada.page.locator(".pictures-1 img").last).to_be_visible()


async def test_an_option_is_left_out_again(ada: Window) -> None:
    """By its button, and by Backspace: once to empty it, once more to leave it out."""
    command = await begin(ada)
    for name in ("private", "first"):
        await command.get_by_role("button", name=f"+ {name}").click()
    await ada.page.locator("#option-first").set_input_files({"name": "a.png", "mimeType": "image/png", "buffer": RED})
    await command.get_by_role("button", name="Leave out private").click()
    await expect(ada.page.locator("#option-private")).to_have_count(0)
    await ada.page.locator("#option-first").focus()
    await ada.page.keyboard.press("Backspace")
    await expect(command.locator(".drop-name")).to_have_count(0)
    await ada.page.keyboard.press("Backspace")

    await expect(ada.page.locator("#option-first")).to_have_count(0)
    await ada.page.keyboard.press("Escape")
    await expect(ada.composer).to_be_focused()


async def test_a_number_knows_its_bounds(ada: Window) -> None:
    """What is out of range is not sent, and the sentence says what is allowed."""
    command = await begin(ada)
    await ada.page.locator("#option-count").fill("11")
    await ada.page.keyboard.press("Enter")

    await expect(command.locator(".command-hint")).to_have_text("“count” is between 1 and 10.")
    await ada.page.keyboard.press("Escape")


async def test_choices_follow_the_other_options(ada: Window) -> None:
    """The model picked by keyboard from what the bot offers decides which ratios it offers next, with the mouse."""
    command = await begin(ada)
    offered = ada.page.locator(".suggestions:visible .suggestion")
    await command.get_by_role("button", name="+ model").click()
    await ada.page.locator("#option-model").press_sequentially("squ")
    await expect(offered).to_have_text(["Square pictures"])
    await ada.page.keyboard.press("Enter")
    await expect(ada.page.locator("#option-model")).to_have_value("Square pictures")
    await command.get_by_role("button", name="+ ratio").click()
    await expect(offered).to_have_text(["1:1"])
    await ada.shot("dependent-choices")
    await offered.first.click()
    await command.locator(".send").click()

    await expect(ada.page.locator(".container .content").last).to_have_text("Painted 1 for square 1:1")


async def test_a_form_takes_files_every_way(ada: Window, tmp_path: Path) -> None:
    """From the menu of a message: a paragraph, a ratio, and files chosen, dropped, pasted and taken out again."""
    said = await ada.say("rework me")
    await ada.menu(said, "Rework this")
    form = ada.page.get_by_role("dialog", name="Rework it")
    await form.get_by_role("textbox", name="What to change").fill("redder\nand bluer")
    await form.locator(".select").click()
    await ada.page.get_by_role("option", name="16:9").click()
    (tmp_path / "chosen.png").write_bytes(RED)
    await form.locator("input[type=file]").set_input_files(tmp_path / "chosen.png")
    await given(form.locator(".drop"), "drop", {"dropped.png": BLUE})
    await given(form.locator(".drop"), "paste", {f"pasted-{n}.png": BLUE for n in range(9)})
    await expect(form.locator(".drop-files li")).to_have_count(10)
    await ada.shot("form-files")
    await form.get_by_role("button", name="Remove dropped.png").click()
    await form.get_by_role("button", name="Submit").click()

    await expect(ada.message("reworked: redder and bluer, 9 files")).to_be_visible()


async def test_an_age_restricted_channel_is_marked(ada: Window) -> None:
    """In the list and in its bar; the bot's restricted command is offered there, and not in #pictures."""
    place = ada.page.locator(".place", has_text="gallery-18")
    await expect(place).to_contain_text("age-restricted")
    await ada.composer.press_sequentially("/bare")
    await expect(ada.page.locator(".suggestion")).to_have_count(0)
    await ada.composer.fill("")
    await ada.go("gallery-18")
    await expect(ada.page.locator(".header .tag")).to_have_text("AGE-RESTRICTED")
    await ada.composer.press_sequentially("/bare")
    await expect(ada.page.locator(".suggestion")).to_have_count(1)
    await ada.shot("age-restricted")
    await ada.composer.fill("")


async def test_a_link_to_a_message_leads_there(ada: Window, stage: Stage) -> None:
    """Bare or behind words: the page goes to the channel and marks the message, each time it is clicked."""
    await ada.go("pictures")
    target = await ada.say("the one that is meant")
    own = await target.get_attribute("data-id")
    for number in range(30):
        await ada.say(f"filler {number}")
    address = f"https://discord.com/channels/{stage.guild}/{stage.channel('pictures')}/{own}"
    await ada.go("general")
    said = await ada.say(f"see {address} and [this one]({address})", shown="this one")
    await expect(said.locator("a").first).to_have_text("pictures › message")
    for link in (0, 1):
        await ada.go("general")
        await ada.message("this one").locator("a").nth(link).click()
        await expect(ada.page.locator(".header h2")).to_have_text("pictures")
        await expect(ada.page.locator(f"li[data-id='{own}'].flash")).to_be_in_viewport()

    assert len(ada.page.context.pages) == 1
    await ada.open(f"/#{stage.channel('pictures')}/{own}")
    await expect(ada.page.locator(f"li[data-id='{own}']")).to_be_in_viewport()


async def test_a_link_to_a_deleted_message_says_so(ada: Window, stage: Stage) -> None:
    """The page stays where it is told to be and says that the message is gone."""
    await ada.say(f"https://discord.com/channels/{stage.guild}/{stage.general}/1", shown="general › message")
    await ada.message("general › message").locator("a").click()

    await expect(ada.page.locator(".toast")).to_have_text("That message is not there any more.")


async def test_a_reply_quotes_a_picture_and_pings_only_when_wanted(ada: Window, stage: Stage) -> None:
    """Reply to the bot's picture with a file of one's own; the mark of the ping is off, the quote leads back."""
    await ada.use("paint", count="1")
    gallery = ada.page.locator("li.message", has=ada.page.locator(".pictures-1")).last
    own = await gallery.get_attribute("data-id")
    await ada.menu(gallery, "Reply")
    await ada.page.locator(".ping").click()
    await ada.page.locator("#composer-files").set_input_files({"name": "r.png", "mimeType": "image/png", "buffer": RED})
    answer = await ada.say("make it like this")
    status, told = await stage.person("Ada").call(
        "GET", f"/channels/{stage.general}/messages/{await answer.get_attribute('data-id')}"
    )

    assert (status, told["type"], told["mentions"]) == (200, 19, [])
    assert told["referenced_message"]["id"] == own
    assert [file["filename"] for file in told["attachments"]] == ["r.png"]
    await expect(answer.locator(".origin .snippet")).to_contain_text("Painted 1")


async def test_a_person_may_close_their_direct_messages(ada: Window) -> None:
    """The bot's message is refused while they are closed, and comes once they are open; a profile opens the DM."""

    async def toggle() -> None:
        await ada.page.locator(".person").click()
        await ada.page.get_by_role("menuitemcheckbox", name="Take direct messages").click()

    await toggle()
    await ada.use("write")
    await expect(ada.message("refused with 50007")).to_be_visible()
    await toggle()
    await ada.use("write")
    await ada.message("written").wait_for()
    await ada.message("written").locator(".face, .author").first.click()
    await ada.page.get_by_role("button", name="Send a message").click()
    await expect(ada.page.locator(".header h2")).to_have_text("Antigravity bot")
    await expect(ada.message("hello from the bot")).to_be_visible()
    await ada.use("paint", count="2")
    await expect(ada.page.locator(".pictures-2 img")).to_have_count(2)
    await ada.page.get_by_role("button", name="Rework").click()
    form = ada.page.get_by_role("dialog", name="Rework it")
    await form.get_by_role("textbox", name="What to change").fill("in private")
    await form.get_by_role("button", name="Submit").click()

    await expect(ada.message("reworked: in private, 0 files")).to_be_visible()
