"""The one view: what it offers, what it refuses, what it answers to whom."""

from dataclasses import replace

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from membership.applications.models import Application
from membership.applications.rules import State
from membership.applications.views import VERBS
from tests.center.workflow.urls import INSIDE, PAGES
from tests.membership.applications import make

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.center.workflow.urls")]


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(make.at("2026-11-18 10:00"), tick=False):
        yield


@pytest.fixture
def row(house, chen, branch_a):
    return make.assigned(house, chen, branch_a)


@pytest.fixture
def desk(client, chen):
    client.force_login(chen)
    return client


def url(name, row, *args):
    return reverse(
        f"applications:{name}" if ":" not in name else name, args=[row.pk, *args]
    )


def told(answer):
    return [str(message) for message in get_messages(answer.wsgi_request)]


def stored(row):
    return Application.objects.get(pk=row.pk)


def hand(**data):
    return {"version": 1, "on": "2026-11-18", "to": "秦朗"} | data


# -- Offered and done are the same


def names(row, person):
    return [offer.name for offer in VERBS.offers(row, person)]


def test_what_is_offered_follows_state_condition_and_permission(
    house, row, chen, secretary, zhao
):
    bare = make.received(house, chen)

    assert names(bare, chen) == ["assign", "withdraw"]
    assert names(row, chen) == ["assign", "hand_over", "withdraw"]
    assert names(row, secretary) == names(row, zhao) == []
    handed = make.handed(row, chen)
    assert names(handed, chen) == ["withdraw"]
    assert names(handed, secretary) == ["talk"]
    assert names(make.talked(handed, secretary), secretary) == []


def test_what_takes_something_away_stands_last(row, chen):
    """Wherever it was declared."""
    turned = replace(VERBS, actions=[*reversed(VERBS.actions)])
    found = [offer.name for offer in turned.offers(row, chen)]
    assert found == ["hand_over", "assign", "withdraw"]


def test_nothing_that_is_not_offered_can_be_done(
    desk, client, house, branch_a, organizer
):
    client.force_login(organizer)
    rows = [make.in_state(state, house, organizer, branch_a) for state in State]
    rows.append(make.received(house, organizer))
    data = {
        "on": "2026-11-18",
        "to": "秦",
        "by_whom": "秦",
        "place": "",
        "reason": "撤",
    }
    data |= {"branch": branch_a.pk, "ground": "work"}
    done = []
    for paper in rows[:-1]:
        for action in VERBS.actions:
            kept = stored(paper)
            offered = action.url_name in names(kept, organizer)
            page = client.get(url(action.url_name, paper))
            assert page.status_code == (200 if offered else 302), (kept, action)
            if offered:
                continue
            answer = client.post(
                url(action.url_name, paper), data | {"version": kept.version}
            )
            assert answer.status_code == 409
            assert stored(paper).version == kept.version
            done.append((kept.state, action.url_name))
    assert len(done) == 11


def test_a_page_that_is_not_offered_leads_back_and_says_why(desk, house, chen):
    bare = make.received(house, chen)

    answer = desk.get(url("hand_over", bare))

    assert answer["Location"] == bare.get_absolute_url()
    assert told(answer) == ["还没有确定党支部，请先确定再移交。"]
    answer = desk.post(url("hand_over", bare), hand(to="打了半天"))
    assert answer.status_code == 409
    assert "还没有确定党支部，请先确定再移交。" in answer.content.decode()
    assert ("支部接收人", "打了半天", None) in answer.context["fields"]


def test_without_the_permission_nobody_learns_that_the_row_is_there(
    client, row, qian, lin
):
    for person in (qian, lin):
        client.force_login(person)
        for pk in (row.pk, 10**6):
            address = reverse("applications:hand_over", args=[pk])
            assert client.get(address).status_code == 403
            assert client.post(address, hand()).status_code == 403


def test_a_refusal_of_the_page_alone_counts_too(desk, row, chen):
    answer = desk.get(url("pages:blocked", row))

    assert told(answer) == ["今天不办，请明天来。"]
    assert desk.post(url("pages:blocked", row), {"version": 1}).status_code == 409
    assert "blocked" not in [one.name for one in PAGES.offers(row, chen)]


# -- What it answers


def test_the_form_starts_from_the_row(desk, row):
    page = desk.get(url("assign", row))

    assert page.status_code == 200
    assert page.context["form"].initial == {
        "version": 1,
        "branch": row.branch_id,
        "ground": "home",
    }


def test_a_refused_form_keeps_what_was_typed(desk, row):
    answer = desk.post(url("hand_over", row), hand(on="2026-11-30", to="打了半天"))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "移交日期要在收件以后、今天以前。" in page
    assert "打了半天" in page
    assert stored(row).state == State.RECEIVED


