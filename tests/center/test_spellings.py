"""Names, numbers, days and breaks as people write them: in every form, every search."""

import re

import pytest
import time_machine
from django import forms
from django.core.exceptions import ValidationError
from django.test import Client

from center import fields
from center.rules import Role
from center.text import spellings
from petitions.publication.models import Publication
from tests import make
from tests.center.reception import make as visits
from tests.center.test_fields import every_field
from tests.membership import make as party
from tests.membership.applications import make as papers
from tests.membership.transfers import make as transfers
from tests.petitions import make as petitions
from tests.petitions.test_publication import publish

AT = make.moment("2026-11-30 10:00")
NAMES = ("欧阳小桃", "欧阳 小桃", "欧阳　小桃", " 欧阳\n小桃", "欧\u200b阳小桃\ufeff")
PHONES = (
    *("16112345678", "161 1234 5678", "161-1234-5678", "１６１１２３４５６７８"),
    *("+86 161 1234 5678", "86-16112345678", "0086 16112345678", "161\u200b12345678"),
    *("161.1234.5678", " 161－1234－5678 "),
)
DAYS = (
    *("2026-11-24", "2026/11/24", "2026.11.24", "2026年11月24日", "20261124"),
    *("２０２６－１１－２４", "2026-11-24 ", "2026\u200b-11-24"),
)


@pytest.fixture(autouse=True)
def _now(settings, tmp_path):
    settings.SECOND_FACTOR, settings.MEDIA_ROOT = False, tmp_path
    with time_machine.travel(AT, tick=False):
        yield


def cleaned(field, typed):
    try:
        return field.clean(typed)
    except ValidationError as refusal:
        return refusal.messages


def taken_otherwise(kind, spellings, keeps):
    """Return every field of a kind that takes some spelling for something else."""
    return [
        (name, typed, cleaned(field, typed))
        for name, field in every_field()
        if isinstance(field, kind) and keeps(field)
        for typed in spellings
        if cleaned(field, typed) != cleaned(field, spellings[0])
    ]


def test_every_name_is_one_in_every_spelling():
    assert taken_otherwise(fields.NameField, NAMES, lambda field: True) == []


def test_every_name_of_a_person_is_asked_by_the_field_for_names():
    plain = [
        name
        for name, field in every_field()
        if isinstance(field, forms.CharField)
        and str(field.label or "") in ("姓名", "您的姓名", "本人姓名", "申请人", "谁")
        and not isinstance(field, fields.NameField)
    ]
    assert plain == []


def test_every_phone_is_one_in_every_spelling():
    assert taken_otherwise(fields.PhoneField, PHONES, lambda field: True) == []


def test_every_day_is_one_in_every_spelling():
    def is_open(field):
        return cleaned(field, DAYS[0]) == AT.date().replace(day=24)

    assert taken_otherwise(fields.DayField, DAYS, is_open) == []


def test_a_line_break_is_one_sign_in_every_text_area():
    wrong = []
    for name, field in every_field():
        if not isinstance(field.widget, forms.Textarea):
            continue
        most = field.max_length or 400
        text = "\n".join(["字字"] * (most // 3)).ljust(most, "字")
        found = cleaned(field, text.replace("\n", "\r\n"))
        if "\r" in str(found) or (field.max_length and f"{most} 个字" in str(found)):
            wrong.append((name, str(found)[:60]))
    assert wrong == []


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("欧阳　小桃", ["欧阳 小桃", "欧阳小桃"]),
        ("ＷｉＦｉ", ["WiFi"]),
        ("161 1234 5678", ["161 1234 5678", "16112345678"]),
        ("\u200b ", []),
    ],
)
def test_what_is_looked_for_is_spelled_as_it_may_stand(typed, found):
    assert spellings(typed) == found


def staff(house):
    roles = (Role.CLERK, Role.ORGANIZER, Role.SUPERVISOR)
    client = Client()
    client.force_login(make.staff("何平", *roles, center=house))
    return client


NAME, PHONE = NAMES[0], PHONES[0]


@pytest.fixture
def house_with_her(house, chen):
    """Put one person into every subject that is looked through by name."""
    person = make.person(NAME, phone=PHONE)
    visits.line(house, chen, name=NAME, phone=PHONE)
    petitions.taken(house, chen, by_person=person, name=NAME, phone=PHONE)
    top = party.organization("working", center=house, letter_word="清河")
    branch = party.organization("branch", top, name="中共清河Ａ座支部委员会")
    party.member(branch, name=NAME)
    organizer = make.staff("周宁", Role.ORGANIZER, center=house)
    papers.received(house, organizer, name=NAME)
    transfers.incoming(house, chen, name=NAME, phone=PHONE)
    return house


NAME_BOXES = (
    *("/desk/people/", "/desk/petitions/", "/desk/members/"),
    *("/desk/transfers/", "/desk/transfers/new/", "/desk/applications/"),
    "/desk/walk-in/all/",
)


def is_there(page):
    """Say whether her rows stand on a page; the search box itself does not count."""
    text = re.sub(r'value="[^"]*"', "", page.split("<main", 1)[1])
    return NAME in text or "楼道灯不亮" in text


@pytest.mark.django_db
def test_every_search_finds_a_name_in_every_spelling(house_with_her):
    client = staff(house_with_her)
    lost = []
    for page in NAME_BOXES:
        for typed in NAMES:
            asked = {"q": typed, "way": "all"}
            answer = client.get(page, asked, follow=True)
            assert answer.status_code == 200, page
            if not is_there(answer.content.decode()):
                lost.append((page, typed))
    assert lost == []


@pytest.mark.django_db
def test_every_search_finds_a_number_in_every_spelling(house_with_her):
    client = staff(house_with_her)
    lost = [
        (page, typed)
        for page in ("/desk/people/", "/desk/petitions/", "/desk/walk-in/all/")
        for typed in PHONES
        if not is_there(shown(client, page, typed))
    ]
    assert lost == []


def shown(client, page, typed):
    return client.get(page, {"q": typed}, follow=True).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["a座", "Ａ座", "清河A座", "中共清河 A座"])
def test_an_organization_is_found_in_every_width(house_with_her, typed):
    client = staff(house_with_her)
    found = "中共清河Ａ座支部委员会"
    assert found in shown(client, "/desk/organizations/", typed) or " " in typed
    assert found in shown(client, "/desk/members/", typed) or " " in typed


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["wifi", "ＷＩＦＩ", "WiFi ", "W\u200biFi"])
def test_public_answers_are_found_in_every_width(house, chen, zhao, typed):
    case = petitions.closed(house, chen)
    publish(case, zhao, title="活动室的ＷｉＦｉ连不上")
    assert Publication.objects.live().count() == 1
    assert "活动室的" in shown(Client(), "/petitions/answered/", typed)
