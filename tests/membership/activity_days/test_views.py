"""The pages: who gets in, what they show, and the whole way of a day through them."""

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from center.rules import Role
from membership.activity_days.actions import planning, reporting
from membership.activity_days.models import ActivityDay, Meeting, ReportSetting
from membership.activity_days.rules import State
from tests import make as people
from tests.markup import squeezed
from tests.membership import make as base
from tests.membership.activity_days import make

pytestmark = pytest.mark.django_db
NOW = "2026-11-18 10:00"


@pytest.fixture(autouse=True)
def now(time_machine_at, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    time_machine_at(NOW)


@pytest.fixture
def time_machine_at():
    import time_machine  # noqa: PLC0415

    travels = []

    def travel(text):
        travels.append(time_machine.travel(make.at(text), tick=False))
        travels[-1].start()

    yield travel
    for one in reversed(travels):
        one.stop()


@pytest.fixture
def secretary_b(house, branch_b):
    person = people.staff("冯原", Role.SECRETARY, center=house)
    base.post(person, branch_b)
    return person


def url(name, *args):
    return reverse(f"activity_days:{name}", args=args)


def as_(client, person):
    client.force_login(person)
    return client


def get(client, person, address):
    return as_(client, person).get(address)


def test_who_may_open_what(  # noqa: C901
    client,
    branch_a,
    committee,
    secretary,
    secretary_b,
    organizer,
    members,
    chen,
    zhao,
    sun,
    lin,
):
    day = make.returned(make.reported(branch_a, secretary, theme="秘密主题"), organizer)
    ahead = make.planned(branch_a, secretary, "2026-11-25")
    sent = make.reported(branch_a, secretary, on="2026-11-12")
    meeting = make.meeting(branch_a, secretary, start="15:00", topic="秘密议题")
    member = members[0].pk
    lists = [url("list"), url("board"), url("meetings")]
    views = [url("detail", day.pk), url("print", day.pk), url("meeting", meeting.pk)]
    forms = [
        url(name, ahead.pk if name in ("change", "cancel", "hold") else day.pk)
        for name in (
            "change",
            "cancel",
            "hold",
            "write",
            "attendance",
            "tasks",
            "photos",
            "case",
        )
    ] + [
        url("make_up", day.pk, member),
        url("meeting_change", meeting.pk),
        url("meeting_void", meeting.pk),
    ]
    signing = [url("return", sent.pk)]
    every = [
        *lists,
        *views,
        *forms,
        *signing,
        url("new"),
        url("meeting_new"),
        url("setting"),
    ]

    for address in every:
        assert client.get(address).status_code == 302, address
        assert get(client, lin, address).status_code == 403, address
        client.logout()
    for address in [*views, *forms]:
        assert get(client, secretary_b, address).status_code == 404, address
        assert get(client, sun, address).status_code == 404, address
    for person in (secretary_b, sun):
        for address in lists:
            page = get(client, person, address).content.decode()
            assert "秘密" not in page
            assert "清河第一支部" not in page
    for person in (secretary, organizer, chen):
        for address in [*lists, *views, *forms]:
            assert get(client, person, address).status_code == 200, (person, address)
    for person, status in [
        (secretary, 403),
        (chen, 403),
        (zhao, 403),
        (organizer, 200),
    ]:
        assert get(client, person, signing[0]).status_code == status
    for person, status in [(secretary, 403), (organizer, 403), (zhao, 200)]:
        assert get(client, person, url("setting")).status_code == status
    for address in [*lists, *views]:
        assert get(client, zhao, address).status_code == 200
    for address in forms:
        assert get(client, zhao, address).status_code == 403


def test_verbs_of_others_change_nothing(
    client, branch_a, secretary, secretary_b, organizer, members, sun, chen
):
    day = make.complete(branch_a, secretary)
    planned = make.planned(branch_a, secretary, "2026-11-20")
    meeting = make.meeting(branch_a, secretary, start="15:00")
    before = (day.version, day.steps.count())

    for person in (secretary_b, sun):
        as_(client, person)
        for name, pk in [
            ("report", day.pk),
            ("write", day.pk),
            ("attendance", day.pk),
            ("tasks", day.pk),
            ("photos", day.pk),
            ("case", day.pk),
            ("hold", planned.pk),
            ("cancel", planned.pk),
            ("change", planned.pk),
            ("meeting_void", meeting.pk),
            ("meeting_change", meeting.pk),
        ]:
            answer = client.post(
                url(name, pk), {"version": 1, "reason": "x", "title": "x"}
            )
            assert answer.status_code == 404, name
    as_(client, secretary_b)
    answer = client.post(url("new"), plan_data(branch_a))
    assert answer.status_code == 422  # not one of their branches
    for name in ("sign", "return"):
        assert (
            as_(client, chen).post(url(name, day.pk), {"version": 1}).status_code == 403
        )

    day.refresh_from_db()
    planned.refresh_from_db()
    assert (day.version, day.steps.count()) == before
    assert planned.state == State.PLANNED
    assert ActivityDay.objects.count() == 2


def plan_data(branch, **fields):
    return {
        "branch": branch.pk,
        "on": "2026-11-17",
        "start": "09:00",
        "end": "11:00",
        "theme": "学习文件",
        "place": "会议室",
        "host": "秦朗",
        "key": "a" * 32,
    } | fields


def picture():
    image = Image.new("RGB", (40, 30), "red")
    exif = image.getexif()
    exif[0x010E] = "GPS 30.123"
    into = io.BytesIO()
    image.save(into, "JPEG", exif=exif)
    return SimpleUploadedFile("合影.jpg", into.getvalue(), content_type="image/jpeg")


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

    client.post(url("photo_remove", day.pk, photo.pk))

    assert client.get(url("photo", day.pk, photo.pk)).status_code == 404
    assert not day.photos.kept().exists()
    assert client.get(url("photo_remove", day.pk, photo.pk)).status_code == 405


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
        client.post(url("return", day.pk), {"version": 1, "reason": "x"}).status_code
        == 409
    )
    day.refresh_from_db()
    assert day.state == State.REPORTED


