"""Clerks write people down, with and without a phone."""

import pytest
from django.core.exceptions import ValidationError

from center.actions import register_person
from center.models import User
from tests import make
from tests.together import at_once

AT = make.moment("2026-11-24 10:00")


def register(chen, **fields):
    return register_person(**{"name": "何平", "by": chen, "at": AT} | fields)


def test_somebody_without_a_phone_is_written_down_each_time(chen):
    first, second = register(chen), register(chen)
    assert first.pk != second.pk
    assert (first.phone, first.has_account, first.registered_by) == (None, False, chen)


def test_a_known_phone_is_the_same_person_and_keeps_the_name(chen, lin):
    assert register(chen, phone=f" {lin.phone[:3]}-{lin.phone[3:]} ") == lin
    lin.refresh_from_db()
    assert lin.name == "林晓"


def test_a_new_phone_is_a_new_person(chen):
    person = register(chen, phone="16120000001", name="何\u200b平")
    assert (person.phone, person.name, person.is_staff) == (
        "16120000001",
        "何平",
        False,
    )


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"name": " \u200b"}, "请写下姓名"),
        ({"phone": "12345"}, "手机号是 11 位"),
        ({"phone": "１６１２００００００Ａ"}, "手机号是 11 位"),
    ],
)
def test_what_cannot_be_written_down_is_said(chen, fields, said):
    with pytest.raises(ValidationError, match=said):
        register(chen, **fields)


def test_residents_register_nobody(lin):
    with pytest.raises(ValidationError, match="只有工作人员"):
        register(lin)


@pytest.mark.django_db(transaction=True)
def test_two_counters_write_down_one_person(chen):
    people = at_once(*[lambda: register(chen, phone="16120000001")] * 4)
    assert len({person.pk for person in people}) == 1
    assert User.objects.filter(phone="16120000001").count() == 1
