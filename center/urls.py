"""Every address of the portal; the other apps come in as dotted strings."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from center import health, views

handler400 = "center.errors.bad_request"
handler403 = "center.errors.permission_denied"
handler404 = "center.errors.page_not_found"
handler500 = "center.errors.server_error"

# Other apps, each with addresses of its own from the top: path("", include("…")).
# Those that residents ask for most come first: looking through the addresses of all
# others before a week page took a quarter of its CPU.
APPS: list[URLPattern | URLResolver] = [
    path("", include("reservations.urls")),
    path("", include("petitions.publication.urls")),
    path("", include("petitions.urls")),
    path("", include("membership.urls")),
    path("", include("membership.areas.urls")),
    path("", include("reservations.counter.urls")),
    path("", include("reservations.closures.urls")),
    path("", include("membership.activity_days.urls")),
    path("desk/petitions/", include("petitions.counter.urls")),
    path("", include("membership.transfers.urls")),
    path("", include("membership.applications.urls")),
    path("", include("reading_room.urls")),
    path("", include("reading_room.imports.urls")),
    path("", include("reading_room.loans.urls")),
    path("", include("reading_room.documents.urls")),
    path("", include("reading_room.periodicals.urls")),
    path("", include("reading_room.stock.urls")),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("size/", views.size, name="size"),
    path("about/help/", views.about, {"page": "help"}, name="help"),
    path("about/privacy/", views.about, {"page": "privacy"}, name="privacy"),
    path("about/accessibility/", views.about, {"page": "access"}, name="accessibility"),
    path("about/fault/", views.about, {"page": "fault"}, name="report_fault"),
    path("", include("center.accounts.urls")),
    path("me/", views.me, name="me"),
    path("desk/", views.desk, name="desk"),
    *APPS,
    path("", include("center.calls.urls")),
    path("", include("center.kept.urls")),
    path("", include("center.registers.urls")),
    path("", include("center.roster.urls")),
    path("", include("center.guide.urls")),
    path("", include("center.notices.urls")),
    path("", include("center.reception.urls")),
    path("", include("center.searches.urls")),
    path("", include("center.day_changes.urls")),
    path("admin/", admin.site.urls),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("robots.txt", views.robots, name="robots"),
    path("favicon.ico", views.favicon, name="favicon"),
]