def roll(members, **fields):
    return {f"p{m.pk}": "present" for m in members[:2]} | fields


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


def test_fields_that_are_nobodys_business_change_nothing(
    client, branch_a, secretary, members, elsewhere
):
    as_(client, secretary)
    client.post(
        url("new"),
        plan_data(
            branch_a, state="signed", center=elsewhere.pk, signed_by=secretary.pk
        ),
    )

    day = ActivityDay.objects.get()
    assert (day.state, day.center_id, day.signed_by) == (
        State.PLANNED,
        branch_a.center_id,
        None,
    )


@pytest.mark.parametrize("name", ["list", "meetings", "board", "own"])
def test_lists_ask_as_much_for_three_as_for_one(
    name,
    client,
    house,
    branch_a,
    general_branch,
    secretary,
    members,
    organizer,
    django_assert_max_num_queries,
):
    lin = people.person("秦朗")
    members[0].__class__.objects.filter(pk=members[0].pk).update(person=lin)
    reader = lin if name == "own" else organizer

    def fill(branch, on):
        make.complete(branch, secretary, on)
        make.meeting(branch, secretary, on, start="15:00")

    fill(branch_a, "2026-11-10")
    as_(client, reader)
    client.get(url(name))
    first = count(client, url(name))
    for n, on in enumerate(("2026-11-11", "2026-11-12")):
        fill(
            base.organization("branch", general_branch, name=f"中共清河第{n}0支部")
            if n
            else branch_a,
            on,
        )
    again = count(client, url(name))

    assert first == again
    assert again <= 14


