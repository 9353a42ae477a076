"""Import and export: nothing by halves, nothing beyond one's scope, all logged."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from membership import crypto
from membership.actions import imports, organizations
from membership.models import ImportBatch, Member, Organization
from tests.membership import make

pytestmark = pytest.mark.django_db
AT = make.AT
LABELS = "姓名,党支部,党小组,人员类别,入党日期,转正日期,手机号,身份证号,同意方式"


def says(part):
    return pytest.raises(ValidationError, match=part)


def upload(by, *lines, what="members", labels=LABELS, key="k", at=AT):
    data = "\n".join([labels, *lines]).encode()
    return imports.upload(what=what, center=by.center, data=data, key=key, by=by, at=at)


def line(branch, name="冯雪", number="", group="", channel="纸质签字", **_):
    channel = channel if number else ""
    return f"{name},{branch},{group},正式,2010-06-01,2011-06-01,,{number},{channel}"


def wrongs(batch, by):
    rows = imports.look_at(batch, by=by, at=AT).lines
    return {row.number: row.wrong for row in rows if row.wrong}


def run(batch, by, skip=0):
    return imports.run_import(batch=batch, skip=skip, by=by, at=AT)


# -- Members


def test_a_good_list_is_imported_with_history(branch_a, organizer):
    number = make.id_number()
    group = make.organization("group", branch_a, short_name="一组")
    batch = upload(
        organizer,
        line(branch_a.name, number=number, group="一组"),
        "",
        line(branch_a.name, "许婷"),
    )
    assert (batch.rows, number in batch.payload) == (2, False)
    assert not Member.objects.exists()
    done = run(batch, organizer)
    assert (done.state, done.imported, done.payload) == ("imported", 2, "")
    member = Member.objects.get(name="冯雪")
    assert crypto.unseal(member.id_cipher) == number
    assert (member.group, member.consent_channel) == (group, "paper")
    step = member.steps.get()
    assert (step.kind, step.text, step.by) == ("imported", "名单第 2 行", organizer)
    assert run(batch, organizer).imported == 2
    assert Member.objects.count() == 2


def test_each_bad_row_is_named_with_what_is_wrong(
    committee, branch_a, branch_b, organizer
):
    taken, twice = make.id_number(), make.id_number()
    make.member(branch_b, "老秦", id_number=taken)
    make.organization("branch", committee, short_name="同名")
    make.organization("branch", committee, short_name="同名")
    batch = upload(
        organizer,
        line(branch_a.name, "好的"),
        line("没有的支部", "甲"),
        line("同名", "乙"),
        line(branch_a.name, "丙", number=taken),
        line(branch_a.name, "丁", number=twice),
        line(branch_a.name, "戊", number=twice),
        line(branch_a.name, "己", number=make.id_number(), channel=""),
        line(branch_a.name, "庚", number="123"),
        line(branch_a.name, "辛", group="没有的组"),
        line(branch_a.name, "壬"),
        line(branch_a.name, "壬"),
        f"老秦,{branch_b.name},,正式,2010-06-01,2012-06-01,,,",
        f"癸,{branch_a.name},,正式,2999-01-01,2000-01-01,,,",
        f",{branch_a.name},,,,,,,",
        f"子,{branch_a.name},,预备,9999-12-31,,,,",
    )
    found = wrongs(batch, organizer)
    assert {n: [text[:14] for text in texts] for n, texts in found.items()} == {
        3: ["党支部：没有您能登记的“没有的"[:14]],
        4: ["党支部：有几个叫“同名”，请写全称"[:14]],
        5: ["身份证号：已经登记在另一位在册党员"[:14]],
        6: ["身份证号：这份名单里出现了两次"[:14]],
        7: ["身份证号：这份名单里出现了两次"[:14]],
        8: ["有身份证号就要填同意方式（本人"[:14]],
        9: ["身份证号是 18 位：17 位数字"[:14]],
        10: ["党小组：这个支部里没有“没有的组”"[:14]],
        11: ["同一个支部、同名、同日入党的人"[:14]],
        12: ["同一个支部、同名、同日入党的人"[:14]],
        13: ["支部里已经有同名、同日入党的党"[:14]],
        14: ["入党日期：不能晚于今天", "转正日期不能早于入党日期"],
        15: ["姓名：没有填", "人员类别：没有填", "入党日期：没有填"],
        16: ["入党日期：不能晚于今天", "预备期要到入党日期之后"],
    }
    with says("有 14 行有错"):
        run(batch, organizer)
    with says("有 14 行有错"):
        run(batch, organizer, skip=13)
    assert Member.objects.count() == 1
    assert run(batch, organizer, skip=14).imported == 1
    assert set(Member.objects.values_list("name", flat=True)) == {"老秦", "好的"}


@pytest.mark.parametrize(
    ("change", "unlike"),
    [
        ({}, None),
        ({"phone": "16120000009"}, None),  # an empty cell says nothing
        ({"confirmed_on": date(2012, 6, 1)}, "转正日期不一样，请在系统里直接改"),
        ({"group": None}, "党小组不一样"),
    ],
)
def test_the_same_list_again_changes_nothing(branch_a, organizer, change, unlike):
    make.organization("group", branch_a, short_name="一组")
    lines = [
        line(branch_a.name, number=make.id_number(), group="一组"),
        line(branch_a.name, "许婷"),
    ]
    run(upload(organizer, *lines), organizer)
    Member.objects.filter(name="冯雪").update(**change)
    again = upload(organizer, *lines, line(branch_a.name, "方舟"), key="again")
    rows = imports.look_at(again, by=organizer, at=AT).lines
    kinds = [(row.is_new, row.is_same, bool(row.wrong)) for row in rows]
    assert [sum(kind) for kind in kinds] == [1, 1, 1]
    assert [row.is_same for row in rows] == [unlike is None, True, False]
    assert unlike is None or unlike in "".join(rows[0].wrong)
    done = run(again, organizer, skip=0 if unlike is None else 1)
    assert (done.imported, Member.objects.count()) == (1, 3)
    third = upload(organizer, *lines[1:], key="third")
    with says("没有新的"):
        run(third, organizer)


def test_a_branch_out_of_scope_looks_like_none(committee, house, organizer, secretary):
    other = make.organization("committee", center=house)
    hidden = make.organization("branch", other)
    batch = upload(organizer, line(hidden.name))
    assert wrongs(batch, organizer) == {
        2: [f"党支部：没有您能登记的“{hidden.name}”，请写全称"]
    }
    with says("有 1 行有错"):
        run(batch, organizer)
    with says("没有可以导入的行"):
        run(batch, organizer, skip=1)


def test_what_changes_after_the_preview_is_judged_again(branch_a, organizer):
    batch = upload(organizer, line(branch_a.name))
    assert wrongs(batch, organizer) == {}
    organizations.dissolve(branch_a, reason="并入第二支部", by=organizer, at=AT)
    with says("有 1 行有错"):
        run(batch, organizer)


def test_what_changes_while_it_is_written_imports_nothing(
    branch_a, organizer, monkeypatch
):
    number = make.id_number()
    batch = upload(
        organizer, line(branch_a.name), line(branch_a.name, "甲", number=number)
    )
    make.member(branch_a, "先来的", id_number=number)
    # As if the number had been taken right after it was looked up.
    module = "membership.actions.member_rows"
    monkeypatch.setattr(f"{module}._same_numbers", lambda rows: None)
    monkeypatch.setattr("membership.actions.base.crypto.blinds", lambda number: [])
    monkeypatch.setattr(f"{module}.AT_ONCE", 1)
    with says("一行都没有导入"):
        run(batch, organizer)
    assert list(Member.objects.values_list("name", flat=True)) == ["先来的"]


def test_the_same_upload_twice_is_one(branch_a, organizer):
    assert upload(organizer, line(branch_a.name)) == upload(organizer, "x")


@pytest.mark.parametrize(
    ("labels", "part"),
    [("姓名,手机号", "没有这些列"), ("姓名,姓名,党支部", "出现了两次")],
)
def test_refused_headers(organizer, labels, part):
    with says(part):
        upload(organizer, "甲,乙,丙", labels=labels)


def test_a_list_waits_a_day_and_is_forgotten(branch_a, organizer):
    old = upload(organizer, line(branch_a.name), key="old", at=AT - timedelta(hours=25))
    upload(organizer, line(branch_a.name), key="new")
    old.refresh_from_db()
    assert (old.state, old.payload) == ("discarded", "")
    assert ImportBatch.objects.filter(state="preview").count() == 1


def test_throwing_away(branch_a, organizer):
    batch = upload(organizer, line(branch_a.name))
    done = imports.discard_import(batch=batch, by=organizer, at=AT)
    assert (done.state, done.payload) == ("discarded", "")
    assert imports.discard_import(batch=batch, by=organizer, at=AT).state == "discarded"
    assert run(batch, organizer).state == "discarded"
    assert not Member.objects.exists()


def test_an_import_belongs_to_who_uploaded_it(branch_a, organizer, chen):
    batch = upload(organizer, line(branch_a.name))
    with pytest.raises(ImportBatch.DoesNotExist):
        run(batch, chen)


# -- Organizations


TREE = "全称,简称,类别,上级党组织,有权审批预备党员,书记,本届起,本届止"


def test_a_tree_in_any_order(committee, organizer):
    batch = upload(
        organizer,
        "丙小组,,党小组,乙支部,,,,",
        "乙支部,乙,党支部,甲总支,,林某,2024-01-01,2027-01-01",
        f"甲总支,,党总支,{committee.name},,,,",
        what="organizations",
        labels=TREE,
    )
    assert wrongs(batch, organizer) == {}
    assert run(batch, organizer).imported == 3
    group = Organization.objects.get(name="丙小组")
    assert group.parent.parent.parent == committee
    assert group.parent.term_to == date(2027, 1, 1)
    assert group.center == committee.center


def test_the_same_tree_again_changes_nothing(committee, organizer):
    lines = [
        "乙支部,乙,党支部,甲总支,,林某,2024-01-01,2027-01-01",
        f"甲总支,,党总支,{committee.name},,,,",
    ]
    tree = {"what": "organizations", "labels": TREE}
    run(upload(organizer, *lines, **tree), organizer)
    again = upload(organizer, *lines, "丙小组,,党小组,乙支部,,,,", key="b", **tree)
    rows = imports.look_at(again, by=organizer, at=AT).lines
    assert [(row.is_new, row.is_same) for row in rows] == [
        (False, True),
        (False, True),
        (True, False),
    ]
    assert run(again, organizer).imported == 1
    changed = upload(organizer, lines[0].replace("林某", "王某"), key="c", **tree)
    assert "书记不一样" in wrongs(changed, organizer)[2][0]


def test_bad_organizations(committee, organizer, chen):
    lines = [
        f"甲,,党支部,{committee.name},是,,2027-01-01,2026-01-01",
        "乙,,党支部,没有的,,,,",
        "丙,,党支部,,,,,",
        "丁,,党委,,,,,",
        f"{committee.name},,党委,{committee.name},,,,",
        "戊,,党小组,甲,,,,",
        "己,,党总支,己,,,,",
        "庚,,党委,辛,,,,",
        "辛,,党委,庚,,,,",
        f"壬,,党支部,{committee.name},,,,",
        f"壬,,党支部,{committee.name},,,,",
        f"癸,,,{committee.name},,,,",
    ]
    batch = upload(organizer, *lines, what="organizations", labels=TREE)
    found = {
        n: [text[:9] for text in texts] for n, texts in wrongs(batch, organizer).items()
    }
    assert found == {
        2: ["有权审批预备党员：", "本届止：要晚于本届"],
        3: ["上级党组织：没有您"],
        4: ["党支部要有上级，请"],
        5: ["上级党组织：您只能"],
        6: ["全称：已经有同名的"],
        7: ["上级党组织：上级那"],
        8: ["党总支不能直接放在"],
        9: ["上级党组织：上级那"],
        10: ["上级党组织：上级那"],
        11: ["全称：这份名单里出"],
        12: ["全称：这份名单里出"],
        13: ["类别：没有填"],
    }
    top = upload(chen, "丁,,党委,,,,,", what="organizations", labels=TREE, key="c")
    assert wrongs(top, chen) == {}
    assert run(top, chen).imported == 1


def test_what_the_action_refuses_is_told_with_its_row(committee, organizer):
    labels = "全称,类别,上级党组织,机构代字"
    batch = upload(
        organizer,
        f"甲,党支部,{committee.name},清街",
        what="organizations",
        labels=labels,
    )
    with says("第 2 行：这个机构代字已经用在别的党组织"):
        run(batch, organizer)
    assert Organization.objects.count() == 1


def test_a_thousand_organizations_at_most(organizer, monkeypatch):
    monkeypatch.setattr("membership.actions.imports.MOST_ORGANIZATIONS", 1)
    with says("一次最多 1 个党组织"):
        upload(organizer, "甲,,,,,,,", "乙,,,,,,,", what="organizations", labels=TREE)
