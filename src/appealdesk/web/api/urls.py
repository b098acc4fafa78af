"""Addresses for machines."""

from django.urls import path, re_path

from appealdesk.web.api.views.health import health
from appealdesk.web.api.views.webhooks import card_events

app_name = "api"
urlpatterns = [
    path("health/", health, name="health"),
    re_path(
        r"^cards/(?P<organisation>[a-z0-9]+(?:-[a-z0-9]+)*)/(?P<ref>[A-Z]-[0-9A-Z]{9})/$",
        card_events,
        name="card_events",
    ),
]
