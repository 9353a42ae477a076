"""Roles hold what the tables of the subjects say, also where these change later."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command

from center import portals
from center.operations import follow_the_tables
from center.rules import Role

CLERK = str(Role.CLERK)
STRANGE = "delete_group"


def held():
    rows = Group.objects.values_list(
        "name", "permissions__content_type__app_label", "permissions__codename"
    )
    return {(role, f"{label}.{name}") for role, label, name in rows if name}


def said():
    return {
        (str(role), name)
        for table in portals.gathered("MAY")
        for role, names in table.items()
        for name in names
    }


def test_a_migrated_database_has_what_the_tables_say(groups):
    assert held() == said()


def test_the_next_migrate_brings_what_is_new_and_takes_back_what_is_gone(groups):
    clerk, boss = (
        Group.objects.get(name=str(r)) for r in (Role.CLERK, Role.SUPERVISOR)
    )
    clerk.permissions.remove(clerk.permissions.first())
    clerk.permissions.add(Permission.objects.get(codename=STRANGE))
    own = Group.objects.create(name="自己加的")
    own.permissions.add(Permission.objects.get(codename=STRANGE))
    boss.delete()
    call_command("migrate", verbosity=0)
    assert held() == said() | {(own.name, f"auth.{STRANGE}")}


def test_a_permission_that_is_not_there_yet_is_written(groups):
    Permission.objects.filter(codename="view_desk").delete()
    follow_the_tables()
    assert (CLERK, "center.view_desk") in held()


def test_a_permission_that_no_model_has_is_refused_by_its_name(groups, offer):
    offer(MAY={Role.CLERK: ["center.veiw_desk"]})
    with pytest.raises(LookupError, match=r"center\.veiw_desk"):
        follow_the_tables()
