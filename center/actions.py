"""Write down people; used by every app whose clerks register somebody."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from center.models import User
from center.rules import clean_phone, is_phone, visible


@transaction.atomic
def register_person(*, name: str, phone: str = "", by: User, at: datetime) -> User:
    """Return the person with this phone, or write down somebody new without account.

    A name that is already known for the phone stays. Raises ``ValidationError``
    without a name, for a number that is not a mobile one, and for non-staff.
    """
    name, phone = visible(name), clean_phone(phone)
    if not by.is_staff:
        raise ValidationError("只有工作人员可以代人登记。", code="not-staff")
    if phone and not is_phone(phone):
        raise ValidationError("手机号是 11 位数字，以 1 开头。", code="phone")
    if phone and (known := User.objects.filter(phone=phone).first()):
        return known
    if not name:
        raise ValidationError("请写下姓名。", code="name")
    person = User(phone=phone or None, name=name, registered_by=by)
    person.set_unusable_password()
    if not phone:
        person.save(force_insert=True)
        return person
    # Two counters may write down the same phone at the same moment: one row wins.
    User.objects.bulk_create([person], ignore_conflicts=True)
    return User.objects.get(phone=phone)
