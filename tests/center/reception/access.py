from center.reception.registers import LINES
from tests.access import Row, logged_in, register_rows

_COUNTER = Row(302, 403, 200, 403, 403, 200, 200)
_NOWHERE = Row(302, 403, 404, 403, 403, 404, 404)
_ONE = "desk/walk-in/<str:key>/"
TABLE = {
    "desk/walk-in/": _COUNTER,
    "desk/walk-in/day/": _COUNTER,
    "desk/walk-in/blank/": _COUNTER,
    "desk/walk-in/evening/": _COUNTER,
    "desk/walk-in/figures/": _COUNTER,
    "desk/walk-in/running/": _COUNTER,
    _ONE: _NOWHERE,
    f"{_ONE}missing/<int:n>/": _NOWHERE,
    **{
        f"{_ONE}{verb}/": _NOWHERE
        for verb in ("finish", "accept", "hand-over", "missing", "rate", "void")
    },
    f"{_ONE}again/": Row(302, 403, 403, 403, 403, 404, 403),
    "desk/people/": _COUNTER,
    "desk/people/<int:pk>/": _NOWHERE,
    "desk/people/<int:pk>/number/": _NOWHERE,
    "desk/people/<int:pk>/same/": _NOWHERE,
    "me/phone/": logged_in(),
    # By POST only.
    "desk/people/<int:pk>/phone/": logged_in(405),
    "desk/people/<int:pk>/same/<int:joined>/part/": _NOWHERE,
    **register_rows(LINES),
}
