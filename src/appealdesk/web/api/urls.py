"""Addresses for machines."""

from django.urls import path

from appealdesk.web.api.views.health import health

app_name = "api"
urlpatterns = [path("health/", health, name="health")]
