"""Supervisors' window: only their centers, never more rights than they have."""

import re

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from center.cards import Card
from center.models import Center
from center.rules import Role
from center.timetable.models import (
    CalendarYear,
    OpeningSpan,
    SpecialDay,
    SpecialOpening,
)
from tests import make

CHANGE = "admin:center_center_change"


@pytest.fixture(autouse=True)
def _one_factor(settings):
    settings.SECOND_FACTOR = False


@pytest.fixture
def boss(client, zhao):
    client.force_login(zhao)
    return client


@pytest.fixture
def li(elsewhere):
    """The supervisor of the community, below the street."""
    return make.staff("李文", Role.SUPERVISOR, center=elsewhere)


def fields(response):
    """Return what the browser would send back from an admin form."""
    form = response.context["adminform"].form
    data = {name: form[name].value() for name in form.fields}
    for formset in response.context["inline_admin_formsets"]:
        for part in [formset.formset.management_form, *formset.formset.forms]:
            data |= {part.add_prefix(name): part[name].value() for name in part.fields}
    if version := response.context.get("version"):
        data["_version"] = version
    return {name: "" if value is None else value for name, value in data.items()}


def test_anonymous_people_log_in_at_the_portal(client, house):
    there = client.get("/admin/", follow=True)
    assert there.redirect_chain[-1] == ("/login/?next=/admin/", 302)


INSIDE = (
    "/admin/",
    "/admin/login/",
    "/admin/logout/",
    "/admin/petitions/",
    "/admin/x/",
)


@pytest.mark.parametrize("role", ["resident", *sorted({*Role} - {Role.SUPERVISOR})])
def test_all_but_supervisors_are_refused(client, lin, house, role):
    person = lin if role == "resident" else make.staff("某人", role, center=house)
    client.force_login(person)
    for address in (
        *INSIDE,
        "/admin/reservations/booking/",
        "/admin/membership/member/",
    ):
        assert client.get(address).status_code == 403, address
        assert client.post(address, {"action": "cancel"}).status_code == 403, address


def test_an_operator_without_a_role_comes_in(client, house):
    operator = make.person("运维", is_staff=True, is_superuser=True)
    client.force_login(operator)
    assert client.get("/admin/").status_code == 200


def test_the_second_factor_guards_the_admin(client, zhao, settings):
    settings.SECOND_FACTOR = True
    client.force_login(zhao)
    there = client.get("/admin/center/user/")
    assert there.headers["Location"].startswith("/login/otp/?next=/admin/")


PAGES = [
    ("center", "center"),
    ("center", "user"),
    ("center", "staffstep"),
    ("auth", "group"),
    ("timetable", "specialopening"),
    ("timetable", "specialday"),
    ("timetable", "calendaryear"),
    ("outbox", "message"),
]


@pytest.mark.parametrize(("app", "model"), PAGES)
def test_the_lists_open_for_a_supervisor_and_not_for_a_clerk(
    client, zhao, chen, app, model
):
    address = reverse(f"admin:{app}_{model}_changelist")
    client.force_login(chen)
    assert client.get(address).status_code == 403
    client.force_login(zhao)
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("model", ["specialopening", "specialday", "user"])
def test_the_empty_forms_open(boss, model):
    app = "center" if model == "user" else "timetable"
    assert boss.get(reverse(f"admin:{app}_{model}_add")).status_code == 200


# -- Scope


def test_a_supervisor_sees_only_centers_and_staff_below(client, li, chen, house, sun):
    client.force_login(li)
    shown = client.get(reverse("admin:center_center_changelist")).context["cl"]
    assert list(shown.queryset) == [li.center]
    shown = client.get(reverse("admin:center_user_changelist")).context["cl"]
    assert set(shown.queryset) == {li, sun}
    away = client.get(reverse(CHANGE, args=[house.pk]))
    assert (away.status_code, away.headers["Location"]) == (302, "/admin/")
    away = client.get(reverse("admin:center_user_change", args=[chen.pk]))
    assert away.status_code == 302


def test_choices_offer_only_own_centers(client, li, house, elsewhere):
    client.force_login(li)
    form = (
        client.get(reverse("admin:timetable_specialopening_add"))
        .context["adminform"]
        .form
    )
    assert list(form.fields["center"].queryset) == [elsewhere]
    answer = client.post(
        reverse("admin:timetable_specialopening_add"),
        {
            "center": house.pk,
            "starts_at_0": "2026-12-01",
            "starts_at_1": "09:00",
            "ends_at_0": "2026-12-01",
            "ends_at_1": "12:00",
            "reason": "检修",
        },
    )
    assert answer.status_code == 200
    assert not SpecialOpening.objects.exists()


def test_the_calendar_belongs_to_the_root(client, li, zhao):
    address = reverse("admin:timetable_specialday_change", args=[_first_day().pk])
    client.force_login(li)
    assert client.post(address, {"name": "x"}).status_code == 403
    client.force_login(zhao)
    assert client.get(address).status_code == 200


def _first_day():
    return SpecialDay.objects.order_by("day").first()


def test_no_filter_reads_a_hidden_column(boss, zhao):
    address = reverse("admin:center_user_changelist")
    guess = boss.get(address, {"password__startswith": "md5"})
    assert guess.status_code == 400
    assert boss.get(address, {"is_active__exact": "1"}).status_code == 200


# -- Centers and hours


def test_opening_hours_are_edited_with_their_center(boss, house):
    address = reverse(CHANGE, args=[house.pk])
    data = fields(boss.get(address)) | {"slogan": "进门就能办"}
    data["opening_spans-0-opens"] = "08:30"
    assert boss.post(address, data).status_code == 302
    house.refresh_from_db()
    assert house.slogan == "进门就能办"
    assert str(house.opening_spans.first()) == "周一 08:30–12:00"


