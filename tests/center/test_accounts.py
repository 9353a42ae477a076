"""Coming in, signing up, setting and changing passwords, closing an account."""

import json
import re

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client

from center.accounts import actions, codes
from center.models import Attempt, OneTimeCode, User
from center.outbox.actions import tell
from center.outbox.models import Message
from tests import make
from tests.together import at_once, refusals

AT = make.moment("2026-11-24 10:00")
PASSWORD = "calm-river-2026"
NEW = "tall-mountain-2026"
FREE = "16120000001"
SIGNUP, RESET = OneTimeCode.Purpose.SIGNUP, OneTimeCode.Purpose.RESET


class Phone:
    """Stands in for the gateway and remembers what it was given."""

    sent = []
    is_down = False

    def send(self, phone, text):
        if self.is_down:
            raise OSError("gateway")
        self.sent.append((phone, text))


@pytest.fixture(autouse=True)
def phone(settings, monkeypatch):
    settings.SMS_BACKEND = "tests.center.test_accounts.Phone"
    monkeypatch.setattr(Phone, "sent", [])
    monkeypatch.setattr(Phone, "is_down", False)
    return Phone


@pytest.fixture
def demo(settings):
    settings.DEMO = True


@pytest.fixture
def account(house):
    return make.person("林晓", PASSWORD)


def last_code():
    return re.search(r"[0-9]{6}", Phone.sent[-1][1])[0]


def login(client, phone, password=PASSWORD, **more):
    return client.post("/login/", {"username": phone, "password": password, **more})


def signing_up(**fields):
    passwords = {"password1": PASSWORD, "password2": PASSWORD}
    return {"phone": FREE, "name": "何平", "code": "", **passwords, **fields}


# -- Log in


def test_a_person_logs_in_with_the_phone_as_they_type_it(client, account):
    spaced = f"+86 {account.phone[:3]} {account.phone[3:7]}-{account.phone[7:]}"
    answer = login(client, spaced)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/me/")
    assert account.name in client.get("/me/").content.decode()


def test_staff_go_to_their_desk(client, house, settings):
    settings.SECOND_FACTOR = False
    chen = make.staff("陈静", center=house)
    chen.set_password(PASSWORD)
    chen.save()
    assert login(client, chen.phone).headers["Location"] == "/desk/"


def test_every_refusal_reads_the_same(client, account, lin):
    gone = make.person("走了", PASSWORD, is_active=False)
    pages = []
    for number in (account.phone, lin.phone, gone.phone, FREE):
        password = "wrong" if number == account.phone else PASSWORD
        answer = login(client, number, password)
        page = answer.content.decode().replace(number, "")
        pages.append((answer.status_code, re.sub(r'value="[^"]*"', "", page)))
    assert {status for status, _ in pages} == {422}
    assert len({page for _, page in pages}) == 1
    assert "手机号或密码不对" in pages[0][1]


def test_an_unknown_phone_costs_a_hash_too(client, account, monkeypatch):
    hashed = []
    before = User.set_password
    monkeypatch.setattr(
        User, "set_password", lambda self, raw: hashed.append(1) or before(self, raw)
    )
    login(client, FREE)
    assert hashed == [1]


def test_the_session_gets_a_new_key(client, account):
    session = client.session
    session["fixed"] = 1
    session.save()
    before = client.cookies["sessionid"].value
    login(client, account.phone)
    assert client.cookies["sessionid"].value != before
    assert not Session.objects.filter(pk=before).exists()


ELSEWHERE = [
    "//evil.example",
    "https://evil.example/",
    "/\\evil.example",
    "\\/evil.example",
    "/\t/evil.example",
    "/%09/evil.example\n",
    "javascript:alert(1)",
    "https:evil.example",
    "///evil.example",
    "@evil.example",
    " /me/",
    "me/",
]


@pytest.mark.parametrize("target", ELSEWHERE)
def test_next_never_leads_elsewhere(client, account, target):
    assert login(client, account.phone, next=target).headers["Location"] == "/me/"


@pytest.mark.parametrize("target", [*ELSEWHERE, ""])
def test_the_size_link_never_leads_elsewhere(client, house, target):
    answer = client.get("/size/", {"to": "large", "next": target})
    assert answer.headers["Location"] == "/"


def test_next_leads_on_within_the_portal(client, account):
    target = "/rooms/reading/?day=2026-11-25"
    page = client.get("/login/", {"next": target}).content.decode()
    assert f'name="next" value="{target}"' in page
    assert login(client, account.phone, next=target).headers["Location"] == target


