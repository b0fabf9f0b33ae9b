"""Pictures on the page: galleries in Discord's manner, spoilers, the large view, and what a redraw must not undo."""

import asyncio
from pathlib import Path

import pytest
from playwright.async_api import Browser, FilePayload, Locator, Route, expect

from tests.e2e.stage import Stage
from tests.playground.discord.gallery import picture
from tests.playground.page.browser import Window, window

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.usefixtures("with_specimen")]

Box = list[int]
ROWS = {1: [1], 2: [2], 4: [2, 2], 5: [2, 3], 6: [3, 3], 7: [1, 3, 3], 8: [2, 3, 3], 9: [3, 3, 3], 10: [1, 3, 3, 3]}


async def painted(ada: Window, count: int, **options: str) -> Locator:
    """A new gallery of so many pictures, loaded."""
    gallery = (await message_with(ada, count, **options)).locator(f".pictures-{count}")
    await expect(gallery.locator("img")).to_have_count(count)
    await loaded(gallery)
    return gallery


async def message_with(ada: Window, count: int, **options: str) -> Locator:
    """The message that the bot makes of it, whatever it may show later."""
    row = ada.page.locator("li.message[data-id]", has=ada.page.locator(".pictures"))
    before = await row.count()
    await ada.use("paint", count=str(count), **options)
    await expect(row).to_have_count(before + 1)
    return ada.page.locator(f"li[data-id='{await row.last.get_attribute('data-id')}']")


async def loaded(place: Locator) -> None:
    for image in await place.locator("img").all():
        await image.scroll_into_view_if_needed()
        await expect(image).to_have_js_property("complete", value=True)


async def boxes(gallery: Locator) -> list[Box]:
    """left, top, width, height of each picture, in whole pixels."""
    found: list[Box] = await gallery.evaluate(
        """(box) => [...box.children].map((child) => {
            const r = child.getBoundingClientRect();
            return [r.left, r.top, r.width, r.height].map(Math.round);
        })"""
    )
    return found


@pytest.mark.parametrize("count", sorted(ROWS))
async def test_a_gallery_stands_in_rows(ada: Window, count: int) -> None:
    """So many pictures in each row, as Discord lays them out, all of a row equally high."""
    gallery = await painted(ada, count)
    rows: dict[int, list[Box]] = {}
    for box in await boxes(gallery):
        rows.setdefault(box[1], []).append(box)
    await ada.shot(f"gallery-{count}")

    assert [len(row) for row in rows.values()] == ROWS[count]
    assert all(max(box[3] for box in row) - min(box[3] for box in row) <= 1 for row in rows.values())


@pytest.mark.parametrize("spoiler", ["False", "True"])
async def test_three_pictures_are_one_large_and_two_small(ada: Window, spoiler: str) -> None:
    """The first is as high as the two beside it together, covered or not."""
    first, second, third = await boxes(await painted(ada, 3, spoiler=spoiler))
    await ada.shot("gallery-3")

    assert second[0] == third[0] > first[0] + first[2]
    assert first[1] == second[1]
    assert abs(first[1] + first[3] - third[1] - third[3]) <= 1
    assert first[2] > 1.8 * second[2]


async def test_a_lone_picture_takes_its_place_before_it_is_loaded(ada: Window) -> None:
    """While the bytes are held back it is as large as afterwards, in its own proportions, so that nothing jumps."""
    held = asyncio.Event()

    async def hold(route: Route) -> None:
        await held.wait()
        await route.continue_()

    await ada.page.route("**/cdn/attachments/**", hold)
    gallery = (await message_with(ada, 1)).locator(".pictures")
    await expect(gallery.locator("img")).to_have_js_property("complete", value=False)
    before = (await boxes(gallery))[0]
    held.set()
    await loaded(gallery)
    after = (await boxes(gallery))[0]
    await ada.page.unroute("**/cdn/attachments/**")

    assert before == after
    assert abs(after[2] / after[3] - 360 / 640) < 0.02


async def test_a_picture_opens_large_by_mouse_and_keyboard(ada: Window) -> None:
    """The large view shows it whole, pages with buttons and arrows, and gives the focus back."""
    gallery = await painted(ada, 4)
    second = gallery.locator(".picture").nth(1)
    await second.focus()
    await ada.page.keyboard.press("Enter")
    count = ada.page.locator(".lightbox-count")
    await expect(count).to_have_text("2 of 4")
    await expect(ada.page.locator(".lightbox figcaption")).to_contain_text("number 2 · 500 × 500")
    await ada.page.get_by_role("button", name="The next picture").click()
    await ada.page.keyboard.press("ArrowRight")
    await expect(count).to_have_text("4 of 4")
    await ada.page.get_by_role("button", name="The picture before").click()
    await expect(count).to_have_text("3 of 4")
    await ada.shot("lightbox-gallery")
    await ada.page.keyboard.press("Escape")

    await expect(ada.page.locator(".lightbox")).to_have_count(0)
    await expect(second).to_be_focused()


