from tests.access import Row, everybody

DESK = "desk/library/documents/"
ONE = f"{DESK}<int:pk>/"
SEEN = Row(302, 403, 200, 200, 403, 200, 200)
ADDED = Row(302, 403, 200, 200, 403, 403, 200)
NOT_THERE = Row(302, 403, 404, 404, 403, 404, 404)
TABLE = {
    "library/documents/": everybody(200),
    "library/documents/<int:pk>/": everybody(404),
    "library/documents/<int:pk>/file/": everybody(404),
    DESK: SEEN,
    f"{DESK}new/": ADDED,
    ONE: NOT_THERE,
    f"{ONE}change/": Row(302, 403, 404, 404, 403, 403, 404),
    f"{ONE}review/": NOT_THERE,
    f"{ONE}withdraw/": NOT_THERE,
}
