"""What comes in, once, with its dates; and who must not see it."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from center.outbox.models import Message
from center.uploads import CleanFile
from petitions.actions import casework, duty
from petitions.actions.intake import Intake, hand_over_sealed, register
from petitions.models import (
    Attachment,
    ClockRow,
    Conflict,
    Petition,
    Round,
    SealedHandover,
    Step,
)
from tests import make as floor
from tests.make import moment
from tests.petitions import make
from tests.petitions.papers import AT, CLEAN


def test_from_the_web_with_an_account(house, lin):
    case = make.petition(house, by=lin, name="", phone="")
    assert (case.person, case.name, case.phone) == (lin, "林晓", lin.phone)
    assert (case.state, case.owner, case.first_asked) == ("registered", None, None)
    assert (case.registered_by, case.round, case.version) == (None, 1, 1)
    assert len(case.code) == 12
    step = Step.objects.get(petition=case)
    assert (step.role, step.by, step.public_text) == (
        "诉求人",
        lin,
        "网上收到，已登记。",
    )
    assert Message.objects.get().text == (
        f"您的诉求（编号 {case.code_text}）已登记，答复期限 2026年12月3日（周四）。"
    )


def test_without_an_account_belongs_to_no_account(house, wu):
    case = make.petition(house, phone=wu.phone)
    assert (case.person, case.phone) == (None, wu.phone)
    assert not Petition.objects.of_person(wu).exists()
    wu.phone_confirmed_at = AT
    wu.save()
    assert Petition.objects.of_person(wu).get() == case


def test_anonymous_opinion_keeps_nothing_of_its_person(house, lin):
    case = make.petition(house, by=lin, kind="opinion", anonymous=True, address="x")
    assert (case.person, case.name, case.phone, case.address) == (None, "", "", "")
    assert case.person_text == "匿名"
    assert not Step.objects.filter(by=lin).exists()
    assert not Petition.objects.of_person(lin).exists()
    assert not Message.objects.exists()


def test_counter_intake_is_in_hand_at_once(house, chen):
    case = make.counter(house, chen)
    assert (case.state, case.owner, case.first_asked, case.duty_by) == (
        "in_hand",
        chen,
        chen,
        chen,
    )
    assert case.registered_by == chen
    assert Step.objects.get().role == "首问责任人"


def test_number_first_details_later(house, chen):
    case = make.counter(
        house, chen, title="", body="", name="", phone="", channel="hotline"
    )
    assert (case.title, case.body, case.person_text) == (
        "求助（待补充）",
        "",
        "未留姓名",
    )


def test_scope_belongs_to_errands_alone(house, chen):
    assert make.counter(house, chen, scope="full").scope == ""
    assert make.counter(house, chen, kind="errand", scope="full").scope == "full"
    assert make.counter(house, chen, kind="errand", scope="odd").scope == ""


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"kind": "accusation"}, "kind"),
        ({"channel": "fax"}, "kind"),
        ({"title": " \u200b "}, "required"),
        ({"body": ""}, "required"),
        ({"title": "长" * 61}, "too_long"),
        ({"body": "长" * 5001}, "too_long"),
        ({"name": ""}, "name"),
        ({"phone": ""}, "phone"),
        ({"phone": "abc"}, "phone"),
        ({"anonymous": True}, "anonymous"),
        ({"body": "我要实名举报干部受贿"}, "accusation"),
    ],
)
def test_web_refusals_store_nothing(house, fields, code):
    with pytest.raises(ValidationError) as refusal:
        make.petition(house, **fields)
    assert refusal.value.code == code
    stored = [model.objects.count() for model in (Petition, Step, Round, Message)]
    assert stored == [0, 0, 0, 0]


def test_accusation_is_sent_to_the_right_address(house):
    with pytest.raises(ValidationError, match="12388"):
        make.petition(house, title="检举信")
    case = make.petition(house, title="控告二字何解", is_no_accusation=True)
    assert case.pk


def test_opinion_carries_three_clocks(house):
    case = make.petition(house, kind="opinion", at="2026-09-20 10:00")
    rows = ClockRow.objects.values_list("clock", "due_on", "rule")
    assert [(clock, f"{on}", rule) for clock, on, rule in rows] == [
        ("promise", "2026-09-30", "A7"),
        ("notice", "2026-10-08", "A7"),
        ("handling", "2026-11-19", "A7"),
    ]
    assert f"{case.due_on}" == "2026-09-30"


def test_notice_governs_where_a_holiday_makes_it_stricter(house):
    case = make.petition(house, kind="opinion", at="2026-09-25 10:00")
    assert f"{case.due_on}" == "2026-10-10"  # the seventh working day is 10-12
    assert [f"{row.due_on}" for row in case.clocks.all()] == [
        "2026-10-10",
        "2026-10-12",
        "2026-11-24",
    ]


def test_clock_says_why_from_what_was_stored(house):
    make.petition(house, at="2026-11-20 10:00")
    row = ClockRow.objects.get()
    assert str(row) == "答复（7 个工作日）：2026年12月1日（周二）"
    assert "11月21日周六休息" in row.why
    assert row.calendar_version == house.timetable_version


def test_year_that_is_not_published_is_provisional(house):
    case = make.petition(house, at="2026-12-23 10:00")
    assert (f"{case.due_on}", f"{case.earliest_on}", case.is_provisional) == (
        "2027-01-04",
        "2027-01-02",
        True,
    )
    assert case.due_text.startswith("预计 2027年1月4日")


@pytest.mark.parametrize(
    ("at", "on"),
    [
        ("2026-11-24 00:00", "2026-12-03"),
        ("2026-11-24 07:59", "2026-12-03"),
        ("2026-11-23 23:59", "2026-12-02"),
        ("2026-02-05 07:30", "2026-02-14"),
    ],
)
def test_day_0_is_the_date_in_beijing(house, at, on):
    case = make.petition(house, at=at)
    assert (f"{case.received_on}", f"{case.due_on}") == (at[:10], on)


def test_paper_counts_from_the_day_it_came(house, chen):
    case = make.counter(
        house, chen, channel="letter", received_at=moment("2026-11-23 16:00")
    )
    assert (f"{case.received_on}", f"{case.due_on}") == ("2026-11-23", "2026-12-02")
    assert case.witness is None


def test_the_web_cannot_be_backdated(house):
    case = make.petition(house, received_at=moment("2026-11-01 10:00"))
    assert case.received_at == AT


def test_older_paper_needs_a_reason_and_a_second_person(house, chen, liu):
    received = moment("2026-11-20 10:00")
    case = make.counter(
        house,
        chen,
        channel="letter",
        received_at=received,
        backdate_reason="收发室漏送",
        witness=liu,
    )
    assert (case.backdate_reason, case.witness) == ("收发室漏送", liu)
    assert f"{case.due_on}" == "2026-12-01"
    assert Step.objects.get().internal_text == "补录：收发室漏送"


def test_backdating_refusals(house, chen, liu, sun):
    received = moment("2026-11-20 10:00")
    liu_away = floor.staff("离岗", center=house, is_active=False)
    for reason, witness, code in [
        ("", liu, "required"),
        ("漏送", None, "witness"),
        ("漏送", chen, "witness"),
        ("漏送", sun, "witness"),
        ("漏送", liu_away, "witness"),
    ]:
        with pytest.raises(ValidationError) as refusal:
            make.counter(
                house,
                chen,
                received_at=received,
                backdate_reason=reason,
                witness=witness,
            )
        assert refusal.value.code == code
    for received in (moment("2026-11-24 09:01"), moment("1999-01-01 09:00")):
        with pytest.raises(ValidationError) as refusal:
            make.counter(house, chen, received_at=received)
        assert refusal.value.code == "received_at"
    assert not Petition.objects.exists()


def test_only_the_centers_staff_register(house, lin, sun, qian):
    for by in (lin, sun, qian, None):
        with pytest.raises(ValidationError, match="不能在这个中心登记"):
            make.counter(house, by)
    assert not Petition.objects.exists()


def test_same_key_gives_the_first_result(house, lin):
    intake = Intake(kind="help", channel="web", title="灯", body="不亮")
    given = {"center": house, "form_key": "k" * 64, "by": lin, "at": AT}
    first = register(intake=intake, files=[CLEAN], **given)
    second = register(intake=intake, files=[CLEAN], **given)
    assert first == second
    assert (Petition.objects.count(), Attachment.objects.count()) == (1, 1)
    assert (Step.objects.count(), Message.objects.count()) == (1, 1)


def test_another_constraint_is_not_taken_for_the_key(house, monkeypatch):
    make.petition(house)
    code = Petition.objects.get().code
    monkeypatch.setattr("petitions.actions.intake.new_code", lambda _: code)
    with pytest.raises(IntegrityError, match="petition_code_once"):
        make.petition(house)


def test_files_are_private_and_cannot_be_guessed(house, lin):
    intake = Intake(kind="help", channel="web", title="灯", body="不亮")
    case = register(
        center=house, intake=intake, form_key="k" * 64, by=lin, at=AT, files=[CLEAN]
    )
    kept = Attachment.objects.get(petition=case)
    assert (kept.name, kept.content_type, kept.size) == ("灯.png", "image/png", 7)
    assert kept.file.name == f"petitions/{kept.token}"
    assert len(kept.token) == 32
    with kept.file.open() as stored:
        assert stored.read() == b"picture"
    assert (str(kept), kept.added_by) == ("灯.png", lin)


def test_a_file_that_cannot_be_stored_leaves_no_other(house, lin, settings, tmp_path):
    bad = CleanFile("x" * 101, "image/png", b"picture")  # the column takes 100
    intake = Intake(kind="help", channel="web", title="灯", body="不亮")
    with pytest.raises(Exception, match="too long"), transaction.atomic():
        register(
            center=house,
            intake=intake,
            form_key="k" * 64,
            by=lin,
            at=AT,
            files=[CLEAN, bad],
        )
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    assert not Petition.objects.exists()


def test_staff_named_in_an_opinion_are_kept_away(house, elsewhere, chen, zhao, sun):
    case = make.petition(elsewhere, kind="opinion", body="陈静和孙悦态度不好")
    assert set(Conflict.objects.values_list("staff", flat=True)) == {chen.pk, sun.pk}
    assert [
        Petition.objects.visible_to(user).filter(pk=case.pk).count()
        for user in (chen, sun, zhao)
    ] == [0, 0, 1]


def test_named_in_a_request_for_help_waits_for_a_colleague(house, chen, liu):
    case = make.petition(house, body="上次陈静帮过我，这次灯又坏了")
    waiting = Conflict.objects.proposed().get(staff=chen)
    said = {"is_named": False, "reason": "是谢谢他"}
    duty.judge_named(waiting, **said, by=liu, at=AT)
    assert Petition.objects.visible_to(chen).get() == case


def test_clerk_who_takes_down_a_complaint_about_themselves(house, chen, liu):
    case = make.counter(house, chen, kind="opinion", body="陈静态度不好")
    assert (case.state, case.owner, case.first_asked) == ("registered", None, None)
    assert not Petition.objects.visible_to(chen).exists()
    assert casework.take(case, by=liu, at=AT).first_asked == liu


def test_staff_do_not_work_on_their_own_request(house, chen, liu):
    case = make.petition(house, by=chen, kind="opinion", body="陈静想提个意见")
    assert Conflict.objects.get().staff == chen
    with pytest.raises(ValidationError, match="没有找到"):
        casework.take(case, by=chen, at=AT)
    assert Petition.objects.of_person(chen).get() == case


def test_sealed_handovers_are_numbered_without_content(house, elsewhere, chen, sun):
    first = hand_over_sealed(center=house, by=chen, at=AT)
    second = hand_over_sealed(center=house, by=chen, at=AT)
    other = hand_over_sealed(center=elsewhere, by=sun, at=AT)
    assert [str(one) for one in (first, second, other)] == [
        "2026-1",
        "2026-2",
        "2026-1",
    ]
    with pytest.raises(ValidationError, match="不能在这个中心"):
        hand_over_sealed(center=house, by=sun, at=AT)
    assert SealedHandover.objects.count() == 3


def test_the_same_form_gives_the_same_number(house, chen, liu):
    def hand(by, shown):
        return hand_over_sealed(center=house, by=by, at=AT, next_number=shown).number

    assert [hand(chen, 1), hand(chen, 1), hand(liu, 1), hand(chen, 3)] == [1, 1, 2, 3]
