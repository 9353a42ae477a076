"""The verbs of members: what they do, what they refuse and in which words."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from center.workflow.actions import StaleError
from membership import crypto
from membership.actions import members as register
from membership.actions import organizations
from membership.models import IdReveal, Member
from tests import make as people
from tests.membership import make
from tests.together import at_once, refusals

pytestmark = pytest.mark.django_db
AT = make.AT
TODAY = date(2026, 11, 24)
DECIDED = {"decided_by": "支部大会通过，街道党工委批准", "decided_on": TODAY}


def says(part):
    return pytest.raises(ValidationError, match=part)


def last(member):
    step = member.steps.order_by("-pk")[0]
    return step.get_kind_display(), step.text


# -- Registering


def test_registering(branch_a, chen):
    number = make.id_number()
    member = make.member(
        branch_a, "秦\u200b朗 ", id_number=f" {number.lower()} ", by=chen
    )
    member.refresh_from_db()
    assert (member.name, member.state, member.version) == ("秦朗", "present", 1)
    assert crypto.unseal(member.id_cipher) == number
    assert (member.consent_version, member.consent_channel) == ("2026-11", "paper")
    step = member.steps.get()
    assert (step.by, step.at, step.to_organization) == (chen, AT, branch_a)


def test_a_probationer_has_a_year(branch_a):
    member = make.member(branch_a, kind="probationary", joined_on=date(2026, 2, 28))
    assert (member.probation_until, member.confirmed_on) == (date(2027, 2, 28), None)
    given = make.member(
        branch_a, "许婷", kind="probationary", probation_until=date(2027, 6, 1)
    )
    assert given.probation_until == date(2027, 6, 1)


def test_the_same_cause_registers_once(branch_a):
    first = make.member(branch_a, form_key="new:1")
    again = make.member(branch_a, "别人", form_key="new:1")
    assert (first, Member.objects.count()) == (again, 1)
    make.member(branch_a, "许婷")
    make.member(branch_a, "施工")
    assert Member.objects.count() == 3


@pytest.mark.parametrize(
    ("fields", "part"),
    [
        ({"name": "\u200b"}, "请填姓名|不能为空"),
        ({"confirmed_on": None}, "正式党员要填转正日期"),
        ({"confirmed_on": date(2009, 1, 1)}, "不能早于入党日期"),
        ({"joined_on": date(2026, 11, 25)}, "不能晚于今天"),
        ({"born_on": date(2027, 1, 1)}, "不能晚于今天"),
        ({"phone": "12345"}, "手机号是 11 位"),
        ({"id_number": "99999919800101001"}, "18 位"),
        ({"id_number": make.id_number(serial=1), "consent_channel": ""}, "同意告知书"),
        ({"kind": "guest"}, "请选正式党员或预备党员"),
    ],
)
def test_refused_registrations(branch_a, fields, part):
    with says(part):
        make.member(branch_a, **fields)
    assert not Member.objects.exists()


def test_only_active_branches_take_members(committee, general_branch, branch_a):
    with says("党工委不编入党员，请选一个党支部"):
        make.member(committee)
    with says("流动党员党支部不编入党员"):
        make.member(make.organization("mobile", general_branch))
    organizations.dissolve(
        branch_a,
        reason="并入第二支部",
        by=make.registrar(branch_a.center),
        at=AT,
    )
    with says("已经撤销"):
        make.member(branch_a)


def test_a_number_stands_once_among_those_who_are_here(branch_a, branch_b, chen):
    number = make.id_number()
    first = make.member(branch_a, id_number=number)
    with says("已经登记在另一位在册党员"):
        make.member(branch_b, "许婷", id_number=number)
    register.move_member(member=first, to=None, by=chen, at=AT, once="out")
    again = make.member(branch_b, id_number=number)
    with says("已经登记|已经是另一位"):
        register.move_member(member=first, to=branch_b, by=chen, at=AT, once="back")
    assert again.is_here


def test_the_group_is_one_of_the_branch(branch_a, branch_b):
    group = make.organization("group", branch_b)
    with says("这个党小组不在这个支部里"):
        make.member(branch_a, group=group)
    assert make.member(branch_b, group=group).group == group


@pytest.mark.django_db(transaction=True)
def test_one_number_registered_by_two_branches_at_once(branch_a, branch_b):
    number, by = make.id_number(), make.registrar(branch_a.center)

    def into(branch):
        return lambda: make.member(branch, id_number=number, by=by)

    for _ in range(5):
        found = at_once(into(branch_a), into(branch_b))
        assert len(refusals(found)) == 1
        (row,) = [made for made in found if isinstance(made, Member)]
        register.move_member(member=row, to=None, by=by, at=AT, once=f"{row.pk}")


# -- Changing


def test_changing_writes_what_changed_without_whole_numbers(members, chen):
    number = make.id_number()
    row = register.change_member(
        members[0],
        version=1,
        phone="16120000009",
        nation="汉族",
        name="秦朗",
        id_number=number,
        by=chen,
        at=AT,
    )
    assert row.version == 2
    assert last(row) == (
        "修改",
        "手机号：161****0001 → 161****0009；民族：（空） → 汉族；身份证号：重新登记",
    )
    assert crypto.unseal(row.id_cipher) == number


def test_nothing_changed_writes_nothing(members, chen):
    row = register.change_member(members[0], version=1, name="秦朗", by=chen, at=AT)
    assert (row.version, row.steps.count()) == (1, 1)


def test_a_stale_change_is_not_saved(members, chen):
    register.change_member(members[0], version=1, nation="汉族", by=chen, at=AT)
    with pytest.raises(StaleError) as stale:
        register.change_member(members[0], version=1, nation="回族", by=chen, at=AT)
    assert stale.value.current.nation == "汉族"
    assert Member.objects.get(pk=members[0].pk).nation == "汉族"


def test_branch_kind_and_state_are_not_changed_by_the_way(members, branch_b, chen):
    for fields in ({"organization": branch_b}, {"state": "left"}, {"kind": "formal"}):
        with pytest.raises(ValueError, match="Not changed this way"):
            register.change_member(members[0], version=1, by=chen, at=AT, **fields)


def test_a_number_needs_consent_also_later(members, chen):
    number = make.id_number()
    with says("同意告知书之后"):
        register.change_member(members[2], version=1, id_number=number, by=chen, at=AT)
    row = register.record_consent(members[2], channel="paper", by=chen, at=AT)
    assert last(row) == ("同意告知书", "告知书 2026-11，纸质签字")
    row = register.change_member(
        row, version=row.version, id_number=number, by=chen, at=AT
    )
    assert crypto.unseal(row.id_cipher) == number


def test_consent_needs_a_way(members, chen):
    with says("用什么方式同意"):
        register.record_consent(members[2], channel="", by=chen, at=AT)


def test_taking_consent_back_deletes_the_number(members, chen):
    row = register.withdraw_consent(members[0], by=chen, at=AT)
    row.refresh_from_db()
    assert (row.id_cipher, row.id_index, row.consent_at) == ("", "", None)
    assert last(row) == ("撤回同意", "身份证号已删除")
    with says("没有登记过同意"):
        register.withdraw_consent(row, by=chen, at=AT)


# -- Accounts


def test_an_account_is_tied_after_its_number_was_confirmed(members, chen):
    person = people.person("秦朗")
    with says("还没有确认手机号"):
        register.link_person(members[0], person=person, by=chen, at=AT)
    person.phone_confirmed_at = AT
    with says("姓名和党员的姓名不一样"):
        register.link_person(members[1], person=person, by=chen, at=AT)
    person.save()
    row = register.link_person(members[0], person=person, by=chen, at=AT)
    assert list(Member.objects.of_person(person)) == [row]
    members[2].name = "秦朗"
    members[2].save()
    with says("已经是另一位在册党员"):
        register.link_person(members[2], person=person, by=chen, at=AT)


def test_a_closed_account_leaves_the_register_alone(members, chen):
    person = people.person("秦朗", phone_confirmed_at=AT)
    row = register.link_person(members[0], person=person, by=chen, at=AT)
    register.forget_person(person, AT)
    row.refresh_from_db()
    assert (row.person, row.name, last(row)[1]) == (None, "秦朗", "本人注销了账号")


# -- Looking at a number


def test_a_look_is_logged(members, chen):
    with says("写清楚理由"):
        register.reveal_id(member=members[0], reason="看看", by=chen, at=AT)
    number = register.reveal_id(
        member=members[0], reason=" 核对转出介绍信 ", by=chen, at=AT
    )
    reveal = IdReveal.objects.get()
    assert number == crypto.unseal(members[0].id_cipher)
    assert (reveal.by, reveal.at, reveal.reason) == (chen, AT, "核对转出介绍信")
    with says("没有登记身份证号"):
        register.reveal_id(member=members[1], reason="核对介绍信", by=chen, at=AT)
