"""Who becomes staff, or is called otherwise, later than a case that speaks of them."""

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from center.accounts.actions import appointments
from center.rules import Role
from petitions.actions import duty
from petitions.actions.details import add_message
from petitions.models import Conflict, Petition, Step
from petitions.portal import staff_named
from tests import make as people
from tests.petitions import make

pytestmark = pytest.mark.django_db
NOW = timezone.now
ABOUT = "上次那位何 梅态度很差"


class Phone:
    sent: list[str] = []

    def send(self, phone, text):
        self.sent.append(text)


@pytest.fixture
def mei(house):
    person = people.person("何梅", phone="16120000055", phone_confirmed_at=NOW())
    person.set_password("lianxin-qiao-88")
    person.save()
    return person


@pytest.fixture
def appoint(settings, house, zhao):
    settings.SMS_BACKEND = "tests.petitions.test_newcomers.Phone"
    clerk = [Group.objects.get(name=Role.CLERK)]

    def run(person, center=house):
        asked = {"phone": person.phone, "center": center, "roles": clerk}
        asked |= {"by": zhao, "at": NOW()}
        appointments.ask_consent(**asked)
        code = Phone.sent[-1].split("验证码 ")[1][:6]
        return appointments.appoint(**asked, code=code, why="新来的")

    return run


def change(person, by, **values):
    appointments.change(person=person, values=values, why="x", by=by, at=NOW())


def proposed(person):
    return Conflict.objects.proposed().filter(staff=person)


def is_seen(case, person):
    return Petition.objects.seen_by(person).filter(pk=case.pk).exists()


def test_who_is_appointed_never_sees_what_speaks_of_them(house, chen, mei, appoint):
    about, closed = (
        make.taken(house, chen, body=ABOUT),
        make.closed(house, chen, title="何梅收钱"),
    )
    other = make.taken(house, chen)
    file = make.taken(house, chen)
    add_message(file, text="还是何·梅", files=[], by=None, at=NOW())
    person = appoint(mei)
    assert [is_seen(one, person) for one in (about, closed, file, other)] == [
        False,
        False,
        False,
        True,
    ]
    assert {row.found for row in proposed(person)} == {"何梅"}
    step = Step.objects.filter(petition=about, verb="conflict").get()
    assert "“何梅”" in step.internal_text
    row = proposed(person).get(petition=about)
    duty.judge_named(row, is_named=False, reason="同名", by=chen, at=NOW())
    assert is_seen(about, person)
    # Judged is judged, as long as the words are the same.
    change(person, operator_of(house), center=people.center(parent=house))
    change(person, operator_of(house), center=house)
    assert is_seen(about, person)


def operator_of(center):
    boss = people.staff("范总", Role.SUPERVISOR, center=center)
    boss.is_superuser = True
    boss.save()
    return boss


def test_a_new_name_is_looked_for(house, chen, liu):
    case = make.taken(house, liu, body="你们的石小磊不给办")
    other = make.taken(house, liu)
    assert is_seen(case, liu)
    change(liu, operator_of(house), name="石小磊")
    assert [is_seen(one, liu) for one in (case, other)] == [False, True]
    row = proposed(liu).get()
    duty.judge_named(row, is_named=True, successor=chen, by=chen, at=NOW())
    assert make.fresh(case).owner == chen


def test_another_center_brings_other_cases(house, elsewhere, sun, chen):
    case = make.taken(elsewhere, sun, body="街道的陈静不给办")
    assert not is_seen(case, people.person("外人"))
    far = people.center(level="community", parent=house)
    new = people.staff("陈静", Role.CLERK, center=far)
    boss = operator_of(house)
    change(new, boss, center=elsewhere)
    assert not is_seen(case, new)
    assert proposed(new).count() == 1


def test_it_costs_a_few_queries_however_many_cases(
    house, chen, mei, django_assert_max_num_queries
):
    for _ in range(12):
        make.taken(house, chen)
    mei.is_staff, mei.center = True, house
    mei.save()
    with django_assert_max_num_queries(5):
        staff_named(mei, NOW())
