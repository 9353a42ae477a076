"""The pages: what they show to whom, what they do, what they survive."""

import re
from datetime import date

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from center.rules import Role
from membership.transfers import actions, portal, story
from membership.transfers.models import (
    Letter,
    MissingPapers,
    Practice,
    Refusal,
    Transfer,
    TransferStep,
)
from membership.transfers.rules import State, Verb
from membership.transfers.views.verbs import WAYS
from tests import make as people
from tests.membership import make as party
from tests.membership.transfers import make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock(settings, monkeypatch):
    settings.SECOND_FACTOR = False
    monkeypatch.setattr("django.utils.timezone.now", lambda: make.AT)


def as_(person):
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def qin(members):
    """Qin with an account of their own."""
    account = people.person("秦朗", phone_confirmed_at=make.AT)
    members[0].person = account
    members[0].save(update_fields=["person"])
    return account


def text_of(response):
    return re.sub(r"<[^>]+>|\s+", " ", response.content.decode())


# -- The member


def test_asking_and_reading(qin, members, chen):
    client = as_(qin)
    page = client.get("/transfers/new/")
    key = page.context["form"]["key"].value()
    data = {
        "key": key,
        "kind": "formal",
        "destination": "中共临江市委组织部",
        "reason": "换了单位",
        "dues_paid_through": "2026-11",
    }
    answer = client.post("/transfers/new/", data)
    row = Transfer.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/transfers/{row.code}/")
    assert row.dues_paid_through == date(2026, 11, 1)
    assert client.post("/transfers/new/", data)["Location"] == answer["Location"]
    assert Transfer.objects.count() == 1
    shown = client.get(answer["Location"])
    assert "已经交上来了，等窗口受理" in text_of(shown)
    assert shown.context["verbs"] == [Verb.WITHDRAW]
    spoken = row.code_grouped.lower().replace("0", "o").replace("1", "l")
    assert client.get(f"/transfers/{spoken}/").status_code == 200


def test_a_draft_is_submitted_and_withdrawn(qin):
    client = as_(qin)
    data = {"kind": "certificate", "destination": "云州大学", "draft": "1"}
    address = client.post("/transfers/new/", data)["Location"]
    assert Transfer.objects.get().state == "draft"
    client.post(f"{address}submit/")
    assert Transfer.objects.get().state == "submitted"
    assert client.post(f"{address}supply/").status_code == 302
    assert "不能“材料补齐了”" in text_of(client.get(address))
    client.post(f"{address}withdraw/")
    assert Transfer.objects.get().state == "withdrawn"
    assert client.post(f"{address}accept/").status_code == 404


def test_nobody_reads_anothers(qin, lin, chen, out):
    row = out()
    row.refresh_from_db()
    assert as_(qin).get(row.get_absolute_url()).status_code == 200
    assert as_(lin).get(row.get_absolute_url()).status_code == 404
    assert as_(chen).get(row.get_absolute_url()).status_code == 404
    assert as_(lin).post(f"{row.get_absolute_url()}withdraw/").status_code == 404


def test_people_outside_the_register_can_only_move_in_the_league(lin, committee):
    client = as_(lin)
    page = client.get("/transfers/new/")
    assert [value for value, _ in page.context["form"].fields["kind"].choices] == [
        "league"
    ]
    answer = client.post("/transfers/new/", {"kind": "formal", "destination": "别处"})
    assert answer.status_code == 422
    assert not Transfer.objects.exists()


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "x" * 5000},
        {"kind": "formal", "destination": "\u200b\u202e"},
        {"kind": "formal", "destination": "一" * 121},
        {"kind": "formal", "destination": "好", "dues_paid_through": "２０２６-１３"},
        {"kind": "formal", "destination": "好", "dues_paid_through": "2026-13"},
        {"kind": "formal", "destination": "好", "dues_paid_through": "0000-01"},
        {"kind": "inside", "to_branch": "99999999999999999999"},
        {"kind": "inside", "to_branch": "x"},
        {"kind": "formal", "destination": "好", "why": "<script>"},
        {},
    ],
)
def test_bad_input_is_a_form_with_a_message(qin, fields):
    answer = as_(qin).post("/transfers/new/", fields)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert not Transfer.objects.exists()


