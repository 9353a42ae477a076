from django.urls import path

from reading_room.documents import views

app_name = "documents"
desk = "desk/library/documents/"
one = f"{desk}<int:pk>/"
urlpatterns = [
    path("library/documents/", views.library, name="library"),
    path("library/documents/<int:pk>/", views.document, name="document"),
    path("library/documents/<int:pk>/file/", views.file, name="file"),
    path(desk, views.document_list, name="list"),
    path(f"{desk}new/", views.new, name="new"),
    path(one, views.detail, name="detail"),
    *views.VERBS.urls(one),
]
