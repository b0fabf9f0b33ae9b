"""Sends an answer's frames one by one, as server-sent events or as a JSON array, with the oddities asked for."""

import asyncio
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from aiohttp import web

from bot.playground.breakage import CUT_AFTER
from bot.playground.gateways.answer import Answer
from bot.playground.gateways.asked import JsonObject
from bot.playground.gateways.errors import page
from bot.playground.gateways.manner import ERRORS
from bot.playground.keys import AGENT, CLOCK

_HEADERS = {"Content-Type": "text/event-stream", "Cache-Control": "no-cache", "X-Accel-Buffering": "no"}
_PING_EVERY = 3
_SILENCE_S = 90.0
_BROKEN = b'data: {"id":"","choices":[{"index":0,"delta":{"content":"brok\n\n'


@dataclass(frozen=True)
class Frame:
    """`ends`: it marks the end of a whole answer, and is missing where the stream just stops. `after_s` at speed 1."""

    data: JsonObject | str
    event: str | None = None
    ends: bool = False
    after_s: float = 0.0


DONE = Frame("[DONE]", ends=True)


def after_work(frames: Sequence[Frame], answer: Answer) -> list[Frame]:
    """All the work before the first frame, where a protocol does not tell what takes how long."""
    return [replace(frame, after_s=answer.work_s) if not number else frame for number, frame in enumerate(frames)]


def with_trouble(frames: Sequence[Frame], manner: frozenset[str], trouble: Callable[[str], list[Frame]]) -> list[Frame]:
    """Half of the answer and then an error, where the manner has one; else the answer, perhaps without its end."""
    error = next((one for one in ERRORS if one in manner), None)
    if error is not None:
        return [*frames[: len(frames) // 2], *trouble(error)]
    whole = [frame for frame in frames if not (frame.ends and "truncated" in manner)]
    return [*whole, DONE] if "extra_done" in manner and DONE not in whole else whole


async def send(
    request: web.Request, frames: Sequence[Frame], answer: Answer, *, array: bool = False
) -> web.StreamResponse:
    """A client that goes away ends only its own stream."""
    if "html" in answer.manner:
        return html_page()
    response = web.StreamResponse(headers={"Content-Type": "application/json"} if array else _HEADERS)
    await response.prepare(request)
    try:
        whole = await _write_all(request, response, frames, answer, array=array)
        if whole:
            await response.write_eof()
        elif request.transport is not None:
            request.transport.close()
    except ConnectionError:
        return response
    return response


async def silence(request: web.Request) -> None:
    """Of the playground's clock: no speed shortens it."""
    clock = request.app[CLOCK]
    await clock.sleep_until(clock.now() + _SILENCE_S)


def html_page() -> web.Response:
    """With status 200, as what stands before a gateway may answer."""
    return web.Response(text=page(200, "One moment, please"), content_type="text/html")


async def _write_all(
    request: web.Request, response: web.StreamResponse, frames: Sequence[Frame], answer: Answer, *, array: bool
) -> bool:
    """Whether nothing cut the stream: a fault may, after so many frames."""
    limit = request.get(CUT_AFTER)
    for number, frame in enumerate(frames[:limit]):
        await asyncio.sleep((frame.after_s + answer.pause_s * bool(number)) / request.app[AGENT].speed)
        if "silent" in answer.manner and number == len(frames) // 2:
            await silence(request)
        await response.write(item(frame, first=number == 0) if array else event(frame, number, answer.manner))
    whole = limit is None or limit > len(frames)
    if array and whole and "truncated" not in answer.manner:
        await response.write(b"]\n")
    return whole


def item(frame: Frame, *, first: bool) -> bytes:
    """Of a JSON array whose brackets come with the first and after the last."""
    return (b"[" if first else b",\r\n") + json.dumps(frame.data, ensure_ascii=False, indent=1).encode()


def event(frame: Frame, number: int, manner: frozenset[str]) -> bytes:
    lines = [f"event: {frame.event}"] if frame.event else []
    told = _told(frame.data, on_many_lines="many_lines" in manner)
    colon = "data:" if "no_space" in manner else "data: "
    text = "\n".join(lines + [colon + line for line in told.split("\n")]) + "\n\n"
    before = b": ping\n\n" if "pings" in manner and number % _PING_EVERY == 0 else b""
    if "malformed" in manner and number == 1:
        before += _BROKEN
    return before + (text.replace("\n", "\r\n") if "crlf" in manner else text).encode()


def _told(data: JsonObject | str, *, on_many_lines: bool) -> str:
    if isinstance(data, str):
        return data
    if on_many_lines:
        return json.dumps(data, ensure_ascii=False, indent=1)
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
