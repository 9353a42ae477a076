"""Letters: numbers without a gap, validity, void, lost, issued again."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, InternalError, transaction

from center.rules import Role
from membership.transfers.actions import asking
from membership.transfers.models import Letter, LetterCounter, Practice, Transfer
from tests import make as people
from tests.membership import make as party
from tests.membership.transfers import make
from tests.together import at_once, refusals

pytestmark = pytest.mark.django_db
AT = make.AT


def refused(call, *args, **fields):
    with pytest.raises(ValidationError) as refusal, transaction.atomic():
        call(*args, **fields)
    return "".join(refusal.value.messages)


def test_what_a_letter_holds(out, cast, committee, branch_a):
    letter = out("issued").letters.get()
    assert letter.number == "清街组转〔2026〕0001号"
    assert (letter.organization, letter.heading) == (committee, "中共临江市委组织部")
    assert (letter.from_text, letter.to_text) == (branch_a.name, "中共临江市委组织部")
    assert (letter.valid_days, letter.issued_on) == (30, date(2026, 11, 24))
    assert letter.valid_until == date(2026, 12, 24)
    assert letter.dues_paid_through == date(2026, 11, 1)
    assert (letter.sealed_by, letter.age) == (cast.seal, None)


def test_the_age_on_the_day_of_issue(out, cast, members):
    members[0].born_on = date(1980, 11, 25)
    members[0].save(update_fields=["born_on"])
    assert out("issued").letters.get().age == 45


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"valid_days": 91}, "1 到 90 天"),
        ({"valid_days": -1}, "1 到 90 天"),
        ({"dues_paid_through": date(2026, 10, 1)}, "请先补交"),
    ],
)
def test_what_a_letter_refuses(out, cast, fields, words):
    row = out("approved")
    assert words in refused(cast.do, "issue", row, **fields)
    assert not LetterCounter.objects.filter(last__gt=0).exists()


def test_a_letter_needs_a_heading(out, cast):
    row = out("approved", other_heading="")
    assert "抬头" in refused(cast.do, "issue", row)
    letter = cast.do("issue", row, heading="中共某市委组织部").letters.get()
    assert letter.heading == "中共某市委组织部"


def test_dues_that_the_branch_saw_in_another_month(out, cast):
    row = out("approved")
    cast.at = people.moment("2026-12-01 09:00")
    assert "2026-12" in refused(cast.do, "issue", row, dues_paid_through=None)
    row = cast.do("issue", row)
    assert row.dues_paid_through == date(2026, 12, 1)


def test_a_certificate_without_dues(out, cast, members):
    row = out("approved", kind="certificate", channel="paper")
    Transfer.objects.filter(pk=row.pk).update(dues_paid_through=None)
    assert cast.do("issue", row, dues_paid_through=None).state == "issued"


def test_who_may_issue(out, cast, committee):
    row = out("submitted")
    row = cast.do("accept", row, is_far=True)
    row = cast.run(row, "confirm", "approve")
    committee.issues_paper_letters = False
    committee.save(update_fields=["issues_paper_letters"])
    assert "县级以上组织部门" in refused(cast.do, "issue", row)
    committee.issues_paper_letters = True
    committee.letter_word = ""
    committee.save(update_fields=["issues_paper_letters", "letter_word"])
    assert "机构代字" in refused(cast.do, "issue", row)
    committee.issues_paper_letters = False
    committee.can_approve_probationary = False
    committee.save(update_fields=["can_approve_probationary", "issues_paper_letters"])
    assert "只有有权审批" in refused(cast.do, "issue", row)


def test_how_long_letters_are_good_here(out, cast, house):
    Practice.objects.create(center=house, letter_days=10)
    assert out("issued").letters.get().valid_until == date(2026, 12, 4)


def test_numbers_go_on_within_a_year_and_begin_again(out, cast, members):
    def number(row):
        return row.letters.get(void_at__isnull=True).number

    row = out("issued")
    assert number(row) == "清街组转〔2026〕0001号"
    row = cast.do("void", row)
    assert (row.state, row.sealed_by, row.watch_from) == ("approved", None, None)
    row = cast.do("issue", row)
    assert number(row) == "清街组转〔2026〕0002号"
    cast.at = people.moment("2026-12-31 23:59")
    row = cast.run(row, "bounce", "reopen", "issue")
    assert number(row) == "清街组转〔2026〕0003号"
    cast.at = people.moment("2027-01-01 00:00")
    row = cast.run(row, "report-lost", "reissue")
    assert number(row) == "清街组转〔2027〕0001号"
    assert Letter.objects.filter(void_at__isnull=False).count() == 3


def test_a_lost_letter_is_void_and_named_by_the_new_one(out, cast):
    row = out("lost_check")
    old = row.letters.get()
    assert not old.is_void
    row = cast.do("reissue", row, text="在公交车上丢失", valid_days=15)
    old.refresh_from_db()
    new = row.letters.get(void_at__isnull=True)
    assert (old.void_by, old.void_reason) == (cast.seal, "在公交车上丢失")
    assert (new.replaces, new.heading) == (old, old.heading)
    assert (row.state, new.valid_days) == ("issued", 15)
    assert old.number != new.number


def test_a_lost_letter_that_arrived_after_all(out, cast):
    row = cast.do("receipt", out("lost_check"))
    assert (row.state, row.letters.get().is_void) == ("done", False)


def test_void_needs_a_reason(out, cast):
    row = out("issued")
    assert "为什么作废" in refused(cast.do, "void", row, text=" ")
    assert "至少 4 个字" in refused(cast.do, "void", row, text="错")
    assert not Letter.objects.get().is_void


def test_who_took_the_letter(out, cast):
    row = out("issued")
    assert "谁领走" in refused(cast.do, "deliver", row, delivered_to=" ")
    letter = cast.do("deliver", row, delivered_to="秦朗").letters.get()
    assert (letter.delivered_to, letter.delivered_on) == ("秦朗", AT.date())


def test_sent_back_by_the_other_side(out, cast):
    row = out("bounced")
    assert row.letters.get().is_void
    row = cast.do("reopen-papers", row)
    assert (row.state, row.approved_by, row.sealed_by) == ("supplement", None, None)
    row = cast.run(row, "supply", "accept", "confirm", "approve", "issue")
    assert row.letters.count() == 2


def test_sent_back_online(out, cast):
    row = out("submitted", channel="system")
    row = cast.run(row, "accept", "confirm", "approve", "send", "bounce", "reopen")
    assert (row.state, row.watch_from) == ("approved", None)


# -- The database alone


def test_an_issued_letter_never_changes(out):
    letter = out("issued").letters.get()
    for change in (
        {"heading": "别的"},
        {"valid_until": date(2027, 2, 1)},
        {"number": "清街组转〔2026〕0009号"},
        {"name": "别人"},
    ):
        with pytest.raises(InternalError, match="Cannot update"), transaction.atomic():
            Letter.objects.filter(pk=letter.pk).update(**change)


def test_void_stays_void(out, cast):
    row = cast.do("void", out("issued"))
    with pytest.raises(InternalError, match="Cannot update"), transaction.atomic():
        row.letters.update(void_at=None, void_by=None, void_reason="")
    with pytest.raises(InternalError, match="Cannot delete"), transaction.atomic():
        row.letters.all()._raw_delete("default")


@pytest.mark.parametrize(
    ("fields", "match"),
    [
        ({"serial": 3}, "numbered without a gap"),
        ({"serial": 1}, "numbered without a gap"),
        ({"number": "清街组转〔2026〕0001号"}, "letter_number|unique"),
        ({"valid_days": 91, "valid_until": date(2027, 2, 23)}, "at_most_90_days"),
        ({"valid_until": date(2026, 12, 23)}, "valid_until_counts"),
        ({"year": 2025, "serial": 1}, "letter_year_of_its_date"),
        ({"kind": "league"}, "not_for_inside_or_league"),
        ({}, "letter_one_good_per_transfer"),
    ],
)
def test_letters_the_database_refuses(out, fields, match):
    letter = out("issued").letters.get()
    letter.pk, letter.serial, letter.number = None, 2, "清街组转〔2026〕0002号"
    for name, value in fields.items():
        setattr(letter, name, value)
    with pytest.raises(IntegrityError, match=match), transaction.atomic():
        letter.save(force_insert=True)


# -- At the same moment


@pytest.mark.django_db(transaction=True)
def test_twenty_clients_issue_at_once(house, cast, committee, branch_a):
    """Nobody gets another's number and none is left out, also beside refusals."""
    keepers = []
    for n in range(20):
        keeper = people.staff(f"用印{n}", Role.CLERK, center=house)
        party.post(keeper, committee, "seal")
        keepers.append(keeper)
    rows = [
        cast.run(
            make.outgoing(house, party.member(branch_a, f"党员{n}"), cast.clerk),
            "accept",
            "confirm",
            "approve",
        )
        for n in range(20)
    ]
    bad = {3, 11}  # these fail after they took a number, which must come back
    outcomes = at_once(
        *(
            lambda n=n: cast.do(
                "issue", rows[n], by=keepers[n], valid_days=99 if n in bad else 30
            )
            for n in range(20)
        )
    )
    assert len(refusals(outcomes)) == len(bad)
    serials = sorted(Letter.objects.values_list("serial", flat=True))
    assert serials == list(range(1, 19))
    assert Letter.objects.values("number").distinct().count() == 18
    assert LetterCounter.objects.get().last == 18


