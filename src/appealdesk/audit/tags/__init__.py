"""Every tag of the audit log with its sentence in each language; an app adds its own to its module here.

A sentence may name details in braces; a record with that tag must then have them. Japanese, English, Ukrainian.
"""

from collections.abc import Mapping
from types import MappingProxyType

from appealdesk.audit.tags import (
    accounts,
    appeals,
    audit,
    donations,
    enquiries,
    figures,
    letters,
    people,
    placements,
    sanctions,
    screening,
)

__all__ = ["TAGS"]

_APPS = (audit, accounts, appeals, people, letters, enquiries, screening, placements, sanctions, donations, figures)

TAGS: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {tag: sentences for app in _APPS for tag, sentences in app.TAGS.items()}
)
