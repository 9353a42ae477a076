from django.urls import path

from center.registers.views import urls
from reading_room.periodicals import views
from reading_room.periodicals.registers import SUBSCRIPTIONS

app_name = "periodicals"
one = "desk/library/periodicals/issues/<int:pk>/"
urlpatterns = [
    path("desk/library/periodicals/late/", views.late, name="late"),
    *urls(SUBSCRIPTIONS),
    path(one, views.detail, name="issue"),
    *views.VERBS.urls(one),
]
