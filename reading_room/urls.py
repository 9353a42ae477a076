from django.urls import path

from center.registers.views import urls
from reading_room import views
from reading_room.registers import TITLES

app_name = "reading_room"
urlpatterns = [
    path("library/", views.library, name="library"),
    path("library/<int:pk>/", views.title, name="title"),
    *urls(TITLES),
]
