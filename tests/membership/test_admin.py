"""The supervisor's window: every register of party affairs opens, to read only."""

import pytest
from django.contrib import admin
from django.urls import reverse

from center.rules import Role
from membership.models import IdReveal, Member, Organization, Post
from membership.models import OrganizationStep as Step
from tests import make as people
from tests.membership import make

pytestmark = pytest.mark.django_db
MODELS = [IdReveal, Member, Organization, Post, Step]


def address(model, page, *args):
    name = f"{model._meta.app_label}_{model._meta.model_name}_{page}"
    return reverse(f"admin:{name}", args=args)


@pytest.mark.parametrize("model", MODELS)
def test_the_supervisor_reads_and_changes_nothing(
    client, members, secretary, zhao, model
):
    client.force_login(zhao)
    assert admin.site.is_registered(model)
    assert client.get(address(model, "changelist")).status_code == 200
    assert client.get(address(model, "add")).status_code == 403
    row = model.objects.first()
    if row is not None:
        change = address(model, "change", row.pk)
        assert client.get(change).status_code == 200
        assert client.post(change, {}).status_code == 403
        assert client.post(address(model, "delete", row.pk)).status_code == 403


def test_nobody_elses_posts(client, elsewhere, secretary, sun):
    other = make.organization("committee", center=elsewhere, name="中共别处委员会")
    make.post(sun, other)
    client.force_login(people.staff("下级主管", Role.SUPERVISOR, center=elsewhere))
    page = client.get(address(Post, "changelist")).content.decode()
    assert str(sun) in page
    assert str(secretary) not in page
