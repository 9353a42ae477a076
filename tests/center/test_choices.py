"""People stand by pinyin wherever one is chosen, whatever query offers them."""

import pytest
from django import forms

from center.forms import choose_from
from center.models import User
from center.rules import Role
from center.searchable import pinyin_key
from tests.make import staff

pytestmark = pytest.mark.django_db
NAMES = ["钱立", "孙悦", "赵敏", "周宁"]  # by the numbers of their signs: 周孙赵钱


class ToForm(forms.Form):
    to = forms.ModelChoiceField(queryset=User.objects.none())


def test_people_are_offered_by_pinyin(house):
    for name in reversed(NAMES):
        staff(name, Role.CLERK, center=house)
    rows = User.objects.filter(center=house)
    for offered in (rows, rows.distinct(), rows.order_by("-pk")):
        form = ToForm()
        choose_from(form, "to", offered)
        assert [one.name for one in form.fields["to"].queryset] == NAMES
    assert sorted(NAMES, key=pinyin_key) == NAMES
