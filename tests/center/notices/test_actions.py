from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils.timezone import localdate

from center.notices import actions, board
from center.notices.models import Notice, NoticeRead, Text
from center.publishing.actions import drop
from center.publishing.rules import State
from center.workflow.actions import StaleError
from tests import make as people
from tests.center.notices import make

AT = make.AT
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def two(house):
    return make.colleagues(house)


def refused(run, *args, **kwargs):
    with pytest.raises(ValidationError) as refusal:
        run(*args, **kwargs)
    return refusal.value


def titles(center, at):
    return [one.title for one in Text.objects.visible(center, at).newest_first(at)]


def test_it_shows_between_its_two_moments_by_the_query(house, two):
    row = make.approved(house, *two, show_from=AT + DAY, show_until=AT + 3 * DAY)
    seconds = [DAY - timedelta(seconds=1), DAY, 3 * DAY - timedelta(seconds=1), 3 * DAY]
    assert [titles(house, AT + one) for one in seconds] == [[], *[[row.title]] * 2, []]


def test_it_never_shows_before_it_was_approved(house, two):
    row = make.approved(house, *two, show_from=AT - DAY)
    assert row.show_from == AT
    assert titles(house, AT - timedelta(seconds=1)) == []


def test_what_ran_out_before_it_was_approved_is_refused(house, two):
    row = make.submitted(house, two[0], show_until=AT + DAY)
    refusal = refused(make.approve, row, two[1], at=AT + 2 * DAY)
    assert "下架时间" in refusal.messages[0]


def test_expired_disclosures_stay_readable(house, two):
    until = {"show_until": AT + DAY}
    make.approved(house, *two, **until)
    make.approved(house, *two, **make.disclosure(two[1], **until))
    later = Text.objects.readable(house, AT + 2 * DAY)
    assert [one.title for one in later] == ["8 月财务公开"]
    assert titles(house, AT + 2 * DAY) == []


def test_the_author_approves_nothing(house, two):
    row = make.submitted(house, two[0])
    root = people.person(is_superuser=True, is_staff=True)
    other = make.submitted(house, root)
    text = "里面有您自己写的内容，请另一位同事审核。"
    assert refused(make.approve, other, root).messages == [text]
    refused(make.approve, row, two[0])
    assert make.approve(row, two[1]).approved_by == two[1]


def test_an_edit_breaks_an_approval(house, two):
    row = make.submitted(house, two[0])
    shown = row.digest
    told = {"title": row.title, "body": "改过的正文", "version": row.version}
    row = actions.save(row, by=two[0], at=AT, **told)
    row = actions.submit(row, by=two[0], at=AT)
    with pytest.raises(StaleError):
        actions.approve(row, digest=shown, by=two[1], at=AT)


def test_a_correction_leaves_the_old_text_until_it_is_approved(house, two):
    row = make.approved(house, *two)
    new = actions.save(
        row, title="停水改期", by=two[0], at=AT + DAY, version=row.version, form_key="c"
    )
    assert (new.n, titles(house, AT + DAY)) == (2, ["停水通知"])
    new = actions.submit(new, by=two[0], at=AT + DAY)
    new = make.approve(new, two[1], at=AT + DAY)
    assert titles(house, AT + DAY) == ["停水改期"]
    assert (new.show_from, new.corrected_on) == (AT, localdate(AT + DAY))
    found = Text.objects.visible(house, AT + DAY).get()
    assert (found.first_shown, found.notice_id) == (AT, row.notice_id)


def test_saving_without_a_change_changes_nothing(house, two):
    row = make.submitted(house, two[0])
    same = actions.save(
        row, title=row.title, by=two[1], at=AT, version=row.version, body=row.body
    )
    assert (same.state, same.version) == (State.SUBMITTED, row.version)


