"""Being away: a deputy who is there, one absence at a time, no empty window."""

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from center.accounts.actions import appointments
from center.accounts.actions.leaving import estates_of
from center.registers import actions as registers
from center.roster import actions
from center.roster.lookup import gaps_of, open_days, posts_in, table_of
from center.roster.models import Absence, Post
from center.roster.portal import cards
from center.rules import Role
from tests import make
from tests.make import moment
from tests.together import at_once, refusals

AT = moment("2026-11-25 10:00")


@pytest.fixture
def liu(house):
    return make.staff("刘洋", Role.CLERK, center=house)


@pytest.fixture
def post(house, chen, liu, zhao):
    told = {"name": "党员服务岗", "a": chen, "b": liu}
    key = {"form_key": "post", "center": house, "by": zhao, "at": AT}
    return registers.add(Post, **key, **told)


def absent(staff, deputy=None, *, by=None, starts="2026-11-25 10:00", ends="", **told):
    return actions.set_absent(
        staff=staff,
        deputy=deputy,
        starts_at=moment(starts),
        ends_at=moment(ends) if ends else None,
        by=by or staff,
        at=AT,
        **told,
    )


def refused(code, *args, **told):
    with pytest.raises(ValidationError) as refusal:
        absent(*args, **told)
    found = getattr(refusal.value, "error_dict", {None: [refusal.value]}).values()
    assert {one.code for errors in found for one in errors} == {code}
    return "；".join(refusal.value.messages)


def who(post, day):
    ((_, cells),) = table_of(post.center, [post], [moment(f"{day} 00:00").date()])
    return [(one["when"], one["who"]) for one in cells[0]]


def test_who_may_say_that_whom_is_away(house, chen, liu, zhao, sun, lin):
    for by in (liu, sun, lin):
        refused("no_permission", chen, liu, by=by)
    assert str(absent(chen, liu)) == "刘洋 顶 陈静 的岗"
    assert absent(liu, zhao, by=zhao, starts="2026-12-01 09:00").set_by == zhao


def test_a_deputy_is_there_the_whole_time_and_may_do_the_work(
    house, chen, liu, zhao, sun, qian
):
    absent(liu, zhao, starts="2026-11-26 09:00", ends="2026-11-27 09:00")
    assert "11月26日" in refused("deputy", chen, liu, ends="2026-11-26 10:00")
    refused("deputy", chen, sun)
    refused("deputy", chen, chen)
    refused("deputy", chen)
    refused("ends_at", chen, zhao, ends="2026-11-25 10:00")
    assert absent(chen, liu, ends="2026-11-26 09:00").deputy == liu


def test_one_absence_at_a_time_also_past_the_action(chen, liu, zhao):
    absent(chen, liu, ends="2026-11-26 10:00")
    text = refused("overlap", chen, zhao, starts="2026-11-26 09:00")
    assert "已经登记过不在岗" in text
    again = absent(chen, zhao, starts="2026-11-26 10:00")
    with pytest.raises(DatabaseError, match="absence_one"), transaction.atomic():
        Absence.objects.filter(pk=again.pk).update(starts_at=AT)


def test_ending_and_calling_off(house, chen, liu, zhao, lin):
    ahead = absent(chen, liu, starts="2026-12-01 09:00", ends="2026-12-05 09:00")
    stranger = make.staff("周宁", Role.CLERK, center=house)
    for by in (lin, stranger):
        with pytest.raises(ValidationError, match="只能由本人"):
            actions.set_present(absence=ahead, by=by, at=AT)
    row = actions.set_present(absence=ahead, by=zhao, at=AT)
    assert (row.ends_at, row.ended_by) == (row.starts_at, zhao)
    now = absent(chen, liu)
    noon = moment("2026-11-25 12:00")
    actions.set_present(absence=now, by=liu, at=noon)
    with pytest.raises(ValidationError, match="已经回岗"):
        actions.set_present(absence=now, by=chen, at=noon)


