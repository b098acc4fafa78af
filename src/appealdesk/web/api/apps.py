"""Registers the door for machines."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "appealdesk.web.api"
    label = "web_api"
