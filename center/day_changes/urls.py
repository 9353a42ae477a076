from django.urls import path

from center.day_changes.views import changes, year

app_name = "day_changes"
one = "desk/calendar/<int:pk>/"
urlpatterns = [
    path("desk/calendar/", changes.listing, name="list"),
    path("desk/calendar/year/", year.year, name="year"),
    path("desk/calendar/year/template/", year.template, name="year_template"),
    path(one, changes.detail, name="detail"),
    *changes.VERBS.urls(one),
]
