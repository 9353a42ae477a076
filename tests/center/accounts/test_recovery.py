"""Ten codes on paper, each good once, and what the operator and supervisors can do."""

import re
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.urls import reverse
from django_otp.plugins.otp_totp.models import TOTPDevice

from center.accounts.actions import appointments, people, recovery
from center.models import RecoveryCode, StaffStep
from tests import make
from tests.center.test_second_factor import AT, CODE, KEY, shown
from tests.markup import squeezed

KINDS = StaffStep.Kind


@pytest.fixture
def clerk(client, chen):
    with time_machine.travel(AT, tick=False):
        client.force_login(chen)
        yield client


@pytest.fixture
def codes(chen):
    people.set_second_factor(by=chen, key=KEY)
    return recovery.make_codes(by=chen, at=AT)


def use(client, code):
    return client.post("/login/otp/recovery/", {"code": code, "next": "/me/"})


def test_a_code_opens_once_and_says_what_is_left(clerk, codes, chen):
    assert clerk.get("/login/otp/recovery/").status_code == 200
    written = f" {codes[0][:4].lower()}-{codes[0][4:]} "
    assert use(clerk, written).headers["Location"] == "/me/"
    page = clerk.get("/me/").content.decode()
    assert "恢复码还剩 9 个" in page
    clerk.logout()
    clerk.force_login(chen)
    assert use(clerk, codes[0]).status_code == 422
    assert clerk.get("/me/").status_code == 302
    assert use(clerk, codes[1]).status_code == 302


def test_codes_are_hashed_and_belong_to_one_person(clerk, codes, zhao):
    kept = {row.digest for row in RecoveryCode.objects.all()}
    assert len(kept) == len(set(codes)) == 10
    assert not kept & set(codes)
    assert all(re.fullmatch("[0-9a-f]{64}", digest) for digest in kept)
    assert not recovery.use_code(by=zhao, code=codes[0], at=AT)


def test_codes_are_not_guessed_without_end(clerk, codes):
    for _ in range(12):
        assert use(clerk, "0000 0000 0000").status_code == 422
    assert use(clerk, codes[0]).status_code == 429
    answer = clerk.post("/login/otp/", {"token": shown()})
    assert answer.status_code == 429


def test_new_codes_take_the_digits_and_void_the_old(clerk, codes, chen):
    clerk.post("/login/otp/recovery/", {"code": codes[0]})
    assert "还剩 <strong>9</strong> 个" in clerk.get("/me/otp/codes/").content.decode()
    answer = clerk.post("/me/otp/codes/", {"token": shown()})
    new = re.findall(CODE, answer.content.decode())
    assert len(new) == 10
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert not re.findall(CODE, clerk.get("/me/otp/codes/").content.decode())
    assert not recovery.use_code(by=chen, code=codes[1], at=AT)
    assert recovery.use_code(by=chen, code=new[0], at=AT)


def test_wrong_digits_make_no_new_codes(clerk, codes, chen):
    use(clerk, codes[0])
    assert clerk.post("/me/otp/codes/", {"token": "000000"}).status_code == 422
    assert recovery.use_code(by=chen, code=codes[1], at=AT)


def test_few_left_is_said_on_the_desk(clerk, codes):
    for code in codes[:7]:
        use(clerk, code)
    assert "恢复码只剩 3 个" in squeezed(clerk.get("/desk/"))
    for code in codes[7:]:
        use(clerk, code)
    assert "恢复码没有了" in clerk.get("/desk/").content.decode()


def test_who_has_no_second_factor_has_no_codes(clerk, client, lin, settings):
    assert clerk.get("/login/otp/recovery/").headers["Location"] == "/me/otp/"
    client.force_login(lin)
    assert client.get("/me/otp/codes/").headers["Location"] == "/me/"


def test_codes_and_resets_are_on_the_record(codes, chen, zhao):
    recovery.use_code(by=chen, code=codes[0], at=AT)
    appointments.reset_second_factor(person=chen, why="手机丢了", by=zhao, at=AT)
    rows = StaffStep.objects.order_by("pk").values_list("kind", "text", "why", "by")
    assert list(rows) == [
        (KINDS.CODES_MADE, "10 个", "", chen.pk),
        (KINDS.CODE_USED, "还剩 9 个", "", chen.pk),
        (KINDS.FACTOR_RESET, "", "手机丢了", zhao.pk),
    ]
    assert not TOTPDevice.objects.exists()
    assert not RecoveryCode.objects.exists()


def test_the_operator_lets_somebody_in_again(codes, chen):
    out = StringIO()
    call_command("reset_second_factor", chen.phone, why="手机丢了", stdout=out)
    assert "陈静下次登录时" in out.getvalue()
    assert not TOTPDevice.objects.exists()
    step = StaffStep.objects.get(kind=KINDS.FACTOR_RESET)
    assert (step.person, step.by, step.why) == (chen, None, "手机丢了")
    assert step.center == chen.center


@pytest.mark.parametrize(("phone", "why"), [("16199999999", "x"), (None, " ")])
def test_the_operator_names_staff_and_a_reason(chen, codes, phone, why):
    with pytest.raises(CommandError):
        call_command("reset_second_factor", phone or chen.phone, why=why)
    assert TOTPDevice.objects.exists()


def test_the_supervisor_resets_from_the_admin(client, zhao, chen, codes, settings):
    settings.SECOND_FACTOR = False
    client.force_login(zhao)
    data = {"action": "drop_second_factor", "_selected_action": [chen.pk]}
    client.post(reverse("admin:center_user_changelist"), data)
    assert TOTPDevice.objects.exists()
    client.post(reverse("admin:center_user_changelist"), data | {"why": "换手机"})
    assert not TOTPDevice.objects.exists()
    assert StaffStep.objects.filter(why="换手机", by=zhao, person=chen).exists()


def test_the_pages_are_reachable(clerk, codes):
    use(clerk, codes[0])
    for page in ("/me/", "/me/otp/"):
        assert 'href="/me/otp/codes/"' in clerk.get(page).content.decode()
    clerk.logout()
    clerk.force_login(make.User.objects.get(name="陈静"))
    page = clerk.get("/login/otp/?next=/desk/").content.decode()
    assert 'href="/login/otp/recovery/?next=/desk/"' in page