def test_after_eight_wrong_passwords_the_pair_is_locked(client, account):
    for _ in range(7):
        assert login(client, account.phone, "wrong").status_code == 422
    answer = login(client, account.phone, "wrong")
    assert answer.status_code == 429
    assert login(client, account.phone).status_code == 429
    office = Client(REMOTE_ADDR="10.0.0.9")
    assert login(office, account.phone).status_code == 302


def test_an_office_behind_one_address_is_not_locked_out(client, account, house):
    for n in range(20):
        login(client, f"1613000{n:04d}", "wrong")
    assert login(client, account.phone).status_code == 302


def test_one_account_is_not_tried_from_many_addresses(account):
    for n in range(40):
        guest = Client(REMOTE_ADDR=f"10.1.{n}.1")
        assert login(guest, account.phone, "wrong").status_code == 422
    last = Client(REMOTE_ADDR="10.2.0.1")
    assert login(last, account.phone).status_code == 429


def test_a_forged_forwarded_header_changes_nothing(client, account):
    for n in range(9):
        answer = client.post(
            "/login/",
            {"username": account.phone, "password": "wrong"},
            headers={"X-Forwarded-For": f"10.3.0.{n}"},
        )
    assert answer.status_code == 429


def test_a_stranger_elsewhere_does_not_lock_the_owner_out(account):
    stranger = Client(REMOTE_ADDR="10.4.0.1")
    for _ in range(100):
        login(stranger, account.phone, "wrong")
    assert login(stranger, account.phone).status_code == 429
    assert login(Client(REMOTE_ADDR="10.4.0.2"), account.phone).status_code == 302


def test_logging_in_rightly_is_never_too_much(account):
    hall = Client(REMOTE_ADDR="10.5.0.1")
    assert {login(hall, account.phone).status_code for _ in range(130)} == {302}
    assert login(hall, account.phone, "wrong").status_code == 422


def test_one_address_tries_a_hundred_accounts(account, settings):
    def last_of(address):
        guest = Client(REMOTE_ADDR=address)
        for n in range(100):
            assert login(guest, f"161{n:08d}", "wrong").status_code == 422
        return login(guest, account.phone).status_code

    assert last_of("10.6.0.1") == 429
    settings.SHARED_NETWORKS = "10.7.0.0/16"
    assert last_of("10.7.0.1") == 302
    assert last_of("10.8.0.1") == 429


def test_a_household_changes_its_address_in_vain(account):
    for n in range(8):
        guest = Client(REMOTE_ADDR=f"2001:db8:1:1::{n}")
        login(guest, account.phone, "wrong")
    again = Client(REMOTE_ADDR="2001:db8:1:1:ffff::1")
    assert login(again, account.phone).status_code == 429
    assert (
        login(Client(REMOTE_ADDR="2001:db8:1:2::1"), account.phone).status_code == 302
    )


@pytest.mark.parametrize("peer", ["127.0.0.1", ""])
def test_each_visitor_behind_the_proxy_counts_alone(account, settings, peer):
    settings.TRUSTED_PROXIES = "127.0.0.1"

    def code(address, password=PASSWORD):
        forwarded = {"HTTP_X_FORWARDED_FOR": f"10.9.9.9, {address}"}
        guest = Client(REMOTE_ADDR=peer, **forwarded)
        return login(guest, account.phone, password).status_code

    assert [code("192.0.2.1", "wrong") for _ in range(8)][-1] == 429
    assert code("192.0.2.1") == 429
    assert code("192.0.2.2") == 302


def test_who_comes_from_nowhere_is_counted_too(account):
    socket = Client(REMOTE_ADDR="")
    for n in range(100):
        login(socket, f"161{n:08d}", "wrong")
    assert login(socket, account.phone).status_code == 429


def test_a_stranger_guessing_codes_does_not_stop_the_owner(house, account):
    form = {"phone": account.phone, "code": "000000"}
    form |= {"password1": "calm-river-10", "password2": "calm-river-10"}
    stranger, owner = Client(REMOTE_ADDR="10.4.1.1"), Client(REMOTE_ADDR="10.4.1.2")
    for _ in range(30):
        answer = stranger.post("/reset/", form)
    assert answer.status_code == 429
    assert owner.post("/reset/", form).status_code == 422


def test_limits_are_switched_off_by_the_setting(client, account, settings):
    settings.THROTTLES = False
    for _ in range(45):
        login(client, account.phone, "wrong")
    assert login(client, account.phone).status_code == 302
    assert not Attempt.objects.exists()


