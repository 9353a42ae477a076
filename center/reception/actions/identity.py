"""Who somebody is: another number, or two cards that are one person's."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from center.accounts.actions import codes
from center.models import OneTimeCode, User
from center.outbox.actions import tell
from center.reception import rules
from center.reception.models import PhoneChange, SamePerson
from center.rules import mask_phone
from center.text import clean_phone, is_phone
from center.workflow.actions import because, in_words

PURPOSE = OneTimeCode.Purpose.PHONE
CONSENT = (
    "。{by}要把您在连心桥登记的手机号改成这一个。同意，就把验证码告诉对方；"
    "不同意，不用理会。"
)
OWN = "，用于把您在连心桥登记的手机号改成这一个。不要告诉别人。"
TOLD = (
    "您在连心桥登记的手机号改成了 {new}，以后的短信发到那里。"
    "不是您本人改的，请马上告诉前台。"
)
STAFF = "工作人员的手机号由主管在“人员”里改。"
TAKEN = "这个号码已经登记给另一个人。是同一个人的，请前台把两张卡合并。"


def ask_number(
    person: User, *, phone: str, by: User, browser: str, at: datetime
) -> None:
    """Send a code to the new number: whoever holds it says yes by it."""
    _check_number(person, phone, by=by)
    is_own = by.pk == person.pk
    codes.send_code(
        phone=phone,
        purpose=PURPOSE,
        at=at,
        about=_about(person),
        words=OWN if is_own else CONSENT.format(by=by.name),
        browser=browser,
    )


def change_number(
    person: User,
    *,
    phone: str,
    code: str,
    password: str = "",
    browser: str = "",
    by: User,
    at: datetime,
) -> User:
    """Write down another number, by the code sent to it; the old one is told.

    Every browser that was logged in is out. Of somebody else a clerk changes it: then
    the old password opens nothing any more, the new number comes in by a code. Raises
    ``ValidationError`` for a wrong code or password and for a number of somebody else.
    """
    _check_number(person, phone, by=by)
    is_own = by.pk == person.pk
    if is_own and person.has_account and not person.check_password(password):
        raise ValidationError({"password": "密码不对。"})
    asked = {"phone": phone, "about": _about(person), "browser": browser}
    if not codes.is_right(**asked, purpose=PURPOSE, code=code, at=at):
        raise ValidationError({"code": codes.WRONG})
    with transaction.atomic():
        codes.use_up(phone=phone, purpose=PURPOSE, at=at)
        row = User.objects.select_for_update().get(pk=person.pk)
        if User.objects.filter(phone=phone).exclude(pk=row.pk).exists():
            raise ValidationError({"phone": TAKEN})
        old, row.phone, row.phone_confirmed_at = row.phone or "", phone, at
        # Another salt, or none: what other browsers hold is worth nothing any more.
        if is_own and row.has_account:
            row.set_password(password)
        else:
            row.set_unusable_password()
        row.save(update_fields=["phone", "phone_confirmed_at", "password"])
        made = PhoneChange.objects.create(person=row, old=old, new=phone, by=by, at=at)
        _tell_old(made, by, at)
    return row


def _tell_old(made: PhoneChange, by: User, at: datetime) -> None:
    """Tell the number of before where it has gone; no desk works on accounts."""
    tell(
        person=made.person,
        phone=made.old,
        text=TOLD.format(new=mask_phone(made.new)),
        once=f"phone-{made.pk}",
        center_id=by.center_id,
        subject="",
        at=at,
    )


def _check_number(person: User, phone: str, *, by: User) -> None:
    """Refuse what needs no code to be seen as wrong."""
    if by.pk != person.pk:
        if not by.has_perm(rules.CHANGE):
            raise ValidationError("号码由本人或窗口改。", code="no_permission")
        if person.is_staff:
            raise ValidationError({"phone": STAFF})
    if not is_phone(clean_phone(phone)):
        raise ValidationError({"phone": "手机号是 11 位数字，以 1 开头。"})
    if phone == person.phone:
        raise ValidationError({"phone": "现在登记的就是这个号码。"})


def _about(person: User) -> str:
    return f"person:{person.pk}"


# -- Two cards of one person


def join(kept: User, other: User, *, reason: str, by: User, at: datetime) -> SamePerson:
    """Say that two cards are one person's: the first shows both, nothing is moved.

    Refuses staff, who are known by their own account, and what is joined already.
    """
    if not by.has_perm(rules.CHANGE):
        raise ValidationError("合并由窗口人员办。", code="no_permission")
    with in_words(), transaction.atomic():
        ids = sorted((kept.pk, other.pk))
        rows = User.objects.select_for_update(no_key=True).filter(pk__in=ids)
        people = {row.pk: row for row in rows.order_by("pk")}
        kept, other = people[kept.pk], people[other.pk]
        if kept.pk == other.pk:
            raise ValidationError({"other": "请选另一张卡。"})
        if kept.is_staff or other.is_staff or kept.erased_at or other.erased_at:
            raise ValidationError({"other": "工作人员和已注销的卡不能合并。"})
        standing = SamePerson.objects.filter(undone_at__isnull=True)
        if standing.filter(Q(other=kept) | Q(other=other) | Q(kept=other)).exists():
            raise ValidationError({"other": "这两张卡里有一张已经合并过，请先分开。"})
        return SamePerson.objects.create(
            kept=kept, other=other, reason=because(reason, "为什么合并"), by=by, at=at
        )


def part(row: SamePerson, *, by: User, at: datetime) -> SamePerson:
    """Undo a joining: each card shows its own again."""
    if not by.has_perm(rules.CHANGE):
        raise ValidationError("分开由窗口人员办。", code="no_permission")
    with transaction.atomic():
        row = SamePerson.objects.select_for_update(of=("self",)).get(pk=row.pk)
        if row.undone_at is None:
            row.undone_at, row.undone_by = at, by
            row.save(update_fields=["undone_at", "undone_by"])
    return row
