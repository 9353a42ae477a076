"""Editing writes editions; nothing that was written changes."""

from dataclasses import replace

import pytest
from django.core.exceptions import ValidationError
from django.db import InternalError, transaction

from membership.diagrams import actions, content
from membership.diagrams.models import Diagram, Edition, Node, Publication, Way
from membership.diagrams.rules import Heading, Link, Step
from tests import make as people
from tests.membership.diagrams import make
from tests.together import at_once, refusals

AT = people.moment("2026-11-25 09:00")


def by(house, key="k1"):
    return {"form_key": key, "by": people.staff("编辑", center=house), "at": AT}


@pytest.mark.django_db
def test_the_migration_published_both(house):
    for slug, (heading, steps) in content.FIRST.items():
        diagram = Diagram.objects.get(slug=slug)
        edition = Edition.objects.whole().get(diagram=diagram)
        assert diagram.published == edition
        assert edition.heading == heading
        assert edition.steps() == list(steps)
    assert Publication.objects.count() == 2


@pytest.mark.django_db
def test_loading_again_changes_nothing(house):
    make.diagram()
    make.diagram()

    assert Edition.objects.count() == 2


@pytest.mark.django_db
def test_each_change_is_a_new_edition_and_the_public_one_stays(house):
    base = make.newest()
    step = replace(base.steps()[1], limit="收到后三十天内")

    second = actions.change_step(base, changed=step, **by(house))
    third = actions.add_step(
        make.newest(), new=Step("", "公示"), after="candidate", **by(house, "k2")
    )
    fourth = actions.remove_step(make.newest(), key="oath", **by(house, "k3"))
    heading = Heading("新标题", "新开头", "")
    fifth = actions.change_heading(make.newest(), heading=heading, **by(house, "k4"))

    assert [e.number for e in (second, third, fourth, fifth)] == [2, 3, 4, 5]
    assert [e.note for e in (second, third, fourth)] == [
        "改了“党组织派人谈话”",
        "新增“公示”",
        "去掉“入党宣誓”",
    ]
    newest = make.newest()
    titles = [s.title for s in newest.steps()]
    assert len(titles) == 25
    assert titles[7] == "公示"
    assert "入党宣誓" not in titles
    assert newest.steps()[1].limit == "收到后三十天内"
    assert newest.heading == heading
    new_key = newest.steps()[7].key
    assert newest.steps()[6].next == (Link(new_key),)
    diagram = make.diagram()
    assert diagram.published.number == 1
    assert Edition.objects.whole().get(diagram=diagram, number=1).steps() == list(
        content.DEVELOPMENT
    )


@pytest.mark.django_db
def test_the_same_form_twice_is_one_edition(house):
    base = make.newest()
    step = replace(base.steps()[0], limit="年满十八岁")
    same = by(house)

    first = actions.change_step(base, changed=step, **same)
    again = actions.change_step(base, changed=step, **same)

    assert first == again
    assert make.newest().number == 2


@pytest.mark.django_db
def test_refusals(house):
    base = make.newest()
    steps = base.steps()
    actions.change_step(base, changed=replace(steps[0], limit="新"), **by(house))

    with pytest.raises(ValidationError) as stale:
        actions.remove_step(base, key="talk", **by(house, "k2"))
    assert stale.value.code == actions.STALE
    now = make.newest()
    with pytest.raises(ValidationError) as same:
        actions.change_step(now, changed=now.steps()[0], **by(house, "k3"))
    assert same.value.code == "same"
    changed = replace(steps[0], next=(Link("nowhere"),))
    with pytest.raises(ValidationError) as bad:
        actions.change_step(make.newest(), changed=changed, **by(house, "k4"))
    assert bad.value.messages == ["“递交入党申请书”的下一步已经不在图里，请重新选。"]
    with pytest.raises(ValidationError):
        actions.remove_step(base, key="not there", **by(house, "k5"))
    assert make.newest().number == 2


@pytest.mark.django_db
def test_publishing_is_written_down_and_can_go_back(house):
    base = make.newest()
    second = actions.change_step(
        base, changed=replace(base.steps()[0], limit="新"), **by(house)
    )
    editor = people.staff("主编", center=house)

    actions.publish(second, by=editor, at=AT)
    with pytest.raises(ValidationError):
        actions.publish(second, by=editor, at=AT)
    actions.publish(base, by=editor, at=AT)

    assert make.diagram().published == base
    rows = Publication.objects.filter(edition__diagram__slug="development").order_by(
        "pk"
    )
    assert [row.edition.number for row in rows] == [1, 2, 1]


@pytest.mark.django_db
def test_what_was_written_cannot_change(house):
    make.diagram()

    for model, field in ((Edition, "title"), (Node, "title"), (Way, "label")):
        with pytest.raises(InternalError), transaction.atomic():
            model.objects.update(**{field: "x"})
        with pytest.raises(InternalError), transaction.atomic():
            model.objects.filter(pk=model.objects.first().pk)._raw_delete("default")
    with pytest.raises(InternalError), transaction.atomic():
        Publication.objects.all()._raw_delete("default")


@pytest.mark.django_db(transaction=True)
def test_two_editors_at_once_only_one_edition(house):
    base = make.newest()
    steps = base.steps()

    people_ = [people.staff(f"编辑{n}", center=house) for n in range(3)]
    outcomes = at_once(
        *[
            lambda n=n, user=user: actions.change_step(
                base,
                changed=replace(steps[n], limit="新的"),
                form_key=f"k{n}",
                by=user,
                at=AT,
            )
            for n, user in enumerate(people_)
        ]
    )

    assert len(refusals(outcomes)) == 2
    assert make.newest().number == 2
