from django.urls import path

from reading_room.loans import views

app_name = "loans"
desk = "desk/library/loans/"
one = f"{desk}<int:pk>/"
urlpatterns = [
    path("library/loans/", views.own, name="own"),
    path("library/loans/<int:pk>/renew/", views.renew, name="renew"),
    path(desk, views.loan_list, name="list"),
    path(one, views.detail, name="detail"),
    *views.VERBS.urls(one),
]
