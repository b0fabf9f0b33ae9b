"""The page with a bot that uses what ours does not use yet: selects, forms, menus, autocomplete, every component."""

from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.e2e.stage import Stage
from tests.playground.page.browser import Window

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.usefixtures("with_specimen")]


async def test_buttons_change_their_message(ada: Window) -> None:
    """A press edits the message; a disabled button cannot be pressed."""
    await ada.use("buttons")
    message = ada.message("press one")
    await expect(message.get_by_role("button", name="Never")).to_be_disabled()
    await message.get_by_role("button", name="Press").click()

    await expect(ada.message("pressed")).to_be_visible()


async def test_a_select_takes_several_choices(ada: Window) -> None:
    """Two fruits picked with the keyboard reach the bot as they were picked."""
    await ada.use("buttons")
    message = ada.message("press one")
    await message.locator(".select").first.click()
    await ada.page.keyboard.press("Enter")
    await ada.page.keyboard.press("ArrowDown")
    await ada.page.keyboard.press("Enter")
    await ada.shot("select")
    await ada.page.get_by_role("button", name="Done").click()

    answer = ada.message("picked ['apple', 'apricot']")
    await expect(answer.locator(".only-you")).to_contain_text("Only you can see this")


async def test_selects_offer_people_and_channels(ada: Window) -> None:
    """A user select lists the server's members, a channel select its channels of the wanted types."""
    await ada.use("buttons")
    message = ada.message("press one")
    await message.locator(".select").nth(1).click()
    await ada.page.get_by_role("option", name="Grace").click()
    await expect(ada.message("who ['grace']")).to_be_visible()
    await message.locator(".select").nth(2).click()
    await expect(ada.page.get_by_role("option", name="ideas")).to_have_count(0)
    await ada.page.get_by_role("option", name="workshop").click()

    await expect(ada.message("where ['workshop']")).to_be_visible()


async def test_a_form_is_checked_and_sent_with_its_file(ada: Window, tmp_path: Path) -> None:
    """A needed field that is empty is named; a whole form with a choice and a file is taken."""
    (tmp_path / "paper.txt").write_text("inside")
    await ada.use("form")
    dialog = ada.page.get_by_role("dialog", name="Everything")
    await dialog.get_by_role("button", name="Submit").click()
    await expect(dialog.get_by_role("alert")).to_contain_text("“Name” is needed")
    await dialog.get_by_role("textbox", name="Name").fill("Ada")
    await dialog.locator(".select").click()
    await ada.page.get_by_role("option", name="cherry").click()
    await dialog.locator("input[type=file]").set_input_files(tmp_path / "paper.txt")
    await ada.shot("form")
    await dialog.get_by_role("button", name="Submit").click()

    await expect(ada.message("thank you")).to_be_visible()
    await expect(dialog).to_have_count(0)


async def test_a_form_has_radios_boxes_and_people(ada: Window) -> None:
    """The other kinds of fields are sent too."""
    await ada.use("form", other="True")
    dialog = ada.page.get_by_role("dialog", name="The rest")
    await dialog.get_by_role("radio", name="L").check()
    await dialog.get_by_role("checkbox", name="nuts").check()
    await dialog.get_by_role("checkbox", name="salt").check()
    await dialog.get_by_role("checkbox", name="Agree").check()
    await dialog.locator(".select").click()
    await ada.page.get_by_role("option", name="Linus").click()
    await ada.shot("form-rest")
    await dialog.get_by_role("button", name="Submit").click()

    await expect(ada.message("noted").locator(".only-you")).to_be_visible()


async def test_choices_come_while_one_types(ada: Window) -> None:
    """Autocomplete: the bot's choices are offered, and the one taken is sent."""
    await ada.composer.press_sequentially("/guess ")
    await ada.page.locator("#option-fruit").press_sequentially("ap")
    await expect(ada.page.locator(".suggestions:visible .suggestion")).to_have_text(["Apple", "Apricot"])
    await ada.shot("autocomplete")
    await ada.page.keyboard.press("ArrowDown")
    await ada.page.keyboard.press("Enter")
    await ada.page.keyboard.press("Enter")

    await expect(ada.message("apricot")).to_be_visible()


async def test_all_kinds_of_options_are_filled_in(ada: Window, tmp_path: Path) -> None:
    """Texts, numbers, a flag, somebody, a channel, a role and a file, each the way its kind is filled in."""
    (tmp_path / "given.txt").write_text("given")
    await ada.use(
        "everything",
        text="words",
        whole="3",
        decimal="2.5",
        flag="True",
        user="Grace",
        channel="workshop",
        role="Members",
        mentionable="Linus",
        file=str(tmp_path / "given.txt"),
        size="large",
    )

    await expect(ada.message("all there")).to_be_visible()


async def test_a_subcommand_says_what_is_wrong_before_it_is_sent(ada: Window) -> None:
    """A word that is too short stays in the form with a sentence; a good one is answered."""
    await ada.composer.press_sequentially("/deep leaf ")
    await ada.page.locator("#option-word").fill("a")
    await ada.page.keyboard.press("Enter")
    await expect(ada.page.locator(".command-hint")).to_contain_text("at least 2 characters")
    await ada.page.locator("#option-word").fill("abc")
    await ada.page.keyboard.press("Enter")

    await expect(ada.message("leaf abc")).to_be_visible()


