"""The whole way of a day through its pages, and what is refused there."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from membership.activity_days.actions import reporting
from membership.activity_days.models import ActivityDay
from membership.activity_days.rules import State
from tests.markup import squeezed
from tests.membership.activity_days import make
from tests.membership.activity_days.pages import (
    as_,
    get,
    picture,
    plan_data,
    roll,
    url,
)

pytestmark = pytest.mark.django_db


def test_the_whole_way_through_the_pages(
    client, branch_a, secretary, organizer, members, sun, lin
):
    as_(client, secretary)
    answer = client.post(url("new"), plan_data(branch_a))
    day = ActivityDay.objects.get()
    assert answer["Location"] == url("detail", day.pk)
    again = client.post(url("new"), plan_data(branch_a))
    assert again["Location"] == url("detail", day.pk)
    assert ActivityDay.objects.count() == 1

    def post(name, data, *args):
        day.refresh_from_db()
        answer = client.post(url(name, day.pk, *args), {"version": day.version, **data})
        assert answer.status_code == 302, (name, answer.content.decode()[:3000])
        day.refresh_from_db()

    times = {"on": "2026-11-17", "start": "09:00", "end": "11:30"}
    post("change", plan_data(branch_a, theme="改题"))
    post(
        "hold",
        {**times, "theme": "改题", "place": "会议室", "host": "秦", "recorder": "许"},
    )
    first, second = members[0].pk, members[1].pk
    post(
        "attendance",
        {f"p{first}": "leave", f"r{first}": "出差", f"p{second}": "present"},
    )
    post("tasks", {"text1": "走访", "who1": "秦朗", "due1": "2026-11-30"})
    post(
        "write",
        {
            "contents": ["study", "life"],
            "host": "秦",
            "recorder": "许",
            "process": "学习讨论",
            "effect": "<b>有效果</b>",
            "outside_count": "1",
            "outside_note": "群众 1 人",
        },
    )
    post("photos", {"kind": "photo", "photos": [picture()]})
    post("case", {"title": "典型", "body": "一件小事"})
    post("report", {})
    assert day.state == State.REPORTED

    as_(client, organizer)
    page = client.get(url("detail", day.pk))
    assert "应到 2 人，实到 1 人，出勤率 50%" in squeezed(page)
    assert "&lt;b&gt;有效果" in page.content.decode()
    assert "<b>有效果" not in page.content.decode()
    post("return", {"reason": "请补照片"})
    as_(client, secretary)
    assert "请补照片" in client.get(url("detail", day.pk)).content.decode()
    post("make_up", {"on": "2026-11-18", "how": "送学"}, first)
    post("report", {})
    as_(client, organizer)
    post("sign", {})
    assert day.state == State.SIGNED

    post("case", {"title": "典型二稿", "body": "一件小事，<b>办成了</b>"})
    newest = client.get(url("example", day.pk)).content.decode()
    assert "典型二稿" in newest
    assert "&lt;b&gt;办成了" in newest
    assert url("photo", day.pk, day.photos.get().pk) in newest
    assert "第 1 稿" in squeezed(client.get(url("example", day.pk), {"n": "1"}))
    assert client.get(url("example", day.pk), {"n": "9"}).status_code == 404

    printed = squeezed(client.get(url("print", day.pk)))
    for text in (
        "改题",
        "学习讨论",
        "已补课 1 人：秦朗",
        "群众 1 人",
        "走访（秦朗",
        "典型",
    ):
        assert text in printed
    photo = day.photos.get()
    address = url("photo", day.pk, photo.pk)
    image = client.get(address)
    assert image["Content-Type"] == "image/jpeg"
    content = b"".join(image.streaming_content)
    assert b"GPS 30.123" not in content
    assert Image.open(io.BytesIO(content)).size == (40, 30)
    assert get(client, sun, address).status_code == 404
    assert get(client, lin, address).status_code == 403


def test_uploads_that_are_not_photos_are_refused_in_words(
    client, branch_a, secretary, members
):
    day = make.held(branch_a, secretary)
    as_(client, secretary)
    evil = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"

    for name, content in [
        ("a.svg", evil),
        ("a.jpg", evil),
        ("a.jpg", b""),
        ("a.pdf", b"%PDF-1.4\n%%EOF"),
    ]:
        file = SimpleUploadedFile(name, content, content_type="image/jpeg")
        answer = client.post(url("photos", day.pk), {"kind": "photo", "photos": [file]})
        assert answer.status_code == 422
        assert '<div class="errors" role="alert"' in answer.content.decode()
    six = [picture() for _ in range(6)]
    answer = client.post(url("photos", day.pk), {"kind": "photo", "photos": six})
    assert answer.status_code == 422
    assert "一次最多传 5 个文件" in answer.content.decode()
    assert client.post(url("photos", day.pk), {"kind": "photo"}).status_code == 422
    assert not day.photos.exists()


def test_photos_sent_twice_are_there_once(client, branch_a, secretary, members):
    day = make.held(branch_a, secretary)
    as_(client, secretary)
    page = client.get(url("photos", day.pk))
    key = page.context["form"]["key"].value()
    for sent_key, kept in ((key, 2), (key, 2), ("another", 4)):
        sent = {"kind": "photo", "key": sent_key, "photos": [picture(), picture()]}
        assert client.post(url("photos", day.pk), sent).status_code == 302
        assert day.photos.count() == kept
    assert f'value="{key}"' in page.content.decode()
    assert day.steps_made.filter(verb="photo").count() == 2


def test_taking_a_photo_out(client, branch_a, secretary, members):
    day = make.held(branch_a, secretary)
    as_(client, secretary)
    client.post(url("photos", day.pk), {"kind": "sheet", "photos": [picture()]})
    photo = day.photos.get()

    asked = client.get(url("photo_remove", day.pk, photo.pk))
    assert "没有这张照片" in asked.content.decode()
    assert day.photos.kept().exists()
    client.post(url("photo_remove", day.pk, photo.pk))

    assert client.get(url("photo", day.pk, photo.pk)).status_code == 404
    assert not day.photos.kept().exists()


def test_a_stale_form_is_answered_with_both_texts(client, branch_a, secretary, members):
    day = make.written(make.held(branch_a, secretary), secretary)
    as_(client, secretary)
    data = {
        "host": "秦",
        "process": "我写的<i>",
        "effect": "x",
        "outside_count": "0",
        "version": 1,
    }

    answer = client.post(url("write", day.pk), data)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "我写的&lt;i&gt;" in page
    assert "集体学习，讨论。" in page
    day.refresh_from_db()
    assert day.process == "集体学习，讨论。"


def test_stale_verbs_say_so(client, branch_a, secretary, organizer, members):
    day = make.complete(branch_a, secretary)
    planned = make.planned(branch_a, secretary, "2026-11-20")
    as_(client, secretary)
    for data in ({"version": 1}, {"version": "x"}, {}):
        page = client.post(url("report", day.pk), data, follow=True).content.decode()
        assert "再报送。" in page
    times = {"on": "2026-11-17", "start": "09:00", "end": "11:30", "version": 9}
    hold = {**times, "theme": "题", "place": "室", "host": "秦", "recorder": "许"}
    assert client.post(url("hold", planned.pk), hold).status_code == 409
    assert client.post(url("change", planned.pk), hold).status_code == 409
    assert (
        client.post(url("attendance", day.pk), roll(members, version=9)).status_code
        == 409
    )
    assert client.post(url("tasks", day.pk), {"version": 9}).status_code == 409
    day = reporting.report(day, version=day.version, by=secretary, at=day.ends_at)
    as_(client, organizer)
    for data in ({"version": 1}, {}):
        page = client.post(url("sign", day.pk), data, follow=True).content.decode()
        assert "再签收。" in page
    assert (
        client.post(
            url("return", day.pk), {"version": 1, "reason": "写错了"}
        ).status_code
        == 409
    )
    day.refresh_from_db()
    assert day.state == State.REPORTED


def test_refusals_come_back_with_the_form_filled(
    client, branch_a, secretary, organizer, members
):
    held = make.held(branch_a, secretary)
    planned = make.planned(branch_a, secretary, "2026-11-20")
    as_(client, secretary)
    cases = [
        (url("new"), plan_data(branch_a, on="2026-11-16", key="b" * 32)),
        (url("change", planned.pk), plan_data(branch_a, on="2026-11-16", version=1)),
        (
            url("hold", planned.pk),
            plan_data(branch_a, on="2026-11-20", version=1, recorder="许"),
        ),
        (url("cancel", planned.pk), {"version": 1, "reason": "​"}),
        (
            url("attendance", held.pk),
            {**roll(members, version=2), f"p{members[0].pk}": "leave"},
        ),
        (url("tasks", held.pk), {"version": 2, "text1": "走访"}),
        (url("write", held.pk), {"version": 2, "outside_count": "3"}),
        (url("make_up", held.pk, members[0].pk), {"on": "2026-11-17", "how": "补"}),
    ]
    never = [
        (url("cancel", held.pk), {"version": 2, "reason": "停电"}, "不能取消。"),
        (url("case", planned.pk), {"title": "题", "body": "文"}, "活动举行以后"),
    ]
    for address, data, text in never:
        answer = client.post(address, data)
        assert answer.status_code == 409, address
        assert text in answer.content.decode()
    for address, data in cases:
        answer = client.post(address, data)
        page = answer.content.decode()
        assert answer.status_code == 422, address
        assert 'role="alert"' in page
        assert "<title>错误：" in page
    page = client.post(
        url("report", held.pk), {"version": 2}, follow=True
    ).content.decode()
    assert "请至少选一类内容。" in page
    day = make.complete(branch_a, secretary, "2026-11-12")
    reporting.report(day, version=day.version, by=secretary, at=day.ends_at)
    as_(client, organizer)
    done = reporting.sign(
        ActivityDay.objects.get(pk=day.pk),
        version=day.version + 1,
        by=organizer,
        at=day.ends_at,
    )
    page = client.post(
        url("sign", day.pk), {"version": done.version}, follow=True
    ).content.decode()
    assert "不能改成“已签收”" in page
    data = {"version": done.version, "reason": "效果没写"}
    answer = client.post(url("return", day.pk), data)
    assert answer.status_code == 409
    assert "报送以后、签收以前才能退回" in answer.content.decode()
    assert "效果没写" in answer.content.decode()
