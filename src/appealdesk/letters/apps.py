"""Registers the table of letters."""

from django.apps import AppConfig


class LettersConfig(AppConfig):
    name = "appealdesk.letters"
    label = "letters"
    default_auto_field = "django.db.models.BigAutoField"
