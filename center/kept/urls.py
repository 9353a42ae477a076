from django.urls import path

from center.kept import views

urlpatterns = [path("me/kept/", views.kept, name="kept")]
