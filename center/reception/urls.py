from django.urls import path

from center.reception import identity_views, people_views, views
from center.reception.registers import LINES
from center.registers.views import urls

app_name = "reception"
_ONE = "desk/walk-in/<str:key>/"
urlpatterns = [
    path("desk/walk-in/", views.walk_in, name="walk_in"),
    path("desk/walk-in/day/", views.day_sheet, name="day_sheet"),
    path("desk/walk-in/blank/", views.blank_sheet, name="blank_sheet"),
    path("desk/walk-in/evening/", views.evening, name="evening"),
    path("desk/walk-in/figures/", views.numbers, name="figures"),
    path("desk/walk-in/running/", views.running, name="running"),
    *urls(LINES),
    path(_ONE, views.line, name="line"),
    path(f"{_ONE}missing/<int:n>/", views.missing_sheet, name="missing_sheet"),
    *views.VERBS.urls(_ONE),
    path("desk/people/", people_views.people, name="people"),
    path("desk/people/<int:pk>/", people_views.person, name="person"),
    path("desk/people/<int:pk>/phone/", people_views.phone, name="person_phone"),
    path("desk/people/<int:pk>/number/", identity_views.number, name="number"),
    path("desk/people/<int:pk>/same/", identity_views.join, name="join"),
    path(
        "desk/people/<int:pk>/same/<int:joined>/part/",
        identity_views.part,
        name="part",
    ),
    path("me/phone/", identity_views.own_number, name="own_number"),
]
