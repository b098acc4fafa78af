"""Every model of the product has its word in the glossary, and each name that stands there in code exists."""

import re
from pathlib import Path

from django.apps import apps

GLOSSARY = (Path(__file__).resolve().parents[2] / "docs" / "glossary.md").read_text(encoding="utf-8")
WORDS = re.compile(r"\*\*([^*]+)\*\*")
CLASSES = re.compile(r"`([A-Z][A-Za-z]+)`")
# Numbers that are stored for words, but are no tables.
ENUMERATIONS = {"DecisionCode", "WaitsCode"}


def models() -> set[str]:
    return {
        model.__name__
        for config in apps.get_app_configs()
        if config.name.startswith("appealdesk.")
        for model in config.get_models()
    }


def words() -> set[str]:
    """Each word as a class would be called: "roster entry" is RosterEntry."""
    listed = (word for bold in WORDS.findall(GLOSSARY) for word in bold.split(", "))
    return {"".join(part.capitalize() for part in word.split()) for word in listed}


def test_every_model_is_in_the_glossary() -> None:
    assert models() - words() - set(CLASSES.findall(GLOSSARY)) == set()


def test_every_class_that_the_glossary_names_exists() -> None:
    assert set(CLASSES.findall(GLOSSARY)) - models() == ENUMERATIONS
