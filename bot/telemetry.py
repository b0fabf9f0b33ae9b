"""Logs with one turn id through everything, and a health endpoint that goes red when the bot is deaf."""

import logging
import os
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import structlog
from aiohttp import web
from structlog.typing import Processor

from bot.core.errors import SettingsError


def set_up_logs(log_format: str) -> None:
    """Our events and those of the libraries, warnings and worse, in one form on standard error: `json` or `pretty`."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    last: Processor = structlog.processors.JSONRenderer() if log_format == "json" else _pretty()
    tracebacks: list[Processor] = [_plain_tracebacks()] if log_format == "json" else []
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *tracebacks, last],
        )
    )
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.getLogger("bot").setLevel(logging.INFO)


def _pretty() -> Processor:
    """Tracebacks without local variables: those may hold what people wrote, or a key."""
    return structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback)


def _plain_tracebacks() -> Processor:
    """As `_pretty`: structlog's own `dict_tracebacks` shows local variables."""
    return structlog.processors.ExceptionRenderer(structlog.tracebacks.ExceptionDictTransformer(show_locals=False))


@asynccontextmanager
async def health_served(port: int | None, *, ready: Callable[[], bool]) -> AsyncIterator[None]:
    """`/healthz` (the process answers) and `/readyz` (the gateway is connected: 200, otherwise 503), on loopback."""
    if port is None:
        yield
        return

    async def healthz(_: web.Request) -> web.Response:
        return web.Response(text="ok\n")

    async def readyz(_: web.Request) -> web.Response:
        is_ready = ready()
        return web.Response(
            text="ready\n" if is_ready else "not connected to Discord\n", status=200 if is_ready else 503
        )

    app = web.Application()
    app.add_routes([web.get("/healthz", healthz), web.get("/readyz", readyz)])
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        await _listen(runner, port)
        yield
    finally:
        await runner.cleanup()


async def _listen(runner: web.AppRunner, port: int) -> None:
    try:
        await web.TCPSite(runner, "127.0.0.1", port).start()
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else "it cannot be opened"
        raise SettingsError(
            f"HEALTH_PORT {port} cannot be used: {reason}. Write another port, or leave it out."
        ) from error
