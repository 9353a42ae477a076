from django.urls import path

from petitions.counter.views import cases, figures, office, sealed

app_name = "petitions_counter"
urlpatterns = [
    path("", cases.queue, name="queue"),
    path("new/", cases.intake, name="new"),
    path("sealed/", sealed.sealed, name="sealed"),
    path("forecast/", office.forecast, name="forecast"),
    path("figures/", figures.figures, name="figures"),
    path("figures/rows/", figures.rows, name="figure_rows"),
    path("figures/export/", figures.export, name="figure_export"),
    path("recompute/", office.recompute, name="recompute"),
    path("<str:code>/", cases.case_detail, name="case"),
    path("<str:code>/asks/<int:number>/", cases.ask, name="ask"),
    path("<str:code>/files/<str:token>/", cases.attachment, name="attachment"),
    *cases.verb_urls,
]
