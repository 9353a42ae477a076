"""The registers, the superior and what stands elsewhere."""

import pytest
from django.urls import reverse

from center.rules import Role
from membership.transfers import portal
from membership.transfers.actions import asking
from membership.transfers.models import (
    Letter,
    Practice,
)
from tests import make as people
from tests.membership import make as party
from tests.membership.transfers import make
from tests.membership.transfers.pages import as_, text_of

pytestmark = pytest.mark.django_db


def test_registers_and_their_counts(out, came, chen, members, house, cast, lin):
    row, other = out("issued"), came("returned")
    asking.ask(
        center=house,
        kind="league",
        destination="团市委",
        form_key=make.key(),
        by=lin,
        at=make.AT,
    )
    page = as_(chen).get("/desk/transfers/")
    assert [(key, count) for key, _, count in page.context["tabs"]] == [
        ("out", 1),
        ("in", 0),
        ("league", 1),
        ("refusals", 0),
    ]
    assert list(page.context["page"].object_list) == [row]
    assert "清街组转〔2026〕0001号" in text_of(page)
    back = as_(chen).get("/desk/transfers/?way=in")
    assert list(back.context["page"].object_list) == [other]
    league = as_(chen).get("/desk/transfers/?way=league")
    assert [r.name for r in league.context["page"].object_list] == ["林晓"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=秦", 1),
        ("q=0001号", 1),
        ("q=临江", 1),
        ("q=许", 0),
        ("state=open", 1),
        ("state=issued", 1),
        ("state=done", 0),
        ("state=nonsense", 1),
        ("page=-1", 1),
        ("page=99999999999999999999999", 1),
        ("way=nowhere&q=%F0%9F%98%80", 0),
        ("q=%25", 0),
    ],
)
def test_searching(out, chen, query, found):
    out("issued")
    page = as_(chen).get(f"/desk/transfers/?{query}")
    assert page.status_code == 200
    assert len(page.context["page"].object_list) == found


def test_searching_by_code(out, chen):
    row = out()
    page = as_(chen).get("/desk/transfers/", {"q": row.code_grouped.lower()})
    assert list(page.context["page"].object_list) == [row]


def test_a_register_asks_as_much_for_one_row_as_for_three(
    out, chen, cast, members, django_assert_max_num_queries
):
    counts = []
    for member in members:
        out("accepted", member=member)
        client = as_(chen)
        client.get("/desk/transfers/")
        with django_assert_max_num_queries(12) as captured:
            client.get("/desk/transfers/")
        counts.append(len(captured))
    assert counts[0] == counts[1] == counts[2]


def test_whose_eyes(out, cast, sun, zhao, lin, secretary, branch_b, house):
    row = out()
    stranger = people.staff("周立", Role.SECRETARY, center=house)
    party.post(stranger, branch_b)
    seen = {
        name: as_(person).get(row.desk_url).status_code
        for name, person in {
            "clerk": cast.clerk,
            "secretary": secretary,
            "organizer": cast.organizer,
            "seal": cast.seal,
            "supervisor": zhao,
            "another branch": stranger,
            "another center": sun,
            "resident": lin,
        }.items()
    }
    assert seen == {
        "clerk": 200,
        "secretary": 200,
        "organizer": 200,
        "seal": 200,
        "supervisor": 200,
        "another branch": 404,
        "another center": 404,
        "resident": 403,
    }


def test_desk_cards(out, came, cast, zhao, qin):
    out("refused")
    came("verifying")
    page = as_(cast.organizer).get("/desk/")
    assert "接转等您办" in text_of(page)
    assert "拒转拒接" in text_of(as_(zhao).get("/desk/"))


def test_mine_and_my_data(qin, out, lin):
    row = out("submitted")
    page = text_of(as_(qin).get("/me/"))
    assert "转出：中共临江市委组织部" in page
    assert row.get_absolute_url() in as_(qin).get("/me/").content.decode()
    name, rows = actions_export(qin)
    assert (name, rows[0]["状态"]) == ("组织关系接转", "待受理")
    assert actions_export(lin)[1] == []


def actions_export(user):
    if user.name == "秦朗":
        assert portal.holds(user, make.AT) == [
            "还有 1 件组织关系接转在办，办完或撤回以后才能注销。"
        ]
    else:
        assert portal.holds(user, make.AT) == []
    return portal.own_data(user)


def test_admin_is_a_window_only(out, came, zhao, sun, chen):
    row = out("issued")
    client = as_(zhao)
    for model in (
        "transfer",
        "letter",
        "receipt",
        "missingpapers",
        "refusal",
        "transferstep",
        "practice",
    ):
        address = reverse(f"admin:transfers_{model}_changelist")
        assert client.get(address).status_code == 200, model
    address = reverse("admin:transfers_transfer_change", args=[row.pk])
    page = client.get(address)
    assert page.status_code == 200
    assert row.form_key not in page.content.decode()
    assert client.post(address, {"state": "done"}).status_code == 403
    assert client.get(reverse("admin:transfers_transfer_add")).status_code == 403
    change = reverse("admin:transfers_practice_add")
    data = {"center": zhao.center_id, "letter_days": "91", "receipt_days": "30"}
    data |= {"right_mm": "0", "down_mm": "0"}
    assert client.post(change, data).status_code == 200
    assert client.post(change, data | {"letter_days": "15"}).status_code == 302
    assert Practice.objects.get().letter_days == 15
    assert Letter.objects.count() == 1
