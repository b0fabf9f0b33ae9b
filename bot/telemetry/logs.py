"""One form for all logs, ours and the libraries': an event, its fields, and the turn that it belongs to."""

import asyncio
import logging
import sys
from collections.abc import Iterable
from typing import Any

import structlog
from stamina.instrumentation import RetryDetails, set_on_retry_hooks
from structlog.typing import EventDict, Processor, WrappedLogger

from bot.telemetry.scrubbing import Scrubber
from bot.telemetry.tracebacks import named, told

log = structlog.get_logger(__name__)


def set_up_logs(log_format: str, *, secrets: Iterable[str] = ()) -> None:
    """Our events and those of the libraries, warnings and worse, in one form on standard error: `json` or `pretty`.

    `secrets`: values that are masked wherever they come from.
    """
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    formatter = structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=_last(log_format, secrets))
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.getLogger("bot").setLevel(logging.INFO)
    set_on_retry_hooks([_note_retry])


def note_loop_errors(loop: asyncio.AbstractEventLoop) -> None:
    """What nobody waited for, as an event of ours; asyncio's own line repeats the words of the exception."""

    def note(_: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        log.error("loop.error", what=context.get("message"), exc_info=context.get("exception"))

    loop.set_exception_handler(note)


def _last(log_format: str, secrets: Iterable[str]) -> list[Any]:
    """From an event to a line."""
    scrubber = Scrubber(secrets)
    as_json = structlog.processors.JSONRenderer()
    as_text = structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    return [
        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
        _with_plain_traceback,
        as_json if log_format == "json" else as_text,
        lambda _logger, _method, line: scrubber.clean(line),
    ]


def _with_plain_traceback(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    given = event.pop("exc_info", None)
    error = given[1] if isinstance(given, tuple) else given if isinstance(given, BaseException) else None
    if given is True:
        error = sys.exc_info()[1]
    if error is not None:
        event["exception"] = told(error)
    return event


def _note_retry(details: RetryDetails) -> None:
    """Without the arguments of the call, which the library's own line repeats: they are requests, with their words."""
    wait, error = round(details.wait_for, 2), named(details.caused_by)
    log.info("call.retried", number=details.retry_num, wait_s=wait, error=error)
