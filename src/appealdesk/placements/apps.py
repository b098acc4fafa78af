"""Registers the app placements."""

from django.apps import AppConfig


class PlacementsConfig(AppConfig):
    name = "appealdesk.placements"
    label = "placements"
    default_auto_field = "django.db.models.BigAutoField"
