"""Lines of the walk-in register, made through the actions."""

from itertools import count

from center.reception.actions import register as actions
from tests import make

AT = make.moment("2026-11-24 10:00")
_key = count(1)


def line(center, by, *, at=AT, item=None, key="", **told):
    """Write down one visit; ``item`` is the version that was told."""
    told = {"what": item.name if item else "问路"} | told
    return actions.write_down(
        center=center,
        told_version=item,
        form_key=key or f"line {next(_key)}",
        by=by,
        at=at,
        **told,
    )
