from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.utils.timezone import localdate

from center.guide.actions import catalog
from center.guide.models import Paper, Poster, Version
from center.guide.models.lines import outdated_posters
from center.publishing.rules import State
from center.rules import Role
from center.workflow.actions import StaleError
from tests import make as people
from tests.center.guide import make

AT = make.AT
TODAY = localdate(AT)


@pytest.fixture
def two(house):
    return make.colleagues(house)


def refused(run, **kwargs):
    with pytest.raises(ValidationError) as refusal:
        run(**kwargs)
    return refusal.value


def save(row, by, papers=make.PAPERS, steps=make.STEPS, **more):
    told = {name: getattr(row, name) for name in [*make.VALUES, "change_note"]}
    return catalog.save(
        row,
        papers=papers,
        steps=steps,
        by=by,
        at=AT,
        version=row.version,
        **told | more,
    )


def in_effect(row, on):
    found = Version.objects.filter(service=row.service).in_effect(on).first()
    return found and found.n


def test_a_draft_saves_empty(house, two):
    row = make.draft(
        house,
        two[0],
        papers=[],
        steps=[],
        **dict.fromkeys(["name", "audience", "basis", "output", "place"], ""),
        promised_days=None,
        statutory_days=None,
    )
    assert row.state == State.DRAFT
    assert list(row.missing) == [
        *("name", "audience", "papers", "steps", "basis", "promised_days"),
        *("output", "place"),
    ]


@pytest.mark.parametrize(
    ("lacking", "label"),
    [
        ({"name": ""}, "事项名称"),
        ({"window": None}, "窗口"),
        ({"audience": ""}, "服务对象"),
        ({"conditions": ""}, "办理条件"),
        ({"papers": []}, "申报材料"),
        ({"steps": []}, "办理流程"),
        ({"basis": ""}, "办理依据"),
        ({"promised_days": None}, "承诺时限"),
        ({"output": ""}, "办理结果"),
        ({"place": ""}, "办理地点和咨询电话"),
        ({"phone": ""}, "办理地点和咨询电话"),
        ({"complaint_phone": ""}, "监督电话"),
    ],
)
def test_publishing_needs_twelve_elements(house, two, lacking, label):
    row = make.draft(house, two[0], **lacking)
    text = refused(catalog.submit, row=row, by=two[0], at=AT).messages[0]
    assert text == f"还缺 1 项，补齐再提交：{label}。"
    assert make.fresh(row).state == State.DRAFT


def test_nothing_to_bring_is_an_answer(house, two):
    row = make.draft(house, two[0], papers=[], no_papers=True)
    assert catalog.submit(row, by=two[0], at=AT).state == State.SUBMITTED


@pytest.mark.parametrize(
    ("said", "column"),
    [
        ({"promised_days": 21}, "promised_days"),
        ({"fee_kind": "paid"}, "fee"),
        ({"fee_kind": "paid", "fee": 0, "fee_basis": "价目表"}, "fee"),
        ({"fee_kind": "paid", "fee": 5}, "fee_basis"),
        ({"fee": 5}, "fee"),
        ({"visits": 2}, "visits_reason"),
        ({"leads_to": "booking"}, "venue"),
    ],
)
def test_what_contradicts_itself_is_not_saved(house, two, said, column):
    refusal = refused(make.draft, center=house, by=two[0], **said)
    assert column in refusal.error_dict
    assert Version.objects.count() == 0


def test_promising_at_once_is_a_promise(house, two):
    row = make.draft(house, two[0], promised_days=0)
    assert (row.promise, row.missing) == ("当场办结", {})


def test_nobody_approves_what_they_wrote_on(house, two):
    clerk, supervisor = two
    row = make.draft(house, clerk)
    row = save(row, supervisor, output="津贴每月到账")
    row = catalog.submit(row, by=clerk, at=AT)
    root = people.person(is_superuser=True, is_staff=True)
    for by in (supervisor, clerk):
        refused(catalog.approve, row=row, digest=row.digest, by=by, at=AT)
    other = make.draft(house, root, slug="other")
    other = catalog.submit(other, by=clerk, at=AT)
    text = refused(catalog.approve, row=other, digest=other.digest, by=root, at=AT)
    assert text.messages == ["里面有您自己写的内容，请另一位同事审核。"]
    third = people.staff("第三人", Role.SUPERVISOR, center=house)
    assert catalog.approve(row, digest=row.digest, by=third, at=AT).approved_by == third


def test_who_only_handed_in_may_approve(house, two):
    clerk, supervisor = two
    row = catalog.submit(make.draft(house, clerk), by=supervisor, at=AT)
    row = catalog.approve(row, digest=row.digest, by=supervisor, at=AT)
    assert row.state == State.APPROVED


def test_an_approval_is_for_the_text_that_was_shown(house, two):
    clerk, supervisor = two
    row = make.submitted(house, clerk)
    shown = row.digest
    save(row, clerk, output="津贴每季到账")
    row = catalog.submit(make.fresh(row), by=clerk, at=AT)
    with pytest.raises(StaleError):
        catalog.approve(row, digest=shown, by=supervisor, at=AT)
    assert make.fresh(row).state == State.SUBMITTED


@pytest.mark.parametrize(
    "lines",
    [
        {"papers": [make.PAPERS[0] | {"count": 2}, make.PAPERS[1]]},
        {"steps": make.STEPS[::-1]},
    ],
)
def test_lines_are_part_of_the_text(house, two, lines):
    row = make.submitted(house, two[0])
    shown = row.digest
    changed = save(row, two[0], **lines)
    assert (changed.digest != shown, changed.state) == (True, State.DRAFT)


