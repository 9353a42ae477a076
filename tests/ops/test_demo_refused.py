"""A demo that cannot be filled leaves nothing behind."""

import pytest
from django.core.management import CommandError, call_command

from center.models import Center


@pytest.mark.django_db(transaction=True)
def test_what_fails_half_way_leaves_nothing(groups, settings):
    settings.DEMO = True
    failing = f"{__name__}.{fail.__name__}"
    settings.DEMO_FILLERS = [*settings.DEMO_FILLERS[:2], failing]
    with pytest.raises(ZeroDivisionError):
        call_command("demo", no_serve=True)
    assert not Center.objects.exists()


def fail(*, at, password):
    raise ZeroDivisionError


@pytest.mark.django_db
def test_the_command_itself_refuses_outside_the_demo(settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="不填演示数据"):
        call_command("demo", no_serve=True)
