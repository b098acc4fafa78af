"""Registers the app of operator commands."""

from django.apps import AppConfig


class OpsConfig(AppConfig):
    name = "appealdesk.ops"
    label = "ops"
    default_auto_field = "django.db.models.BigAutoField"
