"""The parts of a public address: anything else is 404 before a view runs."""

from django.urls import register_converter
from django.urls.converters import SlugConverter, StringConverter

__all__ = ["register_converters"]


class LanguageConverter(StringConverter):
    """One of the three languages."""

    regex = "ja|en|uk"


class ShortSlugConverter(SlugConverter):
    """A short name of an appeal."""

    regex = "[a-z0-9]+(?:-[a-z0-9]+)*"


class RefConverter(StringConverter):
    """A public reference such as E-7K3M9Q2XC."""

    regex = "[A-Z]-[0-9A-Z]{9}"


class SecretConverter(StringConverter):
    """The secret of a status link."""

    regex = "[A-Za-z0-9_-]{22}"


class FactKeyConverter(StringConverter):
    """The key of a fact in the dictionary."""

    regex = "[a-z][a-z0-9_]{0,39}"


def register_converters() -> None:
    """Make the converters known to Django's addresses."""
    register_converter(LanguageConverter, "language")
    register_converter(ShortSlugConverter, "short")
    register_converter(RefConverter, "ref")
    register_converter(SecretConverter, "secret")
    register_converter(FactKeyConverter, "fact_key")
