"""What comes beside the record: making up, photos, the typical case."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from membership.activity_days.actions import record, reporting
from membership.activity_days.models import (
    Attendance,
)
from tests.membership.activity_days import make
from tests.membership.activity_days.make import photo, refused

pytestmark = pytest.mark.django_db


def test_making_up_keeps_the_reported_figures(branch_a, secretary, organizer, members):
    day = make.held(branch_a, secretary)
    day = make.written(day, secretary)
    day = make.attended(day, secretary, {members[0].pk: ("absent", "")})
    day = reporting.report(day, version=day.version, by=secretary, at=day.ends_at)
    row = day.attendances.get(member=members[0])

    row = record.make_up(
        row,
        on=date(2026, 11, 18),
        how="送学上门",
        by=secretary,
        at=make.at("2026-11-18 20:00"),
    )

    day.refresh_from_db()
    assert (day.expected_count, day.attending_count, day.rate) == (2, 1, 50)
    assert (row.presence, str(row)) == ("made_up", "已补课")
    assert day.steps.last().note == "秦朗（原为缺席）2026-11-18 送学上门"
    with refused("presence"):
        record.make_up(
            row,
            on=date(2026, 11, 18),
            how="再",
            by=secretary,
            at=make.at("2026-11-19 09:00"),
        )


@pytest.mark.parametrize("on", ["2026-11-15", "2026-11-20"])
def test_making_up_lies_between_the_day_and_today(branch_a, secretary, members, on):
    day = make.attended(
        make.held(branch_a, secretary), secretary, {members[0].pk: ("absent", "")}
    )
    row = day.attendances.get(member=members[0])

    with refused("date"):
        record.make_up(
            row,
            on=date.fromisoformat(on),
            how="补",
            by=secretary,
            at=make.at("2026-11-19 09:00"),
        )


def test_making_up_needs_an_event(branch_a, secretary, members):
    day = make.planned(branch_a, secretary)
    row = Attendance.objects.create(day=day, member=members[0], presence="absent")

    with refused("wrong_state"):
        record.make_up(row, on=day.on, how="补", by=secretary, at=day.ends_at)


def test_a_made_up_member_stays_so_on_the_roll(branch_a, secretary, members):
    day = make.attended(
        make.held(branch_a, secretary), secretary, {members[0].pk: ("absent", "")}
    )
    row = day.attendances.get(member=members[0])
    record.make_up(row, on=day.on, how="补", by=secretary, at=day.ends_at)
    day.refresh_from_db()

    make.attended(day, secretary)

    row.refresh_from_db()
    assert row.presence == "made_up"


def test_photos_up_to_nine(branch_a, secretary, members, media):
    day = make.held(branch_a, secretary)
    kind = {"kind": "photo", "by": secretary, "at": day.ends_at}

    added = record.add_photos(day, files=[photo()] * 5, **kind)
    record.add_photos(day, files=[photo()] * 4, **kind)
    with refused("many"):
        record.add_photos(day, files=[photo()], **kind)
    record.remove_photo(added[0], by=secretary, at=day.ends_at)
    record.remove_photo(added[0], by=secretary, at=day.ends_at)
    record.add_photos(day, files=[photo()], **kind)

    assert day.photos.kept().count() == 9
    assert len(list(media.rglob("*/*"))) == 10
    assert all(len(p.name) == 32 for p in media.rglob("*/*"))
    assert [s.note for s in day.steps.filter(verb="photo")] == [
        "添加 5 张",
        "添加 4 张",
        "撤下“合影.jpg”",
        "添加 1 张",
    ]


def test_photos_refuse_other_files_and_leave_nothing_behind(
    branch_a, secretary, members, media, monkeypatch
):
    day = make.held(branch_a, secretary)
    kind = {"kind": "photo", "by": secretary, "at": day.ends_at}

    with refused("file"):
        record.add_photos(day, files=[photo("a.pdf", "application/pdf")], **kind)

    monkeypatch.setattr("center.workflow.actions.write_step", broken)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        record.add_photos(day, files=[photo(name="x" * 200)], **kind)
    assert not day.photos.exists()


def broken(*_args, **_fields):
    raise ZeroDivisionError


def test_a_photo_that_cannot_be_saved_leaves_no_file(
    branch_a, secretary, members, media
):
    day = make.held(branch_a, secretary)

    with pytest.raises(IntegrityError), transaction.atomic():
        record.add_photos(
            day, files=[photo()], kind="video"[:5], by=secretary, at=day.ends_at
        )

    assert list(media.rglob("*/*")) == []


def test_a_typical_case_keeps_every_wording(branch_a, secretary, organizer, members):
    day = make.held(branch_a, secretary)
    write = {"by": secretary, "at": day.ends_at}

    record.write_case(day, title="老秦的一天", body="初稿", **write)
    record.write_case(day, title="老秦的一天", body="二稿", **write)

    assert [(c.number, c.body) for c in day.cases.all()] == [(2, "二稿"), (1, "初稿")]
    with refused():
        record.write_case(day, title="", body="文", **write)
    with refused():
        record.write_case(day, title="题", body="​", **write)
    with refused("wrong_state"):
        record.write_case(
            make.planned(branch_a, secretary, "2026-11-18"),
            title="题",
            body="文",
            **write,
        )
