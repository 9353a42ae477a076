from django.urls import path

from reading_room.imports import views

app_name = "imports"
here = "desk/library/import/"
urlpatterns = [
    path(here, views.new, name="new"),
    path(f"{here}template/", views.template, name="template"),
    path(f"{here}<int:pk>/", views.detail, name="detail"),
    path(f"{here}<int:pk>/wrong/", views.wrong, name="wrong"),
]
