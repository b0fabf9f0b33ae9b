"""`/healthz`, `/readyz` and `/metrics`: 200, or 503 with a sentence for whoever looks after the bot."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

from bot.core.errors import SettingsError
from bot.telemetry.checkup import Checkup
from bot.telemetry.metrics import CONTENT_TYPE


@asynccontextmanager
async def health_served(host: str, port: int | None, checkup: Checkup) -> AsyncIterator[None]:
    """While the block lasts; without a port nothing listens. Raises SettingsError where it cannot be opened."""
    if port is None:
        yield
        return
    runner = web.AppRunner(_application(checkup), access_log=None, shutdown_timeout=1)
    await runner.setup()
    try:
        await _listen(runner, host, port)
        yield
    finally:
        await runner.cleanup()


def _application(checkup: Checkup) -> web.Application:
    async def healthz(_: web.Request) -> web.Response:
        return _answer(await checkup.stuck())

    async def readyz(_: web.Request) -> web.Response:
        return _answer(checkup.deaf())

    async def metrics(_: web.Request) -> web.Response:
        return web.Response(body=await checkup.page(), headers={"Content-Type": CONTENT_TYPE})

    app = web.Application()
    app.add_routes([web.get("/healthz", healthz), web.get("/readyz", readyz), web.get("/metrics", metrics)])
    return app


def _answer(trouble: str) -> web.Response:
    return web.Response(text=f"{trouble or 'ok'}\n", status=503 if trouble else 200)


async def _listen(runner: web.AppRunner, host: str, port: int) -> None:
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno and error.errno > 0 else "it cannot be opened"
        raise SettingsError(
            f"HEALTH_PORT {port} of HEALTH_HOST {host} cannot be used: {reason}. "
            "Write another port or another address of this machine, or leave both out."
        ) from error
