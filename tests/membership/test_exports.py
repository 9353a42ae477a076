"""Export: numbers hidden, all logged."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from center import sheets
from center.registers.models import Export
from membership import crypto
from membership.actions import exports, imports
from membership.models import Member, Organization
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


def export(by, members=None, file_format="csv", **fields):
    fields = {"with_numbers": False, "reason": "", "organization": None} | fields
    data = exports.export_members(
        members=members if members is not None else Member.objects.visible_to(by),
        center=by.center,
        file_format=file_format,
        by=by,
        at=AT,
        **fields,
    )
    return [row.cells for row in sheets.read(data).rows]


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_numbers_are_hidden_and_the_export_is_logged(members, organizer, file_format):
    number = crypto.unseal(members[0].id_cipher)
    rows = export(organizer, file_format=file_format)
    by_name = {row[0]: row for row in rows}
    assert by_name["秦朗"][12:] == ["161****0001", f"********{number[-4:]}", "在册"]
    assert by_name["许婷"][12:] == ["", "", "在册"]
    assert number not in str(rows)
    log = Export.objects.get()
    assert (log.by, log.count, log.format) == (organizer, 3, file_format)
    assert (log.with_numbers, log.reason) == (False, "")


def test_whole_numbers_leave_a_few_times_at_most(members, organizer):
    wanted = {"with_numbers": True, "reason": "上级要求报送"}
    for _ in range(6):
        export(organizer, **wanted)
    with says("请过 15 分钟"):
        export(organizer, **wanted)
    assert Export.objects.count() == 6
    assert len(export(organizer)) == 3


def test_whole_numbers_need_permission_and_reason(members, organizer, chen, branch_a):
    number = crypto.unseal(members[0].id_cipher)
    with says("写清楚理由"):
        export(organizer, with_numbers=True)
    with pytest.raises(PermissionDenied):
        export(chen, with_numbers=True, reason="上级要求报送")
    assert not Export.objects.exists()
    rows = export(
        organizer, with_numbers=True, reason="上级要求报送", organization=branch_a
    )
    assert [row[12:14] for row in rows if row[0] == "秦朗"] == [["16120000001", number]]
    log = Export.objects.get()
    assert (log.with_numbers, log.reason, log.asked) == (
        True,
        "上级要求报送",
        branch_a.name,
    )


def test_names_are_no_formulas(branch_a, organizer):
    make.member(branch_a, "=cmd|'/c calc'!A1", work_post="＝1+1")
    ((name, *_, post),) = [row[:9] for row in export(organizer)]
    assert (name, post) == ("'=cmd|'/c calc'!A1", "'＝1+1")


def test_more_than_ten_thousand_are_refused(members, organizer, monkeypatch):
    monkeypatch.setattr(sheets, "MAX_ROWS", 2)
    with says("超过 2 条"):
        export(organizer)
    assert not Export.objects.exists()


def test_organizations_are_exported(committee, branch_a, organizer):
    data = exports.export_organizations(
        organizations=Organization.objects.visible_to(organizer),
        center=organizer.center,
        file_format="csv",
        by=organizer,
        at=AT,
    )
    rows = sheets.read(data).rows
    assert [row.cells[:4] for row in rows] == [
        ["中共清河街道工作委员会", "清河街道党工委", "党工委", ""],
        ["中共清河社区总支部委员会", "", "党总支", "中共清河街道工作委员会"],
        ["中共清河第一支部委员会", "", "党支部", "中共清河社区总支部委员会"],
    ]
    assert Export.objects.get().what == "党组织"
