from django.urls import path

from center.guide.charts import CHARTS
from center.guide.registers import REGISTERS
from center.guide.views import catalog, desk, house, regulations
from center.registers.views import urls

app_name = "guide"
at_desk = "desk/services/"
one = f"{at_desk}<str:key>/"
public = "services/<slug:slug>/"
rule = "guide/rules/<slug:slug>/"
rules = "desk/rules/"
one_rule = f"{rules}<str:key>/"
urlpatterns = [
    path("services/", catalog.services, name="services"),
    path(public, catalog.service, name="service"),
    path(f"{public}begin/", catalog.begin, name="begin"),
    path(f"{public}poster/", catalog.poster, name="poster"),
    path(f"{public}checklist/", catalog.checklist, name="checklist"),
    path(f"{public}papers/<int:position>/", catalog.paper, name="paper"),
    path(f"{public}papers/<int:position>/file/", catalog.blank, name="blank"),
    path(at_desk, desk.service_list, name="desk_list"),
    path(f"{at_desk}new/", desk.service_new, name="desk_new"),
    path(f"{at_desk}replace/", desk.posters, name="desk_posters"),
    path(f"{at_desk}replace/<int:pk>/", desk.poster_down, name="desk_poster_down"),
    *[page for register in REGISTERS for page in urls(register)],
    path(one, desk.service_detail, name="desk_service"),
    path(f"{one}papers/<int:position>/file/", desk.blank, name="desk_blank"),
    *desk.VERBS.urls(one),
    path("guide/", house.guide, name="guide"),
    path("guide/duties/", house.duties, name="duties"),
    path("guide/duties/<int:pk>/", house.duty_poster, name="duty_poster"),
    path("guide/print/", house.printed, name="printed"),
    *[
        path(f"guide/{slug}/", regulations.regulation, {"slug": slug}, name=slug)
        for slug in CHARTS
    ],
    path("desk/diagrams/", regulations.old_charts, name="old_charts"),
    path("desk/diagrams/<path:rest>", regulations.old_charts, name="old_chart"),
    path("guide/rules/", regulations.regulations, name="regulations"),
    path(rule, regulations.regulation, name="regulation"),
    path(f"{rule}poster/", regulations.regulation_poster, name="regulation_poster"),
    path(rules, regulations.desk_regulations, name="desk_regulations"),
    path(f"{rules}new/", regulations.regulation_new, name="regulation_new"),
    path(one_rule, regulations.desk_regulation, name="desk_regulation"),
    *regulations.VERBS.urls(one_rule),
]
