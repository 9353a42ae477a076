from center.rules import Role
from tests import make as people
from tests.access import Row, logged_in, staff
from tests.membership.applications import make


def _of_paper(suffix=""):
    def make_paper(cast):
        by = people.staff("收件人", Role.CLERK, center=cast.house)
        return f"/desk/applications/{make.received(cast.house, by).pk}/{suffix}"

    return make_paper


# In the order anonymous, resident, clerk, organizer, secretary, supervisor, elsewhere.
# The organizer and the secretary here hold no post, so they see no rows.
VIEW = (302, 403, 200, 404, 404, 200, 404)
HAND = (302, 403, 200, 404, 403, 403, 404)

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
    f"{PAPER}talk/": Row(302, 403, 403, 404, 404, 403, 403, make=_of_paper("talk/")),
}
