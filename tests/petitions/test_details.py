"""Details, corrections, and what the person adds or takes back."""

import pytest
from django.core.exceptions import ValidationError

from center.workflow.actions import StaleError
from petitions.actions import replies
from petitions.actions.details import (
    add_details,
    add_message,
    recategorize,
    withdraw,
)
from petitions.actions.receipt import correct_receipt
from petitions.models import (
    Petition,
    Step,
)
from tests.make import moment
from tests.petitions import make
from tests.petitions.make import fresh
from tests.petitions.papers import AT, CLEAN


def details(case, by, **fields):
    given = {
        "title": case.title,
        "body": case.body,
        "name": case.name,
        "phone": case.phone,
        "address": case.address,
        "version": case.version,
    } | fields
    return add_details(case, by=by, at=AT, **given)


def test_details_later_keep_the_old_values(house, chen):
    case = make.counter(house, chen, title="", body="", name="", phone="")
    case = details(
        case, chen, title="灯", body="不亮", name="林晓", phone="161 0000 0001"
    )
    assert (case.title, case.name, case.phone, case.version) == (
        "灯",
        "林晓",
        "16100000001",
        2,
    )
    step = Step.objects.order_by("-pk").first()
    assert (step.verb, step.details["old"]) == (
        "correct",
        {"title": "求助（待补充）", "body": "", "name": "", "phone": ""},
    )


def test_details_refusals(house, chen, liu):
    case = make.counter(house, chen)
    for fields, code in [({"title": ""}, "required"), ({"phone": "abc"}, "phone")]:
        with pytest.raises(ValidationError) as refusal:
            details(case, chen, **fields)
        assert refusal.value.code == code
    details(case, liu, body="刘洋写的")
    with pytest.raises(StaleError) as stale:
        details(case, chen, body="陈静写的")
    assert stale.value.current.body == "刘洋写的"
    nameless = make.petition(house, kind="opinion", anonymous=True)
    with pytest.raises(ValidationError, match="匿名"):
        details(nameless, chen, name="林晓")
    assert details(nameless, chen, title="新标题").title == "新标题"


def correct(case, by, witness, received="2026-11-20 10:00", reason="邮戳为准"):
    return correct_receipt(
        case,
        received_at=moment(received),
        reason=reason,
        witness=witness,
        by=by,
        at=moment("2026-11-25 09:00"),
    )


def test_receipt_is_corrected_by_two_people_and_the_old_value_stays(house, chen, liu):
    case = make.counter(house, chen, kind="opinion")
    case = correct(case, chen, liu)
    assert (f"{case.received_on}", f"{case.due_on}") == ("2026-11-20", "2026-12-01")
    assert [f"{row.day0}" for row in case.clocks.all()] == ["2026-11-20"] * 3
    assert f"{case.original_due_on}" == "2026-12-03"
    step = Step.objects.order_by("-pk").first()
    assert step.details == {"old": "2026-11-24T09:00:00+08:00", "witness": liu.pk}
    assert fresh(case).witness == liu


def test_receipt_correction_refusals(house, chen, liu):
    case = make.counter(house, chen)
    for witness, received, reason, code in [
        (None, "2026-11-20 10:00", "邮戳", "witness"),
        (chen, "2026-11-20 10:00", "邮戳", "witness"),
        (liu, "2026-11-24 10:00", "邮戳", "received_at"),
        (liu, "2026-11-20 10:00", "", "required"),
    ]:
        with pytest.raises(ValidationError) as refusal:
            correct(case, chen, witness, received, reason)
        assert refusal.value.code == code
    opinion = make.counter(house, chen, kind="opinion")
    replies.give_notice(opinion, text="已收到您的意见", by=chen, at=AT)
    make.answer(case, chen)
    case = replies.reopen(case, reason="又坏了", by=chen, at=AT)
    for late in (opinion, case):
        with pytest.raises(ValidationError, match="不能再改"):
            correct(late, chen, liu)


