from django.urls import path

from membership.diagrams import views

app_name = "diagrams"
desk = "desk/diagrams/"
urlpatterns = [
    path("guide/development/", views.public, {"slug": "development"}, "development"),
    path("guide/organization/", views.public, {"slug": "organization"}, "organization"),
    path(desk, views.diagram_list, name="list"),
    path(f"{desk}<slug:slug>/change/<int:place>/", views.change, name="change"),
    path(f"{desk}<slug:slug>/<int:number>/", views.edition, name="edition"),
]