def test_no_phone_is_kept_with_the_counts(client, account):
    login(client, account.phone)
    kept = " ".join(Attempt.objects.values_list("who", flat=True))
    assert account.phone not in kept
    assert "127.0.0.1" not in kept


def test_logging_out_takes_a_post_and_clears_the_browser(client, account):
    login(client, account.phone)
    assert client.get("/logout/").status_code == 405
    answer = client.post("/logout/")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert client.get("/me/").status_code == 302


def test_a_stolen_cookie_is_worthless_after_logging_out(client, account):
    login(client, account.phone)
    thief = Client()
    thief.cookies["sessionid"] = client.cookies["sessionid"].value
    assert thief.get("/me/").status_code == 200
    client.post("/logout/")
    assert thief.get("/me/").status_code == 302


# -- Sign up


def test_in_the_demo_somebody_new_signs_up_without_a_code(client, house, demo):
    answer = client.post("/signup/", signing_up(next="/rooms/"))
    assert (answer.status_code, answer.headers["Location"]) == (302, "/rooms/")
    person = User.objects.get(phone=FREE)
    assert (person.name, person.is_staff, person.phone_confirmed_at) == (
        "何平",
        False,
        None,
    )
    assert client.get("/me/").status_code == 200


def test_outside_the_demo_a_code_is_asked_of_everybody(client, house, lin, account):
    pages = set()
    for number in (FREE, lin.phone, account.phone):
        answer = client.post("/signup/", signing_up(phone=number, code="000000"))
        assert answer.status_code == 422
        pages.add(re.sub(r'value="[^"]*"', "", answer.content.decode()))
    assert len(pages) == 1
    assert not User.objects.filter(phone=FREE).exists()
    lin.refresh_from_db()
    assert not lin.has_account


def test_a_code_opens_an_account_and_confirms_the_number(client, house):
    asked = client.post("/signup/", signing_up(send="1"))
    page = asked.content.decode()
    assert (asked.status_code, Phone.sent[0][0]) == (200, FREE)
    assert "何平" in page
    assert PASSWORD not in page
    spaced = f" {last_code()[:3]} {last_code()[3:]} "
    assert client.post("/signup/", signing_up(code=spaced)).status_code == 302
    assert User.objects.get(phone=FREE).phone_confirmed_at is not None


def test_in_the_demo_a_known_person_is_claimed_by_a_code_alone(client, lin, demo):
    answer = client.post("/signup/", signing_up(phone=lin.phone))
    assert answer.status_code == 422
    assert 'name="code"' in answer.content.decode()
    client.post("/signup/", signing_up(phone=lin.phone, send="1"))
    done = client.post("/signup/", signing_up(phone=lin.phone, code=last_code()))
    assert done.status_code == 302
    lin.refresh_from_db()
    assert (lin.has_account, lin.name) == (True, "何平")


def test_an_account_is_not_taken_over_by_signing_up(client, account):
    codes.send_code(phone=account.phone, purpose=SIGNUP, at=AT)
    with time_machine.travel(AT):
        answer = client.post(
            "/signup/",
            signing_up(phone=account.phone, code=last_code(), password1=NEW),
        )
        assert answer.status_code == 422
        form = signing_up(phone=account.phone, code=last_code())
        answer = client.post("/signup/", form)
    assert "已经有账号" in answer.content.decode()
    account.refresh_from_db()
    assert account.check_password(PASSWORD)
    assert account.name == "林晓"


def test_staff_who_claim_keep_their_name_and_need_a_long_password(house):
    chen = make.staff("陈静", center=house)
    for password, is_taken in [("short-pass", False), ("a long calm password", True)]:
        codes.send_code(phone=chen.phone, purpose=SIGNUP, at=AT)
        claim = {"phone": chen.phone, "name": "别的", "code": last_code(), "at": AT}
        if is_taken:
            actions.sign_up(password=password, **claim)
        else:
            with pytest.raises(Exception, match="至少 15 位"):
                actions.sign_up(password=password, **claim)
    chen.refresh_from_db()
    assert (chen.name, chen.has_account) == ("陈静", True)


BAD = [
    ({"phone": "1234"}, "手机号是 11 位"),
    ({"phone": "１６１２００００００Ａ"}, "手机号是 11 位"),
    ({"phone": "16120000001\x00"}, "手机号"),
    ({"name": "\u200b\u2060"}, "请写下姓名"),
    ({"name": ""}, "必填"),
    ({"name": "长" * 41}, "40"),
    ({"password2": "another-one-9"}, "两次填的密码不一样"),
    ({"password1": "12345678", "password2": "12345678"}, "密码"),
    ({"password1": "short", "password2": "short"}, "8"),
    ({"password1": FREE, "password2": FREE}, "手机号"),
]


