"""The database refuses by itself what the rules refuse, whoever writes."""

from datetime import date

import pytest
from django.db import IntegrityError, InternalError, transaction
from django.db.models import ProtectedError

from center.registers.models import Export
from membership.models import (
    IdReveal,
    ImportBatch,
    Member,
    MembershipStep,
    Organization,
    OrganizationStep,
    Ownership,
    Post,
)
from tests.membership import make

pytestmark = pytest.mark.django_db
AT = make.AT


def refused(name):
    return pytest.raises(IntegrityError, match=name)


def change(row, **fields):
    with transaction.atomic():
        type(row).objects.filter(pk=row.pk).update(**fields)


def test_a_branch_does_not_stand_at_the_top(house):
    with refused("organization_parent_fits"):
        Organization.objects.create(name="甲", kind="branch", center=house)


def test_a_superior_fits_its_kind(house, branch_a):
    with refused("organization_parent_fits"):
        Organization.objects.create(
            name="甲", kind="general", center=house, parent=branch_a
        )


def test_no_ring(committee):
    below = make.organization("committee", committee)
    with refused("organization_no_ring"):
        change(committee, parent=below)
    with refused("organization_no_ring|organization_not_its_own_parent"):
        change(below, parent=below)


def test_a_kind_fits_what_stands_below(general_branch, branch_a):
    with refused("organization_children_fit"):
        change(general_branch, kind="branch")


def test_a_branch_with_members_stays_a_branch(branch_a, members):
    with refused("organization_has_members"):
        change(branch_a, kind="temporary")


def test_a_group_with_members_stays_in_its_branch(branch_a, branch_b):
    group = make.organization("group", branch_a)
    make.member(branch_a, group=group)
    with refused("organization_group_has_members"):
        change(group, parent=branch_b)


def test_nothing_with_members_or_branches_is_dissolved(
    branch_a, general_branch, members
):
    for row in (branch_a, general_branch):
        with refused("organization_dissolved_is_empty"):
            change(row, status="dissolved")


ORGANIZATION = {
    "organization_kind_known|organization_parent_fits": {"kind": "club"},
    "organization_status_known|Invalid transition": {"status": "asleep"},
    "organization_national_code_shape": {"national_code": "12345"},
    "organization_only_committees_approve": {"can_approve_probationary": True},
    "organization_paper_needs_approval": {"issues_paper_letters": True},
    "organization_term_ends_after_start": {
        "term_from": date(2026, 1, 1),
        "term_to": date(2026, 1, 1),
    },
    "organization_version_positive": {"version": 0},
}


@pytest.mark.parametrize("name", ORGANIZATION)
def test_organization_constraints(branch_a, name):
    with pytest.raises((IntegrityError, InternalError), match=name):
        change(branch_a, **ORGANIZATION[name])


@pytest.mark.parametrize(
    "field", ["name", "letter_word", "national_code"], ids=lambda field: field
)
def test_names_codes_and_words_are_used_once(branch_a, branch_b, field):
    change(
        branch_a, **{field: "051000011185"[:10] if field == "letter_word" else "0" * 12}
    )
    with refused(f"organization_{field}_once"):
        change(
            branch_b,
            **{field: "051000011185"[:10] if field == "letter_word" else "0" * 12},
        )


def test_one_secretary(branch_a, members):
    with refused("organization_one_secretary"):
        change(branch_a, secretary=members[0], secretary_name="别人")


def test_a_center_is_owned_once(house, committee):
    Ownership.objects.create(center=house, organization=committee)
    with refused("center_id"):
        Ownership.objects.create(center=house, organization=committee)


def test_members_stand_in_active_branches(members, committee, branch_b, general_branch):
    with refused("member_in_a_branch"):
        change(members[0], organization=committee)
    mobile = make.organization("mobile", general_branch)
    with refused("member_in_a_branch"):
        change(members[0], organization=mobile)
    closed = make.dissolved(make.organization("branch", general_branch))
    with refused("member_in_a_branch"):
        change(members[0], organization=closed)


def test_the_group_is_one_of_the_branch(members, branch_b, branch_a):
    group = make.organization("group", branch_b)
    for wrong in (group, branch_a):
        with refused("member_group_of_the_branch"):
            change(members[0], group=wrong)


MEMBER = {
    "member_state_known|fsm|transition": {"state": "lost"},
    "member_sex_known": {"sex": "9"},
    "member_phone_is_mobile": {"phone": "12345"},
    "member_kind_has_its_dates": {"confirmed_on": None},
    "member_kind_has_its_dates ": {"kind": "probationary"},
    "member_kind_has_its_dates  ": {"confirmed_on": date(2000, 1, 1)},
    "member_number_needs_consent|member_consent_whole": {"consent_at": None},
    "member_consent_whole": {"consent_channel": "rumor"},
    "member_number_has_index": {"id_index": "abc"},
    "member_number_has_index ": {"id_cipher": ""},
    "member_version_positive": {"version": 0},
}


