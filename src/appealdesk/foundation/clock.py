"""The only place that reads the clock; doors call it and pass `now` down."""

from datetime import datetime

from django.utils import timezone

__all__ = ["read_clock"]


def read_clock() -> datetime:
    """The present moment, aware, in UTC."""
    return timezone.now()
