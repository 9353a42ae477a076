from django.urls import path

from center.day_changes import views, year_views

app_name = "day_changes"
one = "desk/calendar/<int:pk>/"
urlpatterns = [
    path("desk/calendar/", views.listing, name="list"),
    path("desk/calendar/year/", year_views.year, name="year"),
    path("desk/calendar/year/template/", year_views.template, name="year_template"),
    path(one, views.detail, name="detail"),
    *views.VERBS.urls(one),
]
