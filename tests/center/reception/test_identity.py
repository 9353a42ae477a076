"""Another number by a code, and two cards that are one person's."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from center.outbox.models import Message
from center.reception.actions import identity, register
from center.reception.models import Matter, PhoneChange, SamePerson
from tests import make
from tests.center.accounts.steps import Phone, last_code
from tests.center.guide import make as guide
from tests.center.reception.make import AT, line
from tests.reservations import make as bookings
from tests.together import at_once, refusals

pytestmark = pytest.mark.django_db
OLD, NEW, OTHER = "16100000901", "16100000902", "16100000903"
OWN = "/me/phone/"
PASSWORD = "a long and calm sentence"


@pytest.fixture(autouse=True)
def _texts_are_kept(settings, time_machine, monkeypatch):
    settings.SECOND_FACTOR = False
    settings.SMS_BACKEND = "tests.center.accounts.steps.Phone"
    monkeypatch.setattr(Phone, "sent", [])
    time_machine.move_to(AT, tick=False)


@pytest.fixture
def he(house):
    return make.person("何平", password=PASSWORD, phone=OLD)


def browser(person):
    client = Client()
    client.force_login(person)
    return client


def is_in(client):
    return client.get("/me/").status_code == 200


def test_one_changes_the_own_number_and_all_other_browsers_are_out(he):
    here, there = browser(he), browser(he)
    page = here.post(OWN, {"phone": NEW, "send": "1"}).content.decode()
    assert f'value="{NEW}"' in page
    code = last_code()
    wrong = here.post(OWN, {"phone": NEW, "code": code, "password": "x"})
    assert (wrong.status_code, "密码不对" in wrong.content.decode()) == (422, True)
    sent = {"phone": NEW, "code": code, "password": PASSWORD}
    assert here.post(OWN, sent | {"code": "000000"}).status_code == 422
    assert here.post(OWN, sent).status_code == 302
    he.refresh_from_db()
    assert (he.phone, he.check_password(PASSWORD)) == (NEW, True)
    assert (is_in(here), is_in(there)) == (True, False)
    told = Message.objects.get(phone=OLD).text
    assert "改成了 161****0902" in told
    change = PhoneChange.objects.get()
    assert (change.old, change.new, change.by) == (OLD, NEW, he)
    assert here.post(OWN, sent).status_code == 422


def test_a_number_of_somebody_else_is_not_taken(he, lin):
    here = browser(he)
    here.post(OWN, {"phone": lin.phone, "send": "1"})
    sent = {"phone": lin.phone, "code": last_code(), "password": PASSWORD}
    page = here.post(OWN, sent).content.decode()
    assert "另一个人" in page
    he.refresh_from_db()
    assert he.phone == OLD


def test_the_counter_corrects_a_number_with_consent(he, house, chen, lin, zhao):
    line(house, chen, phone=OLD, name="何平")
    desk, theirs = browser(chen), browser(he)
    card = reverse("reception:person", args=[he.pk])
    assert f"{card}number/" in desk.get(card).content.decode()
    desk.post(f"{card}number/", {"phone": NEW, "send": "1"})
    sent = {"phone": NEW, "code": last_code()}
    # The code is good for this person alone.
    with pytest.raises(ValidationError):
        identity.change_number(lin, **sent, by=chen, at=AT)
    desk.post(f"{card}number/", {"phone": NEW, "send": "1"})
    sent["code"] = last_code()
    assert desk.post(f"{card}number/", sent).status_code == 302
    he.refresh_from_db()
    assert (he.phone, he.has_account, is_in(theirs)) == (NEW, False, False)
    assert PhoneChange.objects.get().by == chen
    for by, person in ((lin, he), (chen, zhao)):
        with pytest.raises(ValidationError):
            identity.ask_number(person, phone=OTHER, by=by, browser="", at=AT)


@pytest.fixture
def two(house, chen):
    """Two cards of one person, each with a line."""
    kept = line(house, chen, phone=OLD, name="何平", what="问养老认证").person
    other = line(house, chen, phone=OTHER, name="何平", what="打印证明").person
    return kept, other


def test_a_card_shows_both_histories_until_they_are_parted(two, chen):
    kept, other = two
    desk, card = browser(chen), reverse("reception:person", args=[kept.pk])
    assert "打印证明" not in desk.get(card).content.decode()
    assert desk.post(f"{card}same/", {"other": other.pk}).status_code == 422
    for sent in ({"other": other.pk}, {"phone": OTHER}):
        answer = desk.post(f"{card}same/", sent | {"reason": "本人说换过号"})
        assert answer.status_code == 302
        page = desk.get(card).content.decode()
        assert [word in page for word in ("问养老认证", "打印证明", "换过号")] == [
            1
        ] * 3
        theirs = reverse("reception:person", args=[other.pk])
        assert desk.get(theirs).url == card
        row = SamePerson.objects.latest("pk")
        desk.post(f"{card}same/{row.pk}/part/")
        assert "打印证明" not in desk.get(card).content.decode()
    assert SamePerson.objects.filter(undone_by=chen).count() == 2


def test_one_sees_in_one_s_own_what_stands_on_the_other_card(he, house, chen, lin):
    hall = bookings.venue(house)
    times = ("2026-11-25 09:00", "2026-11-25 10:00", "2026-11-25 11:00")
    other = make.person("何平", phone=OTHER)
    third = make.person("何平", password=PASSWORD, phone=NEW)
    made = [
        bookings.booking(hall, one, start, at="2026-11-24 08:00")
        for one, start in zip((he, other, third), times, strict=True)
    ]
    mine = browser(he)
    shown = ("9:00–10:00", "10:00–11:00", "11:00–12:00")

    def found():
        page = mine.get("/me/").content.decode()
        return [time in page for time in shown]

    assert found() == [True, False, False]
    rows = [
        identity.join(he, one, reason="换过号", by=chen, at=AT)
        for one in (other, third)
    ]
    # Where somebody logs in, only who has that password looks.
    assert found() == [True, True, False]
    page = mine.get("/me/").content.decode()
    assert [one.get_absolute_url() in page for one in made] == [True, False, False]
    assert "记在您的另一张卡上" in page
    assert mine.get(made[1].get_absolute_url()).status_code == 404
    identity.part(rows[0], by=chen, at=AT)
    assert found() == [True, False, False]
    assert "10:00" not in browser(lin).get("/me/").content.decode()


def test_what_cannot_be_joined(two, chen, zhao, lin):
    kept, other = two
    for pair in ((kept, kept), (kept, zhao)):
        with pytest.raises(ValidationError):
            identity.join(*pair, reason="同一人", by=chen, at=AT)
    with pytest.raises(ValidationError):
        identity.join(kept, other, reason="同一人", by=lin, at=AT)
    identity.join(kept, other, reason="同一人", by=chen, at=AT)
    for pair in ((lin, other), (other, lin), (lin, kept)):
        with pytest.raises(ValidationError, match="分开"):
            identity.join(*pair, reason="同一人", by=chen, at=AT)


def test_the_cards_of_one_person_come_again_for_one_matter(two, house, chen, zhao):
    kept, other = two
    item = guide.approved(house, chen, zhao)
    identity.join(kept, other, reason="同一人", by=chen, at=AT)
    line(house, chen, item=item, phone=OLD, how="accepted")
    with pytest.raises(register.AskWhyError):
        line(house, chen, item=item, phone=OTHER)
    line(house, chen, item=item, phone=OTHER, why=1)
    assert Matter.objects.filter(service=item.service).count() == 1


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_two_join_the_same_cards_both_ways(self, two, chen, zhao):
        kept, other = two
        told = {"reason": "同一人", "at": AT}
        outcomes = at_once(
            lambda: identity.join(kept, other, by=chen, **told),
            lambda: identity.join(other, kept, by=zhao, **told),
        )
        assert len(refusals(outcomes)) == 1
        assert SamePerson.objects.count() == 1
