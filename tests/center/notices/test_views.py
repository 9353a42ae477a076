import io
import re
from datetime import timedelta
from xml.etree import ElementTree

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from center.notices import actions
from center.notices.models import Notice, NoticeRead, Text
from center.searches.models import EmptySearch
from tests import make as people
from tests.center.notices import make
from tests.markup import squeezed

AT = make.AT
DAY = timedelta(days=1)
HOSTILE = "[点](javascript:alert(1)) [看](//evil.example) <script>alert(1)</script>"


@pytest.fixture(autouse=True)
def _day(settings, tmp_path):
    settings.SECOND_FACTOR = False
    settings.MEDIA_ROOT = tmp_path
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def root(house):
    return house


@pytest.fixture
def two(root):
    return make.colleagues(root)


@pytest.fixture
def clerk(client, two):
    client.force_login(two[0])
    return client


@pytest.fixture
def boss(two):
    browser = Client()
    browser.force_login(two[1])
    return browser


def photo(name="a.png"):
    stream = io.BytesIO()
    Image.new("RGB", (4, 4), "red").save(stream, "PNG")
    return SimpleUploadedFile(name, stream.getvalue(), "image/png")


def sent(row):
    return {"kind": row.notice.kind, "title": row.title, "body": row.body}


def test_from_the_first_word_to_the_page(clerk, boss, two, root):
    told = {
        "kind": "notice",
        "title": "停水通知",
        "body": "**注意：**请带水桶",
        "show_until": "2026-11-30T18:00",
        "files": [photo()],
        "files_title": ["阀门", "", ""],
        "files_alt": ["红色的阀门", "", ""],
        "key": "k",
    }
    answer = clerk.post("/desk/notices/new/", told)
    pk = Notice.objects.get().pk
    assert (answer.status_code, answer.url) == (302, f"/desk/notices/{pk}/")
    assert Client().get(f"/notices/{pk}/").status_code == 404
    clerk.post(f"/desk/notices/{pk}/submit/")
    page = boss.get(f"/desk/notices/{pk}/approve/").content.decode()
    digest = re.search(r'name="digest" value="([0-9a-f]+)"', page)[1]
    assert boss.post(f"/desk/notices/{pk}/approve/", {"digest": "0"}).status_code == 409
    boss.post(f"/desk/notices/{pk}/approve/", {"digest": digest})
    shown = squeezed(Client().get(f"/notices/{pk}/"))
    assert "<strong>注意：</strong>请带水桶" in shown
    assert 'alt="红色的阀门"' in shown
    file = re.search(rf'src="(/notices/{pk}/files/[0-9a-f]+/)"', shown)[1]
    picture = Client().get(file)
    assert (picture.status_code, picture["Content-Type"]) == (200, "image/png")
    assert "停水通知" in squeezed(Client().get("/notices/?kind=notice"))
    assert "停水通知" not in squeezed(Client().get("/notices/?kind=news"))
    for q in ("停水", "tstz", "tingshui"):
        assert "停水通知" in squeezed(Client().get("/notices/", {"q": q}))
    with time_machine.travel(people.moment("2026-11-30 18:00"), tick=False):
        assert Client().get(f"/notices/{pk}/").status_code == 404
        assert Client().get(file).status_code == 404
        assert "停水通知" not in squeezed(Client().get("/notices/"))


@pytest.mark.parametrize(
    ("more", "text"),
    [
        ({"show_from": "2026-12-02T09:00", "show_until": "2026-12-01T09:00"}, "下架"),
        ({"kind": "jobs", "body": "交押金"}, "用人单位"),
        ({"pin_until": "2027-01-30T09:00"}, "置顶最多 30 天"),
        ({"kind": "gossip"}, "gossip"),
        ({"title": "长" * 81}, "最多 80 个字"),
    ],
)
def test_a_refused_form_keeps_what_was_typed(clerk, two, root, more, text):
    told = {
        "kind": "notice",
        "title": "甲",
        "body": "写了很久的正文",
        "key": "k",
    } | more
    answer = clerk.post("/desk/notices/new/", told)
    page = answer.content.decode()
    assert (answer.status_code, Notice.objects.count()) == (422, 0)
    assert text in page
    assert "正文" in page


@pytest.mark.parametrize("kind", ["notice", "news", "finance"])
def test_nothing_hostile_reaches_a_page(two, root, kind):
    told = make.disclosure(two[1]) | {"kind": kind, "body": HOSTILE}
    row = make.approved(root, *two, **told)
    for path in (f"/notices/{row.notice_id}/", "/notices/", "/notices/feed/"):
        shown = Client().get(path).content.decode()
        assert re.findall(r'href="(?:javascript|//)[^"]*"', shown) == []
        assert "<script>alert" not in shown


def test_a_stale_edit_shows_both_texts(clerk, two, root):
    row = make.draft(root, two[0])
    url = f"/desk/notices/{row.notice_id}/edit/"
    first = sent(row) | {"title": "先改的", "version": row.version}
    assert clerk.post(url, first).status_code == 302
    answer = clerk.post(url, first | {"title": "后改的"})
    page = squeezed(answer)
    assert (answer.status_code, "先改的" in page, "后改的" in page) == (409, True, True)
    assert make.fresh(row).title == "先改的"


def test_a_correction_says_so_with_its_day(two, root):
    row = make.approved(root, *two)
    with time_machine.travel(AT + DAY, tick=False):
        make.correction(row, *two, at=AT + DAY, title="改期", change_note="时间写错")
        page = squeezed(Client().get(f"/notices/{row.notice_id}/"))
    assert "<b>更正</b>：2026年11月25日，时间写错" in page


