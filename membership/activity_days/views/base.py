"""What the pages share: who may, finding, and the way up."""

from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404

from center.http import UserRequest, way_up
from membership.activity_days.models import ActivityDay

APP = "activity_days"
may_view = permission_required(f"{APP}.view_activityday", raise_exception=True)
may_write = permission_required(f"{APP}.add_activityday", raise_exception=True)
may_sign = permission_required(f"{APP}.sign_activityday", raise_exception=True)
may_set = permission_required(f"{APP}.change_reportsetting", raise_exception=True)


def find(request: UserRequest, pk: int) -> ActivityDay:
    """Return a day that the person may see, or answer 404."""
    rows = ActivityDay.objects.visible_to(request.user).select_related(
        "branch", "center", "reported_by", "reported_to", "signed_by"
    )
    return get_object_or_404(rows, pk=pk)


crumbs = way_up("党员活动日", "activity_days:list")
