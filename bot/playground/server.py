"""The `playground` verb: its arguments, what it says on the terminal, and how it stops."""

import argparse
import asyncio
import os
import signal
import sys
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

from aiohttp import web

from bot.playground import children
from bot.playground.application import PortError, build_app, running
from bot.playground.keys import BOT, HUB, OPTIONS
from bot.playground.options import DEFAULT_PORT, Options

__all__ = ["Options", "build_app", "main", "running", "serve"]
_DEFAULT_DATA = Path(".playground")


def parsed(argv: Sequence[str]) -> Options:
    parser = argparse.ArgumentParser(
        prog="bot playground", description="The bot, a local Discord and a local agent on this machine alone."
    )
    parser.add_argument("--port", type=int, default=DEFAULT_PORT, help="0 lets the system choose (default %(default)s)")
    parser.add_argument("--no-bot", action="store_true", help="start the server alone")
    parser.add_argument("--real-agent", action="store_true", help="let the bot use your Gemini key, which costs money")
    parser.add_argument("--data", type=Path, default=_DEFAULT_DATA, help="where files go (default %(default)s)")
    parser.add_argument("--speed", type=float, default=1.0, help="of the scripted agent; 10 is ten times as fast")
    parser.add_argument("--token", default=Options.bot_token, help="what a bot of your own says as DISCORD_TOKEN")
    asked = parser.parse_args(argv)
    if not 0 <= asked.port <= 65535:
        parser.error("--port is a number from 0 to 65535")
    if not asked.speed > 0:
        parser.error("--speed is above 0")
    return Options(
        port=asked.port,
        bot_token=asked.token,
        data=asked.data,
        speed=asked.speed,
        bot=not asked.no_bot,
        real_agent=asked.real_agent,
    )


def main(argv: Sequence[str]) -> int:
    options = parsed(argv)
    try:
        return asyncio.run(serve(options))
    except (children.ForeignDirectoryError, PortError) as refusal:
        _say(f"{refusal}\n")
    return 1


async def serve(options: Options) -> int:
    """Until Ctrl-C or SIGTERM. 1 when the bot did not end as it was asked to."""
    stopping = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    data = options.data or _DEFAULT_DATA
    with children.alone_in(data) if options.bot else nullcontext():
        async with running(replace(options, data=data)) as app:
            if options.bot:
                return await _with_bot(app, data, stopping)
            _say(_addressed(app[OPTIONS]))
            await stopping.wait()
            return 0


async def _with_bot(app: web.Application, data: Path, stopping: asyncio.Event) -> int:
    bot = app[BOT]
    await bot.own(
        lambda: children.start(app[OPTIONS], data, os.environ), mourn=lambda end: _say(children.farewell(end))
    )
    ready = asyncio.create_task(_announce(app))
    try:
        await stopping.wait()
    finally:
        ready.cancel()
        await asyncio.gather(ready, return_exceptions=True)
        status = await bot.stop()
    return 1 if bot.died or status != 0 else 0


async def _announce(app: web.Application) -> None:
    """Once the bot is connected, a person can speak to it."""
    while not app[HUB].ready_bots():  # noqa: ASYNC110 - the gateway does not know who waits
        await asyncio.sleep(0.1)
    _say(f"The playground is ready: {app[OPTIONS].origin}/\n")


def _addressed(options: Options) -> str:
    lines = [f"The playground is ready, without a bot: {options.origin}/", "A bot of your own finds it with:"]
    lines += [f"  {name}={value}" for name, value in children.settings(options).items()]
    return "\n".join(lines) + "\n"


def _say(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()
