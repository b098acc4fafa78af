"""Registers the audit app."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "appealdesk.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"
