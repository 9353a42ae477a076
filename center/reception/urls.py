from django.urls import path

from center.reception.registers import LINES
from center.reception.views import identity, people, register
from center.registers.views import urls

app_name = "reception"
_ONE = "desk/walk-in/<str:key>/"
urlpatterns = [
    path("desk/walk-in/", register.walk_in, name="walk_in"),
    path("desk/walk-in/day/", register.day_sheet, name="day_sheet"),
    path("desk/walk-in/blank/", register.blank_sheet, name="blank_sheet"),
    path("desk/walk-in/evening/", register.evening, name="evening"),
    path("desk/walk-in/figures/", register.numbers, name="figures"),
    path("desk/walk-in/running/", register.running, name="running"),
    *urls(LINES),
    path(_ONE, register.line, name="line"),
    path(f"{_ONE}missing/<int:n>/", register.missing_sheet, name="missing_sheet"),
    *register.VERBS.urls(_ONE),
    path("desk/people/", people.people, name="people"),
    path("desk/people/<int:pk>/", people.person, name="person"),
    path("desk/people/<int:pk>/phone/", people.phone, name="person_phone"),
    path("desk/people/<int:pk>/number/", identity.number, name="number"),
    path("desk/people/<int:pk>/same/", identity.join, name="join"),
    path("desk/people/<int:pk>/same/<int:joined>/part/", identity.part, name="part"),
    path("me/phone/", identity.own_number, name="own_number"),
]