def test_a_withdrawn_text_brings_no_older_one_back(house, two):
    row = make.correction(make.approved(house, *two), *two, title="新")
    refused(actions.withdraw, row, reason=" ", by=two[1], at=AT)
    actions.withdraw(row, reason="日期写错", by=two[1], at=AT)
    assert titles(house, AT) == []


def test_files_belong_to_a_text_and_are_carried_on(house, two):
    row = make.approved(house, *two, files=[make.picture()])
    new = make.correction(row, *two, title="新", files=[make.picture("新图")])
    words = [[one.alt_text for one in text.files.all()] for text in (row, new)]
    assert words == [["大厅新装的扶手"], ["大厅新装的扶手", "新图"]]
    tokens = {one.token for text in (row, new) for one in text.files.all()}
    assert len(tokens) == 3


@pytest.mark.parametrize(
    ("file", "lacks"),
    [(make.picture(alt=""), "图片的文字说明"), (make.picture(is_scan=True), "扫描件")],
)
def test_a_picture_needs_words(house, two, file, lacks):
    row = make.draft(house, two[0], files=[file], body="见图")
    assert lacks in refused(actions.submit, row, by=two[0], at=AT).messages[0]


def test_the_fourth_pinned_of_a_kind_is_refused_with_the_names(house, two):
    until = AT + 10 * DAY
    for name in "甲乙丙":
        make.approved(house, *two, title=name, pin_until=until)
    make.approved(house, *two, kind="news", title="动态", pin_until=until)
    refusal = refused(make.draft, house, two[0], title="丁", pin_until=until)
    assert refusal.message_dict == {
        "pin_until": ["这一类已经置顶了 3 条：“甲”、“乙”、“丙”。先取消一条的置顶。"]
    }
    assert make.draft(house, two[0], pin_until=AT - DAY).state == State.DRAFT


def test_what_is_taken_down_by_its_day_holds_no_pin(house, two):
    until = AT + 10 * DAY
    for name in "甲乙丙":
        make.approved(house, *two, title=name, pin_until=until, show_until=AT + DAY)
    later = AT + 2 * DAY
    assert make.draft(house, two[0], at=later, pin_until=until).state == State.DRAFT


def test_a_race_for_the_last_pin_ends_at_the_approval(house, two):
    until = AT + 10 * DAY
    rows = [make.submitted(house, two[0], title=n, pin_until=until) for n in "甲乙丙丁"]
    for row in rows[:3]:
        make.approve(row, two[1])
    assert "已经置顶了 3 条" in refused(make.approve, rows[3], two[1]).messages[0]


def test_pinned_ones_stand_first_as_long_as_they_are(house, two):
    make.approved(house, *two, title="旧", pin_until=AT + DAY)
    make.approved(house, *two, title="新", at=AT + timedelta(hours=1))
    later = AT + timedelta(hours=2)
    assert titles(house, later) == ["旧", "新"]
    assert titles(house, AT + 2 * DAY) == ["新", "旧"]


def test_a_disclosure_needs_its_review(house, two):
    row = make.draft(house, two[0], kind="party")
    text = refused(actions.submit, row, by=two[0], at=AT).messages[0]
    assert text.endswith("审查人、审查依据。")


def test_a_period_belongs_to_its_duty(house, two):
    duty = make.duty(house, two[1])
    told = make.disclosure(two[1], duty=duty, kind="notice")
    row = make.draft(house, two[0], period="2026-08", **told)
    assert row.notice.kind == "finance"
    for period in ("2026-13", "2026-Q1", "八月"):
        refusal = refused(make.draft, house, two[0], period=period, **told)
        assert "period" in refusal.error_dict
    assert Notice.objects.count() == 1


def published(house, two, duty, period, at, **more):
    told = make.disclosure(two[1], duty=duty, period=period, **more)
    return make.approved(house, *two, at=at, **told)


def cells(house, at, year=2026):
    ((_, row),) = board.board(house, year, at)
    return {cell.label: (cell.tone, cell.late_by) for cell in row}


