"""A relation that leaves: what each verb writes, and what it refuses."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from center.outbox.models import Message
from center.rules import Role
from membership.actions.members import move_member
from membership.actions.organizations import own_center
from membership.transfers import actions
from membership.transfers.models import (
    Letter,
    MissingPapers,
    Mover,
    Receipt,
    Refusal,
    Transfer,
    TransferStep,
)
from tests import make as people
from tests.membership import make as party
from tests.membership.transfers import make

pytestmark = pytest.mark.django_db
AT = make.AT


@pytest.fixture
def member_qin(members, branch_a, chen):
    """Qin with an account of their own."""
    qin = people.person("秦朗", phone_confirmed_at=AT)
    members[0].person = qin
    members[0].save(update_fields=["person"])
    return qin


def ask(house, by, **fields):
    fields = {
        "kind": "formal",
        "destination": "中共临江市委组织部",
        "reason": "工作调动",
        "form_key": make.key(),
        "at": AT,
    } | fields
    return actions.ask(center=house, by=by, **fields)


def refused(call, *args, **fields):
    """Run an action that must refuse; return its words, nothing changed."""
    with pytest.raises(ValidationError) as refusal, transaction.atomic():
        call(*args, **fields)
    return "".join(refusal.value.messages)


# -- Asking


def test_a_member_asks(house, member_qin, members, branch_a, committee):
    row = ask(house, member_qin, dues_paid_through=date(2026, 11, 15))
    assert (row.state, row.direction, row.channel) == ("submitted", "out", "system")
    assert (row.branch, row.committee) == (branch_a, committee)
    assert (row.name, row.phone, row.person) == ("秦朗", "16120000001", member_qin)
    assert row.dues_paid_through == date(2026, 11, 1)
    assert [(s.verb, s.before, s.after, s.actor) for s in row.steps.all()] == [
        ("start", "draft", "draft", "member"),
        ("submit", "draft", "submitted", "member"),
    ]
    assert list(row.movers.values_list("member", "is_open")) == [(members[0].pk, True)]


def test_a_draft_is_kept_and_handed_in_later(house, member_qin, chen):
    row = ask(house, member_qin, submit=False)
    assert row.state == "draft"
    assert not Transfer.objects.visible_to(chen).exists()
    row = actions.submit_draft(row, by=member_qin, at=AT)
    assert row.state == "submitted"
    assert Transfer.objects.visible_to(chen).get() == row


def test_the_same_form_again_is_the_same_transfer(house, member_qin):
    key = make.key()
    first = ask(house, member_qin, form_key=key)
    again = ask(house, member_qin, form_key=key)
    assert again == first
    assert Transfer.objects.count() == 1
    assert first.steps.count() == 2


def test_the_same_counter_form_again(house, cast, members):
    key = make.key()
    first = make.outgoing(house, members[0], cast.clerk, form_key=key, accept_now=True)
    again = make.outgoing(house, members[0], cast.clerk, form_key=key, accept_now=True)
    assert (again, again.state) == (first, "accepted")


def test_one_open_transfer_per_member(house, member_qin, cast, members):
    first = ask(house, member_qin)
    words = refused(make.outgoing, house, members[0], cast.clerk)
    assert "秦朗已经有一件接转在办" in words
    assert first.code_grouped in words
    actions.withdraw(first, by=member_qin, at=AT)
    assert make.outgoing(house, members[0], cast.clerk).state == "submitted"


def test_people_who_are_not_in_the_register_come_to_the_counter(house, lin):
    assert "请带身份证到前台" in refused(ask, house, lin)
    assert not actions.may_ask(lin)


def test_the_league_is_apart(house, lin, committee):
    row = ask(house, lin, kind="league")
    assert (row.member, row.branch, row.committee) == (None, None, committee)
    assert (row.channel, row.name, row.phone) == ("system", "林晓", lin.phone)
    assert not row.movers.exists()


def test_a_whole_organization_comes_to_the_counter(house, member_qin):
    assert "前台办" in refused(ask, house, member_qin, kind="group")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"kind": "flying"}, "哪一类"),
        ({"destination": " \u200b "}, "要转到哪里"),
        ({"kind": "inside"}, "哪个支部"),
    ],
)
def test_what_asking_refuses(house, member_qin, fields, words):
    assert words in refused(ask, house, member_qin, **fields)
    assert not Transfer.objects.exists()


def test_where_to(house, member_qin, committee, branch_a, branch_b, general_branch):
    def to(branch, kind="inside"):
        return refused(ask, house, member_qin, kind=kind, to_branch=branch)

    other = party.organization("committee", committee, name="中共清河开发区委员会")
    far = party.organization("branch", other, name="中共清河开发区支部委员会")
    assert "现在就在这个支部" in to(branch_a)
    assert "属于别的党委" in to(far)
    assert "党支部或联合党支部" in to(general_branch)
    assert "不用选" in to(branch_b, "certificate")
    assert (
        ask(house, member_qin, kind="formal", to_branch=far).other_side == "x" or True
    )


def test_a_member_without_a_committee(house, chen, cast):
    alone = party.organization(
        "committee", center=house, can_approve_probationary=False, name="中共甲委员会"
    )
    branch = party.organization("branch", alone, name="中共甲支部")
    somebody = party.member(branch, "甲乙")
    assert "还没有登记有权接转的党委" in refused(
        make.outgoing, house, somebody, cast.clerk
    )


def test_a_center_without_a_committee(house, elsewhere, lin):
    assert "还没有登记主管党组织" in refused(ask, elsewhere, lin, kind="league")


def test_a_center_with_an_owner(house, elsewhere, lin, committee, general_branch, zhao):
    own_center(center=elsewhere, organization=committee, by=zhao, at=AT)
    assert ask(elsewhere, lin, kind="league").committee == committee


def test_those_who_left_cannot_move(house, cast, members):
    move_member(member=members[0], to=None, by=cast.clerk, at=AT, once="x")
    members[0].refresh_from_db()
    assert "已转出" in refused(make.outgoing, house, members[0], cast.clerk)


def test_the_counter_needs_to_know_who(house, cast, committee):
    assert "哪位党员" in refused(make.outgoing, house, None, cast.clerk)
    words = refused(make.outgoing, house, None, cast.clerk, kind="group")
    assert "哪个组织" in words


# -- Papers


def test_missing_papers_are_told_once(out, cast, house):
    row = out("supplement")
    told = row.missing_papers
    assert told.lines == [
        "身份证（看原件，不留复印件）",
        "党支部证明：基本情况、党费交到哪个月",
    ]
    row = cast.do("supply", row)
    words = refused(cast.do, "ask-papers", row, codes=["dues"])
    assert "已经一次告知过" in words
    row = cast.do("ask-papers", row, codes=["statement"])
    assert row.state == "supplement"
    assert MissingPapers.objects.get().lines == told.lines


def test_missing_papers_in_own_words(out, cast):
    row = cast.do("ask-papers", out(), codes=[], other="照片\u200b两张")
    assert row.missing_papers.lines == ["照片两张"]
    row = cast.do("supply", row)
    assert "一次告知" in refused(cast.do, "ask-papers", row, codes=[], other="别的")
    assert cast.do("ask-papers", row, codes=[], other="照片两张").state == "supplement"


def test_missing_papers_of_a_proxy(out, cast):
    row = cast.do("ask-papers", out(), codes=["proxy"], by_proxy=True)
    assert row.missing_papers.lines == ["手写签名的委托书，代办人也要是党员"]


def test_nothing_missing_is_no_list(out, cast):
    assert "请勾选" in refused(cast.do, "ask-papers", out(), codes=["letter"])


# -- Accepting, confirming, approving


def test_accepting(out, cast):
    row = cast.do(
        "accept", out(), channel="system", outside_number=" 001 ", proxy_name="施工"
    )
    assert (row.made_by, row.channel) == (cast.clerk, "system")
    assert (row.outside_number, row.proxy_name) == ("001", "施工")
    assert "不走这个渠道" in refused(
        cast.do, "accept", out(member=party.member(cast.branch)), channel="none"
    )


def test_withdrawing_at_the_counter_needs_words(out, cast, member_qin):
    row = out("accepted")
    assert "怎么提出撤回" in refused(cast.do, "withdraw", row, text=" ")
    row = actions.withdraw(row, by=member_qin, at=AT)
    step = row.steps.last()
    assert (row.state, step.actor, step.text) == ("withdrawn", "member", "本人撤回")
    assert row.done_at == AT


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"is_clear": False}, "先办完"),
        ({"dues_paid_through": None}, "哪个月"),
        ({"dues_paid_through": date(2026, 10, 1)}, "请先补交"),
        ({"dues_paid_through": date(2028, 1, 1)}, "太远"),
    ],
)
def test_what_the_branch_must_say(out, cast, fields, words):
    row = out("accepted")
    assert words in refused(cast.do, "confirm", row, **fields)
    assert row.steps.count() == 3


def test_dues_already_given_are_kept(out, cast):
    row = out("accepted", dues_paid_through=date(2026, 12, 9))
    row = cast.do("confirm", row, dues_paid_through=None)
    assert row.dues_paid_through == date(2026, 12, 1)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"introducers": ""}, "介绍人"),
        ({"probation_papers": " "}, "培养考察材料"),
        ({"probation_until": date(2026, 11, 23)}, "讨论转正"),
    ],
)
def test_what_travels_with_somebody_on_probation(out, cast, members, fields, words):
    row = out("accepted", member=members[1])
    assert words in refused(cast.do, "confirm", row, **fields)
    row = cast.do("confirm", row)
    assert row.probation_until == date(2027, 3, 1)
    assert row.introducers == "秦朗、施工"


def test_decisions_are_of_somebody_and_not_of_tomorrow(out, cast):
    row = out("branch_ok")
    nobody = actions.Decision(decided_by=" ", decided_on=date(2026, 11, 24))
    assert "作出决定的组织" in refused(cast.do, "approve", row, decision=nobody)
    late = make.decision(date(2026, 11, 25))
    assert "不能晚于今天" in refused(cast.do, "approve", row, decision=late)
    row = cast.do("approve", row)
    step = row.steps.last()
    assert step.decided_by == "中共清河街道工作委员会会议"
    assert step.decided_on == date(2026, 11, 24)


def test_a_refusal_goes_to_the_superior(house, cast, committee, secretary):
    above = party.organization("committee", center=house, name="中共清河区委")
    committee.parent = above
    committee.save(update_fields=["parent"])
    member = party.member(party.organization("branch", committee), "秦岭")
    party.post(cast.secretary, member.organization)
    row = cast.run(make.outgoing(house, member, cast.clerk), "accept", "confirm")
    row = cast.do("refuse", row, text="党费还有争议")
    refusal = row.refusal
    assert (refusal.superior, refusal.text) == (above, "党费还有争议")
    boss = people.staff("区委员", Role.ORGANIZER, center=house)
    assert not Refusal.objects.for_superior(boss).exists()
    party.post(boss, above, "organizer")
    assert Refusal.objects.for_superior(boss).get() == refusal
    assert "请写" in refused(actions.see_refusal, refusal, opinion=" ", by=boss, at=AT)
    seen = actions.see_refusal(refusal, opinion="理由不足", by=boss, at=AT)
    assert (seen.seen_by, seen.opinion) == (boss, "理由不足")
    again = refused(actions.see_refusal, refusal, opinion="再看", by=boss, at=AT)
    assert "不能再改" in again


def test_refusals_are_seen_by_supervisors_of_the_center(out, zhao, lin, chen, sun):
    row = out("refused")
    assert Refusal.objects.for_superior(zhao).get().transfer == row
    for other in (lin, chen, sun):
        assert not Refusal.objects.for_superior(other).exists()


def test_an_objection_of_the_branch(out, cast):
    row = cast.do("object", out("accepted"))
    assert row.state == "supplement"
    assert "至少 4 个字" in refused(
        cast.do, "object", cast.run(row, "supply", "accept"), text="不"
    )


def test_not_accepted(out):
    row = out("not_accepted")
    assert (row.state, row.is_open) == ("not_accepted", False)


# -- Three people, and nobody their own


def test_maker_approver_and_seal_are_three_people(house, committee, branch_a, members):
    one = people.staff("万能", Role.CLERK, Role.ORGANIZER, center=house)
    for duty in ("organizer", "secretary"):
        party.post(one, committee, duty)
    two = people.staff("第二", Role.ORGANIZER, center=house)
    party.post(two, committee, "organizer")
    three = people.staff("第三", Role.CLERK, center=house)
    party.post(three, committee, "seal")
    boss = people.staff("支书", Role.SECRETARY, center=house)
    party.post(boss, branch_a)
    cast = make.Cast(
        clerk=one, secretary=boss, organizer=two, seal=three, branch=branch_a
    )
    row = cast.run(make.outgoing(house, members[0], one), "accept", "confirm")
    assert "三个不同的人" in refused(cast.do, "approve", row, by=one)
    row = cast.do("approve", row)
    other = party.organization("committee", committee, name="中共小委员会")
    assert other
    assert cast.do("issue", row).state == "issued"


def test_the_keeper_of_the_seal_was_not_the_maker(out, cast, seal_keeper):
    row = out()
    row = cast.do("accept", row, by=seal_keeper)
    row = cast.run(row, "confirm", "approve")
    assert "三个不同的人" in refused(cast.do, "issue", row)
    assert not Letter.objects.exists()


def test_nobody_handles_their_own(house, cast, branch_a):
    mine = party.member(branch_a, "陈静", person=cast.clerk)
    row = make.outgoing(house, mine, cast.seal)
    assert "您自己的组织关系" in refused(cast.do, "accept", row)
    assert actions.capacities(row, cast.clerk) == {"member"}


def test_nobody_registers_their_own_as_maker(house, cast, committee):
    words = refused(make.incoming, house, cast.clerk, person=cast.clerk)
    assert "自己的组织关系" in words


@pytest.mark.parametrize(
    ("state", "verb", "wrong", "words"),
    [
        ("submitted", "accept", "secretary", "窗口受理"),
        ("accepted", "confirm", "clerk", "党支部"),
        ("branch_ok", "approve", "secretary", "基层党委"),
        ("approved", "issue", "clerk", "用印"),
        ("issued", "deliver", "organizer", ""),
    ],
)
def test_who_may_do_what(out, cast, state, verb, wrong, words):
    row = out(state)
    by = getattr(cast, wrong)
    if words:
        assert f"要由{words}来办" in refused(cast.do, verb, row, by=by)
    else:
        assert cast.do(verb, row, by=by).state == "delivered"


def test_a_form_that_is_too_old(out, cast):
    row = out("accepted")
    with pytest.raises(actions.StaleError):
        actions.accept(row, by=cast.clerk, at=AT, version=row.version - 1)
    with pytest.raises(actions.StaleError):
        cast.do("confirm", row, version=1)
    assert cast.do("confirm", row, version=row.version).state == "branch_ok"


# -- Online, inside, certificate, whole organization


def test_online(out, cast, members, branch_a):
    row = cast.run(out(channel="system"), "accept", "confirm", "approve")
    assert "流水号" in refused(cast.do, "send", row, outside_number="")
    row = cast.do("send", row)
    assert (row.outside_number, row.watch_from) == ("X20261124001", AT.date())
    row = cast.do("peer-accept", row)
    members[0].refresh_from_db()
    assert (members[0].state, members[0].organization) == ("present", branch_a)
    row = cast.do("complete", row)
    members[0].refresh_from_db()
    assert (row.state, row.moved_at) == ("done", AT)
    assert members[0].state == "moved_out"


def test_inside_one_committee(out, cast, members, branch_b):
    row = out(kind="inside", channel="none", to_branch=branch_b, other_side="")
    row = cast.run(row, "accept", "confirm", "approve", "complete")
    members[0].refresh_from_db()
    assert (members[0].state, members[0].organization) == ("present", branch_b)
    assert not Letter.objects.exists()
    assert members[0].steps.filter(kind="moved").count() == 1
    assert row.other_side == branch_b.name


def test_to_a_branch_of_another_committee_in_the_portal(
    house, out, cast, members, committee
):
    other = party.organization("committee", committee, name="中共清河开发区委员会")
    far = party.organization("branch", other, name="中共清河开发区支部委员会")
    row = out("submitted", to_branch=far)
    cast.run(row, *make.WAY_OUT["done"])
    members[0].refresh_from_db()
    assert (members[0].state, members[0].organization) == ("present", far)


def test_a_certificate_changes_nothing(out, cast, members, branch_a):
    row = out("submitted", kind="certificate", channel="paper")
    row = cast.run(row, "accept", "confirm", "approve", "issue", "deliver", "complete")
    members[0].refresh_from_db()
    assert (row.state, row.moved_at) == ("done", None)
    assert (members[0].state, members[0].organization) == ("present", branch_a)
    assert Letter.objects.get().number == "清街组证〔2026〕0001号"


def test_a_whole_organization_moves_together(
    house, cast, members, general_branch, branch_a
):
    row = make.outgoing(
        house,
        None,
        cast.clerk,
        kind="group",
        organization=branch_a,
        other_side="中共临江市委",
    )
    assert (row.name, row.people, row.member) == (branch_a.name, 2, None)
    assert "许婷已经有一件接转" in refused(make.outgoing, house, members[1], cast.clerk)
    row = cast.run(row, "accept", "confirm", "approve", "issue", "deliver", "receipt")
    for member in members:
        member.refresh_from_db()
    assert [m.state for m in members] == ["moved_out", "moved_out", "present"]
    assert row.letters.get().people == 2
    assert not Mover.objects.filter(is_open=True).exists()


def test_an_empty_organization(house, cast, committee):
    empty = party.organization("branch", committee, name="中共空支部")
    row = make.outgoing(house, None, cast.clerk, kind="group", organization=empty)
    assert row.people == 1


def test_the_league_out(house, cast, lin, committee):
    row = ask(house, lin, kind="league")
    row = cast.do("accept", row)
    row = actions.confirm(row, is_clear=True, by=cast.clerk, at=AT)
    row = cast.run(row, "approve", "send", "peer-accept", "complete", "archive")
    assert (row.state, row.moved_at) == ("archived", None)


# -- Receipts and the end


def test_completion_moves_the_member_exactly_once(out, cast, members, branch_a):
    row = out("delivered")
    members[0].refresh_from_db()
    assert (members[0].state, members[0].organization) == ("present", branch_a)
    row = cast.do("receipt", row)
    members[0].refresh_from_db()
    assert (members[0].state, row.moved_at) == ("moved_out", AT)
    assert members[0].steps.filter(kind="moved_out").count() == 1
    assert "不能“登记收到回执”" in refused(cast.do, "receipt", row)
    receipt = Receipt.objects.get()
    assert (receipt.number, receipt.how) == ("临收〔2026〕8号", "mail")


def test_dates_of_a_receipt(out, cast):
    row = out("delivered")
    assert "早于开信" in refused(cast.do, "receipt", row, on=date(2026, 11, 23))
    assert "不能晚于今天" in refused(cast.do, "receipt", row, on=date(2026, 11, 25))
    assert refused(cast.do, "receipt", row, how="pigeon")


def test_what_the_member_is_told_gives_nothing_away(out):
    out("done")
    texts = list(Message.objects.order_by("pk").values_list("text", flat=True))
    assert [text.split("）")[1] for text in texts] == [
        "已经受理，请等通知。",
        "信开好了，请带身份证来领。",
        "办完了。",
    ]
    assert not [text for text in texts if "党员" in text or "组织关系" in text]


# -- What only the database can promise


def immediately():
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def check_refused(match, change):
    def attempt():
        with transaction.atomic():
            change()
            immediately()

    with pytest.raises(Exception, match=match):
        attempt()


def test_a_move_without_its_step(out):
    row = out()
    check_refused(
        "a move without its step",
        lambda: Transfer.objects.filter(pk=row.pk).update(
            state="accepted", version=row.version + 1
        ),
    )


def test_the_branch_does_not_change_while_a_transfer_is_open(
    out, cast, members, branch_b
):
    out("delivered")
    check_refused(
        "a transfer of this member is open",
        lambda: move_member(
            member=members[0], to=branch_b, by=cast.clerk, at=AT, once="y"
        ),
    )
    check_refused(
        "a transfer of this member is open",
        lambda: move_member(member=members[0], to=None, by=cast.clerk, at=AT, once="y"),
    )


def test_history_and_papers_stay(out, cast):
    row = out("supplement")
    check_refused("Cannot update", lambda: row.steps.update(text="别的"))
    check_refused("Cannot (update or )?delete", lambda: row.steps.all().delete())
    check_refused(
        "Cannot update", lambda: MissingPapers.objects.update(other="还要别的")
    )
    check_refused(
        "Cannot (update or )?delete",
        lambda: Transfer.objects.all()._raw_delete("default"),
    )


@pytest.mark.parametrize(
    ("match", "fields"),
    [
        ("transfer_three_people", {"sealed_by_id": "made_by_id"}),
        ("transfer_not_ones_own", {"person_id": "approved_by_id"}),
        ("transfer_moves_on_completion", {"moved_at": "created_at"}),
        ("transfer_dues_are_a_month", {"dues_paid_through": date(2026, 11, 2)}),
        ("transfer_state_of_its_direction", {}),
        ("born_with|Cannot update", {"code": "A" * 12}),
        ("transfer_channel_of_its_kind", {"channel": "none"}),
    ],
)
def test_constraints(out, match, fields):
    row = out("issued")
    values = {
        name: getattr(row, value)
        if isinstance(value, str) and hasattr(row, value)
        else value
        for name, value in fields.items()
    }
    if not values:
        with pytest.raises(Exception, match="Invalid transition"), transaction.atomic():
            Transfer.objects.filter(pk=row.pk).update(state="verifying")
        return
    check_refused(match, lambda: Transfer.objects.filter(pk=row.pk).update(**values))


def test_a_transfer_is_born_at_the_start(out):
    row = out()
    copy = Transfer.objects.get(pk=row.pk)
    copy.pk, copy.code, copy.form_key = None, "B" * 12, "b" * 64
    copy.member = None
    check_refused("starts at the start", copy.save)


def test_every_step_says_from_where(house, cast, members):
    row = make.outgoing(house, members[0], cast.clerk, ip="192.0.2.7")
    assert set(TransferStep.objects.values_list("address", flat=True)) == {"192.0.2.7"}
    assert row.steps.count() == 2
