"""The demo fills itself through the actions and shows every state."""

import pytest
from django.contrib.auth.models import Group

from center.models import User
from center.rules import Role
from petitions.demo import fill
from petitions.models import (
    Attachment,
    Conflict,
    CoSigner,
    Link,
    Pause,
    Petition,
    SealedHandover,
)
from petitions.publication.models import Publication
from tests import make


@pytest.fixture
def cast(house, elsewhere, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    roles = {3: Role.CLERK, 4: Role.SUPERVISOR, 5: Role.SECRETARY, 8: Role.CLERK}
    names = ["林晓", "吴桐", "陈静", "赵敏", "钱立", "周宁", "郑凯", "孙悦"]
    for number, name in enumerate(names, 1):
        role = roles.get(number)
        person = make.person(
            name,
            phone=f"1610000000{number}",
            is_staff=role is not None,
            center=(elsewhere if number == 8 else house) if role else None,
        )
        if role:
            person.groups.set([Group.objects.get(name=str(role))])


@pytest.mark.parametrize("at", ["2026-11-24 09:30", "2026-10-04 23:30"])
def test_demo_shows_every_state(cast, at):
    at = make.moment(at)
    fill(at=at, password="x")
    states = set(Petition.objects.values_list("state", flat=True))
    assert states == {
        "registered",
        "in_hand",
        "escalated",
        "handed_back",
        "answered",
        "closed",
        "withdrawn",
    }
    assert 55 <= Petition.objects.count() <= 70
    zhao = User.objects.get(phone="16100000004")
    seen = Petition.objects.visible_to(zhao)
    assert seen.overdue(at.date()).count() >= 3
    assert Publication.objects.live().count() == 7
    seldom = [Attachment, Link, Pause, Conflict, SealedHandover, CoSigner]
    assert [model for model in seldom if not model.objects.exists()] == []
