"""Who works here: appointed from the own account, with consent, on the record."""

import re

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from center.accounts.actions import appointments, codes
from center.accounts.actions import people as actions
from center.models import StaffStep, User
from center.rules import Role
from tests import make

AT = make.moment("2026-11-24 10:00")
ADD = "admin:center_user_add"
LIST = "admin:center_user_changelist"
CHANGE = "admin:center_user_change"
PASSWORD = "calm lantern 77"


@pytest.fixture(autouse=True)
def _one_factor(settings):
    settings.SECOND_FACTOR = False


@pytest.fixture
def texts(phone):
    """What was sent: phone and text."""
    return phone.sent


@pytest.fixture
def boss(client, zhao):
    client.force_login(zhao)
    return client


@pytest.fixture
def mei(house):
    """A resident with an account."""
    return make.person("何梅", PASSWORD)


def group(role):
    return Group.objects.get(name=role.value)


def form(person, center, *roles, **fields):
    wanted = [group(role).pk for role in roles or (Role.CLERK,)]
    fields = {"why": "新到岗"} | fields
    return {"phone": person.phone, "center": center.pk, "groups": wanted} | fields


def code_of(texts):
    return re.search(r"验证码 (\d{6})", texts[-1][1])[1]


def account_of(person):
    person.refresh_from_db()
    columns = (person.name, person.phone, person.password, person.is_active)
    return (*columns, person.phone_confirmed_at, person.last_login)


def appoint(boss, texts, person, center, *roles):
    boss.post(reverse(ADD), form(person, center, *roles, send="1"))
    answer = boss.post(reverse(ADD), form(person, center, *roles, code=code_of(texts)))
    assert answer.status_code == 302


def steps():
    rows = StaffStep.objects.order_by("pk")
    return [(row.person.name, row.kind, row.text, row.why, row.by) for row in rows]


def test_a_person_joins_with_a_code_and_keeps_the_account(
    boss, texts, mei, house, zhao
):
    theirs = Client()
    theirs.force_login(mei)
    before = account_of(mei)
    appoint(boss, texts, mei, house)
    phone, text = texts[0]
    assert phone == mei.phone
    assert "赵敏" in text
    assert f"{house.name}的窗口人员" in text
    assert account_of(mei) == before
    assert (mei.is_staff, mei.center, mei.is_superuser) == (True, house, False)
    assert [one.name for one in mei.groups.all()] == ["窗口人员"]
    assert theirs.get("/desk/").status_code == 200
    assert steps() == [("何梅", "appointed", "窗口人员", "新到岗", zhao)]


def test_nobody_joins_without_the_code(boss, texts, mei, house):
    for fields in ({}, {"code": "000000"}, {"name": "改名", "password1": PASSWORD}):
        answer = boss.post(reverse(ADD), form(mei, house, **fields))
        assert answer.status_code in (200, 422)
    boss.post(reverse(ADD), form(mei, house, send="1"))
    assert boss.post(reverse(ADD), form(mei, house)).status_code in (200, 422)
    mei.refresh_from_db()
    assert (mei.is_staff, mei.name) == (False, "何梅")
    assert steps() == []


def test_the_code_says_yes_to_what_was_asked_alone(boss, texts, mei, house, elsewhere):
    boss.post(reverse(ADD), form(mei, house, send="1"))
    code = code_of(texts)
    for other in (
        form(mei, elsewhere, code=code),
        form(mei, house, Role.CLERK, Role.SUPERVISOR, code=code),
    ):
        assert boss.post(reverse(ADD), other).status_code == 422
    mei.refresh_from_db()
    assert not mei.is_staff
    assert boss.post(reverse(ADD), form(mei, house, code=code)).status_code == 302


@pytest.mark.parametrize("purpose", ["signup", "reset"])
def test_a_code_for_something_else_is_no_consent(boss, texts, mei, house, purpose):
    codes.send_code(phone=mei.phone, purpose=purpose_of(purpose), at=timezone.now())
    answer = boss.post(reverse(ADD), form(mei, house, code=code_of(texts)))
    assert answer.status_code == 422
    mei.refresh_from_db()
    assert not mei.is_staff


def purpose_of(name):
    return appointments.CONSENT.__class__(name)


def test_codes_are_not_guessed_without_end(boss, texts, mei, house):
    boss.post(reverse(ADD), form(mei, house, send="1"))
    for _ in range(8):
        boss.post(reverse(ADD), form(mei, house, code="000000"))
    answer = boss.post(reverse(ADD), form(mei, house, code=code_of(texts)))
    assert answer.status_code == 429


