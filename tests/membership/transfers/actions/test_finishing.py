"""A relation that leaves: on every way to its end, and what the database keeps."""

from datetime import date

import pytest
from django.db import connection, transaction

from center.outbox.models import Message
from membership.actions.members import move_member
from membership.transfers.actions import deciding
from membership.transfers.models import (
    Letter,
    MissingPapers,
    Mover,
    Receipt,
    Transfer,
    TransferStep,
)
from tests.membership import make as party
from tests.membership.transfers import make
from tests.membership.transfers.make import ask, refused

pytestmark = pytest.mark.django_db
AT = make.AT


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
    row = deciding.confirm(row, is_clear=True, by=cast.clerk, at=AT)
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
    assert "早于开介绍信" in refused(cast.do, "receipt", row, on=date(2026, 11, 23))
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
