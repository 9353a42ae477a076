from tests.access import Row, everybody, logged_in
from tests.membership.diagrams import make


def _at(suffix):
    def address(_cast):
        make.diagram()
        return f"/desk/diagrams/development/{suffix}"

    return address


def _public(slug):
    def address(_cast):
        make.diagram(slug)
        return f"/guide/{slug}/"

    return address


# In the order anonymous, resident, clerk, organizer, secretary, supervisor, elsewhere.
VIEW = (302, 403, 403, 200, 403, 200, 403)

DESK = "desk/diagrams/"
ONE = f"{DESK}<slug:slug>/"
TABLE = {
    "guide/development/": everybody(200, make=_public("development")),
    "guide/organization/": everybody(200, make=_public("organization")),
    DESK: Row(*VIEW),
    ONE: Row(*VIEW, make=_at("")),
    f"{ONE}<int:number>/": Row(*VIEW, make=_at("1/")),
    f"{ONE}<int:number>/publish/": logged_in(405, make=_at("1/publish/")),
    f"{ONE}diff/<int:old>/<int:new>/": Row(*VIEW, make=_at("diff/1/1/")),
    f"{ONE}heading/": Row(*VIEW, make=_at("heading/")),
    f"{ONE}steps/new/": Row(*VIEW, make=_at("steps/new/")),
    f"{ONE}steps/<slug:key>/": Row(*VIEW, make=_at("steps/talk/")),
    f"{ONE}steps/<slug:key>/remove/": Row(*VIEW, make=_at("steps/talk/remove/")),
}
