from center.rules import Role
from membership.applications.rules import State
from tests import make as people
from tests.access import Row, logged_in, staff
from tests.membership import make as base
from tests.membership.applications import make


def _of_paper(suffix="", state=State.RECEIVED):
    def make_paper(cast):
        by = people.staff("收件人", Role.CLERK, center=cast.house)
        top = base.organization("committee", center=cast.house, by=by)
        branch = base.organization("branch", top, by=by)
        row = make.in_state(state, cast.house, by, branch)
        return f"/desk/applications/{row.pk}/{suffix}"

    return make_paper


# In the order anonymous, resident, clerk, organizer, secretary, supervisor, elsewhere.
# The organizer and the secretary here hold no post, so they see no rows.
VIEW = (302, 403, 200, 404, 404, 200, 404)
HAND = (302, 403, 200, 404, 403, 403, 404)

TALK = _of_paper("talk/", State.HANDED_OVER)

DESK = "desk/applications/"
PAPER = f"{DESK}<int:pk>/"
TABLE = {
    "me/applications/": logged_in(),
    DESK: staff(),
    f"{DESK}new/": Row(302, 403, 200, 200, 403, 403, 200),
    PAPER: Row(*VIEW, make=_of_paper()),
    f"{PAPER}receipt/": Row(*VIEW, make=_of_paper("receipt/")),
    f"{PAPER}assign/": Row(*HAND, make=_of_paper("assign/")),
    f"{PAPER}hand-over/": Row(*HAND, make=_of_paper("hand-over/")),
    f"{PAPER}withdraw/": Row(*HAND, make=_of_paper("withdraw/")),
    f"{PAPER}talk/": Row(302, 403, 403, 404, 404, 403, 403, make=TALK),
}