@pytest.mark.django_db(transaction=True)
def test_one_letter_issued_by_two_keepers(house, cast, committee, out):
    row = out("approved")
    other = people.staff("用印二", Role.CLERK, center=house)
    party.post(other, committee, "seal")
    outcomes = at_once(
        lambda: cast.do("issue", row), lambda: cast.do("issue", row, by=other)
    )
    assert len(refusals(outcomes)) == 1
    assert list(Letter.objects.values_list("serial", flat=True)) == [1]


@pytest.mark.django_db(transaction=True)
def test_one_member_at_two_counters_and_one_form_twice(house, cast, members):
    key = make.key()
    outcomes = at_once(
        *[
            lambda k=k: make.outgoing(house, members[0], cast.clerk, form_key=k)
            for k in (key, key, make.key())
        ]
    )
    assert Transfer.objects.count() == 1
    assert len(refusals(outcomes)) in (1, 2)


@pytest.mark.django_db(transaction=True)
def test_the_same_form_of_two_names_without_a_member(house, lin, committee):
    key = make.key()

    def ask():
        return asking.ask(
            center=house,
            kind="league",
            form_key=key,
            destination="临江市第三中学团委",
            by=lin,
            at=AT,
        )

    first, second, third = at_once(ask, ask, ask)
    assert first == second == third
    assert Transfer.objects.get().steps.count() == 2


def test_another_unique_column_is_no_repeated_form(house, cast, members, monkeypatch):
    first = make.outgoing(house, members[0], cast.clerk)
    monkeypatch.setattr(
        "membership.transfers.actions.opening.new_code", lambda _length: first.code
    )
    with pytest.raises(IntegrityError, match="code"), transaction.atomic():
        make.outgoing(house, members[2], cast.clerk)


def test_days_go_by(out, cast):
    letter = out("issued").letters.get()
    assert letter.valid_until - letter.issued_on == timedelta(days=30)