def test_the_sentence_about_the_hours_is_pointed_out_when_they_change(boss, house):
    Center.objects.filter(pk=house.pk).update(hours_text="周一至周五九点开门")
    address = reverse(CHANGE, args=[house.pk])
    told = "居民看到的那一句还是“周一至周五九点开门”"
    data = fields(boss.get(address)) | {"slogan": "进门就能办"}
    assert told not in boss.post(address, data, follow=True).content.decode()
    data = fields(boss.get(address)) | {"opening_spans-0-opens": "08:30"}
    assert told in boss.post(address, data, follow=True).content.decode()
    data = fields(boss.get(address)) | {"opening_spans-0-opens": "08:00"}
    data |= {"hours_text": "周一八点开门"}
    assert (
        "居民看到的那一句" not in boss.post(address, data, follow=True).content.decode()
    )


def test_texts_are_cleaned_and_counted_as_in_every_other_form(boss, house):
    address = reverse(CHANGE, args=[house.pk])
    data = fields(boss.get(address)) | {"slogan": "家门口\u200b\ue863\r\n的事"}
    assert boss.post(address, data).status_code == 302
    house.refresh_from_db()
    assert house.slogan == "家门口䶮 的事"
    data = fields(boss.get(address)) | {"slogan": "家\ue000"}
    assert "第 2 个字显示不出来" in boss.post(address, data).content.decode()


def test_overlapping_hours_in_one_form_are_refused_in_words(boss, house):
    OpeningSpan.objects.all().delete()
    address = reverse(CHANGE, args=[house.pk])
    data = fields(boss.get(address)) | {"opening_spans-TOTAL_FORMS": "2"}
    for n, (opens, closes) in enumerate([("09:00", "12:00"), ("11:00", "13:00")]):
        data |= {
            f"opening_spans-{n}-weekday": "0",
            f"opening_spans-{n}-opens": opens,
            f"opening_spans-{n}-closes": closes,
            f"opening_spans-{n}-center": house.pk,
        }
    answer = boss.post(address, data)
    assert answer.status_code == 200
    assert "同一天的两段开放时间重叠了" in answer.content.decode()
    assert not OpeningSpan.objects.exists()


def test_a_stale_edit_is_answered_with_both_texts(boss, house):
    address = reverse(CHANGE, args=[house.pk])
    data = fields(boss.get(address)) | {"slogan": "<b>我的</b>"}
    Center.objects.filter(pk=house.pk).update(slogan="别人的")
    answer = boss.post(address, data)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "&lt;b&gt;我的&lt;/b&gt;" in page
    assert "别人的" in page
    house.refresh_from_db()
    assert house.slogan == "别人的"


def test_hours_changed_meanwhile_are_a_stale_edit_too(boss, house):
    address = reverse(CHANGE, args=[house.pk])
    data = fields(boss.get(address))
    house.opening_spans.first().delete()
    assert boss.post(address, data).status_code == 409


def test_a_new_center_needs_a_superior_of_ones_own(client, li, house, elsewhere):
    client.force_login(li)
    address = reverse("admin:center_center_add")
    data = fields(client.get(address)) | {"name": "新站"}
    for parent in ("", house.pk):
        client.post(address, data | {"parent": parent})
        assert not Center.objects.filter(name="新站").exists()
    client.post(address, data | {"parent": elsewhere.pk})
    assert Center.objects.get(name="新站").parent == elsewhere


# -- Closures and calendar


def test_a_past_opening_stays(boss, house):
    past = SpecialOpening.objects.create(
        center=house,
        starts_at=make.moment("2020-01-06 09:00"),
        ends_at=make.moment("2020-01-06 10:00"),
        reason="停电",
    )
    address = reverse("admin:timetable_specialopening_delete", args=[past.pk])
    assert boss.post(address, {"post": "yes"}).status_code == 403


def test_a_year_is_loaded_from_the_package(boss, house):
    SpecialDay.objects.filter(day__year=2026).delete()
    boss.post(
        reverse("admin:timetable_calendaryear_changelist"),
        {"action": "load", "_selected_action": [2026]},
    )
    assert SpecialDay.objects.filter(day="2026-02-14", kind="makeup").exists()


def test_an_unpublished_year_says_so(boss, house):
    CalendarYear.objects.create(year=2027, status="unpublished")
    answer = boss.post(
        reverse("admin:timetable_calendaryear_changelist"),
        {"action": "load", "_selected_action": [2027]},
        follow=True,
    )
    assert "还没有 2027 年的安排" in answer.content.decode()


def test_the_morning_counts_what_waits_and_opens_it(client, zhao, settings, offer):
    settings.SECOND_FACTOR = False
    waiting = [
        Card("等您办", 3, "最急的", "/desk/?x=1", is_urgent=True),
        Card("这几天", 2, "不急", "/desk/?x=2"),
    ]
    offer(cards=lambda user, at: waiting)
    client.force_login(zhao)
    page = client.get("/admin/").content.decode()
    assert "今天要您管的 2 件事" in page
    assert re.findall(r'<a href="(/desk/\?x=\d)"', page) == ["/desk/?x=1", "/desk/?x=2"]
    offer(cards=lambda user, at: [])
    assert "现在没有要办的事" in client.get("/admin/").content.decode()


def test_what_a_role_may_is_said_in_words(client, zhao):
    client.force_login(zhao)
    role = Group.objects.get(name=Role.SUPERVISOR)
    address = reverse("admin:auth_group_change", args=[role.pk])
    page = client.get(address).content.decode()
    assert "Can " not in page
    assert re.search("<p>中心，人员：[^<]*新增、修改、查看[^<]*</p>", page)
    assert re.search("<p>中心，人员：[^<]*可以用工作台[^<]*</p>", page)
