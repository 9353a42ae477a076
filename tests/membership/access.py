# Anonymous, resident, clerk, organizer, secretary, supervisor, clerk elsewhere.
from tests.access import Row

TABLE = {
    "desk/activity-days/": Row(302, 403, 200, 200, 200, 200, 200),
    "desk/activity-days/<int:pk>/": Row(302, 403, 404, 404, 404, 404, 404),
    "desk/activity-days/<int:pk>/attendance/": Row(302, 403, 404, 404, 404, 403, 404),
    "desk/activity-days/<int:pk>/cancel/": Row(302, 403, 404, 404, 404, 403, 404),
    "desk/activity-days/<int:pk>/case/": Row(302, 403, 404, 404, 404, 403, 404),
    "desk/activity-days/<int:pk>/change/": Row(302, 403, 404, 404, 404, 403, 404),
    "desk/activity-days/<int:pk>/hold/": Row(302, 403, 404, 404, 404, 403, 404),
    "desk/activity-days/<int:pk>/make-up/<int:member>/": Row(
        302, 403, 404, 404, 404, 403, 404
    ),
    "desk/activity-days/<int:pk>/photos/": Row(302, 403, 404, 404, 404, 403, 404),
    "desk/activity-days/<int:pk>/photos/<int:number>/": Row(
        302, 403, 404, 404, 404, 404, 404
    ),
    "desk/activity-days/<int:pk>/photos/<int:number>/remove/": Row(
        302, 405, 405, 405, 405, 405, 405
    ),
    "desk/activity-days/<int:pk>/print/": Row(302, 403, 404, 404, 404, 404, 404),
    "desk/activity-days/<int:pk>/report/": Row(302, 405, 405, 405, 405, 405, 405),
    "desk/activity-days/<int:pk>/return/": Row(302, 403, 403, 404, 403, 403, 403),
    "desk/activity-days/<int:pk>/sign/": Row(302, 405, 405, 405, 405, 405, 405),
    "desk/activity-days/<int:pk>/tasks/": Row(302, 403, 404, 404, 404, 403, 404),
    "desk/activity-days/<int:pk>/write/": Row(302, 403, 404, 404, 404, 403, 404),
    "desk/activity-days/board/": Row(302, 403, 200, 200, 200, 200, 200),
    "desk/activity-days/meetings/": Row(302, 403, 200, 200, 200, 200, 200),
    "desk/activity-days/meetings/<int:pk>/": Row(302, 403, 404, 404, 404, 404, 404),
    "desk/activity-days/meetings/<int:pk>/change/": Row(
        302, 403, 404, 404, 404, 403, 404
    ),
    "desk/activity-days/meetings/<int:pk>/void/": Row(
        302, 403, 404, 404, 404, 403, 404
    ),
    "desk/activity-days/meetings/new/": Row(302, 403, 200, 200, 200, 403, 200),
    "desk/activity-days/new/": Row(302, 403, 200, 200, 200, 403, 200),
    "desk/activity-days/setting/": Row(302, 403, 403, 403, 403, 200, 403),
    "desk/activity-days/unified/": Row(302, 405, 405, 405, 405, 405, 405),
    "desk/applications/": Row(302, 403, 200, 200, 200, 200, 200),
    "desk/applications/<int:pk>/": Row(302, 403, 404, 404, 404, 404, 404),
    "desk/applications/<int:pk>/assign/": Row(302, 403, 404, 404, 403, 403, 404),
    "desk/applications/<int:pk>/hand-over/": Row(302, 403, 404, 404, 403, 403, 404),
    "desk/applications/<int:pk>/receipt/": Row(302, 403, 404, 404, 404, 404, 404),
    "desk/applications/<int:pk>/talk/": Row(302, 403, 403, 404, 404, 403, 403),
    "desk/applications/<int:pk>/withdraw/": Row(302, 403, 404, 404, 403, 403, 404),
    "desk/applications/new/": Row(302, 403, 200, 200, 403, 403, 200),
    "desk/diagrams/": Row(302, 403, 403, 200, 403, 200, 403),
    "desk/diagrams/<slug:slug>/": Row(302, 403, 403, 404, 403, 404, 403),
    "desk/diagrams/<slug:slug>/<int:number>/": Row(302, 403, 403, 404, 403, 404, 403),
    "desk/diagrams/<slug:slug>/<int:number>/publish/": Row(
        302, 405, 405, 405, 405, 405, 405
    ),
    "desk/diagrams/<slug:slug>/diff/<int:old>/<int:new>/": Row(
        302, 403, 403, 404, 403, 404, 403
    ),
    "desk/diagrams/<slug:slug>/heading/": Row(302, 403, 403, 404, 403, 404, 403),
    "desk/diagrams/<slug:slug>/steps/<slug:key>/": Row(
        302, 403, 403, 404, 403, 404, 403
    ),
    "desk/diagrams/<slug:slug>/steps/<slug:key>/remove/": Row(
        302, 403, 403, 404, 403, 404, 403
    ),
    "desk/diagrams/<slug:slug>/steps/new/": Row(302, 403, 403, 404, 403, 404, 403),
    "desk/members/": Row(302, 403, 200, 200, 200, 200, 200),
    "desk/members/<int:pk>/": Row(302, 403, 404, 404, 404, 404, 404),
    "desk/members/<int:pk>/confirm/": Row(302, 403, 403, 404, 404, 404, 403),
    "desk/members/<int:pk>/consent/": Row(302, 403, 404, 404, 404, 404, 404),
    "desk/members/<int:pk>/edit/": Row(302, 403, 404, 404, 404, 404, 404),
    "desk/members/<int:pk>/extend/": Row(302, 403, 403, 404, 404, 404, 403),
    "desk/members/<int:pk>/link/": Row(302, 403, 404, 404, 404, 404, 404),
    "desk/members/<int:pk>/reveal/": Row(302, 403, 404, 404, 403, 404, 404),
    "desk/members/<int:pk>/state/": Row(302, 403, 403, 404, 404, 404, 403),
    "desk/members/<int:pk>/withdraw/": Row(302, 403, 404, 404, 404, 404, 404),
    "desk/members/export/": Row(302, 403, 200, 200, 200, 200, 200),
    "desk/members/find/": Row(302, 405, 405, 405, 405, 405, 405),
    "desk/members/import/": Row(302, 403, 200, 200, 403, 200, 200),
    "desk/members/import/<int:pk>/": Row(302, 403, 404, 404, 403, 404, 404),
    "desk/members/import/<int:pk>/discard/": Row(302, 405, 405, 405, 405, 405, 405),
    "desk/members/import/template/": Row(302, 403, 200, 200, 403, 200, 200),
    "desk/members/new/": Row(302, 403, 200, 200, 403, 200, 200),
    "desk/organizations/": Row(302, 403, 200, 200, 200, 200, 200),
    "desk/organizations/<int:pk>/": Row(302, 403, 404, 404, 404, 404, 404),
    "desk/organizations/<int:pk>/dissolve/": Row(302, 403, 403, 404, 403, 404, 403),
    "desk/organizations/<int:pk>/edit/": Row(302, 403, 403, 404, 403, 404, 403),
    "desk/organizations/<int:pk>/posts/new/": Row(302, 403, 403, 403, 403, 404, 403),
    "desk/organizations/export/": Row(302, 403, 200, 200, 200, 200, 200),
    "desk/organizations/import/": Row(302, 403, 404, 200, 403, 200, 404),
    "desk/organizations/import/template/": Row(302, 403, 404, 200, 403, 200, 404),
    "desk/organizations/new/": Row(302, 403, 403, 200, 403, 200, 403),
    "desk/organizations/posts/<int:pk>/end/": Row(302, 403, 403, 403, 403, 404, 403),
    "desk/transfers/": Row(302, 403, 200, 200, 200, 200, 200),
    "desk/transfers/<str:code>/": Row(302, 403, 404, 404, 404, 404, 404),
    "desk/transfers/<str:code>/<str:verb>/": Row(302, 403, 404, 404, 404, 404, 404),
    "desk/transfers/<str:code>/letter/": Row(302, 403, 404, 404, 404, 404, 404),
    "desk/transfers/<str:code>/papers/": Row(302, 403, 404, 404, 404, 404, 404),
    "desk/transfers/<str:code>/receipt-form/": Row(302, 403, 404, 404, 404, 404, 404),
    "desk/transfers/in/new/": Row(302, 403, 200, 200, 403, 403, 200),
    "desk/transfers/new/": Row(302, 403, 200, 200, 403, 403, 200),
    "desk/transfers/refusals/<int:pk>/": Row(302, 403, 404, 404, 404, 404, 404),
    "guide/development/": Row(200, 200, 200, 200, 200, 200, 200),
    "guide/organization/": Row(200, 200, 200, 200, 200, 200, 200),
    "me/activity-days/": Row(302, 200, 200, 200, 200, 200, 200),
    "me/membership/": Row(302, 404, 404, 404, 404, 404, 404),
    "me/membership/consent/": Row(302, 405, 405, 405, 405, 405, 405),
    "transfers/<str:code>/": Row(302, 404, 404, 404, 404, 404, 404),
    "transfers/<str:code>/<str:verb>/": Row(302, 405, 405, 405, 405, 405, 405),
    "transfers/new/": Row(302, 200, 200, 200, 200, 200, 200),
}