async def test_a_command_of_a_messages_menu_gets_the_message(ada: Window) -> None:
    """The menu of a message holds the bot's own entries."""
    said = await ada.say("look at this")
    await ada.menu(said, "Ask about this")

    await expect(ada.message("about: look at this").locator(".origin")).to_contain_text("used Ask about this")


async def test_a_command_of_a_persons_menu_gets_the_person(ada: Window) -> None:
    """So does somebody's profile."""
    said = await ada.say("who am I")
    await said.locator(".author, .face").first.click()
    await ada.page.get_by_role("button", name="Who is this").click()

    await expect(ada.message("this is ada")).to_be_visible()


async def test_thinking_and_not_answering_are_told_apart(ada: Window) -> None:
    """A deferred answer becomes its text; a command that nobody answers says so after three seconds."""
    await ada.use("think")
    await expect(ada.message("thought")).to_be_visible()
    await ada.use("silent")
    await expect(ada.page.locator(".thinking")).to_contain_text("Sending the command")

    await expect(ada.page.locator(".no-answer")).to_have_text("The application did not respond.")
    await ada.shot("no-answer")
    await ada.page.locator(".pending .quiet-link", has_text="Dismiss").click()
    await expect(ada.page.locator(".no-answer")).to_have_count(0)


async def test_every_component_is_drawn(ada: Window) -> None:
    """Container, text, section, thumbnail, gallery, file and link stand there; the gallery opens large."""
    await ada.use("layout")
    box = ada.page.locator(".container", has_text="Everything").last
    await expect(box.locator(".heading-2")).to_have_text("Everything")
    await expect(box.locator(".section .thumbnail img")).to_be_visible()
    await expect(box.locator(".pictures img")).to_have_count(3)
    await expect(box.locator(".file-name")).to_have_text("table.csv")
    await expect(box.get_by_role("link", name="Out")).to_have_attribute("rel", "noopener noreferrer nofollow")
    await ada.shot("layout")
    await box.locator(".pictures .picture").nth(1).click()

    await expect(ada.page.locator(".lightbox-count")).to_have_text("2 of 3")
    await ada.page.keyboard.press("ArrowRight")
    await expect(ada.page.locator(".lightbox-count")).to_have_text("3 of 3")
    await ada.shot("lightbox")
    await ada.page.keyboard.press("Escape")
    await expect(ada.page.locator(".lightbox")).to_have_count(0)


async def test_an_embed_is_drawn(ada: Window) -> None:
    """Title, words, fields side by side, picture and foot."""
    await ada.use("embedded")
    box = ada.page.locator(".embed").last

    await expect(box.get_by_role("link", name="An embed")).to_be_visible()
    await expect(box.locator(".embed-field.inline")).to_have_count(2)
    await expect(box.locator(".embed-image img")).to_be_visible()
    await expect(box.locator(".embed-footer")).to_have_text("Foot")


async def test_the_language_goes_along(ada: Window) -> None:
    """Whichever language is chosen, the bot is told."""
    await ada.page.locator(".person").click()
    await ada.page.get_by_role("menuitem", name="Language").click()
    await ada.page.get_by_role("menuitemradio", name="de", exact=True).click()
    await ada.use("language")

    await expect(ada.message("asked in de")).to_be_visible()


async def test_notifications_can_be_counted(ada: Window) -> None:
    """A mention rings and is listed; a silent one and an ordinary message do not."""
    await ada.page.locator(".bell").click()
    await ada.page.get_by_role("button", name="Clear").click()
    await ada.page.keyboard.press("Escape")
    await ada.use("ping")
    await ada.message("here I am").wait_for()
    await ada.use("ping", silent="True")
    await expect(ada.messages.filter(has_text="here I am").last.locator(".silent")).to_be_visible()
    await ada.page.locator(".bell").click()

    await expect(ada.page.locator(".notice")).to_have_count(1)
    await expect(ada.page.locator(".notice")).to_contain_text("a mention")
    await expect(ada.page.locator(".notices-foot")).to_contain_text("1 message came without a sound")
    await ada.shot("notices")


async def test_commands_are_offered_where_the_bot_is(stage: Stage) -> None:
    """A channel of the server and the bot's own DM list them; the DM of two people lists none."""
    ada, grace = stage.person("Ada"), stage.person("Grace")

    async def offered(channel: str) -> set[str]:
        status, index = await ada.call("GET", f"/channels/{channel}/application-command-index")
        assert status == 200
        return {command["name"] for command in index["application_commands"]}

    async def dm_with(user: str) -> str:
        _, channel = await ada.call("POST", "/users/@me/channels", {"recipient_id": user})
        return str(channel["id"])

    assert {"buttons", "Ask about this", "Who is this"} <= await offered(stage.general)
    assert "buttons" in await offered(await dm_with(stage.world["application"]["bot_id"]))
    assert await offered(await dm_with(grace.id)) == set()
