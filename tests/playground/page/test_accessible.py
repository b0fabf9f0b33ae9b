"""What axe-core finds on the page, in each of its states, dark and light."""

import importlib.resources
from collections.abc import AsyncIterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from tests.e2e.stage import Stage
from tests.playground.discord.gallery import picture
from tests.playground.page.browser import Window, window

pytestmark = [
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.usefixtures("with_specimen"),
    pytest.mark.skipif(find_spec("axe_playwright_python") is None, reason="axe-playwright-python is not installed"),
]


@pytest_asyncio.fixture(params=["dark", "light"], loop_scope="session")
async def looked_at(
    request: pytest.FixtureRequest, browser: Browser, stage: Stage, shots: Path
) -> AsyncIterator[tuple[Window, str]]:
    async with window(browser, stage.origin, shots, color_scheme=request.param, bypass_csp=True) as opened:
        await opened.open()
        yield opened, request.param


async def test_axe_finds_nothing_serious(looked_at: tuple[Window, str]) -> None:
    """Neither in a full channel, nor with the picker, a menu, a form, the notices or the backstage open."""
    ada, light = looked_at
    page = ada.page
    assert await found(ada) == []
    for command in ("layout", "embedded", "buttons"):
        await ada.use(command)
    await ada.use("paint", count="4", spoiler="True")
    await ada.use("paint", count="3")
    await page.locator(".container", has_text="Painted 3").last.wait_for()
    await ada.say("hello <@1> ||secret|| `code` <t:100000000:R> @everyone\n```py\nx = 'a' # b\n```", shown="hello")
    await expect(ada.message("press one")).to_be_visible()
    await page.wait_for_timeout(300)
    assert await found(ada) == []
    await ada.shot(f"full-{light}")
    await ada.composer.press_sequentially("/")
    await page.locator(".suggestion").first.wait_for()
    assert await found(ada) == []
    await page.keyboard.press("Escape")
    await ada.composer.fill("")
    await page.locator(".person").click()
    assert await found(ada) == []
    await page.keyboard.press("Escape")
    await page.locator(".bell").click()
    assert await found(ada) == []
    await page.keyboard.press("Escape")
    await pictures_and_files(ada)
    for tab in ("Requests", "Buckets", "Break it"):
        if not await page.locator(".backstage").is_visible():
            await page.get_by_role("button", name="Backstage: what").click()
        await page.get_by_role("tab", name=tab).click()
        await page.wait_for_timeout(200)
        assert await found(ada) == []
    await ada.use("form", other="True")
    await page.get_by_role("dialog", name="The rest").wait_for()
    assert await found(ada) == []


async def pictures_and_files(ada: Window) -> None:
    """The large view, a command with a file in it, and a form that takes files."""
    page = ada.page
    await page.locator(".pictures-3 .picture").last.click()
    assert await found(ada) == []
    await page.keyboard.press("Escape")
    await ada.composer.press_sequentially("/paint ")
    await page.get_by_role("button", name="+ first").click()
    await page.locator("#option-first").set_input_files(
        {"name": "a.png", "mimeType": "image/png", "buffer": picture(9, 9, (9, 9, 9))}
    )
    assert await found(ada) == []
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name="Rework").last.click()
    await page.get_by_role("dialog", name="Rework it").wait_for()
    assert await found(ada) == []
    await page.keyboard.press("Escape")


async def found(ada: Window) -> list[tuple[str, str]]:
    """The rules that are broken seriously, each with the first place where."""
    source = importlib.resources.files("axe_playwright_python").joinpath("axe.min.js").read_text()
    await ada.page.evaluate(f"() => {{ if (!window.axe) {{ {source} }} }}")
    report: dict[str, Any] = await ada.page.evaluate("() => axe.run(document, { resultTypes: ['violations'] })")
    broken = [one for one in report["violations"] if one["impact"] in {"serious", "critical"}]
    return [
        (one["id"], f"{len(one['nodes'])}: {one['nodes'][0]['html'][:160]} {one['nodes'][0]['failureSummary'][:200]}")
        for one in broken
    ]