def test_a_window_is_shut_only_when_nobody_of_its_post_is_there(
    post, chen, liu, zhao, house
):
    assert "刘洋 那时在岗" in refused("deputy", chen, shuts_window=True)
    refused("deputy", zhao, shuts_window=True)
    third = make.staff("周宁", Role.CLERK, center=house)
    absent(liu, third, ends="2026-11-26 12:00")
    row = absent(chen, shuts_window=True, ends="2026-11-26 09:00")
    assert str(row) == "陈静 不在，窗口暂停"
    assert who(post, "2026-11-25") == [
        ("9:00–10:00", "陈静"),
        ("10:00–12:00", "周宁（顶）"),
        ("14:00–17:30", "周宁（顶）"),
    ]


def test_a_gap_is_shown_ahead_and_a_post_of_nobody_too(post, chen, liu, zhao, house):
    assert gaps_of([post], AT) == []
    absent(liu, zhao, starts="2026-12-01 09:00", ends="2026-12-01 12:00")
    absent(zhao, by=zhao, deputy=chen, starts="2026-12-02 09:00")
    actions.set_present(
        absence=Absence.objects.get(staff=zhao), by=zhao, at=moment("2026-12-02 10:00")
    )
    # Whoever stands in leaves early: what was there when it was saved is no more.
    Absence.objects.filter(staff=liu).update(deputy=None, shuts_window=True)
    absent(chen, shuts_window=True, starts="2026-12-01 10:00", ends="2026-12-01 15:00")
    registers.add(Post, form_key="p", center=house, by=zhao, at=AT, name="引导台")
    posts = posts_in([house.pk])
    assert [(post.name, text) for post, text in gaps_of(posts, AT)] == [
        ("党员服务岗", "12月1日 周二 10:00–12:00"),
        ("引导台", "还没有定 A 岗、B 岗"),
    ]
    (card, *_) = cards(zhao, AT)
    assert (card.title, card.count, card.is_urgent) == ("窗口没有人", 2, True)
    assert who(post, "2026-12-01") == [
        ("9:00–10:00", "陈静"),
        ("10:00–12:00", "没有人"),
        ("14:00–15:00", "刘洋（顶）"),
        ("15:00–17:30", "陈静"),
    ]


def test_whoever_shares_the_post_takes_over_at_once(post, chen, liu, house):
    stranger = make.staff("周宁", Role.CLERK, center=house)
    with pytest.raises(ValidationError, match="同岗的人可以马上顶上"):
        actions.take_over(staff=chen, by=stranger, at=AT)
    row = actions.take_over(staff=chen, by=liu, at=AT)
    assert (row.staff, row.deputy, row.set_by, row.ends_at) == (chen, liu, liu, None)
    assert [card.text for card in cards(liu, AT)] == ["顶 陈静 的岗"]
    assert cards(chen, AT) == []


def test_posts_and_standing_in_go_to_the_successor(post, chen, liu, zhao, house):
    third = make.staff("周宁", Role.CLERK, center=house)
    absent(third, chen, by=zhao)
    absent(chen, liu, starts="2026-12-01 09:00")
    (estate,) = estates_of(chen, AT)
    assert str(estate) == "岗位：1 个岗位，顶着 1 个人的岗，自己 1 次不在岗没销"
    boss = {"why": "离职", "by": zhao, "at": AT}
    appointments.dismiss(person=chen, successors={"roster": liu}, **boss)
    row = Post.objects.get(pk=post.pk)
    assert (row.a, row.b) == (liu, None)
    later = Absence.objects.at(moment("2026-12-02 10:00"))
    assert [(one.staff, one.deputy) for one in later] == [(third, liu)]


def test_the_days_of_a_sheet_are_those_with_open_doors(house):
    days = open_days(house, moment("2026-11-27 00:00").date(), 3)
    assert [f"{day:%m-%d}" for day in days] == ["11-27", "11-30", "12-01"]


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_two_deputies_of_one_absence(self, chen, liu, zhao):
        calls = [lambda d=d: absent(chen, d, by=zhao) for d in (liu, zhao)]
        assert len(refusals(at_once(*calls))) == 1

    def test_nobody_stands_in_for_who_stands_in_for_them(self, chen, liu, zhao):
        outcomes = at_once(lambda: absent(chen, liu), lambda: absent(liu, chen))
        assert len(refusals(outcomes)) == 1