def test_who_has_no_account_signs_up_first(boss, texts, lin, house):
    for phone in (lin.phone, "16119999999"):
        answer = boss.post(reverse(ADD), form(lin, house, send="1") | {"phone": phone})
        assert "请本人先" in answer.content.decode()
    assert texts == []
    assert not User.objects.filter(phone="16119999999").exists()


def test_a_member_of_staff_is_not_taken_over(client, texts, sun, zhao, elsewhere):
    sun.set_password(PASSWORD)
    sun.save()
    client.force_login(zhao)
    answer = client.post(reverse(ADD), form(sun, elsewhere, send="1"))
    assert "已经是工作人员" in answer.content.decode()
    assert texts == []


def test_nobody_gives_a_role_that_holds_more_than_they_have(boss, texts, mei, house):
    group(Role.ORGANIZER).permissions.add(*_permissions("otp_totp"))
    answer = boss.post(reverse(ADD), form(mei, house, Role.ORGANIZER, send="1"))
    assert answer.status_code == 422
    assert texts == []


def test_a_role_beyond_ones_own_keeps_the_row_shut(boss, chen):
    group(Role.ORGANIZER).permissions.add(*_permissions("otp_totp"))
    chen.groups.add(group(Role.ORGANIZER))
    assert boss.post(reverse(CHANGE, args=[chen.pk]), {}).status_code == 403


def test_other_rights_cannot_be_smuggled_in(boss, texts, mei, house):
    boss.post(reverse(ADD), form(mei, house, send="1"))
    more = {"is_superuser": "on", "user_permissions": "1", "code": code_of(texts)}
    boss.post(reverse(ADD), form(mei, house, **more))
    mei.refresh_from_db()
    assert mei.is_staff
    assert (mei.is_superuser, mei.user_permissions.count()) == (False, 0)


def test_a_clerk_appoints_nobody(client, chen, mei, house):
    client.force_login(chen)
    assert client.get(reverse(ADD)).status_code == 403
    with pytest.raises(ValidationError, match="由主管办"):
        appointments.ask_consent(
            phone=mei.phone, center=house, roles=[group(Role.CLERK)], by=chen, at=AT
        )


def test_a_supervisor_appoints_only_below(texts, mei, house, elsewhere):
    li = make.staff("李文", Role.SUPERVISOR, center=elsewhere)
    with pytest.raises(ValidationError, match="您管的中心"):
        appointments.ask_consent(
            phone=mei.phone, center=house, roles=[group(Role.CLERK)], by=li, at=AT
        )
    assert texts == []


def test_somebody_else_gives_only_what_they_have(chen, zhao):
    chen.groups.first().permissions.add(*_permissions("otp_totp"))
    names = {one.name for one in actions.grantable(zhao)}
    assert names == {Role.ORGANIZER.value, Role.SECRETARY.value, Role.SUPERVISOR.value}
    chen.groups.first().permissions.remove(*_permissions("otp_totp"))
    assert Role.SUPERVISOR.value not in {one.name for one in actions.grantable(chen)}
    root = make.person("超管", is_staff=True, is_superuser=True)
    assert actions.grantable(root).count() == Group.objects.count()


def _permissions(app):
    return Permission.objects.filter(content_type__app_label=app)


# -- Changes


def edited(chen, center, *roles, **fields):
    groups = [group(role).pk for role in roles]
    row = {"center": center.pk, "groups": groups, "is_active": "on", "why": "调岗"}
    return row | fields


def test_a_change_of_center_and_roles_is_on_the_record(
    boss, chen, zhao, house, elsewhere
):
    before = account_of(chen)
    data = edited(chen, elsewhere, Role.ORGANIZER, name="改名", phone="16100000000")
    answer = boss.post(reverse(CHANGE, args=[chen.pk]), data)
    assert answer.status_code == 302
    assert account_of(chen) == before
    assert (chen.center, [one.name for one in chen.groups.all()]) == (
        elsewhere,
        ["组织员"],
    )
    text = f"中心：{house} → {elsewhere}；角色：窗口人员 → 组织员"
    assert steps() == [("陈静", "changed", text, "调岗", zhao)]


def test_a_change_says_why_and_no_change_says_nothing(boss, chen, house, elsewhere):
    address = reverse(CHANGE, args=[chen.pk])
    answer = boss.post(address, edited(chen, elsewhere, Role.CLERK, why=" "))
    assert answer.status_code == 200
    assert boss.post(address, edited(chen, house, Role.CLERK)).status_code == 302
    chen.refresh_from_db()
    assert chen.center == house
    assert steps() == []


