"""Addresses that belong to no single door."""

from django.urls import path

from appealdesk.web.shared.views import choose_language

app_name = "shared"
urlpatterns = [path("language/", choose_language, name="language")]
