"""What party affairs show on the staff desk and in 我的."""

from datetime import datetime

from django.db.models import Model
from django.urls import reverse
from django.utils.timezone import localdate

from center.accounts.actions.leaving import Estate
from center.cards import Card, Entry, Item, Section
from center.models import User
from membership.actions.imports import discard_old_imports as remind
from membership.actions.members import forget_person
from membership.actions.organizations import pass_on_posts
from membership.models import Member, Organization, Post
from membership.models.tree import nodes_of
from membership.rules.dates import PROBATION_SOON
from membership.rules.members import HERE, State
from membership.rules.roles import MAY

__all__ = [
    "MAY",
    "cards",
    "estate",
    "forget_person",
    "keeps_row",
    "links",
    "own_data",
    "own_section",
    "remind",
]


def cards(user: User, at: datetime) -> list[Card]:
    found = []
    if user.has_perm("membership.view_member"):
        found.append(_probations(user, at))
    if user.has_perm("membership.change_organization"):
        found.append(_warnings(user, at))
    return [card for card in found if card.count]


def _probations(user: User, at: datetime) -> Card:
    today = localdate(at)
    due = Member.objects.visible_to(user).ending_by(today + PROBATION_SOON)
    ends = due.order_by("probation_until").values_list("probation_until", flat=True)
    days = [day for day in ends if day is not None]
    over = sum(day <= today for day in days)
    return Card(
        title="预备期快满",
        count=len(days),
        text=f"其中 {over} 人已到期，等支部大会讨论" if over else "30 天内到期",
        url=reverse("membership:members") + "?kind=ending",
        is_urgent=over > 0,
    )


def _warnings(user: User, at: datetime) -> Card:
    seen = Organization.objects.visible_to(user).active()
    nodes = nodes_of(seen, today=localdate(at))
    return Card(
        title="党组织要看一看",
        count=sum(bool(node.warnings) for node in nodes),
        text="任期、人数或书记需要留意",
        url=reverse("membership:organizations") + "?only=warnings",
    )


def estate(user: User, at: datetime) -> Estate | None:
    posts = Post.objects.current(localdate(at)).filter(user=user, ends_on__isnull=True)
    held = tuple(
        f"{post.organization}的{post.get_duty_display()}"
        for post in posts.select_related("organization")
    )
    staff = User.objects.filter(is_staff=True, is_active=True, center=user.center)

    def go_on(*, to: User, why: str, by: User, at: datetime) -> None:
        pass_on_posts(user, to=to, by=by, at=at)

    return Estate("membership", "党组织任职", held, staff.exclude(pk=user.pk), go_on)


def links(user: User) -> list[Entry]:
    found = []
    if user.has_perm("membership.view_member"):
        url = reverse("membership:members")
        found.append(Entry("党员", "名册、登记、导入和导出", url, "people"))
    if user.has_perm("membership.view_organization"):
        url = reverse("membership:organizations")
        found.append(Entry("党组织", "党委、党总支、党支部", url, "list"))
    return found


def own_section(user: User, at: datetime) -> Section:
    rows = Member.objects.of_person(user).filter(state__in=HERE)
    return Section(
        title="组织关系",
        empty="这里没有您的组织关系。是党员的，请带身份证到前台关联账号。",
        items=[
            Item(
                title=member.organization.name,
                text=f"{member.get_kind_display()}，{member.joined_on:%Y-%m-%d} 入党",
                url=reverse("membership:own"),
                state=member.get_state_display(),
                tone="ok" if member.state == State.PRESENT else "warn",
            )
            for member in rows.select_related("organization")
        ],
    )


def own_data(user: User) -> tuple[str, list[dict[str, str]]]:
    """Return what is on the books about somebody, for 我的数据; no full number."""
    rows = Member.objects.of_person(user).select_related("organization")
    return "组织关系", [
        {
            "姓名": member.name,
            "党支部": member.organization.name,
            "人员类别": member.get_kind_display(),
            "性别": member.get_sex_display(),
            "出生日期": str(member.born_on or ""),
            "民族": member.nation,
            "学历": member.education,
            "工作岗位": member.work_post,
            "手机号": member.phone,
            "入党日期": str(member.joined_on),
            "转正日期": str(member.confirmed_on or ""),
            "身份证号": "已加密登记" if member.has_number else "",
            "告知书版本": member.consent_version,
            "党籍状态": member.get_state_display(),
        }
        for member in rows
    ]


def keeps_row(row: Model) -> bool:
    return isinstance(row, Member)
