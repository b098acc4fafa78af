"""Registers the desk, so that Django finds its templates and translations."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "appealdesk.web.desk"
    label = "web_desk"
    default_auto_field = "django.db.models.BigAutoField"
