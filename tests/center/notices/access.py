from center.notices.registers import REGISTERS
from tests.access import Row, everybody, register_rows
from tests.center.notices import make


def _of_notice(suffix="", build=make.draft):
    def make_notice(cast):
        by, approver = cast.staff["clerk"], cast.staff["supervisor"]
        args = (cast.house, by, approver)
        row = build(*args[: 3 if build is make.approved else 2])
        return f"/desk/notices/{row.notice_id}/{suffix}"

    return make_notice


def _public(cast):
    """The public pages show the center of the host, so it stands at the root."""
    root = cast.house
    row = make.approved(root, *make.colleagues(root))
    return f"/notices/{row.notice_id}/"


ONE = "desk/notices/<int:notice_pk>/"
# In the order anonymous, resident, clerk, organizer, secretary, supervisor, elsewhere.
VIEW = (302, 403, 200, 200, 200, 200, 404)
APPROVE = (302, 403, 403, 403, 403, 200, 403)
TABLE = {route: row for one in REGISTERS for route, row in register_rows(one).items()}
TABLE |= {
    "notices/": everybody(200),
    "notices/feed/": everybody(200),
    "notices/<int:pk>/": everybody(200, make=_public),
    "notices/<int:pk>/files/<str:token>/": everybody(404),
    "disclosure/": everybody(200),
    "desk/notices/": Row(302, 403, 200, 200, 200, 200, 200),
    "desk/notices/new/": Row(302, 403, 200, 200, 200, 200, 200),
    "desk/notices/<int:pk>/": Row(*VIEW, make=_of_notice()),
    "desk/notices/<int:pk>/files/<str:token>/": Row(302, 403, 404, 404, 404, 404, 404),
    f"{ONE}edit/": Row(*VIEW, make=_of_notice("edit/")),
    f"{ONE}approve/": Row(*APPROVE, make=_of_notice("approve/", make.submitted)),
    f"{ONE}return/": Row(*APPROVE, make=_of_notice("return/", make.submitted)),
    f"{ONE}withdraw/": Row(*APPROVE, make=_of_notice("withdraw/", make.approved)),
    f"{ONE}submit/": Row(*VIEW, make=_of_notice("submit/")),
    f"{ONE}drop/": Row(*VIEW, make=_of_notice("drop/")),
}
