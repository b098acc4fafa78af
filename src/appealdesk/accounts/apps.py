"""Registers the app of staff accounts."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "appealdesk.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
