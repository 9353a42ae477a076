from django.urls import path

from reservations.counter.views import bookings, events, today

urlpatterns = [
    path("desk/today/", today.today, name="today"),
    path("desk/today/walk-in/", today.walk_in, name="walk_in_today"),
    path("desk/today/sheet/", today.sheet, name="day_sheet_all"),
    path("desk/today/sheet/<slug:slug>/", today.sheet, name="day_sheet"),
    path("desk/bookings/new/", bookings.booking_new, name="booking_new"),
    path("desk/bookings/back/", today.enter_back, name="booking_back"),
    path("desk/bookings/outside/", today.outside, name="bookings_outside"),
    path("desk/bookings/<str:code>/void/", today.void, name="booking_void"),
    path("desk/bookings/<str:code>/<slug:name>/", today.verb, name="booking_verb"),
    path("desk/events/new/", events.event_new, name="event_new"),
    path("desk/events/<int:pk>/cancel/", events.event_cancel, name="event_cancel"),
    path(
        "desk/events/<int:pk>/announce/", events.event_announce, name="event_announce"
    ),
]