def count(client, address):
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_the_list_finds_by_branch_state_and_year(
    client, branch_a, branch_b, secretary, organizer, members
):
    a = make.planned(branch_a, secretary, "2026-11-20", theme="甲题")
    b = make.held(branch_b, organizer, "2026-11-10", theme="乙题")
    as_(client, organizer)

    def found(**query):
        return [day for day, _ in client.get(url("list"), query).context["rows"]]

    assert found() == [a, b]
    assert found(branch=branch_a.pk) == [a]
    assert found(state="held") == [b]
    assert found(year="2025") == []


def test_the_board_says_everything_in_words(
    client, branch_a, branch_b, secretary, organizer, members
):
    make.reported(branch_a, secretary, "2026-09-14", reported="2026-09-18 10:00")
    make.reported(branch_a, secretary, "2026-10-01", reported="2026-10-09 10:00")
    make.returned(
        make.reported(branch_a, secretary, "2026-08-10", reported="2026-08-11 10:00"),
        organizer,
    )
    make.meeting(branch_a, secretary, "2026-06-15")  # never counts
    make.held(branch_a, secretary, "2026-11-17")
    as_(client, organizer)

    page = client.get(url("board"), {"year": 2026})
    rows = {str(row.branch): row for row in page.context["rows"]}
    a, b = rows["中共清河第一支部委员会"], rows["中共清河第二支部委员会"]

    assert [cell.text for cell in a.cells] == [
        "没开",
        "没开",
        "没开",
        "没开",
        "没开",
        "没开",
        "没开",
        "按时",
        "按时",
        "迟报",
        "待报送",
        "—",
    ]
    assert (a.in_time, a.late, a.missing, a.unified_text) == (2, 1, 7, "1/3")
    assert a.cells[7].returned == 1
    assert (b.in_time, b.late, b.missing, b.unified_text) == (0, 0, 10, "0/3")
    assert "退回 1" in page.content.decode()
    last = client.get(url("board"), {"year": 2027}).context["rows"]
    assert [cell.text for cell in last[0].cells] == [
        "—",
        "—",
        "—",
        "—",
        "待举行",
        "—",
        "待举行",
        "—",
        "—",
        "待举行",
        "—",
        "—",
    ]


@pytest.mark.parametrize(
    ("founded_on", "stands_ready"),
    [(date(2026, 8, 20), False), (None, False), (date(2026, 8, 20), True)],
)
def test_a_branch_founded_during_the_year_owes_only_the_rest(
    client, general_branch, organizer, founded_on, stands_ready
):
    branch = base.organization(
        "branch",
        general_branch,
        at=make.at("2026-08-25 09:00"),
        founded_on=None if stands_ready else founded_on,
    )
    planning.plan_unified_days(
        year=2026, branches=[branch], by=organizer, at=make.at("2026-01-05 09:00")
    )
    planned = set(branch.activity_days.values_list("on__month", flat=True))
    assert planned == ({5, 7, 10} if stands_ready or not founded_on else {10})
    if stands_ready:
        branch.founded_on = founded_on
        branch.save(update_fields=["founded_on"])
    as_(client, organizer)

    rows = client.get(url("board"), {"year": 2026}).context["rows"]

    row = next(row for row in rows if row.branch == branch)
    shown = ["—"] * 7 + ["没开", "没开", "缺报", "—", "—"]
    assert [cell.text for cell in row.cells] == shown
    assert row.missing == 3
    assert [
        cell.text
        for cell in next(
            row
            for row in client.get(url("board"), {"year": 2025}).context["rows"]
            if row.branch == branch
        ).cells
    ] == ["—"] * 12


def test_only_unified_days_are_missing_where_months_are_not_expected(
    client, branch_a, secretary, organizer, zhao, members
):
    as_(client, zhao)
    client.post(url("setting"), {"sent": "1", "rolls_over": "on"})
    as_(client, organizer)

    row = client.get(url("board"), {"year": 2026}).context["rows"][0]

    assert [cell.month for cell in row.cells if cell.text == "没开"] == [5, 7, 10]
    assert row.missing == 3
    assert ReportSetting.objects.get().by == zhao
    as_(client, zhao)
    assert "只要求统一活动日" in client.get(url("setting")).content.decode()


