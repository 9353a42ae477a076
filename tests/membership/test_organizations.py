"""The verbs of organizations and posts."""

import contextlib
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, OperationalError

from center.rules import Role
from center.workflow.actions import StaleError
from membership.actions import organizations
from membership.models import Organization, Ownership, Post
from membership.models.tree import nodes_of
from tests import make as people
from tests.membership import make
from tests.together import at_once

pytestmark = pytest.mark.django_db
AT = make.AT


def says(part):
    return pytest.raises(ValidationError, match=part)


def test_founding(committee, organizer, elsewhere):
    row = make.organization(
        "branch",
        committee,
        name=" 中共清河第三\u200b支部委员会",
        served_by=[elsewhere],
        by=organizer,
    )
    assert (row.name, list(row.served_by.all())) == (
        "中共清河第三支部委员会",
        [elsewhere],
    )
    step = row.steps.get()
    assert (step.by, step.text) == (organizer, "登记党支部“中共清河第三支部委员会”")


def test_the_same_cause_founds_once(committee):
    first = make.organization("branch", committee, form_key="new:1")
    assert make.organization("branch", committee, form_key="new:1") == first


@pytest.mark.parametrize(
    ("kind", "above", "part"),
    [
        ("branch", None, "党支部要有上级"),
        ("group", "committee", "党小组不能直接放在党工委下面"),
        ("club", "committee", "请选一个类别"),
    ],
)
def test_refused_places(house, committee, kind, above, part):
    parent = committee if above else None
    with says(part):
        make.organization(kind, parent, center=house)
    assert Organization.objects.count() == 1


def test_refused_fields(committee, branch_a):
    for fields, part in [
        ({"name": branch_a.name}, "已经有一个同名的党组织"),
        ({"can_approve_probationary": True}, "只有党委、党工委能审批"),
        ({"national_code": "12"}, "12 到 15 位"),
        ({"letter_word": "清街"}, "已经用在别的党组织"),
        ({"name": "\u200b"}, "不能为空|空"),
    ]:
        with says(part):
            make.organization("branch", committee, **fields)


def test_changing_tells_what_changed(branch_a, members, organizer, elsewhere, house):
    row = organizations.change_organization(
        branch_a,
        version=1,
        short_name="第一支部",
        secretary=members[0],
        can_approve_probationary=False,
        term_to=date(2028, 1, 1),
        served_by=[elsewhere],
        by=organizer,
        at=AT,
    )
    assert row.version == 2
    assert row.steps.first().text == (
        "简称：（空） → 第一支部；书记（本系统里的党员）：（空） → 秦朗；"
        "本届止：（空） → 2028-01-01；另外服务的中心：柳林社区党群服务中心"
    )
    with pytest.raises(StaleError) as stale:
        organizations.change_organization(
            branch_a, version=1, short_name="x", by=organizer, at=AT
        )
    assert stale.value.current.short_name == "第一支部"


def test_nothing_changed_writes_nothing(branch_a, organizer):
    row = organizations.change_organization(
        branch_a, version=1, served_by=[], by=organizer, at=AT
    )
    assert row.steps.count() == 1


def test_switches_are_told_in_words(committee, organizer):
    row = organizations.change_organization(
        committee,
        version=1,
        issues_paper_letters=False,
        by=organizer,
        at=AT,
    )
    assert row.steps.first().text == "可开出省纸质介绍信：是 → 否"


def change(row, organizer, **fields):
    row.refresh_from_db()
    return organizations.change_organization(
        row, version=row.version, by=organizer, at=AT, **fields
    )


def test_refused_changes(
    committee, general_branch, branch_a, branch_b, members, organizer
):
    below = make.organization("committee", committee)
    with says("不能是它自己或它下面的"):
        change(committee, organizer, parent=below)
    with says("不能是它自己"):
        change(committee, organizer, parent=committee)
    with says("党支部不能直接放在党支部下面"):
        change(general_branch, organizer, kind="branch")
    with says("有党员的支部不能改成别的类别"):
        change(branch_a, organizer, kind="mobile")
    group = make.organization("group", branch_a)
    make.member(branch_a, "冯雪", group=group)
    with says("党小组里还有党员"):
        change(group, organizer, parent=branch_b)
    closed = make.organization("general", committee)
    organizations.dissolve(closed, reason="合并调整", by=organizer, at=AT)
    with says("已经撤销，请选别的上级"):
        change(branch_a, organizer, parent=closed)


def test_moving_below_another_superior(committee, branch_a, organizer):
    assert change(branch_a, organizer, parent=committee).parent == committee


