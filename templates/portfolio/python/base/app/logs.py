"""One JSON object a line in production, lines for people in development; always on standard output."""

import logging
import sys

import structlog
from structlog.typing import Processor

LEVELS = {"debug": logging.DEBUG, "info": logging.INFO, "warn": logging.WARNING, "error": logging.ERROR}


class _Forward(logging.Handler):
    """Hands what libraries log over to structlog."""

    def emit(self, record: logging.LogRecord) -> None:
        structlog.get_logger().log(record.levelno, record.getMessage(), logger=record.name, exc_info=record.exc_info)


def set_up(level: str, *, production: bool) -> None:
    times = structlog.processors.TimeStamper(fmt="iso" if production else "%H:%M:%S", utc=production)
    begin: list[Processor] = [structlog.contextvars.merge_contextvars, structlog.processors.add_log_level, times]
    if production:
        end: list[Processor] = [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
    else:
        end = [
            structlog.dev.ConsoleRenderer(colors=sys.stdout.isatty(), exception_formatter=structlog.dev.plain_traceback)
        ]
    structlog.configure(
        processors=[*begin, *end],
        wrapper_class=structlog.make_filtering_bound_logger(LEVELS[level]),
        logger_factory=structlog.PrintLoggerFactory(sys.stdout),
        cache_logger_on_first_use=True,
    )
    # Libraries tell much that is of no use here; their warnings are.
    logging.basicConfig(handlers=[_Forward()], level=logging.WARNING, force=True)
