"""Registers the app of screening."""

from django.apps import AppConfig


class ScreeningConfig(AppConfig):
    name = "appealdesk.screening"
    label = "screening"
    default_auto_field = "django.db.models.BigAutoField"
