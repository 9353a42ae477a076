from django.urls import path

from center.registers.views import urls
from reading_room.registers import COPIES, TITLES
from reading_room.views import catalog, desk, prints

app_name = "reading_room"
urlpatterns = [
    path("library/", catalog.library, name="library"),
    path("library/<int:pk>/", catalog.title, name="title"),
    path("desk/library/", desk.desk, name="desk"),
    path("desk/library/labels/", prints.labels, name="labels"),
    path("desk/library/shelf-list/", prints.shelf_list, name="shelf_list"),
    *urls(TITLES),
    *urls(COPIES),
    path("desk/library/copies/<int:pk>/", desk.copy, name="copy"),
    *desk.VERBS.urls("desk/library/copies/<int:pk>/"),
]
