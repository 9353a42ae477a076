from tests.access import Row, logged_in

DESK = "desk/library/loans/"
SEEN = Row(302, 403, 200, 403, 403, 200, 200)
NOT_THERE = Row(302, 403, 404, 403, 403, 404, 404)
TABLE = {
    "library/loans/": logged_in(),
    "library/loans/<int:pk>/renew/": logged_in(405),
    DESK: SEEN,
    f"{DESK}<int:pk>/": NOT_THERE,
    f"{DESK}<int:pk>/take-back/": logged_in(405),
    f"{DESK}<int:pk>/extend/": logged_in(405),
    f"{DESK}<int:pk>/lose/": Row(302, 403, 404, 403, 403, 403, 404),
}
