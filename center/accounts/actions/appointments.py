"""Appoint staff, change what they are appointed for, and end it: with history.

The account stays the person's own: its name, its password and whether it may log in
are never written by an appointment, and nobody is appointed without their consent.
"""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import transaction

from center import portals
from center.accounts.actions import codes, leaving
from center.accounts.actions.people import drop_second_factor, grantable
from center.models import Center, OneTimeCode, StaffStep, User

Kind = StaffStep.Kind
CONSENT = OneTimeCode.Purpose.STAFF
NO_ACCOUNT = (
    "这个手机号还没有账号。请本人先在首页“登录”里注册一个，再来任用；"
    "任用以后，姓名和密码还是本人自己的。"
)
# What the operator alone may also change of somebody's row, and what it is called.
COLUMNS = {
    "name": "姓名",
    "phone": "手机号",
    "center": "中心",
    "is_active": "可以登录",
    "is_superuser": "运维",
}


def ask_consent(
    *, phone: str, center: Center, roles: Collection[Group], by: User, at: datetime
) -> None:
    """Send the person a code that says yes to this center and these roles alone.

    Raises ``ValidationError`` if the person could not be appointed anyway.
    """
    _appointable(phone, center, roles, by)
    codes.send_code(
        phone=phone,
        purpose=CONSENT,
        at=at,
        about=_about(center, roles),
        browser=asker(by),
        words=f"。{by.name}请您担任{center.name}的{_names(roles)}。"
        "同意，就把验证码告诉对方；不同意，不用理会。",
    )


def appoint(
    *,
    phone: str,
    center: Center,
    roles: Collection[Group],
    code: str,
    why: str,
    by: User,
    at: datetime,
) -> User:
    """Make the person staff, with the code they were sent for exactly this.

    Raises ``ValidationError`` without account, for staff, and for a wrong code.
    """
    _appointable(phone, center, roles, by)
    about = _about(center, roles)
    asked = {"phone": phone, "about": about, "browser": asker(by)}
    if not codes.is_right(**asked, purpose=CONSENT, code=code, at=at):
        raise ValidationError({"code": codes.WRONG})
    with transaction.atomic():
        codes.use_up(phone=phone, purpose=CONSENT, at=at)
        User.objects.select_for_update().filter(phone=phone).first()
        person = _appointable(phone, center, roles, by)
        person.is_staff, person.center = True, center
        person.save(update_fields=["is_staff", "center"])
        person.groups.set(roles)
        note(Kind.APPOINTED, person, text=_names(roles), why=why, by=by, at=at)
        _announce(person, at)
    return person


def asker(by: User) -> str:
    """Return under what the tries of who asks for consent are counted."""
    return f"staff:{by.pk}"


def _announce(person: User, at: datetime) -> None:
    """Let every subject look who this is, before they see anything."""
    for look in portals.gathered("staff_named"):
        look(person, at)


def _appointable(
    phone: str, center: Center, roles: Collection[Group], by: User
) -> User:
    if not by.has_perm("center.add_user"):
        raise ValidationError("任用工作人员由主管办。", code="not-yours")
    _check_scope(center, roles, by)
    person = User.objects.filter(phone=phone, is_active=True).first()
    if person is None or not person.has_account:
        raise ValidationError({"phone": NO_ACCOUNT})
    if person.is_staff:
        raise ValidationError(
            {"phone": "这个手机号的人已经是工作人员，由其所在中心的主管变动。"}
        )
    return person


def _check_scope(center: Center | None, roles: Collection[Group], by: User) -> None:
    if center and center.pk not in by.center_ids:
        raise ValidationError({"center": "只能任用到您管的中心。"})
    if not roles:
        raise ValidationError({"groups": "请至少选一个角色。"})
    if {role.pk for role in roles} - set(grantable(by).values_list("pk", flat=True)):
        raise ValidationError({"groups": "不能给出您自己没有的权限。"})


