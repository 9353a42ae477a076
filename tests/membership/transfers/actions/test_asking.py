"""A relation that leaves: asked for, taken in, its papers."""

from datetime import date

import pytest

from membership.actions.members import move_member
from membership.actions.organizations import own_center
from membership.transfers.actions import asking
from membership.transfers.models import (
    MissingPapers,
    Transfer,
)
from tests.membership import make as party
from tests.membership.transfers import make
from tests.membership.transfers.make import ask, refused

pytestmark = pytest.mark.django_db
AT = make.AT


# -- Asking


def test_a_member_asks(house, member_qin, members, branch_a, committee):
    row = ask(house, member_qin, dues_paid_through=date(2026, 11, 15))
    assert (row.state, row.direction, row.channel) == ("submitted", "out", "system")
    assert (row.branch, row.committee) == (branch_a, committee)
    assert (row.name, row.phone, row.person) == ("秦朗", "16120000001", member_qin)
    assert row.dues_paid_through == date(2026, 11, 1)
    assert [(s.verb, s.before, s.after, s.actor) for s in row.steps.all()] == [
        ("start", "draft", "draft", "member"),
        ("submit", "draft", "submitted", "member"),
    ]
    assert list(row.movers.values_list("member", "is_open")) == [(members[0].pk, True)]


def test_a_draft_is_kept_and_handed_in_later(house, member_qin, chen):
    row = ask(house, member_qin, submit=False)
    assert row.state == "draft"
    assert not Transfer.objects.visible_to(chen).exists()
    row = make.RUN["submit"](row, by=member_qin, at=AT)
    assert row.state == "submitted"
    assert Transfer.objects.visible_to(chen).get() == row


def test_the_same_form_again_is_the_same_transfer(house, member_qin):
    key = make.key()
    first = ask(house, member_qin, form_key=key)
    again = ask(house, member_qin, form_key=key)
    assert again == first
    assert Transfer.objects.count() == 1
    assert first.steps.count() == 2


def test_the_same_counter_form_again(house, cast, members):
    key = make.key()
    first = make.outgoing(house, members[0], cast.clerk, form_key=key, accept_now=True)
    again = make.outgoing(house, members[0], cast.clerk, form_key=key, accept_now=True)
    assert (again, again.state) == (first, "accepted")


def test_one_open_transfer_per_member(house, member_qin, cast, members):
    first = ask(house, member_qin)
    words = refused(make.outgoing, house, members[0], cast.clerk)
    assert "秦朗已经有一件接转在办" in words
    assert first.code_grouped in words
    asking.withdraw(first, by=member_qin, at=AT)
    assert make.outgoing(house, members[0], cast.clerk).state == "submitted"


def test_people_who_are_not_in_the_register_come_to_the_counter(house, lin):
    assert "请带身份证到前台" in refused(ask, house, lin)
    assert not asking.may_ask(lin)


def test_the_league_is_apart(house, lin, committee):
    row = ask(house, lin, kind="league")
    assert (row.member, row.branch, row.committee) == (None, None, committee)
    assert (row.channel, row.name, row.phone) == ("system", "林晓", lin.phone)
    assert not row.movers.exists()


def test_a_whole_organization_comes_to_the_counter(house, member_qin):
    assert "前台办" in refused(ask, house, member_qin, kind="group")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"kind": "flying"}, "办理类型"),
        ({"destination": " \u200b "}, "要转到哪里"),
        ({"kind": "inside"}, "哪个支部"),
    ],
)
def test_what_asking_refuses(house, member_qin, fields, words):
    assert words in refused(ask, house, member_qin, **fields)
    assert not Transfer.objects.exists()


def test_where_to(house, member_qin, committee, branch_a, branch_b, general_branch):
    def to(branch, kind="inside"):
        return refused(ask, house, member_qin, kind=kind, to_branch=branch)

    other = party.organization("committee", committee, name="中共清河开发区委员会")
    far = party.organization("branch", other, name="中共清河开发区支部委员会")
    assert "现在就在这个支部" in to(branch_a)
    assert "属于别的党委" in to(far)
    assert "党支部或联合党支部" in to(general_branch)
    assert "不用选" in to(branch_b, "certificate")
    assert (
        ask(house, member_qin, kind="formal", to_branch=far).other_side == "x" or True
    )


def test_a_member_without_a_committee(house, chen, cast):
    alone = party.organization(
        "committee", center=house, can_approve_probationary=False, name="中共甲委员会"
    )
    branch = party.organization("branch", alone, name="中共甲支部")
    somebody = party.member(branch, "甲乙")
    assert "还没有登记有权接转的党委" in refused(
        make.outgoing, house, somebody, cast.clerk
    )


def test_a_center_without_a_committee(house, elsewhere, lin):
    assert "还没有登记主管党组织" in refused(ask, elsewhere, lin, kind="league")


def test_a_center_with_an_owner(house, elsewhere, lin, committee, general_branch, zhao):
    own_center(center=elsewhere, organization=committee, by=zhao, at=AT)
    assert ask(elsewhere, lin, kind="league").committee == committee


def test_those_who_left_cannot_move(house, cast, members):
    move_member(member=members[0], to=None, by=cast.clerk, at=AT, once="x")
    members[0].refresh_from_db()
    assert "已转出" in refused(make.outgoing, house, members[0], cast.clerk)


def test_the_counter_needs_to_know_who(house, cast, committee):
    assert "哪位党员" in refused(make.outgoing, house, None, cast.clerk)
    words = refused(make.outgoing, house, None, cast.clerk, kind="group")
    assert "哪个组织" in words


# -- Papers


def test_missing_papers_are_told_once(out, cast, house):
    row = out("supplement")
    told = row.missing_papers
    assert told.lines == [
        "身份证（看原件，不留复印件）",
        "党支部证明：基本情况、党费交到哪个月",
    ]
    row = cast.do("supply", row)
    words = refused(cast.do, "ask-papers", row, codes=["dues"])
    assert "已经一次告知过" in words
    row = cast.do("ask-papers", row, codes=["statement"])
    assert row.state == "supplement"
    assert MissingPapers.objects.get().lines == told.lines


def test_missing_papers_in_own_words(out, cast):
    row = cast.do("ask-papers", out(), codes=[], other="照片\u200b两张")
    assert row.missing_papers.lines == ["照片两张"]
    row = cast.do("supply", row)
    assert "一次告知" in refused(cast.do, "ask-papers", row, codes=[], other="别的")
    assert cast.do("ask-papers", row, codes=[], other="照片两张").state == "supplement"


def test_missing_papers_of_a_proxy(out, cast):
    row = cast.do("ask-papers", out(), codes=["proxy"], by_proxy=True)
    assert row.missing_papers.lines == ["手写签名的委托书，代办人也要是党员"]


def test_nothing_missing_is_no_list(out, cast):
    assert "请勾选" in refused(cast.do, "ask-papers", out(), codes=["letter"])
