"""What subjects show elsewhere is found by convention, and slips of the pen are not."""

from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core.checks import run_checks
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from center import portals
from center.portals import ways_of


def found():
    return [error.msg for error in run_checks() if error.id == "center.E007"]


@pytest.fixture
def only(monkeypatch):
    """Let one portal with these names be the only one."""

    def stand_in(**kept):
        portal = SimpleNamespace(__name__="garden.portal", **kept)
        monkeypatch.setattr(portals, "modules", lambda: (portal,))

    return stand_in


def test_every_subject_of_ours_with_a_portal_is_found_in_the_order_of_the_apps():
    names = [module.__name__.removesuffix(".portal") for module in portals.modules()]
    ours = [config.name for config in apps.get_app_configs() if config.name in names]
    assert names == ours
    assert {"center", "reservations", "petitions.reminders"} <= {*names}
    assert found() == []


def test_the_ways_to_all_work_stand_under_the_names_of_the_apps(zhao):
    ways = {name: [x.title for x in found] for name, found in ways_of(zhao).items()}
    assert list(ways) == ["中心", "场地预约", "诉求办理", "党务", "党群阅览室"]
    assert ways["党务"][:2] == ["党员", "党组织"]
    assert "组织关系接转" in ways["党务"]
    assert "借书还书" in ways["党群阅览室"]


def hold(user, at):
    return []


SLIPS = [
    ({"__all__": ["card"], "card": hold}, "不是大家认识的名字"),
    ({"__all__": ["cards"]}, "没有定义"),
    ({"__all__": ["holds"], "holds": (hold, "hold")}, "不是函数"),
    ({"__all__": [], "holds": hold}, "__all__ 里却没有"),
    ({}, "没有 __all__"),
]


@pytest.mark.parametrize(("kept", "words"), SLIPS)
def test_a_slip_of_the_pen_is_refused(only, kept, words):
    only(**kept)
    (fault,) = found()
    assert fault.startswith("garden.portal")
    assert words in fault
    with pytest.raises(SystemCheckError, match=r"center\.E007"):
        call_command("check")


def test_one_function_or_several_are_gathered(only):
    only(__all__=["holds", "cards"], holds=hold, cards=(hold, found))
    assert portals.gathered("holds") == (hold,)
    assert portals.gathered("cards") == (hold, found)
    assert portals.gathered("links") == ()


def test_what_no_subject_could_keep_is_not_asked_for():
    with pytest.raises(LookupError):
        portals.gathered("card")
