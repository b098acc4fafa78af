"""The governments whose travel advisories are read: their names, and the language in which they write."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

__all__ = ["issuer_language", "issuer_name"]

_NAMES = {
    "jp-mofa": gettext_noop("Ministry of Foreign Affairs of Japan"),
    "us-state": gettext_noop("Department of State of the United States"),
    "uk-fcdo": gettext_noop("Foreign, Commonwealth & Development Office of the United Kingdom"),
    "de-aa": gettext_noop("Federal Foreign Office of Germany"),
    "ca-gac": gettext_noop("Global Affairs Canada"),
}
_LANGUAGES = {"jp-mofa": "ja", "de-aa": "de"}


def issuer_name(issuer: str) -> str:
    """The government office in the reader's language; an unknown one by its short name."""
    return _(_NAMES[issuer]) if issuer in _NAMES else issuer


def issuer_language(issuer: str) -> str:
    """The language of the issuer's own words."""
    return _LANGUAGES.get(issuer, "en")
