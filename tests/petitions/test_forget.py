"""Who asked is forgotten in time; the case, its history and its figures stay."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import DatabaseError, transaction
from django.utils import timezone

from center.accounts.actions.people import erase_account
from center.rules import PERSON_KEPT
from petitions.actions import replies
from petitions.actions.details import add_details, withdraw
from petitions.actions.forget import due, forget_one, forget_person
from petitions.actions.receipt import correct_receipt
from petitions.models import Done, Petition, Step
from petitions.rules.privacy import without_person
from petitions.visitors import proves
from tests.make import moment
from tests.petitions import make
from tests.petitions.make import fresh
from tests.petitions.test_publication import publish

pytestmark = pytest.mark.django_db
AT = moment("2026-11-25 10:00")
LATER = moment("2026-11-24 09:00") + PERSON_KEPT + timedelta(seconds=1)
WHO = {
    "name": "林晓晓",
    "phone": "16100000777",
    "address": "三号楼二单元 201",
    "title": "林晓晓家漏水",
    "body": "我叫林晓晓，住三号楼二单元 201，电话 161-0000-0777，请张师傅来看。",
}


def purge(at):
    return {name: rows.delete()[0] for name, rows in due(at)}


def person_of(case):
    return (case.name, case.phone, case.address)


def test_known_words_and_numbers_go_and_the_matter_stays():
    text = without_person(WHO["body"], [WHO["name"], WHO["phone"], WHO["address"]])
    assert text == "我叫■■，住■■，电话 ■■，请张师傅来看。"


def test_three_years_after_the_end_nobody_knows_who_asked(house, chen):
    case = make.closed(house, chen, **WHO)
    before = {"steps": case.steps.count(), "rounds": case.rounds.count()}
    assert sum(purge(LATER - timedelta(days=1)).values()) == 0
    assert person_of(fresh(case)) == (WHO["name"], WHO["phone"], WHO["address"])
    assert purge(LATER)["诉求人信息（办结满三年）"] == 1
    after = fresh(case)
    assert person_of(after) == ("", "", "")
    assert (after.title, after.forgotten_at) == ("■■家漏水", LATER)
    assert "张师傅" in after.body
    assert after.person_text == "已清除"
    assert after.steps.count() == before["steps"] + 1
    assert after.rounds.count() == before["rounds"]
    assert (after.result, after.due_on) == (case.result, case.due_on)
    last = after.steps.last()
    assert (last.verb, last.by, last.public_text) == ("forget", None, "")
    assert sum(purge(LATER).values()) == 0


def test_what_is_open_answered_or_nameless_is_left_alone(house, chen):
    make.taken(house, chen, **WHO)
    make.answered(house, chen, **WHO)
    nameless = make.petition(house, kind="opinion", anonymous=True)
    withdraw(nameless, reason="", by=None, at=AT)
    assert sum(purge(LATER).values()) == 0
    assert Petition.objects.filter(name=WHO["name"]).count() == 2


def test_the_preview_says_how_many_and_takes_nothing(house, chen):
    made = make.closed(house, chen, **WHO)
    old = timezone.now() - PERSON_KEPT - timedelta(days=1)
    Petition.objects.filter(pk=made.pk).update(closed_at=old)
    out = StringIO()
    call_command("purge", dry_run=True, stdout=out)
    assert "诉求人信息（办结满三年）：会删 1 条\n" in out.getvalue()
    assert fresh(made).name == WHO["name"]
    call_command("purge", stdout=out)
    assert "诉求人信息（办结满三年）：删了 1 条\n" in out.getvalue()
    assert fresh(made).name == ""


def test_closing_an_account_forgets_what_has_ended(house, chen, lin):
    lin.set_password("lianxinqiao-test")
    lin.save()
    ended = make.closed(house, chen, by_person=lin, **WHO)
    waiting = make.answered(house, chen, by_person=lin, **WHO)
    others = make.closed(house, chen, **WHO)
    erase_account(by=lin, password="lianxinqiao-test", at=AT)
    assert person_of(fresh(ended)) == ("", "", "")
    assert fresh(ended).steps.last().internal_text.startswith("本人注销了账号")
    assert fresh(others).name == WHO["name"]
    # What still has to be followed up keeps its person until it is closed.
    assert purge(AT)["诉求人信息（账号已注销）"] == 0
    assert fresh(waiting).name == WHO["name"]
    replies.close(waiting, result="好了", reached="phone", by=chen, at=AT)
    assert purge(AT)["诉求人信息（账号已注销）"] == 1
    assert person_of(fresh(waiting)) == ("", "", "")


def test_cases_under_the_confirmed_number_go_with_the_account(house, chen, lin):
    lin.phone_confirmed_at = AT
    lin.save()
    mine = make.answered(house, chen, **WHO | {"phone": lin.phone})
    assert mine.person is None
    forget_person(lin, AT)
    assert (fresh(mine).person, fresh(mine).name) == (lin, WHO["name"])


def test_corrections_keep_that_they_were_made_but_no_old_name(house, chen, liu):
    case = make.counter(house, chen, **WHO)
    add_details(
        case,
        title="漏水",
        body="楼上漏水",
        name="林小小",
        phone="16100000778",
        address="",
        version=case.version,
        by=chen,
        at=AT,
    )
    correct_receipt(
        fresh(case),
        received_at=moment("2026-11-23 09:00"),
        reason="写错了",
        witness=liu,
        by=chen,
        at=AT,
    )
    withdraw(fresh(case), reason="来电", by=chen, at=AT)
    other = make.counter(house, chen, **WHO)
    purge(AT + PERSON_KEPT + timedelta(days=1))
    first, second = Step.objects.filter(petition=case, verb="correct")
    old = first.details["old"]
    assert (old["name"], old["phone"], old["address"]) == ("", "", "")
    assert old["title"] == "■■家漏水"
    assert second.details["old"] == "2026-11-24T09:00:00+08:00"
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        Step.objects.filter(petition=other).update(internal_text="x")


def test_a_forgotten_case_is_neither_tracked_nor_reopened_nor_published(
    house, chen, zhao
):
    case = make.closed(house, chen, **WHO)
    purge(LATER)
    case = fresh(case)
    assert Petition.objects.tracked(case.code, "0777") is None
    assert Petition.objects.tracked(case.code, "") is None
    assert not proves(case, "0777")
    assert not proves(case, "")
    with pytest.raises(ValidationError, match="另外登记"):
        replies.reopen(case, reason="原因", by=chen, at=LATER)
    with pytest.raises(ValidationError, match="不能再公开"):
        publish(case, zhao)


def test_what_another_worker_has_done_is_not_done_again(house, chen):
    case = make.closed(house, chen, **WHO)
    stale = fresh(case)
    purge(LATER)
    assert forget_one(stale, "x", LATER) is False
    assert case.steps.filter(verb="forget").count() == 1


def test_keys_of_forms_go_after_a_month():
    Done.objects.create(key="old", at=AT - timedelta(days=31))
    Done.objects.create(key="new", at=AT)
    assert purge(AT)["办过的表单"] == 1
    assert Done.objects.get().key == "new"