def test_another_kind_does_not_move_the_clock(house, chen):
    case = make.counter(house, chen, at="2026-09-25 10:00")
    case = recategorize(case, kind="opinion", by=chen, at=AT)
    assert (case.kind, f"{case.due_on}") == ("opinion", "2026-10-12")
    assert {row.clock: f"{row.due_on}" for row in case.clocks.all()} == {
        "promise": "2026-10-12",
        "notice": "2026-10-12",  # the date that was shown
        "handling": "2026-11-24",
    }
    case = recategorize(case, kind="errand", scope="full", by=chen, at=AT)
    assert (case.kind, case.scope) == ("errand", "full")
    case = recategorize(case, kind="opinion", by=chen, at=AT)
    assert (case.scope, case.clocks.count()) == ("", 3)


def test_another_kind_refusals(house, chen):
    case = make.counter(house, chen, kind="opinion")
    for kind in ("opinion", "accusation"):
        with pytest.raises(ValidationError, match="另一个类别"):
            recategorize(case, kind=kind, by=chen, at=AT)
    replies.give_notice(case, text="已收到您的意见", by=chen, at=AT)
    nameless = make.petition(house, kind="opinion", anonymous=True)
    for one in (case, nameless):
        with pytest.raises(ValidationError, match="不能改类别"):
            recategorize(one, kind="help", by=chen, at=AT)


def test_person_adds_words_and_files(house, lin, chen):
    case = make.petition(house, by=lin)
    step = add_message(case, text="又坏了一盏", by=lin, at=AT, files=[CLEAN])
    assert (step.role, step.by, step.public_text) == ("诉求人", lin, "又坏了一盏")
    assert case.attachments.get().added_by == lin
    nameless = make.petition(house, kind="opinion", anonymous=True)
    step = add_message(nameless, text="补充", by=lin, at=AT, files=[CLEAN])
    assert (step.by, nameless.attachments.get().added_by) == (None, None)


def test_words_of_the_person_do_not_break_the_silence(house, lin):
    case = make.petition(house, by=lin)
    add_message(case, text="还没消息？", by=lin, at=moment("2026-11-30 09:00"))
    assert fresh(case).last_public_at == AT
    assert Petition.objects.silent_since(moment("2026-11-27 09:00")).get() == case


def test_thanks_after_closing_reopen_nothing(house, chen, lin):
    case = make.closed(house, chen)
    add_message(case, text="谢谢", by=lin, at=AT)
    assert (fresh(case).state, fresh(case).round) == ("closed", 1)


def test_person_and_clerk_can_take_it_back(house, lin, chen, sun):
    mine = withdraw(make.petition(house, by=lin), reason="", by=lin, at=AT)
    assert (mine.state, mine.rounds.get().result) == ("withdrawn", "本人撤回")
    told = make.counter(house, chen)
    with pytest.raises(ValidationError, match="请写撤回原因"):
        withdraw(told, reason="", by=chen, at=AT)
    with pytest.raises(ValidationError, match="没有找到"):
        withdraw(told, reason="原因", by=sun, at=AT)
    assert withdraw(told, reason="来电", by=chen, at=AT).closed_at == AT
    nameless = make.petition(house, kind="opinion", anonymous=True)
    withdraw(nameless, reason="", by=None, at=AT)
    assert Step.objects.order_by("-pk").first().role == "诉求人"


def test_tracking_needs_code_and_tail(house):
    case = make.petition(house, phone="16100000099")
    code = case.code_text.lower()
    found = Petition.objects.tracked
    assert found(code, "0099") == case
    assert found(code, " 0099 ") == case
    for tail in ("", "0098", "99", "００９９"):
        assert found(code, tail) is None
    assert found("", "0099") is None
    assert found(case.code[:11] + "%", "0099") is None
    assert found("x" * 10_000, "0099") is None
    nameless = make.petition(house, kind="opinion", anonymous=True)
    assert found(nameless.code, "") == nameless
