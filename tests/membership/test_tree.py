import pytest

from center.models import User
from membership.models import Member, Organization

pytestmark = pytest.mark.django_db


def test_tables_stand(house):
    top = Organization.objects.create(name="甲党委", kind="committee", center=house)
    assert Organization.objects.ids_below(top.pk) == [top.pk]
    assert list(Member.objects.visible_to(User(pk=1))) == []