@pytest.mark.parametrize("name", MEMBER)
def test_member_constraints(members, name):
    with pytest.raises((IntegrityError, InternalError), match=f"(?i){name.strip()}"):
        change(members[0], **MEMBER[name])


def test_number_and_account_are_used_once(members, lin):
    first, second, _ = members
    with refused("member_id_once"):
        change(
            second,
            id_index=first.id_index,
            id_cipher="x",
            consent_at=AT,
            consent_version="1",
            consent_channel="paper",
        )
    change(first, person=lin)
    with refused("member_person_once"):
        change(second, person=lin)


def test_a_number_may_stand_again_once_its_member_is_gone(members, branch_b):
    first = members[0]
    make.moved_out(first)
    index = Member.objects.get(pk=first.pk).id_index
    change(
        members[2],
        id_index=index,
        id_cipher="x",
        consent_at=AT,
        consent_version="1",
        consent_channel="paper",
    )
    assert Member.objects.filter(id_index=index).count() == 2


@pytest.mark.parametrize("to", ["moved_out", "left"])
def test_states_follow_the_table(members, to):
    make.decided(members[0], "suspended")
    make.decided(members[0], "left") if to == "left" else None
    wrong = "moved_out" if to == "moved_out" else "present"
    with pytest.raises((IntegrityError, InternalError), match=r"(?i)transition"):
        change(members[0], state=wrong)


def test_posts(secretary, branch_a):
    post = Post.objects.get()
    with refused("post_duty_known"):
        change(post, duty="king")
    with refused("post_ends_after_start"):
        change(post, ends_on=date(2019, 12, 31))
    with refused("post_open_once"):
        Post.objects.create(
            user=secretary,
            organization=branch_a,
            duty="secretary",
            starts_on=date(2026, 1, 1),
        )


def test_reasons_are_part_of_the_logs(members, chen):
    with refused("idreveal_has_reason"), transaction.atomic():
        IdReveal.objects.create(member=members[0], by=chen, at=AT, reason="")
    with refused("export_numbers_need_reason"):
        Export.objects.create(by=chen, at=AT, format="csv", count=1, with_numbers=True)


def test_history_is_written_once(members, chen, house):
    rows = [
        MembershipStep.objects.first(),
        OrganizationStep.objects.first(),
        IdReveal.objects.create(member=members[0], by=chen, at=AT, reason="核对"),
        Export.objects.create(by=chen, at=AT, format="csv", count=1, center=house),
    ]
    for row in rows:
        with pytest.raises(InternalError, match="append_only"), transaction.atomic():
            row.save()
        with pytest.raises(InternalError, match="append_only"), transaction.atomic():
            row.delete()


def test_nothing_is_deleted(members, branch_a, secretary, chen, house):
    batch = ImportBatch.objects.create(
        what="members", center=house, by=chen, at=AT, rows=1, key="k"
    )
    for row in (members[1], branch_a, Post.objects.get(), batch):
        with (
            pytest.raises((InternalError, ProtectedError)),
            transaction.atomic(),
        ):
            row.delete()


def test_an_import_keeps_its_rows_only_while_it_waits(chen, house):
    batch = ImportBatch.objects.create(
        what="members", center=house, by=chen, at=AT, rows=1, key="k", payload="x"
    )
    with refused("importbatch_payload_only_waiting"):
        change(batch, state="imported", finished_at=AT)
    change(batch, state="imported", finished_at=AT, payload="")
    with pytest.raises((IntegrityError, InternalError), match=r"(?i)transition"):
        change(batch, state="preview", finished_at=None)


def test_words(members, branch_a, secretary, committee, house):
    branch_a.secretary = members[0]
    texts = [
        str(row)
        for row in (
            members[0],
            branch_a,
            committee,
            Post.objects.get(),
            members[0].steps.first(),
            committee.steps.first(),
            IdReveal(reason="核对"),
            Export(what="党员", count=3),
            ImportBatch(what="members", rows=2),
            Ownership(center_id=1, organization_id=2),
        )
    ]
    assert texts == [
        "秦朗",
        "中共清河第一支部委员会",
        "清河街道党工委",
        "书记",
        "登记",
        "登记党工委“中共清河街道工作委员会”",
        "核对",
        "党员 3",
        "党员 2",
        "2 → 1",
    ]
    assert (branch_a.secretary_text, members[0].phone_masked) == ("秦朗", "161****0001")