@pytest.mark.django_db(transaction=True)
def test_two_moves_at_once_make_no_ring(committee, house, organizer):
    one = make.organization("committee", committee)
    two = make.organization("committee", committee)
    by = organizer

    def under(row, above):
        def move():
            return organizations.change_organization(
                row, version=1, parent=above, by=by, at=AT
            )

        return move

    # The loser is refused by the action or stopped by the trigger.
    with contextlib.suppress(IntegrityError, OperationalError):
        at_once(under(one, two), under(two, one))
    parents = dict(Organization.objects.values_list("pk", "parent_id"))
    assert (parents[one.pk], parents[two.pk]) != (two.pk, one.pk)


def test_dissolving(committee, general_branch, branch_a, branch_b, members, organizer):
    def dissolve(row, reason="合并调整"):
        return organizations.dissolve(row, reason=reason, by=organizer, at=AT)

    with says("写清楚理由"):
        dissolve(branch_a, "x")
    with says("还有在册党员"):
        dissolve(branch_a)
    with says("下面还有党组织"):
        dissolve(general_branch)
    group = make.organization("group", branch_b)
    make.member(branch_b, "冯雪", group=group)
    with says("党小组里还有党员"):
        dissolve(group)
    empty = make.organization("branch", general_branch)
    row = dissolve(empty)
    assert (row.status, row.steps.first().text) == ("dissolved", "撤销：合并调整")
    with says("已经撤销"):
        dissolve(empty)


# -- Posts


def test_appointing_and_ending(house, committee, organizer, lin, zhao):
    with says("只能指定工作人员"):
        make.post(lin, committee, "organizer")
    post = Post.objects.get(user=organizer)
    with says("已经担任这项职责"):
        make.post(organizer, committee, "organizer")
    ended = organizations.end_post(
        post=post, ends_on=date(2026, 11, 23), by=zhao, at=AT
    )
    assert ended.organization.steps.first().text == "何平的组织员到 2026-11-23 为止"
    with says("已经到 2026-11-23 结束"):
        organizations.end_post(post=post, ends_on=date(2026, 11, 24), by=zhao, at=AT)


def test_a_post_does_not_end_before_it_began(organizer, zhao):
    with says("任职结束不能早于开始"):
        organizations.end_post(
            post=Post.objects.get(), ends_on=date(2019, 1, 1), by=zhao, at=AT
        )


def test_seal_keepers_are_apart(committee, branch_a, organizer, seal_keeper, chen):
    with says("只有能开介绍信的"):
        make.post(chen, branch_a, "seal")
    with says("用印的人不能同时审批"):
        make.post(organizer, committee, "seal")
    with says("用印的人不能同时审批"):
        make.post(seal_keeper, committee, "organizer")
    make.post(chen, committee, "secretary")


def test_who_holds_what(committee, branch_a, organizer, secretary, seal_keeper):
    below = Organization.objects.below_posts
    assert set(below(organizer, "organizer", "secretary")) == {
        committee,
        branch_a.parent,
        branch_a,
    }
    assert list(below(organizer, "seal")) == []
    assert committee in below(seal_keeper, "seal")
    assert list(below(secretary, "secretary")) == [branch_a]


def test_a_post_that_ended_or_has_not_begun_shows_nothing(committee, house, zhao):
    he = people.staff("何平", Role.ORGANIZER, center=house)
    for since, until in [("2020-01-01", "2020-12-31"), ("2999-01-01", None)]:
        post = make.post(he, committee, "organizer", since=since)
        if until:
            organizations.end_post(
                post=post, ends_on=date.fromisoformat(until), by=zhao, at=AT
            )
    assert list(Organization.objects.visible_to(he)) == []
    assert list(Post.objects.current(AT.date())) == []


def test_owning_a_center(house, committee, branch_a, general_branch, organizer):
    own = {"center": house, "by": organizer, "at": AT}
    for wrong in (branch_a, make.organization("group", branch_a)):
        with says("由党委、党工委或党总支主管"):
            organizations.own_center(organization=wrong, **own)
    organizations.own_center(organization=general_branch, **own)
    organizations.own_center(organization=committee, **own)
    assert Ownership.objects.get().organization == committee


# -- The tree


def test_the_tree_in_order_with_sums(
    committee, general_branch, branch_a, branch_b, members, django_assert_num_queries
):
    first = make.organization("branch", committee, order=1)
    with django_assert_num_queries(1):
        nodes = nodes_of(Organization.objects.all(), today=date(2026, 11, 24))
    assert [(node.row, node.depth, node.total) for node in nodes] == [
        (committee, 0, 3),
        (first, 1, 0),
        (general_branch, 1, 3),
        (branch_a, 2, 2),
        (branch_b, 2, 1),
    ]
    assert "不足 3 人" in nodes[3].warnings[0]


def test_what_stands_below_nothing_visible_is_a_top(branch_a, branch_b, secretary):
    nodes = nodes_of(
        Organization.objects.visible_to(secretary), today=date(2026, 11, 24)
    )
    assert [(node.row, node.depth) for node in nodes] == [(branch_a, 0)]
