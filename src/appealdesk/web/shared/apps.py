"""Registers what the doors share, so that Django finds its templates, tags and static files."""

from django.apps import AppConfig


class SharedConfig(AppConfig):
    name = "appealdesk.web.shared"
    label = "web_shared"
