"""Builders of applications, through the actions."""

from datetime import date
from itertools import count

from django.utils.timezone import localdate

from center.rules import Role
from membership.applications.actions import papers as actions
from membership.applications.models import Application
from membership.applications.rules import State
from tests import make as people

_number = count(1)


def at(text):
    return people.moment(text)


def received(center, by, when="2026-11-16 09:00", **fields) -> Application:
    moment = at(when)
    details = {
        "name": "顾星河",
        "sex": "1",
        "born_on": date(1998, 3, 9),
        "home": "清河里 3 号",
        "signed_on": localdate(moment),
        "form_key": f"application-{next(_number)}",
    } | fields
    return actions.receive(center=center, by=by, at=moment, **details)


def assigned(center, by, branch, when="2026-11-16 09:00", **fields) -> Application:
    return received(center, by, when, branch=branch, ground="home", **fields)


def handed(row, by, on="2026-11-17", **fields) -> Application:
    fields = {"version": row.version, "to": "秦朗", "at": at(f"{on} 10:00")} | fields
    return actions.hand_over(row, on=date.fromisoformat(on), by=by, **fields)


def talked(row, by, on="2026-11-20", **fields) -> Application:
    fields = {
        "version": row.version,
        "by_whom": "秦朗",
        "place": "谈心室",
        "at": at(f"{on} 20:00"),
    } | fields
    return actions.talk(row, on=date.fromisoformat(on), by=by, **fields)


def in_state(state, center, by, branch) -> Application:
    row = assigned(center, by, branch)
    if state == State.WITHDRAWN:
        return actions.withdraw(
            row,
            version=row.version,
            reason="本人撤回",
            by=by,
            at=at("2026-11-17 09:00"),
        )
    if state == State.RECEIVED:
        return row
    row = handed(row, by)
    return row if state == State.HANDED_OVER else talked(row, talker(center))


def talker(center):
    return people.staff("何平", Role.ORGANIZER, center=center)