@transaction.atomic
def change(
    *,
    person: User,
    values: Mapping[str, object],
    roles: Collection[Group] | None = None,
    why: str,
    by: User,
    at: datetime,
) -> User:
    """Save other ``values`` (keys of ``COLUMNS``) and roles, with a line of history.

    Raises ``ValidationError`` for a center or a role that is not theirs to give, and
    for somebody who is barred, moved or loses a role while something lies with them.
    """
    person = User.objects.select_for_update().get(pk=person.pk)
    before = person.center
    old = list(person.groups.order_by("pk"))
    new = old if roles is None else sorted(roles, key=lambda role: role.pk)
    lines = []
    for name, value in values.items():
        if name not in COLUMNS:
            raise KeyError(name)
        if getattr(person, name) != value:
            lines.append(_line(COLUMNS[name], getattr(person, name), value))
            setattr(person, name, value)
    if new != old:
        lines.append(_line("角色", _names(old), _names(new)))
    if not lines:
        return person
    _check_scope(person.center if person.center != before else None, new, by)
    _refuse_leaving(person, new, at)
    person.save(update_fields=[*values])
    person.groups.set(new)
    note(Kind.CHANGED, person, text="；".join(lines), why=why, by=by, at=at)
    _announce(person, at)
    return person


def _refuse_leaving(person: User, roles: Collection[Group], at: datetime) -> None:
    """Refuse to bar or move somebody with whom something still lies."""
    refusal = leaving.refusal(
        User.objects.get(pk=person.pk),
        center=person.center,
        is_active=person.is_active,
        roles=roles,
        at=at,
    )
    if refusal:
        raise ValidationError(refusal, code="successors")


def _line(name: str, old: object, new: object) -> str:
    return f"{name}：{_word(old)} → {_word(new)}"


def _word(value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value or "（无）")


@transaction.atomic
def dismiss(
    *,
    person: User,
    why: str,
    successors: Mapping[str, User] | None = None,
    by: User,
    at: datetime,
) -> None:
    """End an appointment at once; the account is a resident's again, as it was.

    Raises ``ValidationError`` for oneself, for who is no staff any more, and while
    something lies with them that has no successor.
    """
    if person.pk == by.pk:
        raise ValidationError("不能停用自己。", code="self")
    person = User.objects.select_for_update().get(pk=person.pk)
    if not person.is_staff:
        raise ValidationError("已经不是工作人员了。", code="done")
    pass_on(person=person, why=why, successors=successors, by=by, at=at)
    roles = list(person.groups.order_by("pk"))
    note(Kind.ENDED, person, text=_names(roles), why=why, by=by, at=at)
    person.groups.clear()
    person.user_permissions.clear()
    drop_second_factor(person=person)
    person.is_staff, person.is_superuser, person.center = False, False, None
    # Barring somebody from the desk was the center's; their own account is not.
    person.is_active = person.erased_at is None
    person.save(update_fields=["is_staff", "is_superuser", "center", "is_active"])


@transaction.atomic
def pass_on(
    *,
    person: User,
    why: str,
    successors: Mapping[str, User] | None = None,
    by: User,
    at: datetime,
) -> None:
    """Give everything that lies with somebody to others, with a line of history."""
    if lines := leaving.hand_on(person, successors or {}, why=why, by=by, at=at):
        text = "交接：" + "；".join(lines)
        note(Kind.CHANGED, person, text=text, why=why, by=by, at=at)


@transaction.atomic
def reset_second_factor(
    *, person: User, why: str, by: User | None, at: datetime
) -> None:
    """Forget a lost authenticator and its codes; without ``by`` it is the operator."""
    person = User.objects.select_for_update().get(pk=person.pk)
    drop_second_factor(person=person)
    note(Kind.FACTOR_RESET, person, why=why, by=by, at=at)


def note(
    kind: StaffStep.Kind,
    person: User,
    *,
    by: User | None,
    at: datetime,
    text: str = "",
    why: str = "",
) -> None:
    """Write the line of history that goes with what was just done."""
    StaffStep.objects.create(
        person=person,
        center=person.center,
        kind=kind,
        text=text[:400],
        why=why,
        by=by,
        at=at,
    )


def _names(roles: Collection[Group]) -> str:
    return "、".join(role.name for role in sorted(roles, key=lambda role: role.pk))


def _about(center: Center, roles: Collection[Group]) -> str:
    return f"{center.pk}:{sorted(role.pk for role in roles)}"
