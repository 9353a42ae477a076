"""What can be done to a row now: its page offers this, and a post is asked the same.

Permissions stand at the views; here is what the state of the row allows.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.http import HttpResponse

from center.forms import kept_fields
from center.http import UserRequest, not_now
from membership.models import Member, Organization, Post
from membership.rules import MemberKind, State, Status

Table = Mapping[str, tuple[str, Callable[[Any], bool]]]


def _on_probation(member: Member) -> bool:
    return member.kind == MemberKind.PROBATIONARY and member.state == State.PRESENT


def _is_active(organization: Organization) -> bool:
    return organization.status == Status.ACTIVE


# Name -> what a person reads, and when it is possible.
OF_MEMBER: Table = {
    "reveal": ("查看完整身份证号", lambda member: member.has_number),
    "consent": ("登记同意告知书", lambda member: member.consent_at is None),
    "withdraw": ("撤回同意", lambda member: member.consent_at is not None),
    "link": ("关联本人账号", lambda member: member.person_id is None),
    "confirm": ("登记转正", _on_probation),
    "extend": (
        "登记延长预备期",
        lambda member: _on_probation(member) and not member.probation_extended,
    ),
    "state": ("登记党籍变化", lambda member: member.is_here),
}
OF_ORGANIZATION: Table = {
    "edit": ("修改", _is_active),
    "dissolve": ("撤销", _is_active),
    "post_new": ("登记任职", _is_active),
}
OF_POST: Table = {"end": ("结束任职", lambda post: post.ends_on is None)}


def offered(row: Member | Organization | Post) -> set[str]:
    """Return the names of what is possible now."""
    return {name for name, (_, may) in _table(row).items() if may(row)}


def refused(
    request: UserRequest,
    name: str,
    row: Member | Organization | Post,
    form: forms.BaseForm | None = None,
) -> HttpResponse | None:
    """Return the answer to what is not possible now, with what was typed; or None."""
    label, may = _table(row)[name]
    if may(row):
        return None
    page = row.organization if isinstance(row, Post) else row
    text = f"现在不能“{label}”，情况可能刚变过。请看看最新的情况。"
    kept = kept_fields(form) if form is not None and form.is_bound else []
    return not_now(request, text, page.get_absolute_url(), kept)


def _table(row: Member | Organization | Post) -> Table:
    if isinstance(row, Member):
        return OF_MEMBER
    return OF_ORGANIZATION if isinstance(row, Organization) else OF_POST
