"""The openings of replies that a center writes for itself."""

import pytest
from django.test import Client

from petitions.counter.models import ReplyTemplate
from petitions.counter.phrases import PHRASES, phrases_of
from tests.petitions import make

pytestmark = pytest.mark.django_db
LIST = "/admin/petitions_counter/replytemplate/"


@pytest.fixture(autouse=True)
def _password_is_enough(settings):
    settings.SECOND_FACTOR = False


def browser(user):
    client = Client()
    client.force_login(user)
    return client


def add(client, center, title, text):
    fields = {"center": center.pk, "title": title, "text": text, "order": 1}
    return client.post(f"{LIST}add/", fields)


def test_a_center_changes_adds_and_takes_away(house, elsewhere, chen, zhao):
    boss, built_in = browser(zhao), [one.title for one in PHRASES]
    page = boss.get(f"{LIST}add/").content.decode()
    assert all(f"“{title}”" in page for title in built_in)
    assert add(boss, house, "办好了", "您好，【哪天】办好了。").status_code == 302
    assert add(boss, house, "办不到", "").status_code == 302
    assert add(boss, house, "请来一趟", "您好，请【哪天】来。").status_code == 302
    shown = {one.title: one.text for one in phrases_of(house)}
    assert list(shown) == ["办好了", "解释政策", "归别处管", "请来一趟"]
    assert shown["办好了"] == "您好，【哪天】办好了。"
    assert [one.title for one in phrases_of(elsewhere)] == built_in
    case = make.taken(house, chen)
    page = browser(chen).get(f"/desk/petitions/{case.code}/").content.decode()
    assert "请来一趟" in page
    own = ReplyTemplate.objects.get(title="请来一趟")
    opened = browser(chen).get(f"/desk/petitions/{case.code}/?phrase=own{own.pk}")
    assert "您好，请【哪天】来。" in opened.content.decode()


def test_twice_and_with_a_number_is_refused(house, zhao, chen, sun):
    boss = browser(zhao)
    assert add(boss, house, "请来一趟", "您好").status_code == 302
    assert add(boss, house, "请来一趟", "您好").status_code == 200
    assert add(boss, house, "问他", "请打 16100000077").status_code == 200
    assert ReplyTemplate.objects.count() == 1
    assert browser(chen).get(LIST).status_code in (302, 403)