def test_a_withdrawn_one_says_why_and_its_files_are_gone(boss, two, root):
    row = make.approved(root, *two, files=[make.picture()])
    file = f"/notices/{row.notice_id}/files/{row.files.get().token}/"
    assert Client().get(file).status_code == 200
    url = f"/desk/notices/{row.notice_id}/withdraw/"
    assert boss.post(url, {"reason": ""}).status_code == 422
    assert boss.post(url, {"reason": "日期写错了"}).status_code == 302
    page = Client().get(f"/notices/{row.notice_id}/")
    assert (page.status_code, "原因：日期写错了" in squeezed(page)) == (200, True)
    assert "注意" not in squeezed(page)
    assert Client().get(file).status_code == 404


def test_a_file_of_the_old_text_dies_with_it(two, root):
    row = make.approved(root, *two, files=[make.picture()])
    old = row.files.get().token
    new = actions.save(
        row,
        title="新",
        drop_files=[old],
        by=two[0],
        at=AT,
        version=row.version,
        form_key="x",
    )
    make.approve(actions.submit(new, by=two[0], at=AT), two[1])
    assert Client().get(f"/notices/{row.notice_id}/files/{old}/").status_code == 404


def test_a_file_of_a_draft_is_for_the_desk_alone(clerk, two, root):
    row = make.draft(root, two[0], files=[make.picture()])
    tail = f"{row.notice_id}/files/{row.files.get().token}/"
    assert Client().get(f"/notices/{tail}").status_code == 404
    assert clerk.get(f"/desk/notices/{tail}").status_code == 200


def test_reads_are_counted_without_a_cookie(two, root):
    row = make.approved(root, *two)
    url = f"/notices/{row.notice_id}/"
    browser = Client()
    for _ in range(3):
        browser.get(url)
    browser.head(url)
    assert NoticeRead.objects.get().count == 3
    assert list(browser.cookies) == []


def test_the_feed_names_each_notice_once_and_for_ever(two, root):
    row = make.approved(root, *two)
    make.approved(root, *two, title="动态", kind="news")
    answer = Client().get("/notices/feed/?kind=notice")
    (item,) = ElementTree.fromstring(answer.content).iter("item")
    said = {one.tag: one.text for one in item}
    assert said["guid"] == f"urn:{row.notice_id}"
    assert said["pubDate"] == "Tue, 24 Nov 2026 10:00:00 +0800"
    again = Client().get(
        "/notices/feed/?kind=notice", headers={"If-None-Match": answer["ETag"]}
    )
    assert again.status_code == 304
    make.correction(row, *two, title="改期")
    changed = Client().get("/notices/feed/?kind=notice")
    assert changed["ETag"] != answer["ETag"]
    (item,) = ElementTree.fromstring(changed.content).iter("item")
    assert item.find("guid").text == said["guid"]


def test_the_calendar_is_public_and_never_forgets(two, root):
    duty = make.duty(root, two[1], from_on=people.moment("2026-08-01 00:00").date())
    late = people.moment("2026-09-13 10:00")
    told = make.disclosure(two[1], duty=duty, period="2026-08")
    make.approved(root, *two, at=late, **told)
    page = squeezed(Client().get("/disclosure/?year=2026"))
    assert "9月13日公开，逾期 3 天" in page
    assert "应在 10月10日前，已逾期 45 天" in page
    assert "<dd>33%</dd>" in page
    for year in ("2025", "x", "99999"):
        assert Client().get(f"/disclosure/?year={year}").status_code == 200


def test_the_desk_lists_each_notice_once(boss, two, root):
    row = make.correction(make.approved(root, *two), *two, title="改期")
    make.draft(root, two[0], title="草稿")
    page = squeezed(boss.get("/desk/notices/"))
    assert page.count(f'href="/desk/notices/{row.notice_id}/"') == 1
    assert ["改期" in page, "停水通知" in page, "草稿" in page] == [True, False, True]
    assert "改期" not in squeezed(boss.get("/desk/notices/?state=draft"))


def test_the_desk_says_what_is_late(boss, two, root):
    make.duty(root, two[1])
    make.submitted(root, two[0])
    page = squeezed(boss.get("/desk/"))
    assert ["三公开逾期" in page, "公告待审核" in page] == [True, True]


def test_other_centers_see_nothing_of_it(two, root, elsewhere):
    row = make.approved(elsewhere, *make.colleagues(elsewhere))
    assert Client().get(f"/notices/{row.notice_id}/").status_code == 404
    assert row.title not in squeezed(Client().get("/notices/"))


def test_lists_ask_the_database_as_often_with_many_rows(
    two, root, django_assert_max_num_queries
):
    for n in range(3):
        make.approved(root, *two, title=f"通知{n}")
    make.duty(root, two[1])
    for path, most in (("/notices/", 4), ("/notices/feed/", 3), ("/disclosure/", 11)):
        with django_assert_max_num_queries(most):
            Client().get(path)
    assert Text.objects.count() == 3


def test_nothing_found_leads_to_a_person_and_is_noted(root):
    page = Client().get("/notices/", {"q": "飞碟"}).content.decode()
    assert 'href="/petitions/new/"' in page
    assert [(one.place, one.term) for one in EmptySearch.objects.all()] == [
        ("公告公开", "飞碟")
    ]
