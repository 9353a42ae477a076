"""Editing writes editions; nothing that was written changes."""

import pytest
from django.core.exceptions import ValidationError
from django.db import InternalError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from center.workflow.actions import StaleError
from membership.diagrams import actions
from membership.diagrams.models import Edition, Publication, Step
from tests import make as people
from tests.membership.diagrams import make
from tests.together import at_once, refusals

AT = make.AT


@pytest.fixture
def editor(house):
    return people.staff("编辑", center=house)


@pytest.mark.django_db
def test_a_change_is_a_new_edition_and_the_public_one_stays(editor):
    base = make.newest()
    before = make.content(base)
    typed = make.content(base)
    typed["heading"]["intro"] = "新的开头"
    typed["heading"]["note"] = "加了公示"
    typed["steps"].insert(7, typed["steps"][0] | {"title": "公示"})
    del typed["steps"][20]

    made = actions.write(base, form_key="k", by=editor, at=AT, **typed)

    assert (made.number, made.note, made.made_by) == (2, "加了公示", editor)
    del typed["heading"]["note"]
    assert make.content(Edition.objects.get(pk=made.pk)) == typed
    assert make.content(make.diagram().published) == before


@pytest.mark.django_db
def test_the_same_form_twice_is_one_edition(editor):
    base = make.newest()
    assert make.changed(base, by=editor) == make.changed(base, by=editor)
    assert make.newest().number == 2


@pytest.mark.django_db
def test_refusals(editor):
    base = make.newest()
    make.changed(base, by=editor)
    with pytest.raises(StaleError):
        make.changed(base, by=editor, key="k2")
    now = make.newest()
    with pytest.raises(ValidationError) as same:
        actions.write(now, form_key="k3", by=editor, at=AT, **make.content(now))
    assert same.value.code == "same"
    with pytest.raises(ValidationError, match="图里没有这一步"):
        make.changed(now, by=editor, key="k4", ways="没有的")
    assert make.newest().number == 2


@pytest.mark.django_db
def test_only_the_order_is_a_change_too(editor):
    base = make.newest()
    typed = make.content(base)
    typed["steps"].reverse()
    made = actions.write(base, form_key="k", by=editor, at=AT, **typed)
    assert make.content(made)["steps"][0]["title"] == "材料归档"


@pytest.mark.django_db
def test_who_wrote_does_not_approve(house, editor, zhao):
    first = make.newest()
    second = make.changed(first, by=zhao, key="a")
    third = make.changed(second, by=editor, key="b")
    for edition, by in [(second, zhao), (third, zhao), (third, editor)]:
        with pytest.raises(ValidationError) as own:
            actions.publish(edition, by=by, at=AT)
        assert own.value.code == "own"
    assert make.diagram().published == first
    other = people.staff("主编", center=house)
    actions.publish(second, by=editor, at=AT)
    actions.publish(third, by=other, at=AT)
    # What somebody approved may be shown again, by its author also.
    actions.publish(second, by=zhao, at=AT)
    assert make.diagram().published == second
    shown = Publication.objects.values_list("edition", "by")
    assert list(shown.filter(edition__diagram=first.diagram)) == [
        (first.pk, None),
        (second.pk, editor.pk),
        (third.pk, other.pk),
        (second.pk, zhao.pk),
    ]
    with pytest.raises(ValidationError, match="不用再公开"):
        actions.publish(second, by=other, at=AT)


@pytest.mark.django_db
@pytest.mark.parametrize("model", [Edition, Step, Publication])
def test_nothing_written_is_changed_or_deleted(model, house):
    make.diagram()
    name = "title" if model is not Publication else "at"
    value = "x" if name == "title" else AT
    with pytest.raises(InternalError), transaction.atomic():
        model.objects.update(**{name: value})
    with pytest.raises(InternalError), transaction.atomic():
        model.objects.all()._raw_delete("default")


@pytest.mark.django_db(transaction=True)
def test_two_editors_at_once_only_one_edition(house):
    base = make.newest()
    editors = [people.staff(f"编辑{n}", center=house) for n in range(3)]

    def saves(n):
        def run():
            try:
                make.changed(base, by=editors[n], key=f"k{n}", place=n)
            except StaleError as stale:
                raise ValidationError("stale") from stale

        return run

    assert len(refusals(at_once(*map(saves, range(3))))) == 2
    assert make.newest().number == 2


@pytest.mark.django_db
def test_old_editions_come_along_and_can_go_back(house):
    def migrated(name):
        with connection.cursor() as cursor:  # a release is migrated in transactions
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        executor = MigrationExecutor(connection)
        executor.migrate([("diagrams", name)])
        return executor.loader.project_state([("diagrams", name)]).apps.get_model

    make.diagram()
    model = migrated("0002_content")
    nodes = model("diagrams", "Node").objects.filter(
        edition__diagram__slug="development"
    )
    assert list(nodes.order_by("position").values_list("key", flat=True)[:2]) == [
        "s1",
        "s2",
    ]
    assert model("diagrams", "Way").objects.filter(label="3 名以上").count() == 1
    edition = make_edition(model)
    migrated("0004_without_nodes")
    steps = Step.objects.filter(edition=edition.pk)
    assert list(steps.values_list("title", "ways", "revision")) == [
        ("甲", "", "特别的"),
        ("乙", "是：4\n否：丁", ""),
        ("丙", "结束", ""),
        ("丙", "甲", ""),
        ("丁", "", ""),
    ]
    assert Edition.objects.get(pk=edition.pk).steps.count() == 5


def make_edition(model):
    """Write an edition as the release before knew it."""
    diagram = model("diagrams", "Diagram").objects.get(slug="organization")
    edition = model("diagrams", "Edition").objects.create(
        diagram=diagram, number=2, title="图", made_at=AT
    )
    nodes = [
        model("diagrams", "Node").objects.create(
            edition=edition,
            position=n,
            key=str(n),
            title=title,
            revision="特别的" if n == 1 else "条款号待组织部门核对",
        )
        for n, title in enumerate("甲乙丙丙丁", start=1)
    ]
    for at, label, to in [(1, "", 2), (2, "是", 4), (2, "否", 5), (4, "", 1)]:
        model("diagrams", "Way").objects.create(
            node=nodes[at - 1], target=nodes[to - 1], label=label
        )
    return edition
