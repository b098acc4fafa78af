"""Keeps the secrets of status links out of the log, since Django names the path of every request that failed."""

import logging
import re

__all__ = ["WithoutSecrets"]

_SECRET = re.compile(r"(/status/[^/\s]+/)[A-Za-z0-9_-]{8,}")


class WithoutSecrets(logging.Filter):
    """Leaves the reference and takes the secret away, in the message and in what is put into it."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always true: the record is written, without secrets."""
        record.msg = _without(record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(map(_without, record.args))
        return True


def _without(value: object) -> object:
    return _SECRET.sub(r"\1…", value) if isinstance(value, str) else value
