"""Registers the tables of enquiries and applications."""

from django.apps import AppConfig


class EnquiriesConfig(AppConfig):
    name = "appealdesk.enquiries"
    label = "enquiries"
    default_auto_field = "django.db.models.BigAutoField"
