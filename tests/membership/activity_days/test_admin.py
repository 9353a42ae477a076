"""The supervisor's window: to look at, and only at what is theirs."""

import pytest
from django.urls import reverse

from tests import make as people
from tests.membership import make as base
from tests.membership.activity_days import make
from tests.membership.applications import make as papers

pytestmark = pytest.mark.django_db


def test_supervisors_look_and_change_nothing(
    client, house, elsewhere, branch_a, secretary, zhao, chen, sun
):
    top = base.organization("committee", center=elsewhere, name="中共别处委员会")
    there = base.organization("branch", top, name="中共别处支部")
    rows = {
        "activity_days_activityday": make.planned(branch_a, secretary, theme="看得到"),
        "activity_days_meeting": make.meeting(
            branch_a, secretary, start="14:00", topic="看得到"
        ),
        "applications_application": papers.received(house, chen, name="看得到"),
    }
    make.planned(there, secretary, theme="别处的")
    make.meeting(there, secretary, start="14:00", topic="别处的")
    papers.received(elsewhere, sun, name="别处的")
    lower = people.staff("下级主管", "主管", center=elsewhere)

    for name, row in rows.items():
        client.force_login(zhao)
        page = client.get(reverse(f"admin:{name}_changelist")).content.decode()
        assert "看得到" in page
        address = reverse(f"admin:{name}_change", args=[row.pk])
        assert client.get(address).status_code == 200
        assert client.post(address, {}).status_code == 403
        assert client.get(reverse(f"admin:{name}_add")).status_code == 403
        client.force_login(lower)
        page = client.get(reverse(f"admin:{name}_changelist")).content.decode()
        assert "别处的" in page
        assert "看得到" not in page
        assert client.get(address).status_code == 302
