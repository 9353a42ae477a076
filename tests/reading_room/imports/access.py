from tests.access import Row, logged_in

MAY = Row(302, 403, 200, 403, 403, 403, 200)
NOT_THERE = Row(302, 403, 404, 403, 403, 403, 404)
TABLE = {
    "desk/library/import/": MAY,
    "desk/library/import/template/": MAY,
    "desk/library/import/<int:pk>/": NOT_THERE,
    "desk/library/import/<int:pk>/wrong/": logged_in(405),
}
