"""Who is logged in is read with everything that decides what they may see."""

import pytest
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Permission
from django.test import RequestFactory

from center.accounts.backends import PeopleBackend, staff_with
from center.admin_parts import is_above_all
from center.models import Center, User
from center.rules import Role
from tests import make

pytestmark = pytest.mark.django_db


def read(user):
    return PeopleBackend().get_user(user.pk)


@pytest.mark.parametrize("roles", [[], [Role.CLERK], [Role.CLERK, Role.SUPERVISOR]])
def test_staff_have_what_django_would_read(
    house, elsewhere, roles, django_assert_num_queries
):
    make.center(name="第三个社区", parent=elsewhere)
    user = make.staff("陈静", *roles, center=house)
    user.user_permissions.add(Permission.objects.get(codename="view_session"))
    below = Center.objects.ids_below(house.pk)
    assert len(below) == 3
    with django_assert_num_queries(1):
        got = read(user)
        assert got.center == house
        assert got.center.timetable_version == house.timetable_version
        assert got.center_ids == below
        permissions = got.get_all_permissions()
        may = got.has_perm("petitions.work_petition")
    plain = ModelBackend().get_user(user.pk)
    assert permissions == plain.get_all_permissions()
    assert may is bool(roles)
    same = [field.attname for field in User._meta.concrete_fields]
    assert [getattr(got, name) for name in same] == [
        getattr(plain, name) for name in same
    ]


def test_staff_see_what_is_below_them_and_no_more(house, elsewhere):
    got = read(make.staff("孙悦", Role.CLERK, center=elsewhere))
    assert got.center_ids == [elsewhere.pk]
    assert "petitions.supervise_petition" not in got.get_all_permissions()


def test_residents_and_the_dismissed_have_nothing(house, chen):
    lin = read(make.person("林晓"))
    assert (lin.center, lin.center_ids, lin.get_all_permissions()) == (None, [], set())
    User.objects.filter(pk=chen.pk).update(is_staff=False)
    gone = read(chen)
    assert (gone.center_ids, is_above_all(asking(gone))) == ([], False)


def test_nobody_inactive_or_unknown_is_logged_in(house, chen):
    User.objects.filter(pk=chen.pk).update(is_active=False)
    assert read(chen) is None
    assert PeopleBackend().get_user(0) is None


def test_the_operator_has_every_center_and_permission(house, elsewhere):
    made = User.objects.create_superuser("16119999999", name="运维")
    got = read(made)
    assert got.center_ids == [house.pk, elsewhere.pk]
    assert got.has_perm("petitions.anything")
    assert "petitions.work_petition" in got.get_all_permissions()
    assert is_above_all(asking(got))


def asking(user):
    request = RequestFactory().get("/")
    request.user = user
    return request


def test_only_staff_of_the_root_are_above_all(
    house, elsewhere, chen, sun, django_assert_num_queries
):
    people = [read(chen), read(sun)]
    with django_assert_num_queries(0):
        assert [is_above_all(asking(user)) for user in people] == [True, False]


def test_people_to_choose_from_stand_by_pinyin(house):
    for name in ("赵敏", "陈静", "何平", "安心", "李😀", "陈安"):
        make.staff(name, Role.CLERK, center=house)
    names = [user.name for user in staff_with("center.view_desk")]
    assert names == ["安心", "陈安", "陈静", "何平", "李😀", "赵敏"]
