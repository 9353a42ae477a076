"""Builders of organizations and members, through the actions."""

from datetime import date
from itertools import count

from center.models import User
from center.rules import Role
from membership.actions import members as register
from membership.actions import organizations
from membership.models import Member, Organization, Post
from membership.rules.id_numbers import id_check_sign
from membership.rules.organizations import COMMITTEES
from tests import make

AT = make.moment("2026-11-24 09:00")
_number = count(1)


def id_number(born: str = "19800101", serial: int | None = None) -> str:
    """Return a number with a good check sign whose region exists nowhere."""
    serial = next(_number) if serial is None else serial
    first = f"999999{born}{serial % 1000:03d}"
    return first + id_check_sign(first)


def registrar(center) -> User:
    """Return who may do everything that builders do; looked up once a center."""
    if not hasattr(center, "registrar"):
        name = "登记员"
        known = User.objects.filter(name=name, center=center).first()
        center.registrar = known or make.staff(name, Role.SUPERVISOR, center=center)
    return center.registrar


def organization(kind="branch", parent=None, center=None, **fields) -> Organization:
    """Found an organization; a committee may approve probationary members."""
    center = center or parent.center
    fields = {
        "name": f"中共测试第{next(_number)}组织",
        "can_approve_probationary": kind in COMMITTEES,
        "founded_on": date(2020, 1, 1),
    } | fields
    return organizations.found_organization(
        kind=kind,
        parent=parent,
        center=center,
        by=fields.pop("by", None) or registrar(center),
        at=fields.pop("at", AT),
        **fields,
    )


def dissolved(organization, **fields) -> Organization:
    """Dissolve an organization that has nobody and nothing below it."""
    return organizations.dissolve(
        organization,
        reason=fields.pop("reason", "合并调整"),
        by=fields.pop("by", None) or registrar(organization.center),
        at=fields.pop("at", AT),
        **fields,
    )


def member(organization, name="秦朗", kind="formal", **fields) -> Member:
    """Register a member of a branch; formal since 2011 unless said otherwise."""
    dates = (
        {"joined_on": date(2010, 6, 1), "confirmed_on": date(2011, 6, 1)}
        if kind == "formal"
        else {"joined_on": date(2026, 3, 1)}
    )
    fields = dates | fields
    if fields.get("id_number"):
        fields = {"consent_channel": "paper"} | fields
    return register.register_member(
        organization=organization,
        name=name,
        kind=kind,
        by=fields.pop("by", None) or registrar(organization.center),
        at=fields.pop("at", AT),
        **fields,
    )


def moved_out(member, **fields) -> Member:
    """Move a member to somewhere outside the portal."""
    number = next(_number)
    register.move_member(
        member,
        to=None,
        once=f"test:{number}",
        by=fields.pop("by", None) or registrar(member.organization.center),
        at=fields.pop("at", AT),
        **fields,
    )
    return Member.objects.get(pk=member.pk)


def decided(member, to, **fields) -> Member:
    """Write down that a membership is suspended, over or restored."""
    fields = {
        "reason": "支部大会决定",
        "decided_by": "中共清河街道工作委员会",
        "decided_on": AT.date(),
        "by": registrar(member.organization.center),
        "at": AT,
    } | fields
    return register.change_state(member, to=to, **fields)


def post(user, organization, duty="secretary", since="2020-01-01", **fields) -> Post:
    """Give somebody a duty for an organization."""
    return organizations.appoint(
        user=user,
        organization=organization,
        duty=duty,
        starts_on=date.fromisoformat(since),
        by=fields.pop("by", None) or registrar(organization.center),
        at=fields.pop("at", AT),
    )
