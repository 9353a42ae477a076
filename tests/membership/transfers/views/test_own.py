"""What the member does and reads."""

import re
from datetime import date

import pytest

from membership.transfers.models import (
    Transfer,
)
from membership.transfers.rules import story
from membership.transfers.rules.states import State, Verb
from membership.transfers.views.verbs import VERBS
from tests import make
from tests.center.guide import make as guide
from tests.membership.transfers.pages import as_, text_of

pytestmark = pytest.mark.django_db


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
    assert [one.label for one in shown.context["offers"]] == ["撤回"]
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


def test_an_item_of_the_catalog_leads_there_and_the_story_names_its_version(qin, house):
    guide.approved(house, *guide.colleagues(house), leads_to="transfer")
    client = as_(qin)
    url = client.get("/services/gaoling/begin/").url
    assert url.startswith("/transfers/new/?")
    data = {"kind": "certificate", "destination": "云州大学", "draft": "1"}
    address = client.post(url, data)["Location"]
    assert "您看到的是第 1 版" in text_of(client.get(address))


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
    at_the_desk = {action.verb for action in VERBS.actions}
    assert at_the_desk == set(Verb) - {Verb.START, Verb.EXPIRE, Verb.SUBMIT}


@pytest.mark.parametrize(
    ("fields", "labels"),
    [
        (
            ("out", "submitted", "formal", "paper"),
            "提交:done 受理:now 支部确认:later 党委审批:later 开介绍信:later "
            "办结:later",
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


def test_the_kind_comes_first_and_then_what_it_needs(qin):
    client = as_(qin)
    first = client.get("/transfers/new/?service=x")
    assert 'name="destination"' not in first.content.decode()
    assert "?service=x&amp;kind=inside" in first.content.decode()
    asked = {
        kind: sorted(
            field.name
            for field in client.get(f"/transfers/new/?kind={kind}")
            .context["form"]
            .visible_fields()
        )
        for kind in ("formal", "certificate", "inside", "league")
    }
    assert asked == {
        "formal": ["destination", "dues_paid_through", "reason", "why"],
        "certificate": ["destination", "dues_paid_through", "reason"],
        "inside": ["dues_paid_through", "reason", "to_branch", "why"],
        "league": ["destination", "reason", "why"],
    }
    page = client.get("/transfers/new/?kind=formal").content.decode()
    plain = re.sub(r"<[^>]+>|\s", "", page)
    # What nothing is sent without is not called a choice.
    assert "转到哪里（选填）" not in plain
    assert "还要说明的（选填）" in plain
    form = client.get("/transfers/new/?kind=formal").context["form"]
    assert [field.value() for field in form.visible_fields()] == [None] * 4
    assert client.get("/transfers/new/?kind=nonsense").context["form"].is_choosing


def test_taking_back_asks_first(qin, out):
    row = out()
    client = as_(qin)
    asking = client.get(f"{row.get_absolute_url()}withdraw/")
    assert (asking.status_code, "不能再恢复" in text_of(asking)) == (200, True)
    row.refresh_from_db()
    assert row.state == "submitted"
    client.post(f"{row.get_absolute_url()}withdraw/")
    row.refresh_from_db()
    assert row.state == "withdrawn"


@pytest.mark.parametrize(
    ("state", "now", "said"),
    [
        ("submitted", "2026-11-24 10:00", "最晚11月25日（周三）窗口受理"),
        ("accepted", "2026-11-24 10:00", "最晚11月27日（周五）办好手续"),
        ("branch_ok", "2026-11-30 10:00", "原定11月27日（周五）办好手续，已经晚了"),
        ("issued", "2026-11-24 10:00", "有效期到"),
    ],
)
def test_by_when_who_and_which_phone(qin, out, house, monkeypatch, state, now, said):
    house.phone = "010-61000000"
    house.save(update_fields=["phone"])
    row = out(state)
    monkeypatch.setattr("django.utils.timezone.now", lambda: make.moment(now))
    page = "".join(text_of(as_(qin).get(row.get_absolute_url())).split())
    assert said in page
    assert "现在由谁办" in page
    assert "010-61000000" in page


def test_the_list_leads_to_a_new_one_by_its_own_name(qin, out):
    out()
    page = text_of(as_(qin).get("/me/"))
    assert "再申请一件" in page
