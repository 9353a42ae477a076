"""Found, change and dissolve organizations; appoint people."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.timezone import localdate

from center.models import Center, User
from center.workflow.actions import Change, changing, enter, once, step
from membership.actions.base import change_fields, needed_reason, put_fields
from membership.models import Organization, Ownership, Post
from membership.rules.members import HERE
from membership.rules.organizations import (
    HOLDS_MEMBERS,
    Duty,
    Kind,
    OrganizationVerb,
    Status,
    may_stand_under,
    superior_refusal,
)


@once(Organization)
def found_organization(
    *,
    center: Center,
    kind: str,
    by: User,
    at: datetime,
    parent: Organization | None = None,
    served_by: Iterable[Center] = (),
    form_key: str | None = None,
    **details: Any,
) -> Organization:
    """Register an organization; refuse a superior that does not fit its kind.

    The same form founds one organization only.
    """
    above = _locked(parent) if parent else None
    made = Organization(center=center, kind=kind, parent=above, form_key=form_key)
    put_fields(made, **details)
    _check_place(made, above)
    text = f"登记{made.get_kind_display()}“{made.name}”"
    enter(made, OrganizationVerb.FOUNDED, by=by, at=at, note=text)
    made.served_by.set(served_by)
    return made


@step(OrganizationVerb.CHANGED)
def change_organization(
    change: Change[Organization],
    *,
    served_by: Iterable[Center] | None = None,
    **fields: Any,
) -> None:
    """Change what the fields name.

    Refuses superiors that do not fit and kinds that what stands below does not fit.
    """
    row = change.row
    words = change_fields(row, **fields)
    _check_place(row, _locked(row.parent) if row.parent else None)
    _check_kind(row)
    words += _serve(row, served_by)
    change.note, change.is_nothing = "；".join(words), not words


@step(OrganizationVerb.DISSOLVED)
def dissolve(change: Change[Organization], *, reason: str) -> None:
    """Close an organization for good; refused while it has members or branches."""
    row = change.row
    change.note = f"撤销：{needed_reason(reason)}"
    if row.members.filter(state__in=HERE).exists():
        raise ValidationError("还有在册党员，请先把他们转到别的支部。", code="members")
    if row.children.filter(status=Status.ACTIVE).exists():
        raise ValidationError("下面还有党组织，请先撤销或改挂它们。", code="children")
    if row.group_members.filter(state__in=HERE).exists():
        raise ValidationError("党小组里还有党员，请先调整。", code="members")


def appoint(
    organization: Organization,
    *,
    user: User,
    duty: str,
    starts_on: date,
    by: User,
    at: datetime,
) -> Post:
    """Give a member of staff a duty for an organization.

    Refused for people who are not staff, for seal keepers of what issues no letters,
    and for somebody who would check their own work: the seal keeper of an
    organization is nobody else's double there.
    """
    with changing(organization, OrganizationVerb.APPOINTED, by=by, at=at) as change:
        row = change.row
        if not user.is_staff or not user.is_active:
            raise ValidationError(
                "只能指定工作人员，请先建工作人员账号。", code="staff"
            )
        if duty == Duty.SEAL_KEEPER and not row.can_approve_probationary:
            raise ValidationError("只有能开介绍信的党委、党工委才有用印管理员。")
        held = Post.objects.current(localdate(at))
        others = held.filter(user=user, organization=row)
        seals = {duty, *others.values_list("duty", flat=True)}
        if Duty.SEAL_KEEPER in seals and len(seals) > 1:
            raise ValidationError("用印的人不能同时审批，请换一个人。", code="separate")
        post = Post.objects.create(
            user=user, organization=row, duty=duty, starts_on=starts_on
        )
        change.note = f"{user.name}任{post.get_duty_display()}"
    return post


def end_post(post: Post, *, ends_on: date, by: User, at: datetime) -> Post:
    """Record the last day of a duty; refused when it ended before."""
    verb = OrganizationVerb.POST_ENDED
    with changing(post.organization, verb, by=by, at=at) as change:
        row = Post.objects.select_for_update(of=["self"]).get(pk=post.pk)
        if row.ends_on is not None:
            raise ValidationError(f"这项任职已经到 {row.ends_on:%Y-%m-%d} 结束。")
        row.ends_on = ends_on
        row.save(update_fields=["ends_on"])
        duty = row.get_duty_display()
        change.note = f"{row.user.name}的{duty}到 {ends_on:%Y-%m-%d} 为止"
    return row


def pass_on_posts(person: User, *, to: User, by: User, at: datetime) -> list[Post]:
    """End every post of somebody today and give the duties to ``to``.

    What waits there, transfers and papers, is the successor's by it.
    """
    today = localdate(at)
    held = Post.objects.current(today).filter(user=person, ends_on__isnull=True)
    made = []
    for post in held.select_related("organization").order_by("pk"):
        ended = end_post(post, ends_on=max(today, post.starts_on), by=by, at=at)
        given: dict[str, Any] = {"user": to, "duty": ended.duty, "starts_on": today}
        if not Post.objects.current(today).filter(
            user=to, organization=post.organization, duty=post.duty
        ):
            made.append(appoint(post.organization, **given, by=by, at=at))
    return made


def own_center(
    *, center: Center, organization: Organization, by: User, at: datetime
) -> Ownership:
    """Record which committee runs a center; refused for anything but a committee."""
    with changing(organization, OrganizationVerb.OWNS, by=by, at=at) as change:
        row = change.row
        if not may_stand_under(Kind.BRANCH, row.kind):
            raise ValidationError("中心由党委、党工委或党总支主管。", code="owner")
        owned, _ = Ownership.objects.update_or_create(
            center=center, defaults={"organization": row}
        )
        change.note = f"主管{center.name}"
    return owned


def _locked(organization: Organization) -> Organization:
    return Organization.objects.select_for_update().get(pk=organization.pk)


def _check_place(row: Organization, above: Organization | None) -> None:
    """Refuse in words what the trigger would refuse without."""
    if row.kind not in Kind.values:
        raise ValidationError({"kind": "请选一个类别。"})
    if not may_stand_under(row.kind, above.kind if above else None):
        raise ValidationError(
            {"parent": superior_refusal(row.kind, above.kind if above else None)}
        )
    if above is None:
        return
    if above.status != Status.ACTIVE:
        raise ValidationError({"parent": f"{above.name}已经撤销，请选别的上级。"})
    if row.pk and above.pk in Organization.objects.ids_below(row.pk):
        raise ValidationError({"parent": "上级不能是它自己或它下面的党组织。"})


def _check_kind(row: Organization) -> None:
    """Refuse a kind that members or organizations below do not fit."""
    for below in row.children.all():
        if not may_stand_under(below.kind, row.kind):
            raise ValidationError({"kind": superior_refusal(below.kind, row.kind)})
    if row.kind not in HOLDS_MEMBERS and row.members.exists():
        raise ValidationError({"kind": "有党员的支部不能改成别的类别。"})
    if row.group_members.exclude(organization=row.parent).exists():
        raise ValidationError({"parent": "党小组里还有党员，不能改挂别的支部。"})


def _serve(row: Organization, centers: Iterable[Center] | None) -> list[str]:
    if centers is None:
        return []
    before = set(row.served_by.all())
    row.served_by.set(centers)
    after = set(centers)
    names = "、".join(sorted(center.name for center in after)) or "（空）"
    return [] if after == before else [f"另外服务的中心：{names}"]
