from django.urls import path

from center.registers.views import urls
from center.roster import views
from center.roster.registers import REGISTERS

app_name = "roster"
urlpatterns = [
    path("desk/roster/", views.roster, name="roster"),
    path("desk/roster/absence/", views.absence, name="absence"),
    path("desk/roster/absence/<int:pk>/end/", views.present, name="present"),
    path("desk/roster/take-over/<int:pk>/", views.take_over, name="take_over"),
    *[page for register in REGISTERS for page in urls(register)],
]
