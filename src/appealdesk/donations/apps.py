"""Registers the app of donations."""

from django.apps import AppConfig


class DonationsConfig(AppConfig):
    name = "appealdesk.donations"
    label = "donations"
    default_auto_field = "django.db.models.BigAutoField"
