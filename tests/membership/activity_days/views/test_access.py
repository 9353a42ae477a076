"""Who gets in, and whose verbs change nothing."""

import pytest
from django.test import Client

from membership.activity_days.models import ActivityDay
from membership.activity_days.rules import State
from tests.membership.activity_days import make
from tests.membership.activity_days.pages import as_, get, plan_data, url

pytestmark = pytest.mark.django_db


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
    # Somebody logs in once: a session for each page would be half of the time.
    clients = {}

    def get(_client, person, address):
        if person.pk not in clients:
            clients[person.pk] = as_(Client(), person)
        return clients[person.pk].get(address)

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
                url(name, pk), {"version": 1, "reason": "写错了", "title": "x"}
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


@pytest.mark.parametrize("name", ["new", "meeting_new"])
def test_who_has_one_branch_need_not_choose_it(
    client, branch_a, branch_b, secretary, organizer, name
):
    chosen = f'<option value="{branch_a.pk}" selected>'
    assert chosen in get(client, secretary, url(name)).content.decode()
    page = get(client, organizer, url(name)).content.decode()
    assert '<option value="" selected>' in page


def test_what_cannot_be_written_yet_says_what_comes_first(client, branch_a, secretary):
    ahead = make.planned(branch_a, secretary, "2026-11-25")
    told = as_(client, secretary).get(url("attendance", ahead.pk), follow=True)
    assert "现在是“计划”，举行以后、报送以前才能填纪实" in told.content.decode()
