"""Turns a postgresql:// address into Django's settings."""

from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

__all__ = ["database_settings"]


def database_settings(url: str) -> dict[str, Any]:
    """Django's DATABASES entry for an address such as postgresql://user:secret@/name?host=/run/folder."""
    parts = urlsplit(url)
    query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", None) or (parts.hostname or ""),
        "PORT": query.pop("port", None) or (str(parts.port) if parts.port else ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": query,
    }
