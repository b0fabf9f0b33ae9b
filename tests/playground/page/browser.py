"""A real browser on the page: Debian's Chromium through Playwright, and everything that may go wrong in it noted."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.async_api import Browser, Locator, Page

CHROMIUM = Path("/usr/bin/chromium")
PATIENCE_MS = 15_000
_SWITCHES = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def missing() -> str | None:
    """Why there can be no browser here, or None."""
    if find_spec("playwright") is None:
        return "playwright is not installed"
    return None if CHROMIUM.exists() else f"there is no {CHROMIUM}: apt-get install chromium"


@asynccontextmanager
async def chromium() -> AsyncIterator["Browser"]:
    from playwright.async_api import async_playwright, expect

    expect.set_options(timeout=PATIENCE_MS)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(_SWITCHES))
        try:
            yield browser
        finally:
            await browser.close()


@dataclass
class Window:
    """One person's window on the page. `complaints` is what the console and the page had to say against it."""

    page: "Page"
    origin: str
    shots: Path
    complaints: list[str] = field(default_factory=list)

    @property
    def composer(self) -> "Locator":
        return self.page.locator("#composer")

    @property
    def messages(self) -> "Locator":
        return self.page.locator("li.message[data-id]")

    def message(self, text: str) -> "Locator":
        """The newest message with this text in it."""
        return self.messages.filter(has=self.page.locator(".message-main", has_text=text)).last

    async def open(self, path: str = "/") -> None:
        await self.page.goto(self.origin + path)
        await self.page.locator(".sidebar").wait_for(state="attached")

    async def fresh(self) -> None:
        """As a person's first look: Ada in the first channel, whatever a test before has left open."""
        page = self.page
        if page.url == "about:blank" or await page.locator("dialog, [popover], .backstage:visible, .command").count():
            await self.open("/#")
            await page.reload()
        if await page.locator(".person strong").inner_text() != "Ada":
            await self.become("Ada")
        await self.go("general")

    async def say(self, text: str, *, shown: str | None = None) -> "Locator":
        """Sends it; `shown` are words of it as they stand in the message, where Markdown changes the rest."""
        await self.composer.fill(text)
        await self.page.keyboard.press("Enter")
        await self.message(shown or text).wait_for()
        return self.message(shown or text)

    async def go(self, place: str) -> None:
        await self.page.locator(".place", has_text=place).first.click()
        await self.page.locator(".header h2", has_text=place).wait_for()

    async def use(self, command: str, **options: str) -> None:
        """Types a slash command with the picker's help and sends it."""
        await self.composer.fill("")
        await self.composer.press_sequentially(f"/{command}")
        row = self.page.locator(".suggestion", has=self.page.get_by_text(f"/{command}", exact=True))
        await row.wait_for()
        await row.click()
        for name, value in options.items():
            await self._fill(name, value)
        await self.page.locator(".command .send").click()

    async def _fill(self, name: str, value: str) -> None:
        field_ = self.page.locator(f"#option-{name}")
        if not await field_.count():
            await self.page.locator(".command-option", has_text=name).click()
        if await field_.get_attribute("type") == "file":
            await field_.set_input_files(value)
            return
        await field_.fill(value)
        if await field_.get_attribute("aria-autocomplete"):
            await self.page.locator(".suggestions:visible .suggestion", has_text=value).first.click()

    async def menu(self, message: "Locator", entry: str) -> None:
        await message.click(button="right")
        await self.page.get_by_role("menuitem", name=entry).click()

    async def become(self, name: str) -> None:
        await self.page.locator(".person").click()
        await self.page.get_by_role("menuitemradio", name=name).click()
        await self.page.locator(".person strong", has_text=name).wait_for()

    async def shot(self, name: str) -> None:
        await self.page.screenshot(path=self.shots / f"{name}.png")


@asynccontextmanager
async def window(browser: "Browser", origin: str, shots: Path, **options: Any) -> AsyncIterator[Window]:
    """A window of its own, which must have nothing to complain of when it is closed."""
    context = await browser.new_context(
        **{"viewport": {"width": 1280, "height": 800}, "color_scheme": "dark"} | options
    )
    context.set_default_timeout(PATIENCE_MS)
    try:
        opened = Window(await context.new_page(), origin, shots)
        _listen(opened)
        yield opened
        assert not opened.complaints, opened.complaints
    finally:
        await context.close()


def _listen(opened: Window) -> None:
    note = opened.complaints.append
    opened.page.on("console", lambda said: note(said.text) if said.type in {"error", "warning"} else None)
    opened.page.on("pageerror", lambda error: note(str(error)))
    opened.page.on(
        "request", lambda made: None if made.url.startswith(opened.origin) else _note_foreign(opened, made.url)
    )


def _note_foreign(opened: Window, url: str) -> None:
    if not url.startswith("blob:"):
        opened.complaints.append(f"asked another host: {url}")


def shots_folder(fallback: Path) -> Path:
    """Where screenshots go: $PLAYGROUND_SHOTS, or the test's own folder."""
    folder = Path(os.environ.get("PLAYGROUND_SHOTS", fallback))
    folder.mkdir(parents=True, exist_ok=True)
    return folder
