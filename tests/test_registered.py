"""Whether a subject stands in every list it must be entered in; each says where."""

import re
import tomllib

from django.conf import settings

from tests.test_house import FILES, PACKAGES, ROOT, package_of

HERE = ROOT / "tests"
MACHINES = {"center.workflow", "center.registers"}
# Its verbs are walked with the rest of its app.
WALKED_ABOVE = {"petitions.counter"}


def of(pattern):
    """Return the packages in whose code something stands."""
    found = re.compile(pattern, re.MULTILINE)
    return {package_of(path) for path in FILES if found.search(path.read_text("utf-8"))}


def test_every_subject_is_held_to_the_layers():
    told = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    contracts = told["tool"]["importlinter"]["contracts"]
    held = {name for one in contracts for name in one.get("containers", ())}
    left = sorted(PACKAGES - held)
    assert left == [], f"enter {left} in the last contract of pyproject.toml"


def test_every_subject_with_verbs_is_walked():
    """A verb that nobody walks could be done by who is not offered it."""
    given = {
        ".".join(path.relative_to(HERE).parts[:-1]) for path in HERE.rglob("offers.py")
    }
    left = sorted(of(r"\bVerbs\(") - MACHINES - WALKED_ABOVE - given)
    assert left == [], f"{left} need an offers.py below tests/ (tests/offers.py)"


def test_what_roles_may_is_in_the_portal():
    given = of(r"^__all__ = [^]]*\"MAY\"")
    left = sorted(of(r"^MAY\b[^=]* = ") - given)
    assert left == [], f"{left}: nobody is given a MAY that portal.py does not have"


def test_every_demo_is_filled():
    filled = {name.removesuffix(".fill") for name in settings.DEMO_FILLERS}
    demos = {f"{package_of(path)}.demo" for path in FILES if path.stem == "demo"}
    left = sorted(demos - filled)
    assert left == [], f"enter {left} in DEMO_FILLERS of center/settings.py"