@pytest.mark.parametrize(("fields", "said"), BAD)
def test_a_bad_sign_up_is_answered_in_words_and_keeps_the_text(
    client, house, demo, fields, said
):
    answer = client.post("/signup/", signing_up(**fields))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'class="errors"' in page
    assert "错误：" in page.split("</title>")[0]
    assert said in page
    assert not User.objects.filter(phone=FREE).exists()


def test_nobody_makes_themselves_staff(client, house, demo):
    client.post(
        "/signup/",
        signing_up(is_staff="1", is_superuser="1", center=house.pk, groups="1"),
    )
    person = User.objects.get(phone=FREE)
    assert (person.is_staff, person.is_superuser, person.center) == (False, False, None)


@pytest.mark.django_db(transaction=True)
def test_two_who_sign_up_with_one_phone_are_one_account(house, settings):
    settings.DEMO = True

    def sign_up(name):
        return lambda: actions.sign_up(
            phone=FREE, name=name, password=f"{PASSWORD}-{name}", at=AT
        )

    outcomes = at_once(*[sign_up(name) for name in "甲乙丙丁"])
    assert len(refusals(outcomes)) == 3
    assert User.objects.filter(phone=FREE).count() == 1


# -- Codes


def test_a_code_serves_once_and_not_for_long(house):
    codes.send_code(phone=FREE, purpose=SIGNUP, at=AT)
    right = {"phone": FREE, "purpose": SIGNUP, "code": last_code()}
    assert not codes.is_right(**right | {"purpose": RESET}, at=AT)
    assert not codes.is_right(**right, at=make.moment("2026-11-24 10:10"))
    assert codes.is_right(**right, at=make.moment("2026-11-24 10:09"))
    codes.use_up(phone=FREE, purpose=SIGNUP, at=AT)
    assert not codes.is_right(**right, at=AT)
    with pytest.raises(Exception, match="验证码不对"):
        codes.use_up(phone=FREE, purpose=SIGNUP, at=AT)


def test_only_the_newest_code_counts(house):
    codes.send_code(phone=FREE, purpose=SIGNUP, at=AT)
    first = last_code()
    later = make.moment("2026-11-24 10:01")
    codes.send_code(phone=FREE, purpose=SIGNUP, at=later)
    asked = {"phone": FREE, "purpose": SIGNUP, "at": later}
    if first != last_code():
        assert not codes.is_right(**asked, code=first)
    assert codes.is_right(**asked, code=last_code())


def test_only_a_digest_of_the_code_is_kept(house):
    codes.send_code(phone=FREE, purpose=SIGNUP, at=AT)
    kept = OneTimeCode.objects.get()
    assert last_code() not in kept.digest
    assert str(kept) == "注册 161****0001"


def test_codes_are_not_sent_without_end(client, house):
    for _ in range(3):
        assert client.post("/signup/", signing_up(send="1")).status_code == 200
    assert client.post("/signup/", signing_up(send="1")).status_code == 429
    assert client.post("/reset/", {"phone": FREE, "send": "1"}).status_code == 429
    assert len(Phone.sent) == 3


def test_a_code_for_no_number_is_refused_alone_for_the_number(client, house):
    answer = client.post("/reset/", {"phone": "12", "send": "1"})
    assert answer.status_code == 422
    assert answer.content.decode().count('class="err"') == 1
    assert Phone.sent == []


@pytest.mark.parametrize("address", ["/signup/", "/reset/"])
def test_a_gateway_that_is_down_is_said(client, house, phone, address):
    phone.is_down = True
    answer = client.post(address, {"phone": FREE, "send": "1"})
    assert answer.status_code == 200
    assert "短信没有发出去" in answer.content.decode()


# -- Reset


def resetting(phone, code):
    return {"phone": phone, "code": code, "password1": NEW, "password2": NEW}


def test_a_code_sets_a_new_password_and_ends_every_session(client, account):
    login(client, account.phone)
    guest = Client()
    guest.post("/reset/", {"phone": account.phone, "send": "1"})
    answer = guest.post("/reset/", resetting(account.phone, last_code()))
    assert answer.headers["Location"] == "/login/"
    assert client.get("/me/").status_code == 302
    account.refresh_from_db()
    assert account.check_password(NEW)


