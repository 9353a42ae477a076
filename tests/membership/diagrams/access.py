from tests.access import Row, everybody
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
    f"{ONE}<int:number>/": Row(*VIEW, make=_at("1/")),
    f"{ONE}change/<int:place>/": Row(*VIEW, make=_at("change/1/")),
}
