from django.urls import path

from membership.applications import views

app_name = "applications"
desk = "desk/applications/"
one = f"{desk}<int:pk>/"
urlpatterns = [
    path("me/applications/", views.own, name="own"),
    path(desk, views.application_list, name="list"),
    path(f"{desk}new/", views.application_new, name="new"),
    path(one, views.application_detail, name="detail"),
    path(f"{one}receipt/", views.receipt, name="receipt"),
    *views.VERBS.urls(one),
]
