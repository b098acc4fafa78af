"""Registers the public door."""

from django.apps import AppConfig


class PublicConfig(AppConfig):
    name = "appealdesk.web.public"
    label = "web_public"
