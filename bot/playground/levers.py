"""The levers under /playground: what tests, benchmarks and the curious read and pull."""

import math
from typing import Any

from aiohttp import web

from bot.playground.body import body_of
from bot.playground.bot_process import BotLeverError
from bot.playground.discord.rest.ratelimits import LIMITER
from bot.playground.faults import FaultError
from bot.playground.keys import AGENT, BOT, CLOCK, FAULTS, JOURNAL, WORLD


class LeverError(ValueError):
    """The lever was pulled in a way it does not move; the text says how it does."""


def setup(app: web.Application) -> None:
    app.add_routes(
        [
            web.get("/playground/world", _world),
            web.get("/playground/requests", _requests),
            web.get("/playground/violations", _violations),
            web.post("/playground/faults", _add_fault),
            web.get("/playground/faults", _faults),
            web.delete("/playground/faults", _clear_faults),
            web.post("/playground/scenes", _add_scene),
            web.post("/playground/speed", _speed),
            web.post("/playground/clock", _clock),
            web.get("/playground/buckets", _buckets),
            web.get("/playground/agent-events", _agent_events),
            web.get("/playground/bot", _bot),
            web.post("/playground/bot", _move_bot),
        ]
    )


async def _world(request: web.Request) -> web.Response:
    world = request.app[WORLD]
    guild = world.guild
    channels = [world.channels[channel_id] for channel_id in guild.channel_ids]
    people = world.person_by_token.values()
    return web.json_response(
        {
            "guild": {
                "id": str(guild.id),
                "name": guild.name,
                "channels": [{"id": str(c.id), "name": c.name, "type": int(c.type)} for c in channels],
            },
            "application": {"id": str(world.application.id), "bot_id": str(world.bot.id)},
            "people": [{"id": str(p.id), "name": p.global_name or p.name, "token": p.token} for p in people],
        }
    )


async def _requests(request: web.Request) -> web.Response:
    """`after` is the highest `seq` already seen; without it, from the beginning."""
    try:
        return web.json_response([entry.as_json() for entry in request.app[JOURNAL].after(_after(request))])
    except LeverError as wrong:
        return _refused(str(wrong))


def _after(request: web.Request) -> int:
    after = request.query.get("after", "0")
    if not after.isdecimal():
        raise LeverError("after is a number: the highest seq you have.")
    return int(after)


async def _violations(request: web.Request) -> web.Response:
    found = request.app[JOURNAL].violations
    return web.json_response([{"rule": v.rule, "seq": v.seq, "detail": v.detail} for v in found])


async def _add_fault(request: web.Request) -> web.Response:
    try:
        fault = await request.app[FAULTS].add((await body_of(request)).json)
    except FaultError as wrong:
        return _refused(str(wrong))
    return web.json_response(fault.as_json())


async def _faults(request: web.Request) -> web.Response:
    return web.json_response([fault.as_json() for fault in request.app[FAULTS].active])


async def _clear_faults(request: web.Request) -> web.Response:
    request.app[FAULTS].clear()
    return web.json_response({})


async def _add_scene(request: web.Request) -> web.Response:
    """`after_s` of an event is the pause since the event before it, divided by the speed."""
    try:
        name, count = request.app[AGENT].scenes.add((await body_of(request)).json)
    except ValueError as wrong:
        return _refused(str(wrong))
    return web.json_response({"name": name, "events": count})


async def _speed(request: web.Request) -> web.Response:
    try:
        factor = await _number(request, "factor")
    except LeverError as wrong:
        return _refused(str(wrong))
    if factor <= 0:
        return _refused("factor is above 0; 10 is ten times as fast.")
    request.app[AGENT].speed = factor
    return web.json_response({"factor": factor})


async def _clock(request: web.Request) -> web.Response:
    clock = request.app[CLOCK]
    try:
        clock.advance(await _number(request, "advance_s"))
    except ValueError as wrong:
        return _refused(str(wrong))
    return web.json_response({"now": clock.now()})


async def _buckets(request: web.Request) -> web.Response:
    return web.json_response(request.app[LIMITER].buckets())


async def _agent_events(request: web.Request) -> web.Response:
    """What the agent said after `seq`, over all runs; a gap in the numbers is what was too long ago to be kept."""
    try:
        return web.json_response([event.as_json() for event in request.app[AGENT].events.after(_after(request))])
    except LeverError as wrong:
        return _refused(str(wrong))


async def _bot(request: web.Request) -> web.Response:
    bot = request.app[BOT]
    return web.json_response({"state": bot.state, "pid": bot.pid})


async def _move_bot(request: web.Request) -> web.Response:
    body: Any = (await body_of(request)).json
    bot = request.app[BOT]
    moves = {"kill": bot.kill, "start": bot.start}
    move = moves.get(str(body.get("do"))) if isinstance(body, dict) else None
    if move is None:
        return _refused('Send {"do": "kill"} or {"do": "start"}.')
    try:
        await move()
    except BotLeverError as wrong:
        return _refused(str(wrong), status=409)
    return await _bot(request)


async def _number(request: web.Request, name: str) -> float:
    body: Any = (await body_of(request)).json
    value = body.get(name) if isinstance(body, dict) else None
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise LeverError(f'Send {{"{name}": a number}}.')
    return float(value)


def _refused(why: str, *, status: int = 400) -> web.Response:
    return web.json_response({"message": why, "code": 0}, status=status)
