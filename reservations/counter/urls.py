from django.urls import path

from reservations.counter import booking_views, views

urlpatterns = [
    path("desk/today/", views.today, name="today"),
    path("desk/today/walk-in/", views.walk_in, name="walk_in_today"),
    path("desk/today/sheet/<slug:slug>/", views.sheet, name="day_sheet"),
    path("desk/bookings/new/", booking_views.booking_new, name="booking_new"),
    path("desk/bookings/outside/", views.outside, name="bookings_outside"),
    path("desk/bookings/<str:code>/<slug:name>/", views.verb, name="booking_verb"),
    path("desk/events/new/", booking_views.event_new, name="event_new"),
    path(
        "desk/events/<int:pk>/cancel/",
        booking_views.event_cancel,
        name="event_cancel",
    ),
    path("desk/closures/", booking_views.closures, name="desk_closures"),
]