def test_saving_without_a_change_changes_nothing(house, two):
    clerk, supervisor = two
    row = make.submitted(house, clerk)
    steps = row.log.count()
    same = save(row, supervisor)
    assert (same.state, same.version, row.log.count()) == (
        State.SUBMITTED,
        row.version,
        steps,
    )
    # Who saved nothing has not touched it either.
    approved = catalog.approve(row, digest=row.digest, by=supervisor, at=AT)
    assert refused(save, row=approved, by=clerk).messages == [
        "内容和现在一样，没有新的版本可存。"
    ]


def test_an_approved_text_is_never_edited(house, two):
    row = make.approved(house, *two)
    new = save(row, two[0], output="津贴每季到账")
    assert (new.n, new.state) == (2, State.DRAFT)
    assert make.fresh(row).output == "津贴到账"
    assert [one.name for one in row.papers.all()] == ["老人身份证", "申请表"]
    with pytest.raises(StaleError):
        save(row, two[0], output="又改了")


def test_a_version_flips_on_its_day_without_a_job(house, two):
    row = make.approved(house, *two)
    day = TODAY + timedelta(days=7)
    make.next_version(row, *two, effective_on=day, promised_days=5)
    assert [in_effect(row, TODAY + timedelta(days=n)) for n in (-1, 0, 6, 7, 99)] == [
        *(None, 1, 1, 2, 2)
    ]


def test_a_day_that_is_past_becomes_the_day_of_approval(house, two):
    row = make.approved(house, *two, effective_on=date(2026, 1, 1))
    assert row.effective_on == TODAY


def test_two_versions_on_one_day_are_refused(house, two):
    row = make.approved(house, *two)
    text = refused(make.next_version, row=row, by=two[0], approver=two[1], output="新")
    assert text.messages == ["这一天已经有一个版本生效，请改一天。"]


def test_an_older_day_behind_a_newer_one_stays_behind(house, two):
    later, sooner = TODAY + timedelta(days=20), TODAY + timedelta(days=10)
    row = make.approved(house, *two)
    two_ = make.next_version(row, *two, effective_on=later, output="二")
    make.next_version(two_, *two, effective_on=sooner, output="三")
    assert [in_effect(row, day) for day in (sooner, later)] == [3, 2]


def test_retiring_is_approved_too(house, two):
    clerk, supervisor = two
    row = make.approved(house, clerk, supervisor)
    instead = make.approved(house, clerk, supervisor, slug="new", name="新津贴").service
    day = TODAY + timedelta(days=3)
    new = catalog.retire(row, on=day, instead=instead, by=clerk, at=AT)
    assert (new.state, new.is_retirement, in_effect(row, day)) == ("submitted", True, 1)
    refused(catalog.approve, row=new, digest=new.digest, by=clerk, at=AT)
    catalog.approve(new, digest=new.digest, by=supervisor, at=AT)
    offered = [set(), {"gaoling"}]
    for on, names in zip((day, day - timedelta(days=1)), offered, strict=True):
        rows = Version.objects.offered(house, on)
        assert {one.slug for one in rows} - {"new"} == names


def test_an_item_is_not_its_own_successor(house, two):
    row = make.approved(house, *two)
    refusal = refused(
        catalog.retire, row=row, on=TODAY, instead=row.service, by=two[0], at=AT
    )
    assert "instead" in refusal.error_dict


def test_a_check_is_good_for_a_year(house, two):
    row = make.approved(house, *two)
    later = [TODAY + timedelta(days=n) for n in (364, 365)]
    assert [row.needs_check(day) for day in later] == [False, True]
    row = catalog.check(row, by=two[0], at=AT + timedelta(days=300))
    assert [row.needs_check(day) for day in later] == [False, False]
    assert row.digest == make.fresh(row).digest


def test_the_wall_knows_what_is_out_of_date(house, two):
    row = make.approved(house, *two)
    catalog.hang(row, place="大厅东墙", by=two[0], at=AT)
    assert list(outdated_posters([house.pk], TODAY)) == []
    day = TODAY + timedelta(days=2)
    new = make.next_version(row, *two, effective_on=day, output="新")
    assert [one.place for one in outdated_posters([house.pk], day)] == ["大厅东墙"]
    catalog.hang(new, place="大厅东墙", by=two[0], at=AT + timedelta(days=2))
    assert list(outdated_posters([house.pk], day)) == []
    assert Poster.objects.filter(taken_down_on__isnull=True).count() == 1


def test_a_form_that_comes_twice_makes_one_item(house, two):
    told = {"papers": [], "steps": [], "by": two[0], "at": AT, "center": house}
    one = catalog.begin(slug="a", form_key="same", name="甲", **told)
    again = catalog.begin(slug="a", form_key="same", name="甲", **told)
    assert (again.pk, Version.objects.count()) == (one.pk, 1)


def test_an_address_comes_from_the_name(house, two):
    slugs = [make.draft(house, two[0], slug="").slug for _ in range(2)]
    assert slugs == ["gljt", "gljt-2"]


def test_the_database_holds_the_rules(house, two):
    row = make.approved(house, *two)
    draft = make.draft(house, two[0], slug="draft")
    with pytest.raises(IntegrityError), transaction.atomic():
        Version.objects.filter(pk=draft.pk).update(promised_days=21)
    with pytest.raises(IntegrityError), transaction.atomic():
        Version.objects.filter(pk=draft.pk).update(fee_kind="paid")
    with pytest.raises(Exception, match="state"), transaction.atomic():
        Version.objects.filter(pk=row.pk).update(state="draft")
    for write in (
        lambda: Version.objects.filter(pk=row.pk).update(output="另一种结果"),
        lambda: row.papers.update(name="别的"),
        lambda: row.papers.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            write()
    assert Paper.objects.filter(version=row).count() == len(make.PAPERS)
