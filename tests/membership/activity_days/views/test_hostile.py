"""Nothing that is sent breaks a page."""

import pytest

from membership.activity_days.models import ActivityDay, Meeting
from tests.membership.activity_days import make
from tests.membership.activity_days.pages import as_, plan_data, url

pytestmark = pytest.mark.django_db


HOSTILE = [
    "",
    " ",
    "0",
    "-1",
    "9" * 30,
    "１２",
    "٣",
    "null",
    "<script>alert(1)</script>",
    "' OR 1=1 --",
    "../../etc/passwd",
    "\u202e反",
    "\u200b",
    "😀" * 50,
    "A" * 100_000,
    "2026-02-30",
    "0000-00-00",
    "9999-12-31",
    "0001-01-01",
    "\ud800",
]


def test_hostile_input_never_breaks_a_page(client, branch_a, secretary, members):
    held = make.held(branch_a, secretary)
    as_(client, secretary)
    for text in HOSTILE:
        sent = text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
        query = {
            "page": sent,
            "branch": sent,
            "state": sent,
            "year": sent,
            "kind": sent,
            "committee": sent,
        }
        short = {k: v[:500] for k, v in query.items()}
        for name in ("list", "board", "meetings", "own"):
            answer = client.get(url(name), short)
            assert answer.status_code in (200, 404), (name, text[:20])
            assert "<script>alert(1)" not in answer.content.decode()
        data = dict.fromkeys(
            [
                "branch",
                "on",
                "start",
                "end",
                "theme",
                "place",
                "host",
                "key",
                "version",
                "kind",
            ],
            sent,
        )
        for address in (
            url("new"),
            url("meeting_new"),
            url("change", held.pk),
            url("hold", held.pk),
        ):
            assert client.post(address, data).status_code in (200, 409, 422), text[:20]
        assert client.post(url("unified"), {"year": sent}).status_code == 403
    late = plan_data(branch_a, on="9999-12-31", key="c" * 32)
    assert client.post(url("new"), late).status_code == 422
    assert (
        client.post(
            url("write", held.pk), "{}", content_type="application/json"
        ).status_code
        == 422
    )
    assert client.delete(url("detail", held.pk)).status_code == 405
    assert client.get(f"/desk/activity-days/{'9' * 25}/").status_code == 404
    assert ActivityDay.objects.count() == 1
    assert not Meeting.objects.exists()
