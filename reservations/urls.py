from django.urls import path

from reservations.views import bookings, reversals, shifts, venues

urlpatterns = [
    path("rooms/", venues.venue_list, name="venues"),
    path("rooms/<slug:slug>/", venues.venue_detail, name="venue"),
    path("rooms/<slug:slug>/book/", bookings.book, name="book"),
    path("rooms/<slug:slug>/photo/", venues.venue_photo, name="venue_photo"),
    path("bookings/<str:code>/", bookings.ticket, name="booking"),
    path("bookings/<str:code>/cancel/", bookings.cancel, name="cancel_booking"),
    path(
        "bookings/<str:code>/undo/", reversals.undo_cancelling, name="undo_cancelling"
    ),
    path("bookings/<str:code>/move/", shifts.shift_booking, name="shift_booking"),
    path("bookings/<str:code>/event.ics", bookings.event_file, name="event_file"),
]
