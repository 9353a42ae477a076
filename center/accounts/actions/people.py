"""Open, secure and close the account of a person."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django_otp import devices_for_user
from django_otp.plugins.otp_totp.models import TOTPDevice

from center import portals
from center.accounts.actions import codes
from center.forgetting import ERASED_NAME, forget_words
from center.models import OneTimeCode, User
from center.rules import Role
from center.text import person_name

Purpose = OneTimeCode.Purpose


def needs_code(phone: str) -> bool:
    """Say whether signing up with this phone takes a one-time code.

    Always, except in the demo, where only a phone that somebody was registered with
    is protected: a history is claimed by a confirmed number alone.
    """
    return not settings.DEMO or User.objects.filter(phone=phone).exists()


def sign_up(
    *,
    phone: str,
    name: str,
    password: str,
    code: str = "",
    browser: str = "",
    at: datetime,
) -> User:
    """Open an account; a person known by this phone keeps their history.

    Raises ``ValidationError`` for a wrong code, and, only to somebody who confirmed
    the number, when there is an account already.
    """
    is_confirmed = needs_code(phone)
    if is_confirmed and not codes.is_right(
        phone=phone, purpose=Purpose.SIGNUP, code=code, at=at, browser=browser
    ):
        raise ValidationError({"code": codes.WRONG})
    with transaction.atomic():
        if is_confirmed:
            codes.use_up(phone=phone, purpose=Purpose.SIGNUP, at=at)
            return _claim(phone, person_name(name), password, at)
        return _new_person(phone, person_name(name), password)


def _new_person(phone: str, name: str, password: str) -> User:
    """Write down somebody new; who comes second needs a code like anybody known."""
    person = User(phone=phone, name=name)
    person.set_password(password)
    User.objects.bulk_create([person], ignore_conflicts=True)
    saved = User.objects.get(phone=phone)
    if saved.password != person.password:
        raise ValidationError({"phone": "这个手机号刚刚登记过，请再提交一次。"})
    return saved


def _claim(phone: str, name: str, password: str, at: datetime) -> User:
    new = User(phone=phone, name=name)
    new.set_unusable_password()
    User.objects.bulk_create([new], ignore_conflicts=True)
    person = User.objects.select_for_update().get(phone=phone)
    if person.has_account or not person.is_active:
        raise ValidationError({"phone": "这个手机号已经有账号，请直接登录。"})
    if not person.is_staff:  # the name of staff is what their supervisor entered
        person.name = name
    validate_password(password, person)
    person.set_password(password)
    person.phone_confirmed_at = at
    person.save(update_fields=["name", "password", "phone_confirmed_at"])
    return person


def log_in_by_code(
    *, phone: str, code: str, browser: str = "", at: datetime
) -> User | None:
    """Return who holds the phone, or None when nobody is known by it yet.

    Raises ``ValidationError`` for a wrong code, and, only to the holder of the phone,
    where an account is closed or asks for more than a code.
    """
    asked: dict[str, Any] = {"phone": phone, "purpose": Purpose.LOGIN}
    if not codes.is_right(**asked, code=code, browser=browser, at=at):
        raise ValidationError({"code": codes.WRONG})
    with transaction.atomic():
        codes.use_up(**asked, at=at)
        person = User.objects.select_for_update().filter(phone=phone).first()
        return _confirmed(person, at) if person else None


@transaction.atomic
def open_without_password(*, phone: str, name: str, at: datetime) -> User:
    """Write down who has just confirmed this phone; whoever is known keeps the name."""
    new = User(phone=phone, name=person_name(name))
    new.set_unusable_password()
    User.objects.bulk_create([new], ignore_conflicts=True)
    return _confirmed(User.objects.select_for_update().get(phone=phone), at)


def _confirmed(person: User, at: datetime) -> User:
    if not person.is_active:
        raise ValidationError("这个账号已经停用，请到前台问一问。", code="closed")
    if person.is_staff:
        raise ValidationError("工作人员请用密码登录。", code="staff")
    person.phone_confirmed_at = at
    person.save(update_fields=["phone_confirmed_at"])
    return person


def reset_password(
    *, phone: str, code: str, password: str, browser: str = "", at: datetime
) -> User:
    """Set a new password by a code; every session of the account ends.

    Raises ``ValidationError``; the answer is the same for a wrong code and for a
    phone that has no account.
    """
    asked: dict[str, Any] = {"phone": phone, "purpose": Purpose.RESET}
    asked["browser"] = browser
    if not codes.is_right(**asked, code=code, at=at):
        raise ValidationError({"code": codes.WRONG})
    with transaction.atomic():
        codes.use_up(phone=phone, purpose=Purpose.RESET, at=at)
        person = User.objects.select_for_update().filter(phone=phone).first()
        if person is None or not (_may_reset(person) and person.is_active):
            raise ValidationError("这个手机号还没有账号，请先注册。", code="no-account")
        _set_password(person, password)
        person.phone_confirmed_at = at
        person.save(update_fields=["phone_confirmed_at"])
    return person


def _may_reset(person: User) -> bool:
    return person.has_account or person.phone_confirmed_at is not None


@transaction.atomic
def change_password(*, by: User, old: str, new: str) -> User:
    """Set a new password; every other session ends. Raises for a wrong old one."""
    person = User.objects.select_for_update().get(pk=by.pk)
    if not person.check_password(old):
        raise ValidationError({"old": "现在的密码不对。"})
    _set_password(person, new)
    return person


def _set_password(person: User, password: str) -> None:
    validate_password(password, person)
    person.set_password(password)
    person.save(update_fields=["password"])


def reasons_to_wait(user: User, at: datetime) -> list[str]:
    """Return why the account cannot be closed yet; empty when nothing holds it."""
    if user.is_staff:
        return ["工作人员的账号由主管停用，这里不能注销。"]
    held = [hold(user, at) for hold in portals.gathered("holds")]
    return [reason for reasons in held for reason in reasons]


def erase_account(
    *, by: User, password: str = "", code: str = "", browser: str = "", at: datetime
) -> None:
    """Take the person out of their rows: name, phone and password go, rows stay.

    Nobody can log in with the account again, its sessions end, and the phone can
    open a new one. Raises ``ValidationError`` while a booking or case holds it, and for
    a wrong password, or a wrong code of who has none.
    """
    asked: dict[str, Any] = {"phone": by.phone or "", "purpose": Purpose.ERASE}
    if by.has_account:
        if not by.check_password(password):
            raise ValidationError({"password": "密码不对。"})
    elif not codes.is_right(**asked, code=code, browser=browser, at=at):
        raise ValidationError({"code": codes.WRONG})
    _erase(by, password, at)


@transaction.atomic
def _erase(by: User, password: str, at: datetime) -> None:
    person = User.objects.select_for_update().get(pk=by.pk)
    if person.has_account and not person.check_password(password):
        raise ValidationError({"password": "密码不对。"})
    if reasons := reasons_to_wait(person, at):
        raise ValidationError(reasons)
    close(person, at)


def close(person: User, at: datetime) -> None:
    """Take a locked person out of every row, and end the account if there is one."""
    forget_words(person)
    for forget in portals.gathered("forget_person"):
        forget(person, at)
    OneTimeCode.objects.filter(phone=person.phone).delete()
    person.name, person.phone, person.phone_confirmed_at = ERASED_NAME, None, None
    person.is_active, person.erased_at = False, at
    person.set_unusable_password()
    person.save()


@transaction.atomic
def set_second_factor(*, by: User, key: str) -> TOTPDevice:
    """Bind the authenticator with this secret (hex), and forget all others."""
    User.objects.select_for_update().get(pk=by.pk)
    drop_second_factor(person=by)
    return TOTPDevice.objects.create(user=by, name="验证器", key=key, confirmed=True)


def drop_second_factor(*, person: User) -> None:
    """Forget authenticators and recovery codes; a new one is set up at log-in."""
    for device in devices_for_user(person, confirmed=None):
        device.delete()
    person.recovery_codes.all().delete()


def grantable(user: User) -> QuerySet[Group]:
    """Return the roles that ``user`` may give to others.

    That is every role which holds nothing that they do not have themselves. A
    supervisor appoints people for work that is not their own, so for them a role may
    also hold what the tables of the subjects give it, and nothing beyond.
    """
    if user.is_superuser:
        return Group.objects.all()
    mine = user.get_all_permissions()
    appoints = user.groups.filter(name=Role.SUPERVISOR.value).exists()
    too_much = [
        group.pk
        for group in Group.objects.prefetch_related("permissions__content_type")
        if {_name(permission) for permission in group.permissions.all()}
        - mine
        - (_by_the_tables(group.name) if appoints else set())
    ]
    return Group.objects.exclude(pk__in=too_much)


def _by_the_tables(role: str) -> set[str]:
    tables = portals.gathered("MAY")
    return {name for table in tables for name in table.get(role, ())}


def _name(permission: Permission) -> str:
    return f"{permission.content_type.app_label}.{permission.codename}"
