"""Who may open which address of requests; rows belong to the street center."""

from petitions.counter.verbs import BY_KEY
from petitions.models import Petition
from tests.access import Row, everybody, logged_in, staff
from tests.petitions import make

HOME_STAFF = {"clerk": 200, "supervisor": 200}


def own(cast) -> Petition:
    """Return a request of the resident."""
    return make.petition(cast.house, by=cast.resident)


def at(part=""):
    return lambda cast: f"/petitions/{own(cast).code}/{part}"


def desk(part=""):
    return lambda cast: f"/desk/petitions/{own(cast).code}/{part}"


def slip(cast):
    case = make.petition(cast.house, by=cast.resident, kind="errand", scope="partial")
    return f"/petitions/{case.code}/slip/"


def worker(make=None, *, supervisor=200, clerk=200, elsewhere=200) -> Row:
    """Answer those who work on requests, and refuse all others."""
    return Row(302, 403, clerk, 403, 403, supervisor, elsewhere, make=make)


# The person and, to look at only, the staff of the center.
SEEN = Row(404, 200, 200, 404, 404, 200, 404, make=at())
OWN = Row(404, 200, 404, 404, 404, 404, 404)
CODE, STAFF = "petitions/<str:code>/", "desk/petitions/<str:code>/"

TABLE = {
    "me/petitions/": logged_in(),
    "petitions/new/": everybody(200),
    "petitions/track/": everybody(200),
    "petitions/answered/": everybody(200),
    "petitions/answered/<int:pk>/": everybody(
        404, make=lambda cast: "/petitions/answered/1/"
    ),
    "petitions/similar/": everybody(405),
    CODE: SEEN,
    f"{CODE}leave/": everybody(405, make=at("leave/")),
    f"{CODE}prove/": Row(404, 302, 404, 404, 404, 404, 404, make=at("prove/")),
    f"{CODE}message/": Row(404, 200, 404, 404, 404, 404, 404, make=at("message/")),
    f"{CODE}rate/": Row(404, 302, 404, 404, 404, 404, 404, make=at("rate/")),
    f"{CODE}withdraw/": Row(404, 200, 404, 404, 404, 404, 404, make=at("withdraw/")),
    f"{CODE}reopen/": Row(404, 302, 404, 404, 404, 404, 404, make=at("reopen/")),
    f"{CODE}slip/": Row(404, 200, 200, 404, 404, 200, 404, make=slip),
    f"{CODE}files/<str:token>/": everybody(404, make=at("files/x/")),
    "desk/petitions/": worker(),
    "desk/petitions/new/": worker(),
    "desk/petitions/sealed/": worker(),
    "desk/petitions/forecast/": worker(clerk=403, elsewhere=403),
    "desk/petitions/figures/": worker(),
    "desk/petitions/figures/rows/": worker(),
    "desk/petitions/figures/export/": staff(405, resident=405),
    "desk/petitions/recompute/": worker(clerk=403, elsewhere=403),
    STAFF: worker(make=desk(), elsewhere=404),
    f"{STAFF}asks/<int:number>/": worker(
        make=desk("asks/1/"), clerk=404, supervisor=404, elsewhere=404
    ),
    f"{STAFF}files/<str:token>/": worker(
        make=desk("files/x/"), clerk=404, supervisor=404, elsewhere=404
    ),
    f"{STAFF}publish/": worker(
        make=desk("publish/"), supervisor=302, clerk=403, elsewhere=403
    ),
    f"{STAFF}unpublish/": staff(405, resident=405, make=desk("unpublish/")),
}

# What a request from the web that nobody has taken offers to whom; the rest leads back.
_CLERKS = (
    *("take", "tell", "note", "ask_extension", "correct", "recategorize"),
    *("cosign", "link", "receipt", "conflict", "withdraw"),
)
_SUPERVISORS = ("reassign", "remind")
_SUPERVISED = (*_SUPERVISORS, "release", "decide", "lift", "rule")


def _verb(key: str) -> Row:
    is_offered = key in _CLERKS or key in _SUPERVISORS
    supervisor = 200 if is_offered else 302
    clerk = 403 if key in _SUPERVISED else supervisor
    return worker(
        make=desk(f"{key}/"), clerk=clerk, supervisor=supervisor, elsewhere=404
    )


TABLE |= {f"{STAFF}{key}/": _verb(key) for key in BY_KEY}
