"""Whether the constraints of the database hold also where a column is empty.

A comparison with nothing is neither true nor false, and PostgreSQL lets that pass.
"""

from django.apps import apps
from django.db.models import CheckConstraint, F, Q

APPS = ("center", "membership", "petitions", "reservations", "reading_room")

# Another constraint has both columns or neither.
WITH_ANOTHER = {("petition_release_has_reason", "first_asked")}


def own_checks():
    for model in apps.get_models():
        if model.__module__.split(".")[0] in APPS:
            for one in model._meta.constraints:
                if isinstance(one, CheckConstraint):
                    yield model, one


def emptiable(model, leaf):
    """Return the columns of a comparison that may be empty."""
    path, value = leaf
    if path.endswith("__isnull") or value is None:
        return set()
    names = {path.split("__")[0]}
    if isinstance(value, F):
        names.add(value.name.split("__")[0])
    fields = {one.name: one for one in model._meta.concrete_fields}
    return {name for name in names if name in fields and fields[name].null}


def undecided(model, node, safe=frozenset()):
    """Yield columns whose emptiness leaves a condition neither true nor false.

    It decides beside ``column is empty or …`` and ``column is there and …``.
    """
    if node.negated:  # Django itself adds what makes "not the same" decided
        return
    leaves = [one for one in node.children if isinstance(one, tuple)]
    wanted = node.connector == Q.OR
    safe = safe | {
        path.removesuffix("__isnull")
        for path, value in leaves
        if path.endswith("__isnull") and value is wanted
    }
    for child in node.children:
        if isinstance(child, Q):
            yield from undecided(model, child, safe)
        elif isinstance(child, tuple):
            yield from emptiable(model, child) - safe


def test_nothing_passes_a_constraint_by_being_empty():
    found = {
        (one.name, column)
        for model, one in own_checks()
        for column in undecided(model, one.condition)
    }
    assert found == WITH_ANOTHER


def test_the_walk_finds_what_it_is_for():
    day = apps.get_model("timetable", "SpecialDay")
    weak = Q(kind="holiday", follows__isnull=True) | Q(kind="makeup", follows__lt=5)
    assert set(undecided(day, weak)) == {"follows"}
    assert not set(undecided(day, weak & Q(follows__isnull=False)))
    assert not set(undecided(day, Q(follows__isnull=True) | Q(follows__lt=5)))
