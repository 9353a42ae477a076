from django.urls import path

from reservations import booking_views, views

urlpatterns = [
    path("rooms/", views.venue_list, name="venues"),
    path("rooms/<slug:slug>/", views.venue_detail, name="venue"),
    path("rooms/<slug:slug>/book/", booking_views.book, name="book"),
    path("rooms/<slug:slug>/photo/", views.venue_photo, name="venue_photo"),
    path("bookings/<str:code>/", booking_views.ticket, name="booking"),
    path("bookings/<str:code>/cancel/", booking_views.cancel, name="cancel_booking"),
    path("bookings/<str:code>/event.ics", booking_views.event_file, name="event_file"),
]
