"""The roster on the desk, and what the catalog says when nobody is there."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from center.registers import actions as registers
from center.roster import demo
from center.roster.lookup import gaps_of, posts_in
from center.roster.models import Absence, Post
from center.roster.portal import cards
from center.rules import Role
from tests import make
from tests.center.guide import make as guide

ABSENCE = "/desk/roster/absence/"


@pytest.fixture(autouse=True)
def _password_is_enough(settings):
    settings.SECOND_FACTOR = False


@pytest.fixture
def liu(house):
    return make.staff("刘洋", Role.CLERK, center=house)


@pytest.fixture
def post(house, chen, liu, zhao):
    told = {"name": "民政岗", "a": chen, "b": liu}
    key = {"form_key": "post", "center": house, "by": zhao, "at": guide.AT}
    return registers.add(Post, **key, **told)


def browser(person):
    client = Client()
    client.force_login(person)
    return client


def test_a_clerk_goes_and_comes_back(post, chen, liu, zhao):
    desk = browser(chen)
    page = desk.get(ABSENCE).content.decode()
    assert f'<option value="{zhao.pk}">' in page
    sent = {"staff": chen.pk, "deputy": liu.pk, "reason": "开会"}
    page = desk.post(ABSENCE, sent, follow=True).content.decode()
    assert "从现在起，陈静 手上的事由 刘洋 顶" in page
    assert "开会" in page
    row = Absence.objects.get()
    assert row.starts_at <= timezone.now()
    assert "刘洋（顶）" in desk.get("/desk/roster/").content.decode()
    page = desk.post(f"{ABSENCE}{row.pk}/end/", follow=True).content.decode()
    assert "陈静 回岗了" in page


def test_one_ahead_is_called_off(post, chen, liu):
    desk = browser(chen)
    sent = {"staff": chen.pk, "deputy": liu.pk, "starts_at": "2999-01-05T09:00"}
    assert desk.post(ABSENCE, sent).status_code == 422
    later = timezone.localtime() + timedelta(days=3)
    sent["starts_at"] = f"{later:%Y-%m-%dT09:00}"
    page = desk.post(ABSENCE, sent, follow=True).content.decode()
    assert "起，陈静 手上的事" in page
    assert ">取消" in page.replace("\n", "").replace(" ", "")


def test_a_clerk_marks_nobody_else_absent(chen, liu, zhao):
    answer = browser(chen).post(ABSENCE, {"staff": zhao.pk, "deputy": liu.pk})
    assert (answer.status_code, Absence.objects.count()) == (422, 0)
    assert "别人的由主管登记" in answer.content.decode()


def test_who_shares_the_post_takes_over_by_one_button(post, chen, liu):
    page = browser(liu).get("/desk/roster/").content.decode()
    assert "陈静 没有来，我现在顶上" in page
    browser(liu).post(f"/desk/roster/take-over/{chen.pk}/")
    assert Absence.objects.get().deputy == liu
    assert "没有来，我现在" not in browser(liu).get("/desk/roster/").content.decode()
    page = browser(liu).post(f"/desk/roster/take-over/{chen.pk}/", follow=True)
    assert "已经登记过不在岗" in page.content.decode()


def test_the_catalog_says_that_the_window_rests(post, house, chen, liu, zhao):
    row = guide.approved(house, *guide.colleagues(house), post=post)
    url = f"/services/{row.slug}/"
    assert "窗口暂停" not in Client().get(url).content.decode()
    at = timezone.now()
    for staff in (chen, liu):
        Absence.objects.create(
            staff=staff, shuts_window=True, starts_at=at, set_by=zhao, set_at=at
        )
    assert "窗口暂停" in Client().get(url).content.decode()
    Absence.objects.filter(staff=liu).update(ends_at=timezone.now())
    assert "窗口暂停" not in Client().get(url).content.decode()


def test_each_card_opens_the_rows_that_it_counts(post, house, chen, liu, zhao):
    at = timezone.now()
    registers.add(Post, form_key="q", center=house, by=zhao, at=guide.AT, name="引导台")
    for staff, deputy in ((chen, liu), (zhao, None)):
        Absence.objects.create(
            staff=staff,
            deputy=deputy,
            shuts_window=deputy is None,
            starts_at=at,
            set_by=zhao,
        )
    found = cards(liu, timezone.now())
    assert [card.title for card in found] == ["窗口没有人", "我在顶岗"]
    for card in found:
        page = browser(liu).get(card.url)
        assert len(page.context["rows"]) == card.count == 1


@pytest.mark.parametrize("at", ["2026-11-24 09:30", "2026-02-13 20:00"])
def test_the_demo_shows_a_deputy_and_a_window_without_anybody(house, at):
    at = make.moment(at)
    clerk, boss = (
        make.staff(name, role, center=house, phone=phone)
        for name, role, phone in (
            ("陈静", Role.CLERK, demo.CLERK),
            ("赵敏", Role.SUPERVISOR, demo.SUPERVISOR),
        )
    )
    told = {"center": house, "by": boss, "at": at, "name": "民政岗"}
    registers.add(Post, form_key="post", a=clerk, b=boss, **told)
    demo.fill(at=at, password="")
    assert [one.deputy for one in Absence.objects.order_by("pk")] == [boss, boss, None]
    later = Absence.objects.latest("pk").starts_at
    assert len(gaps_of(posts_in([house.pk]), later - timedelta(days=1))) == 1
