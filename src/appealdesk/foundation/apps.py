"""Registers the foundation's two tables, the outbox of events and the jobs."""

from django.apps import AppConfig


class FoundationConfig(AppConfig):
    name = "appealdesk.foundation"
    label = "foundation"
    default_auto_field = "django.db.models.BigAutoField"