def test_late_is_late_for_ever(house, two):
    duty = make.duty(house, two[1], from_on=people.moment("2026-08-01 00:00").date())
    in_time = people.moment("2026-09-10 23:59")
    late = people.moment("2026-10-11 00:00")
    published(house, two, duty, "2026-08", in_time)
    row = published(house, two, duty, "2026-09", late)
    later = people.moment("2026-11-30 10:00")
    make.correction(row, *two, at=later, title="更正")
    assert cells(house, later) == {
        "2026 年 8 月": ("ok", 0),
        "2026 年 9 月": ("warn", 1),
        "2026 年 10 月": ("warn", 20),
        "2026 年 11 月": ("off", 0),
        "2026 年 12 月": ("off", 0),
    }
    current = make.fresh(row).notice.versions.get(n=2)
    actions.withdraw(current, reason="重做", by=two[1], at=later)
    assert cells(house, later)["2026 年 9 月"] == ("warn", 1)
    assert board.score(board.board(house, 2026, later)) == (67, 33)


def test_nothing_this_time_is_an_answer(house, two):
    duty = make.duty(house, two[1], every="year")
    at = people.moment("2027-01-15 10:00")
    published(house, two, duty, "2026", at, body="", is_nothing=True)
    assert cells(house, at) == {"2026 年": ("ok", 0)}


def test_what_happened_is_due_by_itself(house, two):
    duty = make.duty(house, two[1], every="event")
    at = people.moment("2026-10-23 09:00")
    on = people.moment("2026-09-18 00:00").date()
    published(house, two, duty, "", at, title="大额支出", occurred_on=on)
    assert cells(house, at) == {"大额支出": ("warn", 1)}


def test_what_happened_is_due_before_anybody_has_published_it(house, two):
    duty = make.duty(house, two[1], every="event")
    at = people.moment("2026-10-23 09:00")
    on = people.moment("2026-09-18 00:00").date()
    told = make.disclosure(two[1], duty=duty, occurred_on=on, title="大额支出")
    row = make.draft(house, two[0], at=AT, **told)
    assert cells(house, at) == {"9月18日的事": ("warn", 1)}
    assert [len(found) for _, found in board.overdue(house, at)] == [1]
    make.approve(actions.submit(row, by=two[0], at=at), two[1], at=at)
    assert cells(house, at) == {"大额支出": ("warn", 1)}
    other = make.draft(house, two[0], at=AT, **told)
    drop(other, by=two[0], at=at)
    assert cells(house, at) == {"大额支出": ("warn", 1)}


def test_a_scheduled_disclosure_does_not_count_yet(house, two):
    duty = make.duty(house, two[1], every="year")
    at = people.moment("2027-01-15 10:00")
    published(house, two, duty, "2026", at, show_from=at + DAY)
    assert cells(house, at) == {"2026 年": ("off", 0)}
    assert cells(house, at + DAY) == {"2026 年": ("ok", 0)}


def test_reads_are_counted_by_the_day(house, two):
    notice = make.approved(house, *two).notice
    for at in (AT, AT, AT + DAY):
        actions.count_read(notice, at=at)
    assert list(NoticeRead.objects.order_by("day").values_list("count", flat=True)) == [
        *(2, 1)
    ]


def test_a_form_that_comes_twice_makes_one(house, two):
    told = {"kind": "notice", "title": "甲", "body": "", "by": two[0], "at": AT}
    one = actions.begin(center=house, form_key="k", **told)
    assert actions.begin(center=house, form_key="k", **told).pk == one.pk


def test_the_database_keeps_a_public_text_and_its_files(house, two):
    row = make.approved(house, *two, files=[make.picture()])
    file = row.files.get()
    for write in (
        lambda: Text.objects.filter(pk=row.pk).update(body="改过"),
        lambda: type(file).objects.filter(pk=file.pk).update(title="改过"),
        file.delete,
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            write()
