from itertools import count

from center.rules import Role
from membership.models import Member, Organization
from tests import make as people
from tests.access import Row, logged_in, staff
from tests.membership import make as base
from tests.membership.activity_days import make

_days = count(1)


def _branch(cast):
    found = Organization.objects.filter(kind="branch").first()
    top = base.organization("working", center=cast.house) if found is None else None
    return found or base.organization("branch", top)


def _day(cast):
    branch = _branch(cast)
    if not Member.objects.exists():
        base.member(branch)
    return make.held(branch, people.staff("钱立", Role.SECRETARY, center=cast.house))


def _of_day(suffix=""):
    return lambda cast: f"/desk/activity-days/{_day(cast).pk}/{suffix}"


def _of_plan(suffix=""):
    def plan(cast):
        by = people.staff("钱立", Role.SECRETARY, center=cast.house)
        day = make.planned(_branch(cast), by, f"2026-12-{next(_days):02d}")
        return f"/desk/activity-days/{day.pk}/{suffix}"

    return plan


def _make_up(cast):
    day = _day(cast)
    member = day.attendances.get().member_id
    return f"/desk/activity-days/{day.pk}/make-up/{member}/"


def _of_meeting(suffix=""):
    def make_meeting(cast):
        by = people.staff("钱立", Role.SECRETARY, center=cast.house)
        meeting = make.meeting(_branch(cast), by)
        return f"/desk/activity-days/meetings/{meeting.pk}/{suffix}"

    return make_meeting


# In the order anonymous, resident, clerk, organizer, secretary, supervisor, elsewhere.
# The organizer and the secretary here hold no post, so they see no rows.
VIEW = (302, 403, 200, 404, 404, 200, 404)
WRITE = (302, 403, 200, 404, 404, 403, 404)
SIGN = (302, 403, 403, 404, 403, 403, 403)
# No photo is kept there yet, so those who may look find none.
PHOTO = (302, 403, 404, 404, 404, 404, 404)

DESK = "desk/activity-days/"
DAY = f"{DESK}<int:pk>/"
MEETING = f"{DESK}meetings/<int:pk>/"
TABLE = (
    {
        "me/activity-days/": logged_in(),
        DESK: staff(),
        f"{DESK}board/": staff(),
        f"{DESK}meetings/": staff(),
        f"{DESK}new/": Row(302, 403, 200, 200, 200, 403, 200),
        f"{DESK}meetings/new/": Row(302, 403, 200, 200, 200, 403, 200),
        f"{DESK}setting/": Row(302, 403, 403, 403, 403, 200, 403),
        f"{DESK}unified/": logged_in(405),
        DAY: Row(*VIEW, make=_of_day()),
        f"{DAY}print/": Row(*VIEW, make=_of_day("print/")),
        # No example is written there yet, so those who may look find none.
        f"{DAY}example/": Row(*PHOTO, make=_of_day("example/")),
        f"{DAY}return/": Row(*SIGN, make=_of_day("return/")),
        f"{DAY}make-up/<int:member>/": Row(*WRITE, make=_make_up),
        f"{DAY}photos/<int:number>/": Row(*PHOTO, make=_of_day("photos/1/")),
        f"{DAY}photos/<int:number>/remove/": Row(
            302, 403, 404, 404, 404, 403, 404, make=_of_day("photos/1/remove/")
        ),
        f"{DAY}report/": logged_in(405, make=_of_day("report/")),
        f"{DAY}sign/": logged_in(405, make=_of_day("sign/")),
        MEETING: Row(*VIEW, make=_of_meeting()),
        f"{MEETING}change/": Row(*WRITE, make=_of_meeting("change/")),
        f"{MEETING}void/": Row(*WRITE, make=_of_meeting("void/")),
    }
    | {
        f"{DAY}{name}/": Row(*WRITE, make=_of_plan(f"{name}/"))
        for name in ("change", "cancel", "hold")
    }
    | {
        f"{DAY}{name}/": Row(*WRITE, make=_of_day(f"{name}/"))
        for name in ("write", "attendance", "tasks", "photos", "case")
    }
)