def test_nobody_changes_their_own_row(boss, zhao):
    address = reverse(CHANGE, args=[zhao.pk])
    answer = boss.post(address, {"name": "x", "is_superuser": "on"})
    assert answer.status_code == 403
    zhao.refresh_from_db()
    assert (zhao.name, zhao.is_superuser) == ("赵敏", False)


def test_nobody_sets_the_password_of_somebody_else(client, boss, chen, house):
    address = reverse("admin:auth_user_password_change", args=[chen.pk])
    new = {"password1": "a long and calm one", "password2": "a long and calm one"}
    before = account_of(chen)
    assert boss.post(address, new | {"usable_password": "true"}).status_code == 403
    root = make.person("超管", is_staff=True, is_superuser=True, center=house)
    client.force_login(root)
    assert client.post(address, new).status_code == 403
    assert account_of(chen) == before


def test_a_superuser_is_out_of_reach(boss, house):
    root = make.person("超管", is_staff=True, is_superuser=True, center=house)
    password = reverse("admin:auth_user_password_change", args=[root.pk])
    assert boss.get(password).status_code == 403
    page = boss.get(reverse(CHANGE, args=[root.pk]))
    assert page.context["has_change_permission"] is False


# -- The end


def end(boss, *people, why="合同到期"):
    chosen = [person.pk for person in people]
    data = {"action": "dismiss", "_selected_action": chosen, "why": why}
    return boss.post(reverse(LIST), data)


def test_who_leaves_is_out_at_once_and_keeps_the_account(boss, texts, mei, house, zhao):
    before = account_of(mei)
    appoint(boss, texts, mei, house)
    theirs = Client()
    theirs.force_login(mei)
    assert theirs.get("/desk/").status_code == 200
    assert end(boss, mei).status_code == 302
    assert account_of(mei)[:-1] == before[:-1]
    assert (mei.is_staff, mei.center, mei.groups.count()) == (False, None, 0)
    assert theirs.get("/desk/").status_code == 403
    assert theirs.get("/me/").status_code == 200
    assert steps()[-1] == ("何梅", "ended", "窗口人员", "合同到期", zhao)
    assert StaffStep.objects.last().center == house


def test_a_barred_clerk_who_leaves_may_log_in_as_a_resident(chen, zhao):
    User.objects.filter(pk=chen.pk).update(is_active=False)
    appointments.dismiss(person=chen, why="离职", by=zhao, at=AT)
    chen.refresh_from_db()
    assert chen.is_active


def test_an_end_says_why(boss, chen):
    end(boss, chen, why="\u200b ")
    chen.refresh_from_db()
    assert chen.is_staff


def test_nobody_dismisses_themselves(zhao):
    with pytest.raises(ValidationError, match="不能停用自己"):
        appointments.dismiss(person=zhao, why="x", by=zhao, at=AT)


def test_an_action_passes_over_people_out_of_reach(boss, zhao, house):
    root = make.person("超管", is_staff=True, is_superuser=True, center=house)
    end(boss, root, zhao)
    root.refresh_from_db()
    zhao.refresh_from_db()
    assert (root.is_staff, zhao.is_staff) == (True, True)


# -- The record


def test_supervisors_read_the_record_of_their_centers_and_nobody_writes_it(
    client, zhao, chen, sun, elsewhere
):
    appointments.reset_second_factor(person=chen, why="手机丢了", by=None, at=AT)
    appointments.reset_second_factor(person=sun, why="换机", by=zhao, at=AT)
    li = make.staff("李文", Role.SUPERVISOR, center=elsewhere)
    address = reverse("admin:center_staffstep_changelist")
    seen = {}
    for reader in (zhao, li):
        client.force_login(reader)
        seen[reader.name] = client.get(address).content.decode()
    assert "手机丢了" in seen["赵敏"]
    assert "运维（命令行）" in seen["赵敏"]
    assert "换机" in seen["李文"]
    assert "手机丢了" not in seen["李文"]
    assert client.get(reverse("admin:center_staffstep_add")).status_code == 403
    step = StaffStep.objects.first()
    with pytest.raises(Exception, match="append_only"):
        step.delete()


# -- A resident's short password


def test_who_was_appointed_is_asked_for_a_longer_password(client, house):
    clerk = make.staff("陈静", Role.CLERK, center=house)
    for password, there in (("lantern-77", "/me/password/"), (PASSWORD, "/desk/")):
        clerk.set_password(password)
        clerk.save()
        answer = client.post("/login/", {"username": clerk.phone, "password": password})
        assert answer.headers["Location"] == there
        client.logout()
