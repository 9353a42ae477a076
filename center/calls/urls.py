from django.urls import path

from center.calls import views

app_name = "calls"
urlpatterns = [
    path("desk/calls/", views.call_list, name="list"),
    *views.VERBS.urls("desk/calls/<int:pk>/"),
]
