"""Keys to other rows: kept as long as the row, and plain to the database."""

from django.db import models

from center.columns import Key, known
from center.models import Center, StaffStep, User


def test_a_key_protects_its_row_and_stands_in_migrations_as_djangos_own():
    field = StaffStep._meta.get_field("center")
    assert isinstance(field, Key)
    assert field.deconstruct() == (
        "center",
        "django.db.models.ForeignKey",
        [],
        {
            "to": "center.center",
            "on_delete": models.PROTECT,
            "related_name": "+",
            "verbose_name": "中心",
            "null": True,
        },
    )


def test_a_key_leads_back_only_by_name():
    assert User._meta.get_field("center").remote_field.related_name == "staff"
    assert not hasattr(Center, "staffstep_set")


def test_a_column_holds_one_of_the_values_it_may_have():
    same = models.CheckConstraint(
        name="state_known", condition=models.Q(state__in=["a", "b"])
    )
    assert known("state_known", state=["a", "b"]) == same
