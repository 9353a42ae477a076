"""What the person reads of their request: every promise, and what is late."""

from datetime import date

import pytest

from petitions.actions import feedback, replies
from petitions.models.access import OWN
from petitions.presenters import story_of
from petitions.promise import promise_of, strip_of
from tests.make import moment
from tests.petitions import make
from tests.petitions.make import fresh

pytestmark = pytest.mark.django_db


def shown(case, at="2026-11-25 10:00"):
    return story_of(fresh(case), at=moment(at), base="/x/", reader=OWN)


def ledger(case):
    return [text for _, text in shown(case)["ledger"]]


def test_an_opinion_is_told_all_three_dates(house, chen):
    case = make.taken(house, chen, kind="opinion")
    first = (
        "网上收到，已登记。最晚 12月3日（周四）答复，"
        "12月9日（周三）前书面告知，1月25日（周一）前办完。"
    )
    assert ledger(case) == [first]
    replies.give_notice(
        case, text="已经受理您的意见", by=chen, at=moment("2026-11-26 10:00")
    )
    # What was promised first stays, whatever the date of the case is now.
    assert ledger(case) == [
        first,
        "已经书面告知您，接下来1月25日（周一）前办完。",
    ]
    lines = shown(case)["next"]
    assert lines[-1].startswith("最晚 预计 1月25日（周一）告诉您结果")


def test_a_second_round_does_not_hide_the_first_promise(house, chen):
    case = make.answered(house, chen)
    replies.reopen(case, reason="又坏了", by=chen, at=moment("2026-11-27 10:00"))
    assert ledger(case) == [
        "网上收到，已登记。最晚 12月3日（周四）答复。",
        "重新办理（第 2 轮），答复期限 2026年12月8日（周二）。",
    ]


def test_a_late_case_says_sorry_and_not_a_day_that_is_gone(house, chen):
    case = make.taken(house, chen, at="2026-11-02 09:00")
    late = shown(case)
    assert late["promise"]["lead"] == "答应您的日子已经过了"
    assert late["lead"].startswith("对不起，晚了")
    assert (late["lead_tone"], late["holder"], late["answer"]) == ("late", "陈静", None)
    assert late["next"][0] == "您可以打电话催办，或者到前台找主管。"
    assert not any("最晚" in line for line in late["next"])
    on_the_day = promise_of(fresh(case), None, date(2026, 11, 11))
    assert on_the_day["lead"] == "最晚在这一天答复您"


def test_a_rating_is_offered_for_change_for_a_day_only(client, house, lin, chen):
    case = make.answered(house, chen, by_person=lin)
    feedback.rate(case, score=4, by=lin, at=moment("2026-11-24 10:00"))
    client.force_login(lin)
    address = f"/petitions/{case.code}/"
    answer = client.get(address)
    assert answer.context["may_rate"] is False
    gone = client.get(f"{address}rate/")
    assert (gone.status_code, gone.url) == (302, address)
    refused = client.post(f"{address}rate/", {"score": 1})
    assert refused.status_code == 422
    assert "24 小时内可以改" in refused.content.decode()


def test_a_notice_is_offered_once(client, house, chen, settings):
    settings.SECOND_FACTOR = False
    client.force_login(chen)
    case = make.taken(house, chen, kind="opinion")
    address = f"/desk/petitions/{case.code}/"

    def verbs():
        page = client.get(address).context
        return [verb.name for verb in (*page["verbs"], *page["more"])]

    assert "notice" in verbs()
    replies.give_notice(case, text="已经受理", by=chen, at=moment("2026-11-26 10:00"))
    assert "notice" not in verbs()


def test_the_days_run_on_to_today_when_it_is_late(house, chen):
    case = make.taken(house, chen, at="2026-11-02 09:00")
    today = date(2026, 11, 24)
    clock = case.clocks.get()
    days = strip_of(fresh(case), clock, today)
    assert (days[0]["text"], days[-1]["label"]) == ("收到", "11月24日")
    late = [day["text"] for day in days if "late" in day["tones"].split()]
    assert late == [f"晚{n}天" for n in range(1, 10)]
    assert "today" in days[-1]["tones"]


def test_an_answered_one_begins_with_the_answer_and_marks_its_day(house, chen):
    case = make.answered(house, chen, at="2026-11-20 09:00")
    story = shown(case)
    assert (story["lead"], story["lead_tone"]) == ("答复您了", "ok")
    assert not story["is_open"]
    assert "把楼道灯修好了" in story["answer"]["text"]
    assert story["answer"]["who"] == chen.name
    assert [day["label"] for day in story["strip"] if day["text"] == "答复"] == [
        "11月20日"
    ]


@pytest.mark.parametrize(
    ("at", "kept"),
    [
        ("2026-11-26 10:00", "比答应的早 5 个工作日"),
        ("2026-12-03 10:00", "答应的那天答复的"),
        ("2026-12-07 10:00", "比答应的晚 2 个工作日"),
    ],
)
def test_an_answer_says_how_it_kept_the_promised_day(house, chen, at, kept):
    case = make.taken(house, chen)
    make.answer(case, chen, at=at)
    assert shown(case, "2026-12-08 10:00")["answer"]["kept"] == kept
