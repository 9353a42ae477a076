from django.urls import path

from center.registers.views import urls
from reading_room import desk_views, print_views, views
from reading_room.registers import COPIES, TITLES

app_name = "reading_room"
urlpatterns = [
    path("library/", views.library, name="library"),
    path("library/<int:pk>/", views.title, name="title"),
    path("desk/library/", desk_views.desk, name="desk"),
    path("desk/library/labels/", print_views.labels, name="labels"),
    path("desk/library/shelf-list/", print_views.shelf_list, name="shelf_list"),
    *urls(TITLES),
    *urls(COPIES),
    path("desk/library/copies/<int:pk>/", desk_views.copy, name="copy"),
    *desk_views.VERBS.urls("desk/library/copies/<int:pk>/"),
]
