from django.urls import path

from membership.diagrams import views

app_name = "diagrams"
desk = "desk/diagrams/"
urlpatterns = [
    path("guide/development/", views.public, {"slug": "development"}, "development"),
    path("guide/organization/", views.public, {"slug": "organization"}, "organization"),
    path(desk, views.diagram_list, name="list"),
    path(f"{desk}<slug:slug>/", views.edition_list, name="editions"),
    path(f"{desk}<slug:slug>/<int:number>/", views.edition_detail, name="edition"),
    path(
        f"{desk}<slug:slug>/<int:number>/publish/",
        views.edition_publish,
        name="publish",
    ),
    path(
        f"{desk}<slug:slug>/diff/<int:old>/<int:new>/", views.edition_diff, name="diff"
    ),
    path(f"{desk}<slug:slug>/heading/", views.heading_change, name="heading"),
    path(f"{desk}<slug:slug>/steps/new/", views.step_new, name="step_new"),
    path(f"{desk}<slug:slug>/steps/<slug:key>/", views.step_change, name="step"),
    path(
        f"{desk}<slug:slug>/steps/<slug:key>/remove/",
        views.step_remove,
        name="step_remove",
    ),
]
