"""Registers the tables of persons."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "appealdesk.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"
