"""Requests of one person about one matter show each other, to whoever may know."""

import pytest
from django.test import Client
from django.utils import timezone

from center.rules import Role
from petitions.actions import casework
from petitions.models import Link, Petition, Step
from petitions.models.alike import known_among, twins_of
from petitions.models.people import links_of
from tests import make as people
from tests.make import moment
from tests.petitions import make
from tests.petitions.counter.steps import LIST, do, just_now

pytestmark = pytest.mark.django_db
AT = moment("2026-11-24 10:00")
PHONE = "16112345678"
AGAIN = {"title": "楼道灯还是不亮", "body": "三号楼二单元的灯没人修"}
ALMS = {"title": "低保怎么办", "body": "家里有困难"}
TWICE = "同一件事，共 2 件"


@pytest.fixture(autouse=True)
def _password_is_enough(settings):
    settings.SECOND_FACTOR = False


def browser(user):
    made = Client()
    made.force_login(user)
    return made


def read(client, address):
    return client.get(address).content.decode()


def twins(case, user):
    found = twins_of([case], known_among(user))[case.pk]
    return {(one.case.pk, one.is_linked) for one in found}


@pytest.fixture
def pair(house, chen):
    at = just_now()
    first = make.taken(house, chen, at=at, phone=PHONE)
    return first, make.counter(house, chen, at=at, phone=PHONE, **AGAIN)


def test_the_clerk_sees_both_by_themselves(pair, house, chen):
    first, second = pair
    other = make.counter(house, chen, at=just_now(), phone="16199999999", **AGAIN)
    away = make.counter(house, chen, at=just_now(), phone=PHONE, **ALMS)
    assert twins(first, chen) == {(second.pk, False)}
    assert twins(second, chen) == {(first.pk, False)}
    assert twins(other, chen) == twins(away, chen) == set()
    page = read(browser(chen), f"{LIST}?tab=open")
    assert page.count(TWICE) == 2
    page = read(browser(chen), first.get_absolute_url())
    assert second.code_text in page
    assert f"?open=link&amp;twin={second.code}#link" in page


def test_of_a_year_ago_it_is_a_new_matter(house, chen):
    first = make.counter(house, chen, at="2025-11-20 09:00", phone=PHONE)
    second = make.counter(house, chen, phone=PHONE)
    assert twins(second, chen) == twins(first, chen) == set()


def test_linked_and_unlinked_with_history_on_both(pair, chen):
    first, second = pair
    desk = browser(chen)
    page = read(desk, f"{first.get_absolute_url()}?open=link&twin={second.code}")
    assert f'value="{second.code_text}"' in page
    assert do(desk, first, "link", other=second.code_text).status_code == 302
    assert twins(first, chen) == {(second.pk, True)}
    assert "已关联" in read(desk, second.get_absolute_url())
    link = links_of(first).get()
    assert do(desk, second, "unlink", link=link.pk, reason="两盏灯").status_code == 302
    # What was said to be two matters is not proposed again.
    assert twins(first, chen) == twins(second, chen) == set()
    for case in pair:
        verbs = Step.objects.filter(petition=case).values_list("verb", flat=True)
        assert list(verbs)[-2:] == ["link", "unlink"]


def test_what_only_looks_alike_is_told_apart(pair, chen):
    first, second = pair
    desk = browser(chen)
    sent = {"other": second.pk, "reason": "不是一盏灯"}
    assert do(desk, first, "apart", **sent).status_code == 302
    assert twins(first, chen) == twins(second, chen) == set()
    assert TWICE not in read(desk, f"{LIST}?tab=open")
    for case in pair:
        step = Step.objects.filter(petition=case).order_by("-pk").first()
        assert (step.verb, "不是一盏灯" in step.internal_text) == ("unlink", True)
    assert Link.objects.count() == 1
    casework.merge(first, second, reason="是一盏灯", by=chen, at=timezone.now())
    assert twins(first, chen) == {(second.pk, True)}


def test_who_does_not_know_who_asked_learns_of_no_twin(elsewhere, sun, house, liu):
    for fields in ({}, AGAIN):
        case = make.taken(elsewhere, sun, at=just_now(), phone=PHONE, **fields)
    assert len(twins(case, sun)) == 1
    above = people.staff("李强", Role.SUPERVISOR, center=house)
    for user in (liu, above):
        assert twins(case, user) == set()
        assert TWICE not in read(browser(user), f"{LIST}?tab=open")
        assert "同一件事还有" not in read(browser(user), case.get_absolute_url())


def test_the_person_is_told_too(pair, house, chen):
    person = people.person("林晓", phone=PHONE, phone_confirmed_at=timezone.now())
    own = browser(person)
    assert read(own, "/me/petitions/").count("也反映过类似的事") == 2
    first, second = pair
    page = read(own, f"/petitions/{first.code}/")
    assert "也反映过类似的事" in page
    assert f'href="/petitions/{second.code}/"' in page
    stranger = browser(people.person("吴桐", phone="16100000077"))
    assert "类似的事" not in read(stranger, "/me/petitions/")


def test_a_browser_is_told_of_what_it_opened_alone(pair, client):
    first, second = pair
    tail = {"phone_tail": PHONE[-4:]}
    client.post("/petitions/track/", {"code": first.code} | tail)
    assert second.code not in read(client, f"/petitions/{first.code}/")
    client.post("/petitions/track/", {"code": second.code} | tail)
    assert second.code in read(client, f"/petitions/{first.code}/")


def test_nobody_is_found_by_an_anonymous_one(house, chen):
    hidden = make.taken(house, chen, kind="opinion", anonymous=True, at=just_now())
    other = make.taken(house, chen, kind="opinion", anonymous=True, at=just_now())
    assert twins(hidden, chen) == twins(other, chen) == set()
    assert Petition.objects.count() == 2
