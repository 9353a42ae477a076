"""Meetings through the pages."""

import pytest

from center.workflow.views import DONE_ALREADY
from membership.activity_days.models import Meeting
from membership.activity_days.rules import MeetingVerb
from tests.membership.activity_days.pages import as_, url

pytestmark = pytest.mark.django_db


def test_meetings_through_the_pages(client, branch_a, secretary, members):
    as_(client, secretary)
    data = {
        "branch": branch_a.pk,
        "kind": "members",
        "on": "2026-11-17",
        "start": "09:00",
        "end": "10:00",
        "place": "室",
        "host": "秦",
        "topic": "议题",
        "expected_count": "3",
        "attending_count": "2",
        "key": "d" * 32,
    }
    assert (
        client.post(url("meeting_new"), data | {"attending_count": "4"}).status_code
        == 422
    )
    first = client.post(url("meeting_new"), data)
    again = client.post(url("meeting_new"), data)
    meeting = Meeting.objects.get()
    assert first["Location"] == again["Location"] == url("meeting", meeting.pk)
    changed = client.post(
        url("meeting_change", meeting.pk), data | {"topic": "新议题", "version": 1}
    )
    assert changed.status_code == 302
    stale = client.post(
        url("meeting_change", meeting.pk), data | {"topic": "旧", "version": 1}
    )
    assert stale.status_code == 409
    bad = client.post(
        url("meeting_change", meeting.pk), data | {"attending_count": 9, "version": 2}
    )
    assert bad.status_code == 422
    assert "新议题" in client.get(url("meetings"), {"kind": "members"}).content.decode()
    assert (
        "新议题"
        not in client.get(url("meetings"), {"kind": "lecture"}).content.decode()
    )
    void = url("meeting_void", meeting.pk)
    assert client.post(void, {"version": 2, "reason": "登错了"}).status_code == 302
    # Sent twice it is done already; to an older page it says what stands there now.
    again = client.post(void, {"version": 2, "reason": "登错了"}, follow=True)
    assert again.redirect_chain == [(url("meeting", meeting.pk), 302)]
    page = again.content.decode()
    assert ("已作废：登错了" in page, DONE_ALREADY in page) == (True, True)
    assert client.post(void, {"version": 1, "reason": "登错了"}).status_code == 409
    assert meeting.steps.filter(verb=MeetingVerb.VOID).count() == 1
