from tests.access import Row, logged_in

SEEN = Row(302, 403, 200, 200, 403, 200, 200)
NOT_THERE = Row(302, 403, 404, 404, 403, 404, 404)
TABLE = {
    "desk/calls/": SEEN,
    "desk/calls/<int:pk>/tell/": NOT_THERE,
    "desk/calls/<int:pk>/tried/": NOT_THERE,
    "desk/calls/<int:pk>/drop/": NOT_THERE,
    "desk/calls/<int:pk>/undo/": logged_in(405),
}
