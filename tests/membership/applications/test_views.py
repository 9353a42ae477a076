"""The register: who gets in, what they see, the whole way of a paper."""

import re

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from center.rules import Role
from membership.applications import portal
from membership.applications.actions import papers as actions
from membership.applications.models import Application
from membership.applications.rules import State
from tests import make as people
from tests.membership import make as base
from tests.membership.applications import make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(make.at("2026-11-18 10:00"), tick=False):
        yield


def url(name, *args):
    return reverse(f"applications:{name}", args=args)


def as_(client, person):
    client.force_login(person)
    return client


def paper(**fields):
    return {
        "name": "顾星河",
        "sex": "1",
        "born_on": "1998-03-09",
        "phone": "161 2000 0077",
        "home": "清河里 3 号",
        "copies": "1",
        "pages": "2",
        "signed_on": "2026-11-18",
        "key": "a" * 32,
    } | fields


def test_who_may_open_what(
    client,
    house,
    branch_a,
    branch_b,
    secretary,
    organizer,
    chen,
    zhao,
    sun,
    lin,
    committee,
):
    other = people.staff("冯原", Role.SECRETARY, center=house)
    base.post(other, branch_b)
    row = make.handed(make.assigned(house, chen, branch_a, name="秘密申请人"), chen)
    waiting = make.assigned(house, chen, branch_a, name="还在窗口")
    read = [url("detail", row.pk), url("receipt", row.pk)]
    hand = [url(name, waiting.pk) for name in ("assign", "hand_over", "withdraw")]
    talk = url("talk", row.pk)

    for address in [*read, *hand, talk, url("list"), url("new")]:
        client.logout()
        assert client.get(address).status_code == 302
        assert as_(client, lin).get(address).status_code == 403
    for person, seen, hands, talks, adds in [
        (secretary, 200, 403, 200, 403),
        (organizer, 200, 200, 200, 200),
        (chen, 200, 200, 403, 200),
        (zhao, 200, 403, 403, 403),
        (sun, 404, 404, 403, 200),
        (other, 404, 403, 404, 403),
    ]:
        as_(client, person)
        assert {client.get(a).status_code for a in read} == {seen}, person
        assert {client.get(a).status_code for a in hand} == {hands}, person
        assert client.get(talk).status_code == talks, person
        assert client.get(url("new")).status_code == adds, person
        page = client.get(url("list")).content.decode()
        assert ("秘密申请人" in page) == (seen == 200)
    as_(client, secretary)
    assert client.get(url("detail", waiting.pk)).status_code == 404  # not theirs yet
    assert "还在窗口" not in client.get(url("list")).content.decode()


def test_others_change_nothing(client, house, branch_a, chen, sun, secretary):
    row = make.assigned(house, chen, branch_a)
    for person, name, status in [
        (sun, "assign", 404),
        (sun, "hand_over", 404),
        (sun, "withdraw", 404),
        (secretary, "hand_over", 403),
        (secretary, "talk", 404),
    ]:
        data = {
            "version": row.version,
            "on": "2026-11-18",
            "to": "x",
            "reason": "写错了",
        }
        assert as_(client, person).post(url(name, row.pk), data).status_code == status
    row.refresh_from_db()
    assert (row.state, row.version) == (State.RECEIVED, 1)


def test_the_whole_way_through_the_pages(client, house, branch_a, secretary, chen):
    as_(client, chen)
    answer = client.post(url("new"), paper())
    again = client.post(url("new"), paper())
    row = Application.objects.get()
    assert answer["Location"] == again["Location"] == url("detail", row.pk)
    assert row.phone == "16120000077"
    page = client.get(url("receipt", row.pk)).content.decode()
    for text in (
        "申2026-0001",
        "1 份 2 页",
        "2026年11月23日前",
        "2026年12月18日前",
        "确定后告诉您",
    ):
        assert text in page

    def post(name, **data):
        row.refresh_from_db()
        answer = client.post(url(name, row.pk), {"version": row.version, **data})
        assert answer.status_code == 302, answer.content.decode()[:3000]
        row.refresh_from_db()

    post("assign", branch=branch_a.pk, ground="home")
    post("hand_over", on="2026-11-18", to="秦朗")
    as_(client, secretary)
    assert "入党申请人待谈话" not in client.get("/desk/").content.decode()
    post("talk", on="2026-11-18", by_whom="秦朗", place="")
    assert row.state == State.TALKED
    assert client.get(url("detail", row.pk)).status_code == 200


def test_refusals_come_back_with_the_form_filled(client, house, branch_a, chen):
    row = make.assigned(house, chen, branch_a)
    as_(client, chen)
    for address, data in [
        (url("new"), paper(name="​")),
        (url("new"), paper(phone="12")),
        (url("new"), paper(signed_on="2026-11-19")),
        (url("new"), paper(born_on="0001-01-01")),
        (url("new"), paper(branch=branch_a.pk)),
        (url("new"), paper(home="x" * 5000)),
        (url("hand_over", row.pk), {"version": 1, "on": "2026-11-30", "to": "秦"}),
        (url("hand_over", row.pk), {"version": 1, "on": "9999-12-31", "to": "秦"}),
        (url("withdraw", row.pk), {"version": 1, "reason": "​"}),
        (url("assign", row.pk), {"version": 1, "branch": 0, "ground": "x"}),
    ]:
        answer = client.post(address, data)
        assert answer.status_code == 422, (address, data)
        assert 'role="alert"' in answer.content.decode()
    stale = client.post(url("withdraw", row.pk), {"version": 7, "reason": "我写的"})
    assert stale.status_code == 409
    assert "我写的" in stale.content.decode()
    assert Application.objects.count() == 1


