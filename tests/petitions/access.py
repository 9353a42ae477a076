# Anonymous, resident, clerk, organizer, secretary, supervisor, clerk elsewhere.
from tests.access import Row

TABLE = {
    "desk/petitions/": Row(302, 403, 200, 403, 403, 200, 200),
    "desk/petitions/<str:code>/": Row(302, 403, 404, 403, 403, 404, 404),
    "desk/petitions/<str:code>/<str:key>/": Row(302, 403, 404, 403, 403, 404, 404),
    "desk/petitions/<str:code>/asks/<int:number>/": Row(
        302, 403, 404, 403, 403, 404, 404
    ),
    "desk/petitions/<str:code>/files/<str:token>/": Row(
        302, 403, 404, 403, 403, 404, 404
    ),
    "desk/petitions/<str:code>/publish/": Row(302, 403, 403, 403, 403, 404, 403),
    "desk/petitions/<str:code>/unpublish/": Row(302, 405, 405, 405, 405, 405, 405),
    "desk/petitions/absence/": Row(302, 403, 200, 403, 403, 200, 200),
    "desk/petitions/absence/<int:pk>/end/": Row(302, 405, 405, 405, 405, 405, 405),
    "desk/petitions/forecast/": Row(302, 403, 403, 403, 403, 200, 403),
    "desk/petitions/new/": Row(302, 403, 200, 403, 403, 200, 200),
    "desk/petitions/recompute/": Row(302, 403, 403, 403, 403, 200, 403),
    "petitions/<str:code>/": Row(404, 404, 404, 404, 404, 404, 404),
    "petitions/<str:code>/files/<str:token>/": Row(404, 404, 404, 404, 404, 404, 404),
    "petitions/<str:code>/leave/": Row(405, 405, 405, 405, 405, 405, 405),
    "petitions/<str:code>/message/": Row(404, 404, 404, 404, 404, 404, 404),
    "petitions/<str:code>/rate/": Row(404, 404, 404, 404, 404, 404, 404),
    "petitions/<str:code>/reopen/": Row(404, 404, 404, 404, 404, 404, 404),
    "petitions/<str:code>/slip/": Row(404, 404, 404, 404, 404, 404, 404),
    "petitions/<str:code>/withdraw/": Row(404, 404, 404, 404, 404, 404, 404),
    "petitions/answered/": Row(200, 200, 200, 200, 200, 200, 200),
    "petitions/answered/<int:pk>/": Row(404, 404, 404, 404, 404, 404, 404),
    "petitions/new/": Row(200, 200, 200, 200, 200, 200, 200),
    "petitions/similar/": Row(405, 405, 405, 405, 405, 405, 405),
    "petitions/track/": Row(200, 200, 200, 200, 200, 200, 200),
}
