"""Say who is away and who stands in; hand on what lies with somebody who leaves."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from center import portals
from center.models import User
from center.registers import actions as registers
from center.registers.rules import State
from center.roster.models import Absence, Post
from center.roster.rules import MANAGE
from center.text import visible
from center.wording import moment_text
from center.workflow.actions import in_words, refuse

PAUSED = "窗口暂停"
NOT_YOURS = "只能登记自己不在岗；别人的由主管登记，同岗的人可以马上顶上。"


def set_absent(
    *,
    staff: User,
    deputy: User | None = None,
    starts_at: datetime,
    ends_at: datetime | None = None,
    reason: str = "",
    shuts_window: bool = False,
    by: User,
    at: datetime,
) -> Absence:
    """Say that somebody is away: from ``starts_at`` on the deputy has what is theirs.

    Anybody for themselves, a supervisor for others, and whoever shares a post with
    them takes over at once. Refuses a deputy who is away then or may not do the work,
    two absences at once, and a window without anybody that nobody says is shut.
    """
    span = {"starts_at": starts_at, "ends_at": ends_at}
    with in_words(), transaction.atomic():
        _lock(staff, deputy)
        if not _may_set(staff, deputy, starts_at, by=by, at=at):
            raise refuse(NOT_YOURS, "no_permission")
        if ends_at is not None and ends_at <= starts_at:
            raise refuse("结束要晚于开始。", "ends_at")
        if deputy is not None:
            _check_deputy(staff, deputy, starts_at, ends_at)
        else:
            _check_shut(staff, starts_at, ends_at, is_shut=shuts_window)
        absence = Absence(staff=staff, deputy=deputy, set_by=by, set_at=at, **span)
        absence.reason, absence.shuts_window = visible(reason), deputy is None
        absence.full_clean()
        absence.save()
    return absence


def take_over(*, staff: User, by: User, at: datetime) -> Absence:
    """Stand in at once for somebody of the own post who did not come."""
    return set_absent(
        staff=staff, deputy=by, starts_at=at, reason="没有来，同岗顶上", by=by, at=at
    )


def set_present(*, absence: Absence, by: User, at: datetime) -> Absence:
    """End an absence now; one that lies ahead is ended before it begins."""
    with transaction.atomic():
        rows = Absence.objects.select_for_update(of=("self",)).select_related("staff")
        row = rows.get(pk=absence.pk)
        may = by.pk in (row.staff_id, row.deputy_id) or by.has_perm(MANAGE)
        if not may or row.staff.center_id not in by.center_ids:
            raise refuse("只能由本人、顶岗的人或主管销。", "no_permission")
        if row.ends_at is not None and row.ends_at <= at:
            raise refuse("已经回岗了。", "back")
        _end(row, by=by, at=at)
    return row


def hand_on(person: User, *, to: User, why: str, by: User, at: datetime) -> None:
    """End the absences of a leaver; the successor has their posts and stands in."""
    _lock(person, to)
    rows = Absence.objects.select_for_update(of=("self",)).within(at, None)
    for row in rows.filter(Q(staff=person) | Q(deputy=person)).select_related("staff"):
        ends_at, starts_at = row.ends_at, max(at, row.starts_at)
        _end(row, by=by, at=at)
        if row.deputy_id == person.pk and row.staff_id != to.pk:
            Absence.objects.create(
                staff=row.staff,
                deputy=to,
                starts_at=starts_at,
                ends_at=ends_at,
                reason=row.reason,
                set_by=by,
                set_at=at,
            )
    for post in posts_of(person):
        _succeed(post, person, to, by=by, at=at)


def posts_of(person: User) -> QuerySet[Post]:
    return Post.objects.filter(Q(a=person) | Q(b=person), state=State.VALID)


def stand_ins(staff: User) -> QuerySet[User]:
    """Return who could stand in for somebody: may see the center and do the work."""
    rows = User.objects.filter(is_staff=True, is_active=True).exclude(pk=staff.pk)
    for ask in portals.gathered("stand_ins"):
        who = ask(staff)
        rows = rows if who is None else rows.filter(pk__in=who.values("pk"))
    return rows


def _lock(*people: User | None) -> None:
    """Lock the persons by number, so that two cannot stand in for each other."""
    ids = sorted(one.pk for one in people if one is not None)
    rows = User.objects.select_for_update(no_key=True).filter(pk__in=ids)
    list(rows.order_by("pk").values_list("pk"))


def _may_set(
    staff: User, deputy: User | None, starts_at: datetime, *, by: User, at: datetime
) -> bool:
    if staff.center_id not in by.center_ids:
        return False
    if by.pk == staff.pk or by.has_perm(MANAGE):
        return True
    takes_over = deputy is not None and deputy.pk == by.pk and starts_at == at
    shared = posts_of(staff).filter(Q(a=by) | Q(b=by))
    return takes_over and shared.exists()


def _check_deputy(
    staff: User, deputy: User, start: datetime, end: datetime | None
) -> None:
    if deputy.pk == staff.pk:
        raise refuse("自己不能顶自己的岗。", "deputy")
    if not deputy.is_active or staff.center_id not in deputy.center_ids:
        raise refuse("顶岗的要是能看到本中心的同事。", "deputy")
    if not stand_ins(staff).filter(pk=deputy.pk).exists():
        text = f"{deputy.name} 没有权限办 {staff.name} 手上的事，请另选一位。"
        raise refuse(text, "deputy")
    if other := Absence.objects.within(start, end).filter(staff=deputy).first():
        text = f"{deputy.name} 那时也不在岗（{other.when}），请另选一位。"
        raise refuse(text, "deputy")


def _check_shut(
    staff: User, start: datetime, end: datetime | None, *, is_shut: bool
) -> None:
    """Let a window be shut only where nobody else of its post is there."""
    if not is_shut:
        raise refuse(f"请选谁顶岗；实在没有人，请勾“{PAUSED}”。", "deputy")
    posts = list(posts_of(staff).select_related("a", "b"))
    if not posts:
        raise refuse(f"{staff.name} 没有窗口岗位，请选谁顶岗。", "deputy")
    others = {one.pk: one for post in posts for _, one in post.holders}
    others.pop(staff.pk, None)
    away = Absence.objects.within(start, end).filter(staff__in=others)
    gone = set(away.values_list("staff_id", flat=True))
    free = [one.name for pk, one in others.items() if pk not in gone]
    if free:
        raise refuse(f"{'、'.join(free)} 那时在岗，请选他顶，不用暂停。", "deputy")


def _end(row: Absence, *, by: User, at: datetime) -> None:
    row.ends_at, row.ended_by = max(at, row.starts_at), by
    row.save(update_fields=["ends_at", "ended_by"])


def _succeed(post: Post, person: User, to: User, *, by: User, at: datetime) -> None:
    holders = {
        name: to if getattr(post, f"{name}_id") == person.pk else getattr(post, name)
        for name in ("a", "b")
    }
    if holders["a"] == holders["b"]:
        holders["b"] = None
    registers.change(post, version=post.version, by=by, at=at, **holders)


def said(absence: Absence, at: datetime) -> str:
    """Return what is told once an absence stands."""
    begins = absence.starts_at > at
    since = f"{moment_text(absence.starts_at)} 起" if begins else "从现在起"
    if absence.deputy is None:
        return f"已登记：{since}{PAUSED}，办事指南上会写明。"
    return (
        f"已登记：{since}，{absence.staff.name} 手上的事由 {absence.deputy.name} 顶。"
    )
