"""Sends an answer in one piece: as JSON, with blank lines before it, or as a page of HTML."""

import asyncio
import json
from typing import Any

from aiohttp import web

from bot.playground.gateways.answer import Answer
from bot.playground.gateways.sse import html_page, silence
from bot.playground.keys import AGENT

_BLANK_LINES = 3


async def send_whole(request: web.Request, payload: Any, answer: Answer) -> web.StreamResponse:
    if "html" in answer.manner:
        return html_page()
    await asyncio.sleep(answer.work_s / request.app[AGENT].speed)
    if "silent" in answer.manner:
        await silence(request)
    if "blank_lines" in answer.manner:
        return await _after_blank_lines(request, payload, answer.pause_s)
    return web.json_response(payload)


async def _after_blank_lines(request: web.Request, payload: Any, pause_s: float) -> web.StreamResponse:
    """They keep the connection alive while the answer is made."""
    response = web.StreamResponse(headers={"Content-Type": "application/json"})
    await response.prepare(request)
    for _ in range(_BLANK_LINES):
        await response.write(b"\n")
        await asyncio.sleep(pause_s / request.app[AGENT].speed)
    await response.write(json.dumps(payload, ensure_ascii=False).encode())
    await response.write_eof()
    return response
