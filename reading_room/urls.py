from django.urls import path

from center.registers.views import urls
from reading_room import desk_views, views
from reading_room.registers import COPIES, TITLES

app_name = "reading_room"
urlpatterns = [
    path("library/", views.library, name="library"),
    path("library/<int:pk>/", views.title, name="title"),
    path("desk/library/", desk_views.desk, name="desk"),
    *urls(TITLES),
    *urls(COPIES),
    path("desk/library/copies/<int:pk>/", desk_views.copy, name="copy"),
    *desk_views.VERBS.urls("desk/library/copies/<int:pk>/"),
]
