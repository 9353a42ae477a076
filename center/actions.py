"""Write down people, for every app whose clerks do; give a center its host name."""

from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction

from center.models import Center, User
from center.rules import clean_host
from center.text import clean_phone, is_phone, person_name, unprintable


@transaction.atomic
def register_person(*, name: str, phone: str = "", by: User, at: datetime) -> User:
    """Return the person with this phone, or write down somebody new without account.

    A name that is already known for the phone stays. Raises ``ValidationError``
    without a name, for a number that is not a mobile one, and for non-staff.
    """
    name, phone = person_name(name), clean_phone(phone)
    if not by.is_staff:
        raise ValidationError("只有工作人员可以代人登记。", code="not-staff")
    if phone and not is_phone(phone):
        raise ValidationError("手机号是 11 位数字，以 1 开头。", code="phone")
    if phone and (known := User.objects.filter(phone=phone).first()):
        return known
    if not name:
        raise ValidationError("请写下姓名。", code="name")
    if refusal := unprintable(name):
        raise ValidationError(f"姓名：{refusal}", code="name")
    person = User(phone=phone or None, name=name, registered_by=by)
    person.set_unusable_password()
    if not phone:
        person.save(force_insert=True)
        return person
    # Two counters may write down the same phone at the same moment: one row wins.
    User.objects.bulk_create([person], ignore_conflicts=True)
    return User.objects.get(phone=phone)


@transaction.atomic
def set_host(*, center: Center, host: str) -> Center:
    """Give a center a host name of its own; an empty one takes it away.

    For the operator: whoever has a host has its visitors. Refuses a name that is
    another center's, the main one while the root has none, or one nobody can reach.
    """
    host = clean_host(host)
    rows = Center.objects.select_for_update().order_by("pk")
    centers = {row.pk: row for row in rows}
    row, root = centers[center.pk], Center.objects.root()
    if host and (refusal := _host_refusal(host, row, root)):
        raise ValidationError(refusal, code="host")
    if host and any(
        clean_host(one.host) == host for pk, one in centers.items() if pk != row.pk
    ):
        raise ValidationError(f"{host} 已经给了别的中心。", code="host")
    row.host = host
    row.save(update_fields=["host"])
    return row


def _host_refusal(host: str, center: Center, root: Center) -> str:
    names = [clean_host(name) for name in settings.ALLOWED_HOSTS]
    if host not in names:
        return f"{host} 不在 ALLOWED_HOSTS 里，请先加进去并重启，否则没人进得来。"
    if host == names[0] and center.pk != root.pk and not root.host:
        return f"{host} 是总的网址，归{root.name}；请给别的中心另设一个。"
    return ""