def test_asking_for_a_code_looks_the_same_for_everybody(client, account, lin):
    pages = set()
    for number in (account.phone, lin.phone, FREE):
        answer = client.post("/reset/", {"phone": number, "send": "1"})
        pages.add(re.sub(r'value="[^"]*"', "", answer.content.decode()))
    assert len(pages) == 1
    assert len(Phone.sent) == 3


def test_a_wrong_code_looks_the_same_for_everybody(client, account, lin):
    pages = set()
    for number in (account.phone, lin.phone, FREE):
        answer = client.post("/reset/", resetting(number, "000000"))
        pages.add(re.sub(r'value="[^"]*"', "", answer.content.decode()))
    assert len(pages) == 1
    account.refresh_from_db()
    assert account.check_password(PASSWORD)


def test_the_holder_of_a_phone_without_account_is_told_to_sign_up(client, lin):
    client.post("/reset/", {"phone": lin.phone, "send": "1"})
    answer = client.post("/reset/", resetting(lin.phone, last_code()))
    assert "请先注册" in answer.content.decode()
    lin.refresh_from_db()
    assert not lin.has_account


# -- Change


def test_a_new_password_ends_the_other_sessions(client, account):
    other = Client()
    login(client, account.phone)
    login(other, account.phone)
    form = {"old": PASSWORD, "password1": NEW, "password2": NEW}
    assert client.post("/me/password/", form).headers["Location"] == "/me/"
    assert client.get("/me/").status_code == 200
    assert other.get("/me/").status_code == 302
    assert login(other, account.phone, NEW).status_code == 302


def test_the_old_password_must_be_right(client, account):
    login(client, account.phone)
    form = {"old": "wrong", "password1": NEW, "password2": NEW}
    answer = client.post("/me/password/", form)
    assert "现在的密码不对" in answer.content.decode()
    for _ in range(10):
        answer = client.post("/me/password/", form)
    assert answer.status_code == 429


# -- My data


def test_a_person_sees_and_takes_along_what_is_kept(client, account, offer):
    offer(own_data=export)
    login(client, account.phone)
    page = client.get("/me/data/").content.decode()
    assert account.phone in page
    assert "&lt;三号座&gt;" in page
    answer = client.get("/me/data/file/")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Cache-Control"] == "private, no-store"
    kept = json.loads(answer.content)
    assert kept["账号"][0]["手机号"] == account.phone
    assert kept["预约"] == [{"单元": "<三号座>", "时间": "2026-11-24"}]


def export(user):
    return "预约", [{"单元": "<三号座>", "时间": AT.date()}]


def test_closing_an_account_takes_the_person_out_of_the_rows(client, account):
    tell(person=account, text="林晓，您好", once="x", at=AT)
    login(client, account.phone)
    answer = client.post("/me/data/erase/", {"password": PASSWORD})
    assert answer.headers["Location"] == "/"
    assert client.get("/me/").status_code == 302
    number, account_pk = account.phone, account.pk
    account = User.objects.get(pk=account_pk)
    assert (account.name, account.phone, account.is_active) == ("已注销", None, False)
    assert account.erased_at is not None
    assert not account.has_account
    message = Message.objects.get()
    assert (message.phone, message.text) == ("", "")
    assert login(client, number).status_code == 422


def test_an_erased_phone_opens_a_new_account(account, demo):
    number = account.phone
    actions.erase_account(by=account, password=PASSWORD, at=AT)
    again = actions.sign_up(phone=number, name="何平", password=NEW, at=AT)
    assert again.pk != account.pk


def test_what_is_open_holds_the_account(client, account, offer):
    offer(holds=hold)
    login(client, account.phone)
    assert "明天 9:00 还有预约" in client.get("/me/data/").content.decode()
    answer = client.post("/me/data/erase/", {"password": PASSWORD})
    assert answer.status_code == 422
    assert "明天 9:00 还有预约" in answer.content.decode()
    account.refresh_from_db()
    assert account.name == "林晓"


def hold(user, at):
    return ["明天 9:00 还有预约，请先取消。"]


def test_closing_takes_the_password(client, account):
    login(client, account.phone)
    answer = client.post("/me/data/erase/", {"password": "wrong"})
    assert "密码不对" in answer.content.decode()
    account.refresh_from_db()
    assert account.name == "林晓"


def test_staff_are_dismissed_and_do_not_erase_themselves(house):
    chen = make.staff("陈静", center=house)
    chen.set_password(PASSWORD)
    chen.save()
    with pytest.raises(Exception, match="由主管停用"):
        actions.erase_account(by=chen, password=PASSWORD, at=AT)
