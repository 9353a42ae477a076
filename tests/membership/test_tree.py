import pytest

from membership.models import Member, Organization

pytestmark = pytest.mark.django_db


def test_tree_below(committee, general_branch, branch_a, branch_b, house):
    assert Organization.objects.ids_below(general_branch.pk) == [
        general_branch.pk,
        branch_a.pk,
        branch_b.pk,
    ]


def test_scope(members, secretary, organizer, chen, lin, sun, seal_keeper):
    def names(user):
        seen = Member.objects.visible_to(user).order_by("name")
        return list(seen.values_list("name", flat=True))

    assert names(secretary) == ["秦朗", "许婷"]
    assert names(organizer) == ["施工", "秦朗", "许婷"]
    assert names(chen) == names(organizer)
    assert names(lin) == names(sun) == []
