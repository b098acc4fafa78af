"""Registers the app figures."""

from django.apps import AppConfig


class FiguresConfig(AppConfig):
    name = "appealdesk.figures"
    label = "figures"
    default_auto_field = "django.db.models.BigAutoField"
