"""Taking a request down at the counter."""

from datetime import timedelta

import pytest
from django.utils import timezone

from petitions.models import Petition
from tests.petitions import make
from tests.petitions.counter.steps import LIST, just_now

pytestmark = pytest.mark.django_db


def test_a_phone_and_one_line_are_enough(desk, house, chen):
    answer = desk.post(
        f"{LIST}new/",
        {
            "phone": "161 0000 0777",
            "title": "问老年卡",
            "kind": "consultation",
            "channel": "hotline",
        },
    )
    case = Petition.objects.get()
    assert (answer.status_code, answer.url) == (302, f"{LIST}{case.code}/")
    assert (case.phone, case.channel, case.state) == (
        "16100000777",
        "hotline",
        "in_hand",
    )
    assert (case.first_asked, case.owner, case.center) == (chen, chen, house)
    page = desk.get(answer.url).content.decode()
    assert case.code_text in page
    assert f'href="{LIST}new/">登记下一件</a>' in page


@pytest.mark.parametrize("body", ["", " \u200b\r\n "])
def test_an_empty_form_is_never_a_case(desk, house, body):
    fields = {"kind": "help", "channel": "counter", "body": body}
    answer = desk.post(f"{LIST}new/", fields)
    assert (answer.status_code, Petition.objects.count()) == (422, 0)
    assert "至少写一样" in answer.content.decode()
    assert desk.post(f"{LIST}new/", fields | {"phone": "0571-87654321"}).url
    assert Petition.objects.count() == 1


def test_paper_from_last_week_wants_a_reason_and_a_second_person(desk, house, he):
    fields = {
        "title": "来信",
        "kind": "help",
        "channel": "letter",
        "received_at": f"{timezone.localdate() - timedelta(days=5)}T10:00",
    }
    assert desk.post(f"{LIST}new/", fields).status_code == 422
    assert Petition.objects.count() == 0
    whole = fields | {"backdate_reason": "信走了几天", "witness": he.pk}
    assert desk.post(f"{LIST}new/", whole).status_code == 302
    case = Petition.objects.get()
    assert case.received_on == timezone.localdate() - timedelta(days=5)


@pytest.mark.parametrize(
    "received",
    [
        "2099-01-01T09:00",
        "0001-01-01T00:00",
        "9999-12-31T23:59",
        "2026-02-30T09:00",
        "x",
    ],
)
def test_no_moment_of_receipt_breaks_intake(desk, house, received):
    fields = {"title": "信", "kind": "help", "channel": "letter"}
    answer = desk.post(f"{LIST}new/", fields | {"received_at": received})
    assert (answer.status_code, Petition.objects.count()) == (422, 0)


def test_a_repeated_intake_is_one_case(desk, house):
    fields = {"title": "信", "kind": "help", "channel": "letter", "key": "b" * 32}
    first, second = (desk.post(f"{LIST}new/", fields).url for _ in range(2))
    assert (first, Petition.objects.count()) == (second, 1)


def test_intake_offers_no_web(desk, house):
    fields = {"title": "信", "kind": "help", "channel": "web"}
    assert desk.post(f"{LIST}new/", fields).status_code == 422


def test_details_are_filled_in_later_and_a_stale_save_shows_both(
    client, house, chen, he
):
    case = make.counter(house, chen, at=just_now(), title="一句话", body="")
    old = make.fresh(case).version
    client.force_login(chen)
    fields = {"title": "一句话", "body": "陈静补的细节", "version": old}
    assert client.post(f"{LIST}{case.code}/correct/", fields).status_code == 302
    client.force_login(he)
    mine = fields | {"body": "何平补的细节"}
    answer = client.post(f"{LIST}{case.code}/correct/", mine)
    assert answer.status_code == 409
    assert "陈静补的细节" in answer.content.decode()
    assert "何平补的细节" in answer.content.decode()