def test_nothing_can_be_smuggled_in(qin):
    data = {
        "kind": "formal",
        "destination": "<b>某地</b>",
        "state": "done",
        "center": "99",
        "made_by": "1",
        "moved_at": "2026-01-01",
    }
    address = as_(qin).post("/transfers/new/", data)["Location"]
    row = Transfer.objects.get()
    assert (row.state, row.made_by, row.moved_at) == ("submitted", None, None)
    assert "<b>某地" not in as_(qin).get(address).content.decode()


def test_what_the_member_reads_of_the_reasons(qin, out):
    row = out("supplement")
    page = text_of(as_(qin).get(row.get_absolute_url()))
    assert "还缺材料" in page
    assert "党支部证明：基本情况、党费交到哪个月" in page
    assert "陈静" not in page


def test_words_for_every_state_and_verb():
    assert set(story.NOW) == set(State)
    assert set(story.STEPS) == set(Verb)
    assert set(WAYS) == set(Verb) - {Verb.START, Verb.EXPIRE, Verb.SUBMIT}


@pytest.mark.parametrize(
    ("fields", "labels"),
    [
        (
            ("out", "submitted", "formal", "paper"),
            "提交:done 受理:now 支部确认:later 党委审批:later 开信:later 办结:later",
        ),
        (
            ("out", "approved", "inside", "none"),
            "提交:done 受理:done 支部确认:done 党委审批:done 办结:now",
        ),
        (
            ("out", "sent", "formal", "system"),
            "提交:done 受理:done 支部确认:done 党委审批:done 网上发起:done 办结:now",
        ),
        (
            ("in", "done", "formal", "paper"),
            "登记:done 核验:done 党委接收:done 编入支部:done 办结:done",
        ),
        (("out", "withdrawn", "formal", "paper"), ""),
    ],
)
def test_how_far_it_is(fields, labels):
    names = ("direction", "state", "kind", "channel")
    found = story.stages(**dict(zip(names, fields, strict=True)))
    assert " ".join(":".join(pair) for pair in found) == labels


# -- The registers


def test_registers_and_their_counts(out, came, chen, members, house, cast, lin):
    row, other = out("issued"), came("returned")
    actions.ask(
        center=house,
        kind="league",
        destination="团市委",
        form_key=make.key(),
        by=lin,
        at=make.AT,
    )
    page = as_(chen).get("/desk/transfers/")
    assert [(tab.key, tab.count) for tab in page.context["tabs"]] == [
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


# -- One case and its verbs


def labels(response):
    return [str(move.verb) for move in response.context["moves"]]


def test_everybody_sees_their_own_verbs(out, cast):
    row = out("accepted")
    assert labels(as_(cast.clerk).get(row.desk_url)) == ["withdraw"]
    assert labels(as_(cast.secretary).get(row.desk_url)) == ["confirm", "object"]
    assert labels(as_(cast.organizer).get(row.desk_url)) == ["withdraw"]
    waiting = as_(cast.seal).get(row.desk_url)
    assert waiting.status_code == 200


FORMS = {
    "accept": {"channel": "paper"},
    "confirm": {"is_clear": "on", "dues_paid_through": "2026-11"},
    "approve": {"decided_by": "党工委会议", "decided_on": "2026-11-24"},
    "issue": {"heading": "中共临江市委组织部", "valid_days": "30"},
    "deliver": {"delivered_to": "秦朗"},
    "receipt": {"on": "2026-11-24", "how": "mail"},
    "archive": {},
    "verify": {},
    "receive": {"decided_by": "党工委会议", "decided_on": "2026-11-24"},
    "send-receipt": {"how": "mail"},
    "close": {},
}


def post(person, row, verb, **fields):
    row.refresh_from_db()
    data = {"version": row.version} | FORMS.get(verb, {}) | fields
    return as_(person).post(f"{row.desk_url}{verb}/", data)


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
    address = f"/desk/transfers/refusals/{row.refusal.pk}/"
    assert as_(chen).get(address).status_code == 404
    assert as_(zhao).post(address, {"opinion": " "}).status_code == 422
    assert as_(zhao).post(address, {"opinion": "请重新研究"}).status_code == 302
    assert Refusal.objects.get().opinion == "请重新研究"
    assert as_(zhao).post(address, {"opinion": "再看看"}).status_code == 422
    assert "请重新研究" in text_of(as_(zhao).get("/desk/transfers/?way=refusals"))


# -- Desk, 我的, admin


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
