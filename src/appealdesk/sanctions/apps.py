"""Registers the app of sanctions."""

from django.apps import AppConfig


class SanctionsConfig(AppConfig):
    name = "appealdesk.sanctions"
    label = "sanctions"
    default_auto_field = "django.db.models.BigAutoField"
