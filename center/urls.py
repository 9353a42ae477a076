"""Every address of the portal; the other apps come in as dotted strings."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
