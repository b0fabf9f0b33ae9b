"""What the tests of missing permissions share: taking one away, giving it back, and what one person alone is told."""

from collections.abc import Awaitable, Callable

from tests.e2e.failures import a_channel, do
from tests.e2e.messages import Json, is_card
from tests.e2e.stage import Stage

REACT, VIEW, SEND, EMBED, ATTACH, HISTORY = 1 << 6, 1 << 10, 1 << 11, 1 << 14, 1 << 15, 1 << 16
OPEN_THREADS, OPEN_PRIVATE_THREADS, WRITE_IN_THREADS = 1 << 35, 1 << 36, 1 << 38
OK, EPHEMERAL, LOADING = 200, 1 << 6, 1 << 7


async def deny(stage: Stage, channel: str, permissions: int) -> None:
    """These, and no others that were denied before."""
    body = {"type": 1, "deny": str(permissions)}
    await do(stage, "PUT", f"/channels/{channel}/permissions/{stage.application}", body)


async def allow(stage: Stage, channel: str) -> None:
    """All that was denied."""
    await do(stage, "DELETE", f"/channels/{channel}/permissions/{stage.application}")


async def a_channel_without(stage: Stage, permissions: int) -> str:
    channel = await a_channel(stage)
    await deny(stage, channel, permissions)
    return channel


async def refusal(stage: Stage, prompt: str, channel: str) -> str:
    """What is said to Ada alone."""
    ada = stage.person("Ada")
    return str((await given_privately(stage, lambda: ada.ask(prompt, channel=channel)))["content"])


async def given_privately(stage: Stage, act: Callable[[], Awaitable[None]]) -> Json:
    """The message that one person alone sees, once what they do has been answered with it."""
    before = len(await stage.requests())
    await act()

    async def shown() -> Json | None:
        return next(filter(None, map(_private, (await stage.requests())[before:])), None)

    found: Json = await stage.until(shown)
    return found


def _private(entry: Json) -> Json | None:
    if entry["who"] != "bot" or entry["status"] != OK:
        return None
    if entry["path"].endswith("/messages/@original") and entry["method"] == "PATCH":
        return dict(entry["answer"])
    made = (entry["answer"] or {}).get("resource", {}).get("message") if "/callback" in entry["path"] else None
    return made if made and made["flags"] & EPHEMERAL and not made["flags"] & LOADING else None


async def card_of(stage: Stage, channel: str) -> Json | None:
    return next((m for m in await stage.person("Ada").messages(channel) if is_card(m)), None)
