"""Every refusal that a visitor or an officer can meet, by its code: the msgids of its translations.

The actions below the doors speak English; a reader of another language gets the same sentence here. A test holds the
list against the source, so that a new refusal cannot reach a reader untranslated.
"""

from collections.abc import Mapping
from types import MappingProxyType

from appealdesk.web.shared.refusal_sentences import (
    appeals,
    donations,
    doors,
    enquiries,
    figures,
    letters,
    people,
    placements,
    sanctions,
    screening,
)

__all__ = ["SENTENCES"]

_APPS = (doors, appeals, enquiries, people, screening, letters, placements, sanctions, donations, figures)

SENTENCES: Mapping[str, str] = MappingProxyType(
    {code: sentence for app in _APPS for code, sentence in app.SENTENCES.items()}
)
