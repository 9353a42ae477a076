"""The supervisor's window: what it lists, filters, counts and decides."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.utils import timezone

from center.paging import CappedPaginator
from center.rules import Role
from petitions.actions import casework, times
from petitions.counter.admin.bulk import BULK
from petitions.models import CenterPolicy, Petition, Step
from tests.make import staff
from tests.petitions import make

pytestmark = pytest.mark.django_db
LIST = "/admin/petitions/petition/"


@pytest.fixture(autouse=True)
def _password_is_enough(settings):
    settings.SECOND_FACTOR = False


@pytest.fixture
def boss(client, zhao):
    client.force_login(zhao)
    return client


@pytest.fixture
def he(house):
    return staff("何平", Role.CLERK, center=house)


def ago(days):
    return f"{timezone.localdate() - timedelta(days=days):%Y-%m-%d} 09:00"


def just_now():
    return timezone.localtime().strftime("%Y-%m-%d %H:%M")


def titles(answer):
    return [case.title for case in answer.context["cl"].result_list]


def act(client, key, *cases, **fields):
    chosen = {"action": key, "_selected_action": [case.pk for case in cases]}
    return client.post(LIST, chosen | fields)


def test_the_list_opens_with_what_is_open_the_most_urgent_first(boss, house, chen):
    make.taken(house, chen, at=ago(2), title="新的")
    make.taken(house, chen, at=ago(30), title="超期的")
    make.closed(house, chen, at=ago(40), title="办结的")
    answer = boss.get(LIST)
    assert titles(answer) == ["超期的", "新的"]
    text = answer.content.decode()
    assert 'class="left late"' in text
    assert f"/desk/petitions/{Petition.objects.get(title='新的').code}/" in text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("standing=overdue", ["很久", "一阵"]),
        ("standing=today", []),
        ("standing=later", ["上报", "延期", "刚来", "没人"]),
        ("standing=all", ["很久", "一阵", "上报", "延期", "刚来", "没人"]),
        ("standing=ended", []),
        ("late=more", ["很久"]),
        ("silent=1", ["很久", "一阵"]),
        ("waiting=1", ["延期"]),
        ("escalated=1", ["上报"]),
        ("kind__exact=errand", ["没人"]),
        ("is_extended__exact=1", []),
        ("clerk=none", ["上报", "没人"]),
        ("standing=nonsense", ["很久", "一阵", "上报", "延期", "刚来", "没人"]),
    ],
)
def test_each_filter_shows_what_it_says(
    boss, house, elsewhere, sun, chen, query, found
):
    make.taken(house, chen, at=ago(60), title="很久")
    make.taken(house, chen, at=ago(14), title="一阵")
    up = make.taken(elsewhere, sun, at=just_now(), title="上报")
    casework.escalate(up, reason="要街道定", by=sun, at=timezone.now())
    more = make.taken(house, chen, at=just_now(), title="延期")
    times.ask_extension(
        more, days=2, reason="complex", text="要时间", by=chen, at=timezone.now()
    )
    make.taken(house, chen, at=just_now(), title="刚来")
    make.petition(house, at=just_now(), title="没人", kind="errand", scope="partial")
    assert sorted(titles(boss.get(f"{LIST}?{query}"))) == sorted(found)


def test_one_clerk_and_one_center_can_be_picked(boss, house, elsewhere, sun, chen):
    make.taken(house, chen, at=just_now(), title="街道的")
    make.taken(elsewhere, sun, at=just_now(), title="社区的")
    assert titles(boss.get(f"{LIST}?clerk={sun.pk}")) == ["社区的"]
    assert titles(boss.get(f"{LIST}?of={house.pk}")) == ["街道的"]


def test_only_ones_own_centers_are_there(client, house, elsewhere, chen, sun):
    boss = staff("社区主管", Role.SUPERVISOR, center=elsewhere)
    mine = make.taken(elsewhere, sun, at=just_now(), title="社区的")
    other = make.taken(house, chen, at=just_now(), title="街道的")
    client.force_login(boss)
    answer = client.get(f"{LIST}?standing=all")
    assert titles(answer) == ["社区的"]
    assert "陈静" not in answer.content.decode()
    assert client.get(f"{LIST}{mine.pk}/change/").status_code == 200
    assert client.get(f"{LIST}{other.pk}/change/").status_code == 302
    assert titles(client.get(f"{LIST}?of={house.pk}")) == ["社区的"]
    act(client, "remind_owner", other, apply="1", text="快办")
    assert Step.objects.filter(verb="remind").count() == 0


def test_a_supervisor_named_in_a_case_has_no_such_case(boss, house):
    case = make.petition(
        house, at=just_now(), kind="opinion", title="态度", body="主管赵敏不理人。"
    )
    assert titles(boss.get(f"{LIST}?standing=all")) == []
    assert titles(boss.get(f"{LIST}?q={case.code}")) == []
    assert boss.get(f"{LIST}{case.pk}/change/").status_code == 302


def test_one_is_found_by_its_code_however_spelled(boss, house, chen):
    case = make.closed(house, chen, at=just_now(), title="办结的")
    make.taken(house, chen, at=just_now(), title="别的")
    query = case.code_text.lower().replace(" ", "-")
    assert titles(boss.get(f"{LIST}?q={query}&standing=all")) == ["办结的"]
    assert titles(boss.get(f"{LIST}?q=别")) == ["别的"]


def test_a_case_is_read_with_its_history_and_without_its_person(boss, house, chen):
    case = make.taken(house, chen, at=just_now(), name="林晓晓", phone="16100000777")
    casework.add_note(case, text="一句内部话", by=chen, at=timezone.now())
    text = boss.get(f"{LIST}{case.pk}/change/").content.decode()
    assert "一句内部话" in text
    assert "第7个工作日" in text
    assert f"/desk/petitions/{case.code}/" in text
    for secret in ("林晓晓", "16100000777", 'name="title"', 'name="_save"'):
        assert secret not in text


def test_a_superior_reads_the_matter_of_a_lower_center_and_not_the_person(
    boss, elsewhere, sun
):
    case = make.taken(
        elsewhere,
        sun,
        at=just_now(),
        title="林晓晓家漏水",
        body="我叫林晓晓，电话 16100000777。",
        name="林晓晓",
        phone="16100000777",
    )
    casework.add_note(case, text="林晓晓来过电话", by=sun, at=timezone.now())
    for address in (LIST, f"{LIST}{case.pk}/change/"):
        text = boss.get(address).content.decode()
        assert "家漏水" in text
        assert "林晓晓" not in text
        assert "16100000777" not in text


def test_nothing_is_changed_but_through_actions(boss, house, chen):
    case = make.taken(house, chen, at=just_now())
    fields = {"title": "改了", "state": "closed", "due_on": "2030-01-01"}
    assert boss.post(f"{LIST}{case.pk}/change/", fields).status_code == 403
    assert boss.get(f"{LIST}add/").status_code == 403
    assert boss.post(f"{LIST}{case.pk}/delete/", {"post": "yes"}).status_code == 403
    assert make.fresh(case).title == case.title


def asked(house, chen, **fields):
    case = make.taken(house, chen, at=just_now(), **fields)
    times.ask_extension(
        case, days=3, reason="complex", text="要看现场", by=chen, at=timezone.now()
    )
    return make.fresh(case)


def test_approving_shows_the_new_date_and_the_text_first(boss, house, chen):
    case = asked(house, chen)
    page = act(boss, "approve_extension", case)
    text = page.content.decode()
    assert page.status_code == 200
    assert "他会收到" in text
    assert "要看现场" in text
    assert make.fresh(case).is_extended is False
    assert page.context["form"]["text"].value() == "同意延期。"
    assert act(boss, "approve_extension", case, apply="1").status_code == 422
    assert make.fresh(case).is_extended is False
    done = act(boss, "approve_extension", case, apply="1", text="同意，抓紧")
    assert done.status_code == 302
    after = make.fresh(case)
    assert after.extensions.get().decision == "同意，抓紧"
    assert after.is_extended is True
    assert after.due_on > case.due_on == after.original_due_on


def test_refusing_needs_words(boss, house, chen):
    case = asked(house, chen)
    assert act(boss, "refuse_extension", case, apply="1", text="").status_code == 422
    assert (
        act(boss, "refuse_extension", case, apply="1", text="抓紧").status_code == 302
    )
    assert make.fresh(case).extensions.get().state == "refused"


def test_ones_own_extension_is_not_approved(client, house, zhao):
    case = make.taken(house, zhao, at=just_now())
    times.ask_extension(
        case, days=3, reason="complex", text="要看", by=zhao, at=timezone.now()
    )
    client.force_login(zhao)
    act(client, "approve_extension", case, apply="1", text="同意")
    assert make.fresh(case).is_extended is False


def test_some_are_done_and_each_refusal_is_told(boss, house, chen, he):
    one, two = (make.taken(house, chen, at=just_now(), title=t) for t in "甲乙")
    mine = make.taken(house, he, at=just_now(), title="丙")
    answer = boss.post(
        LIST,
        {
            "action": "reassign",
            "_selected_action": [one.pk, two.pk, mine.pk],
            "apply": "1",
            "to": he.pk,
            "text": "陈静请假",
        },
        follow=True,
    )
    owners = {case.title: case.owner for case in Petition.objects.all()}
    assert owners == {"甲": he, "乙": he, "丙": he}
    told = [str(message) for message in answer.context["messages"]]
    assert len(told) == 2
    assert any("2 件" in text for text in told)
    assert any(mine.code_text in text for text in told)


def test_the_first_asked_duty_is_released_and_owners_are_reminded(
    boss, house, chen, he
):
    case = make.taken(house, chen, at=just_now())
    act(boss, "release_first_asked", case, apply="1", to=he.pk, text="调走了")
    act(boss, "remind_owner", case, apply="1", text="今天给他回话")
    after = make.fresh(case)
    assert (after.first_asked, after.duty_by) == (chen, he)
    assert after.steps.filter(verb="remind", internal_text="今天给他回话").count() == 1


@pytest.mark.parametrize("bulk", BULK, ids=lambda bulk: bulk.key)
def test_every_action_asks_before_it_does(boss, house, chen, bulk):
    case = make.taken(house, chen, at=just_now())
    before = make.fresh(case).version
    assert act(boss, bulk.key, case).status_code == 200
    assert make.fresh(case).version == before


def test_a_clerk_has_no_such_window(client, house, chen):
    case = make.taken(house, chen, at=just_now())
    client.force_login(chen)
    assert client.get(LIST).status_code == 403
    assert act(client, "remind_owner", case, apply="1", text="原因").status_code == 403


@pytest.mark.parametrize("ticked", ["x", "a\0b", "1.5", "9" * 5000, "9" * 20, "-1"])
def test_no_ticked_row_breaks_an_action(boss, house, chen, ticked):
    case = make.taken(house, chen, at=just_now())
    fields = {"action": "remind_owner", "_selected_action": [ticked, case.pk]}
    answer = boss.post(LIST, fields | {"apply": "1", "text": "快办"})
    assert answer.status_code in (302, 400)
    is_number = ticked.lstrip("-").isdigit() and len(ticked) < 4000
    assert answer.status_code == (302 if is_number else 400)


@pytest.mark.parametrize(
    "query",
    [
        "owner__password__startswith=a",
        "person__phone=16100000777",
        "name=林晓",
        "phone__startswith=161",
        "o=-5",
        "p=999999",
        "all=",
        "clerk=99999999999999999999999",
        "of=%27",
        "late=x",
    ],
)
def test_no_query_is_an_oracle_or_breaks_the_list(boss, house, chen, query):
    make.taken(house, chen, at=just_now(), name="林晓", phone="16100000777")
    answer = boss.get(f"{LIST}?{query}")
    assert answer.status_code in (200, 302, 400)


def test_the_list_asks_the_same_for_one_and_for_many(
    boss, house, chen, django_assert_max_num_queries
):
    def queries():
        with django_assert_max_num_queries(6) as found:
            boss.get(f"{LIST}?standing=overdue")
        return len(found)

    make.taken(house, chen, at=ago(30))
    boss.get(LIST)
    one = queries()
    for days in range(20, 28):
        make.taken(house, chen, at=ago(days))
    assert queries() == one


def test_the_count_stops_at_the_cap(monkeypatch, house):
    monkeypatch.setattr(CappedPaginator, "cap", 2)
    for _ in range(3):
        make.petition(house, at=just_now())
    assert CappedPaginator(Petition.objects.order_by("pk"), 50).count == 2


POLICY = "/admin/petitions/centerpolicy/"


def test_a_supervisor_switches_pausing_and_the_history_says_so(boss, house, zhao):
    assert boss.get(f"{POLICY}add/").status_code == 200
    on = {"center": house.pk, "may_pause": "on"}
    assert boss.post(f"{POLICY}add/", on).status_code == 302
    address = f"{POLICY}{house.pk}/change/"
    both = {"may_pause": "on", "may_pause_for_superior": "on"}
    assert boss.post(address, both).status_code == 302
    assert CenterPolicy.objects.get(center=house).may_pause_for_superior is True
    told = [entry.get_change_message() for entry in LogEntry.objects.order_by("pk")]
    assert told == [
        "可以暂停计时：开；等上级答复时也可以暂停：关",
        "可以暂停计时：开；等上级答复时也可以暂停：开",
    ]
    assert LogEntry.objects.filter(user=zhao).count() == 2
    history = boss.get(f"{POLICY}{house.pk}/history/").content.decode()
    assert "等上级答复时也可以暂停：开" in history
    assert boss.post(f"{POLICY}{house.pk}/delete/", {"post": "yes"}).status_code == 403


def test_pausing_for_the_superior_needs_pausing(boss, house):
    make.pausing(house)
    answer = boss.post(f"{POLICY}{house.pk}/change/", {"may_pause_for_superior": "on"})
    assert "先打开“可以暂停计时”" in answer.content.decode()
    assert CenterPolicy.objects.get().may_pause is True


def test_only_ones_own_centers_are_switched(client, house, elsewhere, chen):
    make.pausing(house)
    client.force_login(staff("社区主管", Role.SUPERVISOR, center=elsewhere))
    assert client.get(f"{POLICY}{house.pk}/change/").status_code == 302
    assert house.name not in client.get(POLICY).content.decode()
    client.post(f"{POLICY}add/", {"center": house.pk, "may_pause": "on"})
    assert CenterPolicy.objects.count() == 1
    client.force_login(chen)
    assert client.get(POLICY).status_code == 403


@pytest.mark.parametrize("address", ["extension", "reveallog", "centerpolicy"])
def test_the_other_ledgers_open(boss, house, chen, address):
    case = asked(house, chen)
    answer = boss.get(f"/admin/petitions/{address}/")
    assert answer.status_code == 200
    if address == "extension":
        assert case.code_text in answer.content.decode()