def test_the_board_of_another_committee_is_not_there(
    client, house, branch_a, organizer, secretary
):
    other = base.organization("committee", center=house, name="中共别处委员会")

    assert (
        get(client, organizer, url("board") + f"?committee={other.pk}").status_code
        == 404
    )
    assert get(client, secretary, url("board") + "?year=x").status_code == 200


def test_one_button_enters_the_unified_days(client, branch_a, branch_b, organizer):
    as_(client, organizer)
    first = client.post(url("unified"), {"year": "2026"}, follow=True).content.decode()
    again = client.post(url("unified"), {"year": "2026"}, follow=True).content.decode()
    far = client.post(url("unified"), {"year": "2031"}, follow=True).content.decode()

    assert "已为各支部建好 6 个统一活动日。" in first
    assert "都已经建好" in again
    assert "只能建今年、去年和明年" in far
    assert ActivityDay.objects.count() == 6


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
    assert (
        client.post(
            url("meeting_void", meeting.pk), {"version": 2, "reason": "错"}
        ).status_code
        == 302
    )
    assert (
        client.post(
            url("meeting_void", meeting.pk), {"version": 2, "reason": "错"}
        ).status_code
        == 409
    )
    assert "已作废：错" in client.get(url("meeting", meeting.pk)).content.decode()


def test_a_member_sees_their_own_days_and_nobody_elses(
    client, branch_a, secretary, members, lin, wu
):
    members[0].__class__.objects.filter(pk=members[0].pk).update(person=lin)
    day = make.held(branch_a, secretary, theme="学习一")
    make.attended(
        day,
        secretary,
        {members[0].pk: ("leave", "私事"), members[1].pk: ("leave", "别人的事")},
    )
    make.planned(branch_a, secretary, "2026-11-20", theme="下一次")
    make.planned(branch_a, secretary, "2026-11-17", theme="没开成的")

    own = get(client, lin, url("own")).content.decode()
    me = get(client, lin, "/me/").content.decode()
    other = get(client, wu, url("own")).content.decode()

    assert "请假（私事）" in own
    assert "别人的事" not in own + me
    assert "许婷" not in own + me
    assert "下一次" in me
    assert "没开成的" not in me
    assert "学习一" in me
    assert "学习一" not in other
    assert "学习一" not in get(client, wu, "/me/").content.decode()
    data = get(client, lin, "/me/data/").content.decode()
    assert "学习一" in data
    assert "私事" in data
    assert "别人的事" not in data
    assert "学习一" not in get(client, wu, "/me/data/").content.decode()


def test_cards_on_the_desk(
    client, branch_a, branch_b, secretary, secretary_b, organizer, members, sun
):
    make.held(branch_a, secretary, "2026-11-09")  # due 16th, late
    make.held(branch_a, secretary, "2026-11-13")  # due today
    make.reported(branch_a, secretary, "2026-11-12")

    desk = get(client, organizer, "/desk/").content.decode()
    for text in ("活动日缺报", "活动日待报送", "活动日待签收"):
        assert text in desk
    mine = get(client, secretary, "/desk/").content.decode()
    assert "活动日缺报" in mine
    assert "活动日待签收" not in mine
    for person in (secretary_b, sun):
        assert "活动日缺报" not in get(client, person, "/desk/").content.decode()


def test_deadlines_show_both_dates(client, branch_a, secretary):
    day = make.planned(
        branch_a, secretary, "2026-10-01", at=make.at("2026-09-20 09:00")
    )
    far = make.planned(branch_a, secretary, "2026-12-28")

    page = get(client, secretary, url("detail", day.pk)).content.decode()
    assert "10月6日</span> 是休息日，顺延到 <b" in page
    assert day.due_on == date(2026, 10, 8)
    assert "放假安排还没公布" in client.get(url("detail", far.pk)).content.decode()
