from django.urls import path

from center.registers.views import urls
from membership.areas.registers import AREAS
from membership.areas.views import find_branch

app_name = "areas"
urlpatterns = [
    path("guide/find-branch/", find_branch, name="find_branch"),
    *urls(AREAS),
]
