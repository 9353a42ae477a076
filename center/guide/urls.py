from django.urls import path

from center.guide import desk_views, house_views, regulation_views, views
from center.guide.charts import CHARTS
from center.guide.registers import REGISTERS
from center.registers.views import urls

app_name = "guide"
desk = "desk/services/"
one = f"{desk}<str:key>/"
public = "services/<slug:slug>/"
rule = "guide/rules/<slug:slug>/"
rules = "desk/rules/"
one_rule = f"{rules}<str:key>/"
urlpatterns = [
    path("services/", views.services, name="services"),
    path(public, views.service, name="service"),
    path(f"{public}begin/", views.begin, name="begin"),
    path(f"{public}poster/", views.poster, name="poster"),
    path(f"{public}checklist/", views.checklist, name="checklist"),
    path(f"{public}papers/<int:position>/", views.paper, name="paper"),
    path(f"{public}papers/<int:position>/file/", views.blank, name="blank"),
    path(desk, desk_views.service_list, name="desk_list"),
    path(f"{desk}new/", desk_views.service_new, name="desk_new"),
    path(f"{desk}replace/", desk_views.posters, name="desk_posters"),
    path(f"{desk}replace/<int:pk>/", desk_views.poster_down, name="desk_poster_down"),
    *[page for register in REGISTERS for page in urls(register)],
    path(one, desk_views.service_detail, name="desk_service"),
    path(f"{one}papers/<int:position>/file/", desk_views.blank, name="desk_blank"),
    *desk_views.VERBS.urls(one),
    path("guide/", house_views.guide, name="guide"),
    path("guide/duties/", house_views.duties, name="duties"),
    path("guide/duties/<int:pk>/", house_views.duty_poster, name="duty_poster"),
    path("guide/print/", house_views.printed, name="printed"),
    *[
        path(f"guide/{slug}/", regulation_views.regulation, {"slug": slug}, name=slug)
        for slug in CHARTS
    ],
    path("desk/diagrams/", regulation_views.old_charts, name="old_charts"),
    path("desk/diagrams/<path:rest>", regulation_views.old_charts, name="old_chart"),
    path("guide/rules/", regulation_views.regulations, name="regulations"),
    path(rule, regulation_views.regulation, name="regulation"),
    path(
        f"{rule}poster/", regulation_views.regulation_poster, name="regulation_poster"
    ),
    path(rules, regulation_views.desk_regulations, name="desk_regulations"),
    path(f"{rules}new/", regulation_views.regulation_new, name="regulation_new"),
    path(one_rule, regulation_views.desk_regulation, name="desk_regulation"),
    *regulation_views.VERBS.urls(one_rule),
]
