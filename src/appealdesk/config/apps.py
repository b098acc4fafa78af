"""Connects events to their listeners once Django has loaded every app."""

from django.apps import AppConfig


class WiringConfig(AppConfig):
    name = "appealdesk.config"
    label = "config"

    def ready(self) -> None:
        """Listeners are imported late, because importing them needs the models."""
        from appealdesk.config.wiring import connect

        connect()
