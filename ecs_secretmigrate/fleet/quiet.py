"""No debug logs from botocore and urllib3: they print requests and answers, secrets included."""

from __future__ import annotations

import logging

_NOISY = ("botocore", "boto3", "urllib3", "s3transfer")


class _NoDebug(logging.Filter):
    """Drops what is below INFO, whatever level a program has set."""

    def filter(self, record: logging.LogRecord) -> bool:
        return record.levelno >= logging.INFO


_NO_DEBUG = _NoDebug()


def silence() -> None:
    """Put the filter on every logger of these libraries that exists by now.

    A filter on a parent does not see its children's records, so each logger gets it; it is the same filter each
    time, which ``addFilter`` adds once.
    """
    for name in list(logging.root.manager.loggerDict):
        if name.split(".", 1)[0] in _NOISY:
            logging.getLogger(name).addFilter(_NO_DEBUG)
