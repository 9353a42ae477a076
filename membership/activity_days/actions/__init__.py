"""The verbs of activity days and meetings; the only code that writes them."""

from membership.activity_days.actions.meetings import (
    change_meeting,
    register_meeting,
    void_meeting,
)
from membership.activity_days.actions.planning import (
    cancel,
    plan,
    plan_unified_days,
    replan,
)
from membership.activity_days.actions.record import (
    add_photos,
    hold,
    make_up,
    mark_attendance,
    remove_photo,
    settle_tasks,
    write,
    write_case,
)
from membership.activity_days.actions.reporting import (
    report,
    return_report,
    set_report_rules,
    sign,
)

__all__ = [
    "add_photos",
    "cancel",
    "change_meeting",
    "hold",
    "make_up",
    "mark_attendance",
    "plan",
    "plan_unified_days",
    "register_meeting",
    "remove_photo",
    "replan",
    "report",
    "return_report",
    "set_report_rules",
    "settle_tasks",
    "sign",
    "void_meeting",
    "write",
    "write_case",
]
