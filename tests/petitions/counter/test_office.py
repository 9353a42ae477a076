"""Around the cases: forecast, dates counted anew, publishing."""

from datetime import timedelta

import pytest
from django.utils import timezone

from center.timetable.models import SpecialDay
from center.wording import moment_text
from petitions.models import Petition
from petitions.publication.models import Publication
from tests.make import moment
from tests.petitions import make
from tests.petitions.counter.steps import LIST, ago, just_now, taken

pytestmark = pytest.mark.django_db


def test_the_forecast_counts_every_case_that_falls_due(boss, house, chen):
    for _ in range(3):
        taken(house, chen)
    make.taken(house, chen, at=ago(40))
    page = boss.get(f"{LIST}forecast/")
    assert len(page.context["days"]) == 15
    assert sum(day["count"] for day in page.context["days"]) == 3
    assert (page.context["peak"]["count"], page.context["overdue"]) == (3, 1)


def test_only_supervisors_forecast_and_recompute(desk):
    for part in ("forecast/", "recompute/"):
        assert desk.get(f"{LIST}{part}").status_code == 403
        assert desk.post(f"{LIST}{part}").status_code in (403, 405)


def test_dates_are_counted_anew_after_a_preview(boss, house, chen):
    make.petition(house, at=just_now())
    case = Petition.objects.get()
    day = timezone.localdate()
    assert boss.get(f"{LIST}recompute/").context["rows"] == []
    while True:
        day += timedelta(days=1)
        if day.weekday() < 5 and not SpecialDay.objects.filter(day=day).exists():
            break
    SpecialDay.objects.create(day=day, kind=SpecialDay.Kind.HOLIDAY, name="加放一天")
    page = boss.get(f"{LIST}recompute/")
    assert [row["code_grouped"] for row in page.context["rows"]] == [case.code_text]
    assert make.fresh(case).due_on == case.due_on
    assert boss.post(f"{LIST}recompute/").status_code == 302
    assert make.fresh(case).due_on > case.due_on


def test_a_case_is_published_after_a_look_and_taken_down(boss, house, chen):
    case = make.closed(house, chen, at=just_now(), title="楼道灯坏了")
    address = f"{LIST}{case.code}/publish/"
    page = boss.get(address)
    assert "楼道灯坏了" in page.content.decode()
    texts = {
        "title": "楼道灯坏了",
        "question": "灯坏了找谁",
        "answer": "打 16100000555",
    }
    assert boss.post(address, texts).status_code == 422
    texts["answer"] = "打物业电话报修"
    assert boss.post(address, texts | {"is_checked": "on"}).status_code == 302
    assert Publication.objects.live().count() == 1
    down = f"{LIST}{case.code}/unpublish/"
    boss.post(down, {"reason": ""})
    assert Publication.objects.live().count() == 1
    boss.post(down, {"reason": "说到了人"})
    assert Publication.objects.live().count() == 0


def test_clerks_publish_nothing(desk, house, chen):
    case = make.closed(house, chen, at=just_now())
    assert desk.get(f"{LIST}{case.code}/publish/").status_code == 403


def test_moments_are_written_in_beijing():
    assert moment_text(moment("2026-11-24 09:05")) == "11月24日 9:05"
