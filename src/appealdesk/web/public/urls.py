"""Addresses of the public door: the first part is the language."""

from django.urls import include, path

from appealdesk.web.public.converters import register_converters
from appealdesk.web.public.views.appeals import appeal, appeals, start
from appealdesk.web.public.views.check import check
from appealdesk.web.public.views.offer import offer
from appealdesk.web.public.views.status import status

register_converters()

app_name = "public"

_of_appeal = [
    path("", appeal, name="appeal"),
    path("offer/", offer, name="offer"),
    path("check/", check, name="check"),
]

_of_language = [
    path("", appeals, name="appeals"),
    path("status/<ref:ref>/<secret:secret>/", status, name="status"),
    path("appeals/<short:slug>/", include(_of_appeal)),
]

urlpatterns = [
    path("", start, name="start"),
    path("<language:language>/", include(_of_language)),
]
