from django.urls import path

from reservations.closures import views

urlpatterns = [
    path("desk/closures/", views.closures, name="closures"),
    path("desk/closures/<int:pk>/calls/", views.calls, name="closure_calls"),
]
