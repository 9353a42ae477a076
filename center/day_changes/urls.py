from django.urls import path

from center.day_changes import views

app_name = "day_changes"
one = "desk/calendar/<int:pk>/"
urlpatterns = [
    path("desk/calendar/", views.listing, name="list"),
    path(one, views.detail, name="detail"),
    *views.VERBS.urls(one),
]
