"""One case and its verbs."""

from datetime import date

import pytest
from django.contrib.auth.models import Group

from center.rules import Role
from membership.transfers.models import (
    MissingPapers,
    Practice,
    Refusal,
    Transfer,
    TransferStep,
)
from tests.membership import make as party
from tests.membership.transfers.pages import as_, labels, post, text_of

pytestmark = pytest.mark.django_db


def test_everybody_sees_their_own_verbs(out, cast):
    row = out("accepted")
    assert labels(as_(cast.clerk).get(row.desk_url)) == ["withdraw"]
    assert labels(as_(cast.secretary).get(row.desk_url)) == ["confirm", "object"]
    assert labels(as_(cast.organizer).get(row.desk_url)) == ["withdraw"]
    waiting = as_(cast.seal).get(row.desk_url)
    assert waiting.status_code == 200


def test_the_whole_way_out_by_forms(out, cast, members):
    row = out()
    for verb, person in (
        ("accept", cast.clerk),
        ("confirm", cast.secretary),
        ("approve", cast.organizer),
        ("issue", cast.seal),
        ("deliver", cast.clerk),
        ("receipt", cast.clerk),
        ("archive", cast.clerk),
    ):
        assert as_(person).get(f"{row.desk_url}{verb}/").status_code == 200
        answer = post(person, row, verb)
        assert (answer.status_code, answer["Location"]) == (302, row.desk_url), verb
    members[0].refresh_from_db()
    row.refresh_from_db()
    assert (row.state, members[0].state) == ("archived", "moved_out")
    assert set(
        TransferStep.objects.exclude(verb__in=["start", "submit"]).values_list(
            "address", flat=True
        )
    ) == {"127.0.0.1"}
    assert as_(cast.clerk).get(row.desk_url).status_code == 200


def test_the_whole_way_in_by_forms(house, cast, committee, branch_b):
    client = as_(cast.clerk)
    data = {
        "kind": "formal",
        "channel": "paper",
        "name": "方舟",
        "phone": "161 2000 0088",
        "people": "1",
        "member_kind": "formal",
        "joined_on": "2012-05-04",
        "confirmed_on": "2013-05-04",
        "other_side": "中共临江市教育局机关委员会",
        "came_valid_until": "2026-12-20",
    }
    answer = client.post("/desk/transfers/in/new/", data)
    row = Transfer.objects.get()
    assert answer["Location"] == row.desk_url
    for verb, person, fields in (
        ("verify", cast.clerk, {}),
        ("receive", cast.organizer, {}),
        (
            "assign",
            cast.organizer,
            {
                "branch": branch_b.pk,
                "id_number": party.id_number(),
                "consent_channel": "paper",
            },
        ),
        ("send-receipt", cast.seal, {}),
        ("close", cast.clerk, {}),
    ):
        assert as_(person).get(f"{row.desk_url}{verb}/").status_code == 200
        assert post(person, row, verb, **fields).status_code == 302, verb
    row.refresh_from_db()
    assert (row.state, row.member.organization) == ("done", branch_b)
    assert row.member.has_number
    assert client.get(f"{row.desk_url}receipt-form/").status_code == 200


def test_registering_out_at_the_counter(house, cast, members, branch_b, committee):
    client = as_(cast.clerk)
    found = client.get("/desk/transfers/new/?q=秦")
    assert [m.name for m in found.context["members"]] == ["秦朗"]
    assert client.get("/desk/transfers/new/").context["members"] == []
    address = f"/desk/transfers/new/?member={members[0].pk}"
    page = client.get(address)
    data = {
        "key": page.context["form"]["key"].value(),
        "kind": "inside",
        "to_branch": branch_b.pk,
        "why": "home",
        "accept_now": "on",
    }
    first = client.post(address, data)
    assert client.post(address, data)["Location"] == first["Location"]
    row = Transfer.objects.get()
    assert (row.state, row.to_branch, row.channel) == ("accepted", branch_b, "none")
    again = client.post(address, data | {"key": ""})
    assert again.status_code == 422
    assert "已经有一件接转在办" in text_of(again)
    group = client.get(f"/desk/transfers/new/?organization={branch_b.pk}")
    assert group.context["form"].fields["kind"].choices == [
        ("group", "整建制转移（整个组织）")
    ]
    league = client.post(
        "/desk/transfers/new/?kind=league",
        {"kind": "league", "name": "陶小禾", "phone": "", "why": "study"},
    )
    assert league.status_code == 422  # nobody said where to
    for bad in ("member=x", "member=999999", "member=99999999999999999999"):
        assert client.get(f"/desk/transfers/new/?{bad}").status_code == 404


def test_a_refused_letter_in_keeps_what_was_typed(cast, committee):
    data = {"kind": "formal", "channel": "paper", "name": "方舟", "people": "1"}
    answer = as_(cast.clerk).post(
        "/desk/transfers/in/new/", data | {"other_side": "某党委"}
    )
    assert answer.status_code == 422
    assert "入党日期" in text_of(answer)
    assert answer.context["form"]["name"].value() == "方舟"


