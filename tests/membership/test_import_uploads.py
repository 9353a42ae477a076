"""Lists as a clerk sends them: counted first, read in a child, days read as shown."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from center import sheets
from center.models import Attempt
from center.sheets import WrongCellError, read_date
from membership.actions import imports
from membership.models import ImportBatch
from tests.center.sandbox import test_sheet
from tests.membership import make

pytestmark = pytest.mark.django_db
PAGE = "/desk/members/import/"
LABELS = "姓名(必填),党支部（必填）,人员类别*,入党日期,转正日期"


@pytest.fixture
def desk(client, organizer, settings):
    settings.SECOND_FACTOR = False
    client.force_login(organizer)
    return client


def sent(client, content, name="名单.xlsx"):
    return client.post(PAGE, {"file": SimpleUploadedFile(name, content)})


@pytest.mark.parametrize("name", ["cells in a row", "texts", "bomb", "a field"])
def test_a_list_that_would_cost_much_is_refused_in_words(desk, branch_a, name):
    answer = sent(desk, test_sheet.COSTLY[name])
    assert answer.status_code == 422
    (why,) = [text for why in answer.context["form"].errors.values() for text in why]
    assert "请" in why
    assert not ImportBatch.objects.exists()


def test_the_attempt_is_counted_before_the_list_is_read(desk, branch_a, monkeypatch):
    def die(task, content):
        raise KeyboardInterrupt  # as when the worker is killed in the middle

    monkeypatch.setattr(sheets, "judged", die)
    with pytest.raises(KeyboardInterrupt):
        sent(desk, b"a,b\n1,2\n")
    assert Attempt.objects.get(kind="upload-person").count == 1


def test_numbers_in_a_column_of_days_are_days_and_it_is_told(branch_a, organizer):
    text = f"{LABELS}\n林晓,{branch_a.name},正式,40330,2011-06-01\n"
    batch = imports.upload(
        what="members",
        center=organizer.center,
        data=text.encode(),
        key="k",
        by=organizer,
        at=make.AT,
    )
    outcome = imports.look_at(batch, by=organizer, at=make.AT)
    rows, remarks = outcome.lines, outcome.remarks
    assert [row.wrong for row in rows] == [[]]
    assert str(rows[0].values["joined_on"]) == "2010-06-01"
    assert remarks[1:] == ["日期列里的数字读成了日期，例如 40330 是 2010-06-01。"]


@pytest.mark.parametrize("text", ["2010", "9999", "60001", "4033.5", "403300"])
def test_other_numbers_are_no_days(text):
    with pytest.raises(WrongCellError, match="不是日期"):
        read_date(text)
