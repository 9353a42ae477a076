# Anonymous, resident, clerk, organizer, secretary, supervisor, clerk elsewhere.
from tests.access import Row

TABLE = {
    "bookings/<str:code>/": Row(302, 404, 404, 404, 404, 404, 404),
    "bookings/<str:code>/cancel/": Row(302, 404, 404, 404, 404, 404, 404),
    "bookings/<str:code>/undo/": Row(302, 405, 405, 405, 405, 405, 405),
    "bookings/<str:code>/move/": Row(302, 404, 404, 404, 404, 404, 404),
    "bookings/<str:code>/event.ics": Row(302, 404, 404, 404, 404, 404, 404),
    "desk/bookings/<str:code>/<slug:name>/": Row(302, 405, 405, 405, 405, 405, 405),
    "desk/bookings/<str:code>/void/": Row(302, 403, 404, 403, 403, 404, 404),
    "desk/bookings/back/": Row(302, 403, 200, 403, 403, 200, 200),
    "desk/bookings/new/": Row(302, 403, 200, 403, 403, 200, 200),
    "desk/bookings/outside/": Row(302, 403, 200, 403, 403, 200, 200),
    "desk/closures/": Row(302, 403, 200, 403, 403, 200, 200),
    "desk/closures/<int:pk>/calls/": Row(302, 403, 404, 403, 403, 404, 404),
    "desk/events/<int:pk>/announce/": Row(302, 405, 405, 405, 405, 405, 405),
    "desk/events/<int:pk>/cancel/": Row(302, 403, 404, 403, 403, 404, 404),
    "desk/events/new/": Row(302, 403, 200, 403, 403, 200, 200),
    "desk/today/": Row(302, 403, 200, 403, 403, 200, 200),
    "desk/today/sheet/": Row(302, 403, 200, 403, 403, 200, 200),
    "desk/today/sheet/<slug:slug>/": Row(302, 403, 404, 403, 403, 404, 404),
    "desk/today/walk-in/": Row(302, 405, 405, 405, 405, 405, 405),
    "rooms/": Row(200, 200, 200, 200, 200, 200, 200),
    "rooms/<slug:slug>/": Row(404, 404, 404, 404, 404, 404, 404),
    "rooms/<slug:slug>/photo/": Row(404, 404, 404, 404, 404, 404, 404),
    "rooms/<slug:slug>/book/": Row(302, 404, 404, 404, 404, 404, 404),
}