def test_an_older_form_shows_both_texts(desk, row, branch_b, chen):
    make.handed(row, chen, "2026-11-17", to="先来的人")

    answer = desk.post(url("hand_over", row), hand(to="后来的人"))

    assert answer.status_code == 409
    assert answer.context["fields"] == [
        ("移交日期", "2026-11-18", "2026-11-17"),
        ("支部接收人", "后来的人", "先来的人"),
        ("状态", "", "已移交"),
    ]
    assert answer.context["back"] == row.get_absolute_url()


def test_pressed_twice_is_done_already(desk, row):
    first = desk.post(url("hand_over", row), hand())
    again = desk.post(url("hand_over", row), hand())

    assert first["Location"] == again["Location"] == row.get_absolute_url()
    assert told(again)[-1] == "刚才已经办好了。"
    assert stored(row).version == 2


def test_another_text_by_the_same_hand_is_not_lost(desk, row):
    desk.post(url("hand_over", row), hand())

    answer = desk.post(url("hand_over", row), hand(to="别的人"))

    assert answer.status_code == 409
    assert ("支部接收人", "别的人", "秦朗") in answer.context["fields"]


def test_the_same_verb_by_somebody_else_is_not_done_already(desk, row, organizer):
    make.handed(row, organizer, "2026-11-18")

    assert desk.post(url("hand_over", row), hand()).status_code == 409


def test_an_older_form_before_a_later_verb_is_stale(desk, row, chen):
    data = {"version": 1, "branch": row.branch_id, "ground": "work"}
    desk.post(url("assign", row), data)
    desk.post(url("hand_over", row), hand(version=2))

    answer = desk.post(url("assign", row), data)

    assert answer.status_code == 409


@pytest.mark.parametrize("version", ["", "0", "-1", "x", "9" * 30, "１"])
def test_a_version_that_is_none_never_breaks_the_page(desk, row, version):
    answer = desk.post(url("hand_over", row), hand(version=version, to=""))

    assert answer.status_code == 422
    assert stored(row).version == 1


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(desk, row, method):
    assert getattr(desk, method)(url("hand_over", row)).status_code == 405


# -- Secrets, buttons, rows beside the record, forms inside the page


def test_a_secret_is_never_repeated(desk, row, chen):
    make.handed(row, chen)
    data = {"version": 1, "nation": "回族", "id_number": "999999", "password": "开门"}

    page = desk.post(url("pages:assign", row), data)

    assert page.status_code == 409
    assert page.context["fields"] == [("民族", "回族", ""), ("状态", "", "已移交")]
    assert "999999" not in page.content.decode()
    assert "开门" not in page.content.decode()


def test_a_button_does_it_and_leads_elsewhere(desk, row):
    assert desk.get(url("pages:withdraw", row)).status_code == 405

    answer = desk.post(url("pages:withdraw", row), {"version": 1})

    assert (answer["Location"], told(answer)) == ("/desk/", ["已撤回。"])
    assert stored(row).state == State.WITHDRAWN


def test_a_button_says_on_its_page_what_went_wrong(desk, row, chen):
    def press(version):
        answer = desk.post(url("pages:withdraw", row), {"version": version})
        assert answer["Location"] == row.get_absolute_url()
        return told(answer)[-1]

    assert press("") == "页面过期了，请看过现在的内容再撤回。"
    assert press(7) == "别人刚改过，请看过现在的内容再撤回。"
    desk.post(url("pages:withdraw", row), {"version": 1})
    assert press(1) == "刚才已经办好了。"
    assert press(2) == "这份申请书已撤回，不能撤回。"


def test_a_row_beside_the_record_obeys_the_record(desk, row, chen):
    step = row.steps.get()
    address = url("pages:attach", row, step.pk)
    page = desk.get(address)
    assert 'enctype="multipart/form-data"' in page.content.decode()

    def send(version=1):
        file = SimpleUploadedFile("a.txt", b"x")
        return desk.post(address, {"version": version, "file": file})

    assert told(send()) == [f"{step.pk} a.txt"]
    make.handed(row, chen)
    assert send().status_code == 409
    assert send(version=2).status_code == 409
    assert desk.get(address)["Location"] == row.get_absolute_url()
    assert "attach" not in [offer.name for offer in PAGES.offers(row, chen)]


def test_a_page_may_hold_its_forms(desk, row):
    answer = desk.post(url("inside:withdraw", row), {"version": 1, "reason": " "})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "assign assign_%s False" in page
    assert "withdraw withdraw_%s True" in page
    assert desk.get(url("inside:assign", row)).status_code == 200
    done = desk.post(url("inside:withdraw", row), {"version": 1, "reason": "不交了"})
    assert done["Location"] == row.get_absolute_url()


def test_a_form_that_is_offered_no_more_is_still_shown(desk, row, chen):
    make.handed(row, chen)

    answer = desk.post(url("inside:assign", row), {"version": 2, "nation": "打好的字"})

    assert answer.status_code == 409
    assert "打好的字" in answer.content.decode()
    assert INSIDE.actions[0].url_name not in [
        offer.name for offer in INSIDE.offers(stored(row), chen)
    ]
