"""Two people at the same moment: one wins, the other is told, nothing is lost."""

import pytest

from center.guide.actions import catalog
from center.guide.models import Version, VersionLog
from center.notices import actions as notices
from center.notices.models import Text
from center.rules import Role
from tests import make as people
from tests.center.guide import make
from tests.center.notices import make as notice
from tests.together import at_once, refusals

pytestmark = pytest.mark.django_db(transaction=True)
AT = make.AT


@pytest.fixture
def three(house):
    clerk, boss = make.colleagues(house)
    return clerk, boss, people.staff("另一位主管", Role.SUPERVISOR, center=house)


def both(run, row, *who, **asked):
    return at_once(*[lambda by=by: run(row, by=by, at=AT, **asked) for by in who])


def test_two_who_approve_at_once_approve_once(house, three):
    row = make.submitted(house, three[0])
    done = both(catalog.approve, row, *three[1:], digest=row.digest)
    assert len(refusals(done)) == 1
    assert VersionLog.objects.filter(version_of=row, verb="approve").count() == 1
    assert make.fresh(row).approved_by in three[1:]


def test_an_approval_and_an_edit_at_once_never_mix(house, three):
    row = make.submitted(house, three[0])
    told = {name: getattr(row, name) for name in make.VALUES} | {"output": "别的"}
    lines = {"papers": make.PAPERS, "steps": make.STEPS, "version": row.version}
    done = at_once(
        lambda: catalog.approve(row, digest=row.digest, by=three[1], at=AT),
        lambda: catalog.save(row, by=three[0], at=AT, **lines, **told),
    )
    assert len(refusals(done)) == 1
    now = make.fresh(row)
    assert (now.state, now.output) in [("approved", "津贴到账"), ("draft", "别的")]


def test_two_who_retire_at_once_leave_one_open_version(house, three):
    row = make.approved(house, *three[:2])
    done = both(catalog.retire, row, *three[:2], on=AT.date(), version=row.version)
    assert len(refusals(done)) == 1
    assert Version.objects.filter(service=row.service, is_retirement=True).count() == 1


def test_the_last_pin_goes_to_one(house, three):
    until = AT + notices.rules.PINNED_FOR / 2
    for title in "甲乙":
        notice.approved(house, *three[:2], title=title, pin_until=until)
    rows = [
        notice.submitted(house, three[0], title=title, pin_until=until)
        for title in "丙丁"
    ]
    done = at_once(*[lambda row=row: notice.approve(row, three[1]) for row in rows])
    assert len(refusals(done)) == 1
    assert Text.objects.filter(state="approved", pin_until=until).count() == 3
