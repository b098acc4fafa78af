"""Keeps the secrets of links out of the log, since Django names the path of every request that failed."""

import logging
import re

__all__ = ["WithoutSecrets"]

# A secret stands behind the reference that it proves: of an offer, a pledge, a gift, an address or a receipt. What an
# officer does with a reference is a shorter word.
_SECRET = re.compile(r"(/status/[^/\s]+/)[A-Za-z0-9_-]{8,}|(/[A-Za-z]-[0-9A-Za-z]{9}/)[A-Za-z0-9_-]{20,}")


class WithoutSecrets(logging.Filter):
    """Leaves the reference and takes the secret away, in the message and in what is put into it."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always true: the record is written, without secrets."""
        record.msg = _without(record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(map(_without, record.args))
        return True


def _without(value: object) -> object:
    return _SECRET.sub(r"\1\2…", value) if isinstance(value, str) else value
