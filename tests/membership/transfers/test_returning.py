"""Somebody who moved out earlier comes in again: one person stays one row."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from membership.actions import members as register
from membership.actions import returning
from membership.models import Member
from tests import make as people
from tests.membership import make as party
from tests.membership.transfers import make

pytestmark = pytest.mark.django_db
AT = make.AT
NUMBER = party.id_number(serial=501)


def refused(call, *args, **fields):
    with pytest.raises(ValidationError) as refusal, transaction.atomic():
        call(*args, **fields)
    return refusal.value.message_dict


def away(branch, by, name="方舟", **fields):
    """Return somebody who was a member of the branch and moved out."""
    member = party.member(branch, name, **fields)
    register.move_member(member=member, to=None, by=by, at=AT, once=f"away:{member.pk}")
    member.refresh_from_db()
    return member


@pytest.fixture
def former(branch_a, cast):
    return away(branch_a, cast.clerk, id_number=NUMBER, lost_contact_on=None)


def test_the_number_finds_the_row(came, cast, former, branch_a, branch_b):
    row = cast.do(
        "assign", came("received"), id_number=NUMBER, consent_channel="online"
    )
    assert [member.pk for member in Member.objects.filter(name="方舟")] == [former.pk]
    former.refresh_from_db()
    assert (row.member, row.moved_at) == (former, AT)
    assert (former.state, former.organization) == ("present", branch_b)
    assert (former.joined_on, former.confirmed_on) == (
        date(2012, 5, 4),
        date(2013, 5, 4),
    )
    assert (former.phone, former.consent_channel) == ("16120000088", "online")
    step = former.steps.first()
    assert (step.kind, step.from_organization, step.to_organization) == (
        "moved",
        branch_a,
        branch_b,
    )
    assert step.text.startswith("从中共临江市第三中学总支部委员会转回；")
    assert "入党日期：2010-06-01 → 2012-05-04" in step.text
    assert [s.kind for s in former.steps.all()] == ["moved", "moved_out", "registered"]


def test_the_number_decides_against_the_choice(came, cast, former, branch_a):
    other = away(branch_a, cast.clerk)
    row = came("received")
    found = refused(
        cast.do,
        "assign",
        row,
        id_number=NUMBER,
        consent_channel="paper",
        former=other,
    )
    assert "对上的不是选的这一位" in found["former"][0]
    row = cast.do("assign", row, id_number=NUMBER, consent_channel="paper", is_new=True)
    assert row.member == former


def test_another_name_under_the_number(came, cast, branch_a):
    away(branch_a, cast.clerk, "方洲", id_number=NUMBER)
    found = refused(
        cast.do, "assign", came("received"), id_number=NUMBER, consent_channel="paper"
    )
    assert "另一个姓名" in found["id_number"][0]
    assert "方洲" not in str(found)


def test_a_number_that_is_on_the_books(came, cast, branch_a):
    party.member(branch_a, "方舟", id_number=NUMBER)
    row = came("received")
    found = refused(
        cast.do, "assign", row, id_number=NUMBER, consent_channel="paper", is_new=True
    )
    assert "已经是这里的在册党员" in found["id_number"][0]
    row.refresh_from_db()
    assert (row.state, row.member) == ("received", None)
    assert Member.objects.filter(name="方舟").count() == 1


@pytest.mark.parametrize(("state", "is_new"), [("deceased", False), ("left", True)])
def test_a_number_whose_membership_is_over(came, cast, branch_a, state, is_new):
    gone = party.member(branch_a, "方舟", id_number=NUMBER)
    register.change_state(
        member=gone,
        to=state,
        reason="按决定登记",
        decided_by="支部大会",
        decided_on=AT.date(),
        by=cast.organizer,
        at=AT,
    )
    row = came("received")
    fields = {"id_number": NUMBER, "consent_channel": "paper"}
    if not is_new:
        assert "已登记去世" in refused(cast.do, "assign", row, **fields)["id_number"][0]
    else:
        row = cast.do("assign", row, **fields)
        assert row.member != gone


def test_one_name_is_asked_about(came, cast, former, branch_b):
    row = came("received")
    assert "同名" in refused(cast.do, "assign", row)["former"][0]
    row = cast.do("assign", row, former=former)
    former.refresh_from_db()
    assert (row.member, former.organization) == (former, branch_b)
    assert former.has_number


def test_one_name_that_is_somebody_else(came, cast, former):
    row = cast.do("assign", came("received"), is_new=True)
    former.refresh_from_db()
    assert former.state == "moved_out"
    assert (row.member.name, row.member.state) == ("方舟", "present")
    assert row.member != former


def test_nobody_but_of_that_name_and_in_sight(came, cast, former, house, members):
    row = came("received")
    for wrong in (members[0], away(members[0].organization, cast.clerk, "方周")):
        assert (
            "只能选同名" in refused(cast.do, "assign", row, former=wrong)["former"][0]
        )
    other_house = people.center()
    top = party.organization("committee", center=other_house)
    far = away(party.organization("branch", top), party.registrar(other_house), "方舟")
    assert "只能选同名" in refused(cast.do, "assign", row, former=far)["former"][0]


def test_another_number_than_on_record(came, cast, former):
    found = refused(
        cast.do,
        "assign",
        came("received"),
        former=former,
        id_number=party.id_number(serial=502),
        consent_channel="paper",
    )
    assert "不一样" in found["id_number"][0]


def test_who_came_back_meanwhile(came, cast, former, branch_a):
    register.move_member(member=former, to=branch_a, by=cast.clerk, at=AT, once="back")
    with pytest.raises(ValidationError, match="不能再转入一次"):
        returning.rejoin_member(
            member=former, organization=branch_a, by=cast.clerk, at=AT, once="again"
        )


def test_on_probation_then_and_formal_now(came, cast, branch_a):
    former = away(branch_a, cast.clerk, kind="probationary")
    cast.do("assign", came("received"), former=former)
    former.refresh_from_db()
    assert (former.kind, former.probation_until) == ("formal", None)


def test_still_on_probation(came, cast, branch_a):
    former = away(branch_a, cast.clerk, kind="probationary")
    row = came(
        "received",
        member_kind="probationary",
        confirmed_on=None,
        joined_on=date(2026, 3, 1),
        probation_until=date(2027, 3, 1),
    )
    cast.do("assign", row, former=former)
    former.refresh_from_db()
    assert (former.kind, former.probation_until) == (
        "probationary",
        date(2027, 3, 1),
    )


def test_the_form_offers_only_whom_it_concerns(client, came, cast, former):
    row = came("received")
    client.force_login(cast.organizer)
    address = f"{row.desk_url}assign/"
    page = client.get(address).content.decode()
    assert f'value="{former.pk}"' in page
    assert "不是同一个人，新登记" in page
    typed = {"version": row.version, "branch": cast.branch.pk, "text": "已核对"}
    answer = client.post(address, typed)
    assert answer.status_code == 422
    assert "已核对" in answer.content.decode()
    answer = client.post(address, typed | {"former": "new"})
    assert answer.status_code == 302
    assert Member.objects.filter(name="方舟").count() == 2
    quiet = came("received", name="方小舟")
    assert "以前在这里吗" not in client.get(f"{quiet.desk_url}assign/").content.decode()


def test_the_form_brings_the_former_back(client, came, cast, former):
    row = came("received")
    client.force_login(cast.organizer)
    typed = {"version": row.version, "branch": cast.branch.pk, "former": former.pk}
    assert client.post(f"{row.desk_url}assign/", typed).status_code == 302
    former.refresh_from_db()
    assert former.state == "present"
