from center.guide.registers import REGISTERS
from tests.access import Row, everybody, logged_in, register_rows
from tests.center.guide import make


def _of_item(suffix="", build=make.draft):
    def make_item(cast):
        by, approver = cast.staff["clerk"], cast.staff["supervisor"]
        args = (cast.house, by, approver)
        row = build(*args[: 3 if build is make.approved else 2])
        return f"/desk/services/{row.slug}/{suffix}"

    return make_item


def _root(build):
    """The public pages show the center of the host, so the item stands at the root."""

    def make_item(cast):
        root = cast.house
        by, approver = make.colleagues(root)
        row = make.approved(root, by, approver)
        return build(row)

    return make_item


ITEM = "desk/services/<str:key>/"
PUBLIC = "services/<slug:slug>/"
# In the order anonymous, resident, clerk, organizer, secretary, supervisor, elsewhere.
RULE = "desk/rules/<str:key>/"
MISSING = (302, 403, 404, 404, 403, 404, 404)
VIEW = (302, 403, 200, 200, 403, 200, 404)
APPROVE = (302, 403, 403, 403, 403, 200, 403)
TABLE = {route: row for one in REGISTERS for route, row in register_rows(one).items()}
TABLE |= {
    "services/": everybody(200),
    PUBLIC: everybody(200, make=_root(lambda row: f"/services/{row.slug}/")),
    f"{PUBLIC}begin/": everybody(
        302, make=_root(lambda row: f"/services/{row.slug}/begin/")
    ),
    f"{PUBLIC}poster/": everybody(
        200, make=_root(lambda row: f"/services/{row.slug}/poster/?size=a3")
    ),
    f"{PUBLIC}checklist/": everybody(
        200, make=_root(lambda row: f"/services/{row.slug}/checklist/")
    ),
    f"{PUBLIC}papers/<int:position>/": everybody(
        200, make=_root(lambda row: f"/services/{row.slug}/papers/2/")
    ),
    f"{PUBLIC}papers/<int:position>/file/": everybody(404),
    f"{ITEM}papers/<int:position>/file/": Row(*MISSING),
    "desk/services/": Row(302, 403, 200, 200, 403, 200, 200),
    "desk/services/new/": Row(302, 403, 200, 200, 403, 200, 200),
    "desk/services/replace/": Row(302, 403, 200, 200, 403, 200, 200),
    "desk/services/replace/<int:pk>/": Row(*MISSING),
    ITEM: Row(*VIEW, make=_of_item()),
    f"{ITEM}edit/": Row(*VIEW, make=_of_item("edit/")),
    f"{ITEM}retire/": Row(*VIEW, make=_of_item("retire/", make.approved)),
    f"{ITEM}hang/": Row(*VIEW, make=_of_item("hang/", make.approved)),
    f"{ITEM}approve/": Row(*APPROVE, make=_of_item("approve/", make.submitted)),
    f"{ITEM}return/": Row(*APPROVE, make=_of_item("return/", make.submitted)),
    f"{ITEM}submit/": Row(*VIEW, make=_of_item("submit/")),
    f"{ITEM}drop/": Row(*VIEW, make=_of_item("drop/")),
    f"{ITEM}check/": logged_in(405),
    "guide/": everybody(200),
    "guide/duties/": everybody(200),
    "guide/duties/<int:pk>/": everybody(404),
    "guide/print/": everybody(200),
    "guide/development/": everybody(200),
    "guide/organization/": everybody(200),
    "desk/diagrams/": logged_in(302),
    "desk/diagrams/<path:rest>": logged_in(302, make=lambda _: "/desk/diagrams/a/1/"),
    "guide/rules/": everybody(200),
    "guide/rules/<slug:slug>/": everybody(404),
    "guide/rules/<slug:slug>/poster/": everybody(404),
    "desk/rules/": Row(302, 403, 200, 200, 403, 200, 200),
    "desk/rules/new/": Row(302, 403, 200, 200, 403, 200, 200),
    RULE: Row(*MISSING),
    f"{RULE}edit/": Row(*MISSING),
    f"{RULE}approve/": Row(302, 403, 403, 403, 403, 404, 403),
    f"{RULE}return/": Row(302, 403, 403, 403, 403, 404, 403),
    f"{RULE}submit/": Row(*MISSING),
    f"{RULE}drop/": Row(*MISSING),
}
