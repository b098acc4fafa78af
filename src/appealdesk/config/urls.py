"""Every address of the site, door by door."""

from django.urls import include, path

from appealdesk.web.shared import errors

urlpatterns = [
    path("api/", include("appealdesk.web.api.urls")),
    path("desk/", include("appealdesk.web.desk.urls")),
    path("", include("appealdesk.web.shared.urls")),
    path("", include("appealdesk.web.public.urls")),
]

handler400 = errors.bad_request
handler403 = errors.permission_denied
handler404 = errors.not_found
handler500 = errors.server_error
