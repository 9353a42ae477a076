"""The register as a file: whole, masked, harmless, logged, and nothing else."""

import io

import openpyxl
import pytest
from django.core.exceptions import ValidationError

from center import sheets
from center.registers.models import Export
from membership import crypto
from membership.transfers.actions import exports
from membership.transfers.models import Transfer
from tests.membership import make as party
from tests.membership.transfers import make

pytestmark = pytest.mark.django_db
AT = make.AT
ADDRESS = "/desk/transfers/export/"


def taken_out(by, file_format="csv"):
    data = exports.export_register(
        transfers=Transfer.objects.visible_to(by),
        center=by.center,
        file_format=file_format,
        by=by,
        at=AT,
    )
    table = sheets.read(data)
    assert table.header == exports.HEADER
    return [dict(zip(exports.HEADER, row.cells, strict=True)) for row in table.rows]


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_a_transfer_out_line_by_line(out, cast, members, file_format):
    number = crypto.unseal(members[0].id_cipher)
    row = out("delivered")
    row = cast.run(row, "report-lost", "reissue", "deliver", "receipt")
    old, new = row.letters.order_by("pk")
    (line,) = taken_out(cast.clerk, file_format)
    assert (
        line
        | {
            "序号": "1",
            "受理时间": "2026-11-24 09:30",
            "受理人": str(cast.clerk),
            "方向": "转出",
            "渠道": "纸质介绍信",
            "姓名": "秦朗",
            "身份证号": f"********{number[-4:]}",
            "联系电话": "161****0001",
            "本方党支部": "中共清河第一支部委员会",
            "对方党组织": "中共临江市委组织部",
            "党费交至": "2026-11",
            "介绍信或外部编号": new.number,
            "有效天数": "30",
            "有效至": "2026-12-24",
            "作废的编号": old.number,
            "用印人": str(cast.seal),
            "领取人": "本人",
            "回执日期": "2026-11-24",
            "回执编号": "临收〔2026〕8号",
            "办结日期": "2026-11-24",
            "结果": "已办结",
        }
        == line
    )
    assert number not in str(line)
    assert members[0].phone not in str(line)
    log = Export.objects.get()
    assert (log.by, log.at, log.count, log.what, log.format) == (
        cast.clerk,
        AT,
        1,
        "组织关系接转",
        file_format,
    )


def test_a_transfer_in_and_one_without_a_person(came, cast, house):
    came("received", phone="")
    cast.run(came(kind="group", people=12, name="=1+1"), "verify")
    first, second = taken_out(cast.clerk)
    assert (first["方向"], first["介绍信或外部编号"]) == (
        "转入",
        "临组转〔2026〕0311号",
    )
    assert (first["联系电话"], first["身份证号"], first["回执日期"]) == ("", "", "")
    assert first["有效至"] == "2026-12-20"
    assert second["姓名"] == "'=1+1"


def test_too_many_are_refused_and_not_logged(out, cast, monkeypatch):
    out()
    monkeypatch.setattr(sheets, "MAX_ROWS", 0)
    with pytest.raises(ValidationError, match="缩小范围"):
        taken_out(cast.clerk)
    assert not Export.objects.exists()


def test_the_page_hands_out_what_was_asked(client, out, came, cast, members):
    out()
    out(member=members[2], kind="certificate", channel="paper")
    came()
    client.force_login(cast.clerk)
    page = client.get("/desk/transfers/?way=out&state=open").content.decode()
    assert "/desk/transfers/export/?way=out&amp;state=open&amp;q=" in page
    assert client.get(ADDRESS + "?way=in&state=open").status_code == 200

    def names(**typed):
        typed = {"way": "out", "file_format": "xlsx"} | typed
        answer = client.post(ADDRESS, typed)
        assert answer.status_code == 200
        disposition = answer.headers["Content-Disposition"]
        assert disposition.startswith('attachment; filename="transfers-')
        book = openpyxl.load_workbook(io.BytesIO(answer.content))
        return sorted(cells[6] for cells in list(book.active.values)[1:])

    assert names() == ["施工", "秦朗"]
    assert names(q="施工") == ["施工"]
    assert names(way="in") == ["方舟"]
    assert names(state="done") == []
    assert names(year="2025") == []
    assert [log.count for log in Export.objects.order_by("pk")] == [2, 1, 1, 0, 0]


def test_a_secretary_takes_out_only_the_own_branch(
    client, out, cast, members, branch_b, qian, lin
):
    out()
    out(member=members[2])
    client.force_login(cast.secretary)
    text = client.post(ADDRESS, {"way": "out", "file_format": "csv"}).content.decode()
    assert "秦朗" in text
    assert "施工" not in text
    client.force_login(lin)
    assert client.post(ADDRESS, {"way": "out", "file_format": "csv"}).status_code == 403
    assert Export.objects.count() == 1


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"way": "refusals", "file_format": "csv"},
        {"way": "out", "file_format": "pdf"},
        {"way": "out", "file_format": "csv", "year": "9" * 400},
        {"way": "out", "file_format": "csv", "year": "１９"},
        {"way": "out", "file_format": "csv", "q": "\ud800", "state": "x"},
    ],
)
def test_what_it_does_not_understand(client, cast, typed):
    client.force_login(cast.clerk)
    sent = {k: v.encode("utf-8", "replace").decode() for k, v in typed.items()}
    assert client.post(ADDRESS, sent).status_code == 422
    assert not Export.objects.exists()


def test_as_many_queries_for_three_as_for_one(out, cast, branch_a, members):
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    def asked():
        with CaptureQueriesContext(connection) as queries:
            taken_out(cast.clerk)
        return len(queries)

    out("issued")
    once = asked()
    for name in ("郑一", "郑二"):
        out("issued", member=party.member(branch_a, name, id_number=party.id_number()))
    assert asked() == once
