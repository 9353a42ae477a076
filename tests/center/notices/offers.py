"""What is offered of a notice."""

from center.notices import actions
from center.notices.views.desk import VERBS
from tests.center.notices import make
from tests.offers import Subject, declared


def rows(cast):
    by, approver = cast.clerk, cast.supervisor
    gone = make.approved(cast.home, by, approver)
    dropped = make.draft(cast.home, by)
    return {
        "draft": make.draft(cast.home, by),
        "submitted": make.submitted(cast.home, by),
        "approved": make.approved(cast.home, by, approver),
        "withdrawn": actions.withdraw(gone, reason="写错", by=approver, at=make.AT),
        "dropped": actions.publishing.drop(dropped, by=by, at=make.AT),
    }


def verbs(row, cast):
    return declared(
        VERBS,
        row,
        {
            "edit": {"kind": row.notice.kind, "title": "改过", "body": row.body},
            "submit": {},
            "approve": {"digest": row.digest},
            "return": {"reason": "补写时间"},
            "withdraw": {"reason": "日期写错"},
            "drop": {},
        },
    )


SUBJECTS = [
    Subject(
        "notices",
        ("notices",),
        "2026-11-24 10:00",
        rows,
        lambda row: [f"/desk/notices/{row.notice_id}/"],
        verbs,
    )
]
