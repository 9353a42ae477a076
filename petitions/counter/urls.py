from django.urls import path

from petitions.counter import figure_views, office_views, sealed_views, views

app_name = "petitions_counter"
urlpatterns = [
    path("", views.queue, name="queue"),
    path("new/", views.intake, name="new"),
    path("sealed/", sealed_views.sealed, name="sealed"),
    path("forecast/", office_views.forecast, name="forecast"),
    path("figures/", figure_views.figures, name="figures"),
    path("figures/rows/", figure_views.rows, name="figure_rows"),
    path("figures/export/", figure_views.export, name="figure_export"),
    path("recompute/", office_views.recompute, name="recompute"),
    path("<str:code>/", views.case_detail, name="case"),
    path("<str:code>/asks/<int:number>/", views.ask, name="ask"),
    path("<str:code>/files/<str:token>/", views.attachment, name="attachment"),
    *views.verb_urls,
]