@pytest.mark.parametrize(
    ("state", "verb", "who", "status"),
    [
        ("accepted", "confirm", "clerk", 403),
        ("branch_ok", "approve", "clerk", 403),
        ("branch_ok", "refuse", "secretary", 403),
        ("approved", "issue", "organizer", 403),
        ("submitted", "submit", "clerk", 404),
        ("submitted", "nonsense", "clerk", 404),
        ("submitted", "expire", "clerk", 404),
    ],
)
def test_verbs_that_are_not_yours(out, cast, state, verb, who, status):
    row = out(state)
    person = getattr(cast, who)
    assert as_(person).get(f"{row.desk_url}{verb}/").status_code == status
    assert post(person, row, verb).status_code == status
    row.refresh_from_db()
    assert row.state == state


@pytest.mark.parametrize(
    ("state", "verb"), [("branch_ok", "approve"), ("approved", "issue")]
)
def test_who_took_it_in_neither_decides_nor_seals(out, cast, branch_a, state, verb):
    """Also with the posts for it: it is not offered, and refused with the reason."""
    row = out(state)
    committee = row.committee
    party.post(cast.clerk, committee, "organizer" if verb == "approve" else "seal")
    cast.clerk.groups.add(Group.objects.get(name=str(Role.ORGANIZER)))
    page = as_(cast.clerk).get(row.desk_url)
    assert verb not in labels(page)
    answer = post(cast.clerk, row, verb)
    assert answer.status_code == 409
    assert "三个不同的人来做" in text_of(answer)
    row.refresh_from_db()
    assert row.state == state


def test_a_verb_that_is_not_possible_now(out, cast):
    row = out("accepted")
    answer = post(cast.clerk, row, "archive")
    assert answer.status_code == 409
    assert "现在是“已受理”，不能“归档”" in text_of(answer)


def test_a_stale_form_shows_both(out, cast):
    row = out("accepted")
    old = row.version
    cast.do("object", row)
    data = {"version": old, "text": "本人要求先不办了"}
    answer = as_(cast.clerk).post(f"{row.desk_url}withdraw/", data)
    assert answer.status_code == 409
    far = as_(cast.clerk).post(f"{row.desk_url}withdraw/", data | {"version": "9" * 30})
    assert far.status_code == 409
    page = text_of(answer)
    assert "本人要求先不办了" in page
    assert "待补材料（支部退回补材料，钱立）" in page


@pytest.mark.parametrize(
    ("verb", "fields"),
    [
        ("accept", {"channel": "none"}),
        ("accept", {"version": "x"}),
        ("ask-papers", {}),
        ("ask-papers", {"codes": "letter"}),
        ("not-accept", {"text": "不"}),
        ("not-accept", {"text": "一" * 301}),
        ("withdraw", {"text": "\u200b\u200b\u200b\u200b\u200b"}),
    ],
)
def test_refused_forms(out, cast, verb, fields):
    row = out()
    answer = post(cast.clerk, row, verb, **fields)
    assert answer.status_code == 422
    row.refresh_from_db()
    assert row.state == "submitted"


def test_papers_by_form(out, cast):
    row = out()
    answer = post(cast.clerk, row, "ask-papers", codes=["id", "proxy"])
    assert answer.status_code == 302
    assert len(MissingPapers.objects.get().lines) == 2
    page = text_of(as_(cast.clerk).get(f"{row.desk_url}papers/"))
    assert "手写签名的委托书" in page
    assert as_(cast.clerk).get(f"{row.desk_url}letter/").status_code == 404
    assert as_(cast.clerk).get(f"{row.desk_url}receipt-form/").status_code == 404


def test_warnings_on_the_case(out, came, cast, members):
    row = out("approved", member=members[1])
    Transfer.objects.filter(pk=row.pk).update(dues_paid_through=date(2026, 10, 1))
    page = as_(cast.clerk).get(row.desk_url)
    assert page.context["warnings"] == [
        "党费只交到 2026-10，要交到转出当月（2026-11）。请先补交，再确认。",
        "预备党员，预备期到 2027-03-01。",
    ]
    late = came(came_valid_until=date(2026, 11, 23))
    page = as_(cast.clerk).get(late.desk_url)
    assert page.context["warnings"] == ["来信只到 2026-11-23 有效，已经过期。"]


def test_a_letter_that_ends_soon(out, cast, house):
    Practice.objects.create(center=house, letter_days=3)
    row = out("delivered")
    page = as_(cast.clerk).get(row.desk_url)
    assert page.context["warnings"] == ["介绍信到 2026-11-27 为止，快到期了。"]
    assert page.context["watch"]["due"] == date(2026, 12, 24)


def test_the_superiors_list(out, zhao, chen):
    row = out("refused")
    page = as_(zhao).get("/desk/transfers/?way=refusals")
    assert [r.transfer for r in page.context["page"].object_list] == [row]
    assert "对方来电说明过" in text_of(page)
    address = f"/desk/transfers/refusals/{row.review.pk}/"
    assert as_(chen).get(address).status_code == 404
    assert as_(zhao).post(address, {"opinion": " "}).status_code == 422
    assert as_(zhao).post(address, {"opinion": "请重新研究"}).status_code == 302
    assert Refusal.objects.get().opinion == "请重新研究"
    assert as_(zhao).post(address, {"opinion": "再看看"}).status_code == 422
    assert "请重新研究" in text_of(as_(zhao).get("/desk/transfers/?way=refusals"))