def test_finding(client, house, branch_a, chen):
    make.received(house, chen, name="顾星河")
    make.received(house, chen, name="程雨桐")
    as_(client, chen)

    def found(**query):
        answer = client.get(url("list"), query)
        assert answer.status_code == 200, answer.content.decode()[:9000]
        return [row.name for row, _ in client.get(url("list"), query).context["rows"]]

    assert found() == ["程雨桐", "顾星河"]
    assert found(q="星") == ["顾星河"]
    assert found(q="申2026-0002") == ["程雨桐"]
    assert found(q="1") == ["顾星河"]
    assert found(q="2025-0001") == []
    assert found(state="talked") == []
    for text in (
        "%",
        "' OR 1=1 --",
        "<script>alert(1)</script>",
        "9" * 40,
        "１",
        "x" * 41,
    ):
        assert (
            "<script>alert"
            not in client.get(url("list"), {"q": text, "page": text}).content.decode()
        )


def test_the_list_asks_as_much_for_three_as_for_one(client, house, branch_a, chen):
    as_(client, chen)
    make.assigned(house, chen, branch_a)

    def count():
        with CaptureQueriesContext(connection) as queries:
            client.get(url("list"))
        return len(queries)

    count()
    first = count()
    make.assigned(house, chen, branch_a)
    make.received(house, chen)
    assert count() == first <= 10


def test_cards_on_the_desk(client, house, branch_a, chen, sun, secretary):
    make.received(house, chen, "2026-11-10 09:00")
    make.handed(
        make.assigned(house, chen, branch_a, "2026-10-16 09:00"), chen, "2026-10-17"
    )
    Application.objects.filter(state=State.HANDED_OVER).update(talk_due_on="2026-11-20")

    desk = as_(client, chen).get("/desk/").content.decode()
    assert "入党申请书待移交" in desk
    assert "有超过三个工作日的" in desk
    assert "入党申请人待谈话" in as_(client, secretary).get("/desk/").content.decode()
    assert "入党申请书待移交" not in as_(client, sun).get("/desk/").content.decode()


# -- The applicant's own pages


def handed_in(house, chen, lin, branch_a, **fields):
    fields = {"name": lin.name, "phone": lin.phone} | fields
    return make.assigned(house, chen, branch_a, **fields)


def test_an_applicant_sees_their_own_paper_and_nobody_elses(
    client, house, branch_a, secretary, chen, lin, wu
):
    row = handed_in(house, chen, lin, branch_a)
    make.received(house, chen, name="吴别人", phone=wu.phone)  # a slip of the pen
    as_(client, lin)

    def pages():
        found = [client.get(one).content.decode() for one in (url("own"), "/me/")]
        # Dates stand in spans, so that they stay whole.
        return [re.sub(r"</?span[^>]*>", "", page) for page in found]

    assert "<h2>入党申请书</h2>" in pages()[1]
    for page in pages():
        assert row.code in page
        assert "原件在我们这里，11月19日前移交党支部。" in page
        assert "吴别人" not in page
    row = make.handed(row, chen)
    for page in pages():
        assert "12月16日前党支部派人和您谈话" in page
    make.talked(row, secretary, "2026-11-18")
    for page in pages():
        assert "11月18日谈过话，接下来由党支部研究。" in page
    other = as_(client, wu)
    page = other.get(url("own")).content.decode()
    assert "没有您的入党申请书" in page
    # Party affairs stand in 我的 of those only who have some.
    assert "<h2>入党申请书</h2>" not in other.get("/me/").content.decode()
    assert "吴别人" not in other.get("/me/data/").content.decode()


def test_what_was_taken_back_says_so(client, house, branch_a, chen, lin):
    row = handed_in(house, chen, lin, branch_a)
    actions.withdraw(
        row, version=1, reason="想再等等", by=chen, at=make.at("2026-11-17 09:00")
    )
    page = as_(client, lin).get(url("own")).content.decode()
    assert "您已撤回。以后还可以再交。" in page


def test_the_own_paper_is_among_the_own_data(house, branch_a, secretary, chen, lin):
    row = handed_in(house, chen, lin, branch_a)
    title, rows = portal.own_data(lin)
    assert (title, len(rows)) == ("入党申请书", 1)
    assert rows[0] | {"收件号": row.code, "手机号": lin.phone} == rows[0]
    assert (rows[0]["党支部"], rows[0]["移交日期"]) == (branch_a.name, "")
    make.talked(make.handed(row, chen), secretary, "2026-11-18")
    row = portal.own_data(lin)[1][0]
    assert (row["移交日期"], row["谈话日期"]) == ("2026-11-17", "2026-11-18")
    assert portal.own_data(chen) == ("入党申请书", [])
