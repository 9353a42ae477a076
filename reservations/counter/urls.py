from django.urls import path

from reservations.counter import booking_views, views

urlpatterns = [
    path("today/", views.today, name="today"),
    path("today/walk-in/", views.walk_in, name="walk_in_today"),
    path("today/sheet/<slug:slug>/", views.sheet, name="day_sheet"),
    path("bookings/new/", booking_views.booking_new, name="booking_new"),
    path("bookings/<str:code>/<slug:name>/", views.verb, name="booking_verb"),
    path("events/new/", booking_views.event_new, name="event_new"),
    path("events/<int:pk>/cancel/", booking_views.event_cancel, name="event_cancel"),
    path("closures/", booking_views.closures, name="desk_closures"),
]
