"""The unit of work, with 入党申请书 as the record."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from center.models import User
from center.workflow.actions import StaleError, changing, enter, in_words, needed, once
from membership.applications.actions import papers as actions
from membership.applications.models import Application, Step
from membership.applications.rules import State, Verb
from tests.membership.applications import make
from tests.together import at_once, refusals

pytestmark = pytest.mark.django_db
AT = make.at("2026-11-18 10:00")


@pytest.fixture
def row(house, chen, branch_a):
    return make.assigned(house, chen, branch_a)


def hand(row, by, *, version=None, **fields):
    """Hand the paper over with whatever the test says."""
    fields = {"handed_over_on": date(2026, 11, 17), "handed_to": "秦朗"} | fields
    with changing(row, Verb.HAND_OVER, by=by, at=AT, version=version) as change:
        for name, value in fields.items():
            setattr(change.row, name, value)
        change.note = "交给秦朗"
    return change.row


def stored(row):
    return Application.objects.get(pk=row.pk)


def test_one_verb_is_one_version_and_one_step(row, chen):
    hand(row, chen, version=1)

    assert (stored(row).state, stored(row).version) == (State.HANDED_OVER, 2)
    step = row.steps.last()
    assert (step.verb, step.before, step.state, step.version, step.by, step.note) == (
        "hand_over",
        "received",
        "handed_over",
        2,
        chen,
        "交给秦朗",
    )
    assert (row.steps.first().before, row.steps.first().version) == ("", 1)


def test_only_the_columns_that_differ_are_saved(row, chen):
    Application.objects.filter(pk=row.pk).update(nation="回族")

    with CaptureQueriesContext(connection) as queries:
        hand(row, chen, version=1)

    saved = [q["sql"] for q in queries if q["sql"].startswith("UPDATE")]
    assert len(saved) == 1
    assert '"handed_to"' in saved[0]
    assert '"nation"' not in saved[0]
    assert stored(row).nation == "回族"


def test_an_older_form_is_refused_whatever_it_asks_for(row, chen):
    hand(row, chen, version=1)

    with pytest.raises(StaleError) as stale:
        hand(row, chen, version=1)

    assert stale.value.current.state == State.HANDED_OVER
    assert row.steps.count() == 2


def test_what_does_not_start_here_is_refused_in_words(row, chen):
    hand(row, chen, version=1)

    with pytest.raises(ValidationError) as refusal:
        hand(row, chen, version=2)

    assert refusal.value.messages == ["这份申请书已移交，不能再移交。"]


def test_what_the_row_refuses_the_action_refuses(house, chen, qian):
    row = make.received(house, chen)

    with pytest.raises(ValidationError) as refusal:
        hand(row, chen)
    assert refusal.value.messages == ["还没有确定党支部，请先确定再移交。"]
    with pytest.raises(ValidationError) as refusal:
        hand(row, qian)
    assert refusal.value.messages == ["您的岗位不能办这一项，请找能办的同事。"]


def test_whatever_is_raised_undoes_all_of_it(row, chen):
    def break_off():
        with changing(row, Verb.HAND_OVER, by=chen, at=AT, version=1):
            Application.objects.filter(pk=row.pk).update(nation="回族")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        break_off()

    assert (stored(row).state, stored(row).nation) == (State.RECEIVED, "")
    assert row.steps.count() == 1


def test_nothing_to_do_leaves_nothing(row, chen):
    with changing(row, Verb.ASSIGN, by=chen, at=AT, version=1) as change:
        change.is_nothing = True

    assert (stored(row).version, row.steps.count()) == (1, 1)


def test_without_a_version_only_a_change_counts(row, chen):
    with changing(row, Verb.ASSIGN, by=chen, at=AT) as change:
        change.note = "照旧"
    assert (stored(row).version, row.steps.last().version) == (1, 1)

    with changing(row, Verb.ASSIGN, by=chen, at=AT) as change:
        change.row.ground = "work"
    assert (stored(row).version, row.steps.last().version) == (2, 2)


def test_a_value_that_does_not_fit_is_refused_at_its_field(row, chen):
    with pytest.raises(ValidationError) as refusal:
        hand(row, chen, version=1, handed_to="长" * 41)

    assert list(refusal.value.error_dict) == ["handed_to"]


def test_the_constraint_speaks_for_itself(row, chen):
    with pytest.raises(ValidationError) as refusal:
        hand(row, chen, version=1, handed_to="")

    assert refusal.value.messages == ["移交要写支部、日期和接收人。"]
    assert refusal.value.code == "application_handed_over_whole"
    assert stored(row).version == 1


def test_what_has_no_words_stays_an_error(row, chen):
    with pytest.raises(IntegrityError), in_words(), transaction.atomic():
        Step.objects.create(application=row, verb="assign", state="received", by=chen)


def test_a_long_note_is_cut_to_its_column(row, chen):
    with changing(row, Verb.ASSIGN, by=chen, at=AT) as change:
        change.note = "长" * 301

    assert row.steps.last().note == "长" * 300


def test_a_new_row_is_checked_and_has_its_first_step(house, chen):
    row = actions._new(house, {"name": "", "home": "x"}, at=AT, by=chen)

    with pytest.raises(ValidationError) as refusal:
        enter(row, Verb.RECEIVE, by=chen, at=AT)

    assert {"name", "born_on"} <= set(refusal.value.error_dict)
    assert not Step.objects.exists()


def test_needed_takes_no_invisible_answer():
    assert needed(" 好​ ", "原因") == "好"
    with pytest.raises(ValidationError) as refusal:
        needed("​", "原因")
    assert refusal.value.messages == ["请写原因。"]


# -- At the same moment


def stale_as_text(call):
    def run():
        try:
            return call()
        except StaleError:
            return "stale"

    return run


@pytest.mark.django_db(transaction=True)
def test_two_who_do_the_same_at_once_do_it_once(house, chen, branch_a):
    row = make.assigned(house, chen, branch_a)

    outcomes = at_once(*[stale_as_text(lambda: hand(row, chen, version=1))] * 6)

    assert outcomes.count("stale") == 5
    assert (stored(row).version, row.steps.count()) == (2, 2)


@pytest.mark.django_db(transaction=True)
def test_two_verbs_at_once_do_not_both_start(house, chen, branch_a):
    row = make.assigned(house, chen, branch_a)

    def withdraw():
        with changing(row, Verb.WITHDRAW, by=chen, at=AT) as change:
            change.note = "不交了"

    def assign():
        with changing(row, Verb.ASSIGN, by=chen, at=AT) as change:
            change.row.ground = "work"

    outcomes = at_once(*[withdraw] * 4)
    assert len(refusals(outcomes)) == 3
    assert refusals(at_once(assign))[0].messages == ["这份申请书已撤回，不能再改支部。"]
    assert [step.verb for step in row.steps.all()] == ["receive", "withdraw"]


@pytest.mark.django_db(transaction=True)
def test_one_form_sent_many_times_at_once_is_one_row(house, chen):
    rows = at_once(*[lambda: make.received(house, chen, form_key="one")] * 8)

    assert len({row.pk for row in rows}) == Application.objects.count() == 1
    assert Step.objects.count() == 1
    assert make.received(house, chen).number == 2


@pytest.mark.django_db(transaction=True)
def test_without_a_key_nothing_is_remembered(house):
    people = []

    @once(User)
    def make_person(*, form_key, name):
        people.append(name)
        return User.objects.create_user(phone=None, name=name)

    made = at_once(
        *[lambda name=name: make_person(form_key="", name=name) for name in "甲乙丙"]
    )

    assert sorted(one.name for one in made) == sorted("甲乙丙")
    assert len(people) == 3
