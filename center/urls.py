"""Every address of the portal; the other apps come in as dotted strings."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("membership.diagrams.urls")),
]
