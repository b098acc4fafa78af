"""Registers the app of appeals."""

from django.apps import AppConfig


class AppealsConfig(AppConfig):
    name = "appealdesk.appeals"
    label = "appeals"
    default_auto_field = "django.db.models.BigAutoField"