async def test_spoilers_are_covered_until_they_are_pressed(ada: Window) -> None:
    """Each on its own; what is covered cannot be opened, and what was uncovered stays so when the message changes."""
    message = await message_with(ada, 2, spoiler="True")
    gallery = message.locator(".pictures")
    await ada.shot("spoilers")
    await expect(gallery.locator(".cover")).to_have_count(2)
    await expect(gallery.locator(".picture").first).to_have_attribute("inert", "")
    await gallery.locator(".cover").first.press("Enter")
    await expect(gallery.locator(".cover")).to_have_count(1)
    await message.hover()
    await ada.page.get_by_role("button", name="React with 👍").click()
    await expect(message.locator(".reaction.mine")).to_be_visible()

    await expect(gallery.locator(".cover")).to_have_count(1)
    await gallery.locator(".picture").first.click()
    await expect(ada.page.locator(".lightbox")).to_be_visible()
    await ada.page.keyboard.press("Escape")


async def test_a_redraw_loads_no_picture_again(ada: Window) -> None:
    """A message that changes keeps the pictures that are on the screen."""
    message = await message_with(ada, 2)
    gallery = message.locator(".pictures-2")
    await loaded(gallery)
    await gallery.locator("img").first.evaluate("(shown) => (shown.mark = 'the same')")
    await message.hover()
    await ada.page.get_by_role("button", name="React with 👍").click()
    await expect(message.locator(".reaction.mine")).to_be_visible()

    assert await gallery.locator("img").first.evaluate("(shown) => shown.mark") == "the same"


async def test_a_button_paints_again_in_place(ada: Window) -> None:
    """Again exchanges the four pictures for two, in the same message."""
    message = await message_with(ada, 4)
    await expect(message.locator(".pictures-4 img")).to_have_count(4)
    await message.get_by_role("button", name="Again").click()

    await expect(message.locator(".pictures-2 img")).to_have_count(2)
    await expect(message.locator(".content")).to_contain_text("Painted again")


async def test_a_file_that_only_claims_to_be_a_picture_is_a_file(ada: Window) -> None:
    """Broken bytes called .png are listed by name; a real picture called .txt is shown."""
    broken: FilePayload = {"name": "broken.png", "mimeType": "image/png", "buffer": b"not a picture"}
    real: FilePayload = {"name": "picture.txt", "mimeType": "text/plain", "buffer": picture(90, 60, (200, 60, 60))}
    await ada.page.locator("#composer-files").set_input_files([broken, real])
    message = await ada.say("claims")

    await expect(message.locator(".file-name")).to_have_text("broken.png")
    await expect(message.locator(".pictures img")).to_have_count(1)


@pytest.mark.parametrize("light", ["dark", "light"])
@pytest.mark.parametrize("width", [1280, 390])
async def test_galleries_fit_every_window(browser: Browser, stage: Stage, shots: Path, light: str, width: int) -> None:
    """From one picture to ten, dark and light, on a desk and on a telephone: nothing is wider than the window."""
    size = {"width": width, "height": 800 if width > 1000 else 844}
    async with window(browser, stage.origin, shots, color_scheme=light, viewport=size) as ada:
        await ada.open()
        await ada.say("pictures for every window")
        for count in (1, 2, 3, 4, 10):
            gallery = await painted(ada, count)
            await gallery.scroll_into_view_if_needed()
            await ada.shot(f"fit-{count}-{light}-{width}")
            left, _, across, _ = (await boxes(gallery))[0]
            assert left >= 0
            assert left + across <= width
        overflow = await ada.page.locator(".history").evaluate("(box) => box.scrollWidth - box.clientWidth")

        assert overflow == 0


async def test_an_address_that_grew_old_is_asked_for_anew(ada: Window, stage: Stage) -> None:
    """A day later a picture's address is 404; the page reads the message again and shows the picture."""
    message = await message_with(ada, 1)
    await loaded(message)
    await stage.lever("POST", "clock", {"advance_s": 90_000})
    old = await message.locator("img").evaluate("(shown) => (shown.src += '&again=1')")

    await expect(message.locator("img")).not_to_have_attribute("src", old)
    await loaded(message)
    await expect(message.locator(".broken")).to_have_count(0)
    assert ["404" in complaint for complaint in ada.complaints] == [True]
    ada.complaints.clear()
