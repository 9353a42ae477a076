"""Who may open which address of transfers."""

from center.rules import Role
from membership.transfers.actions import asking
from membership.transfers.registers import REFUSALS
from membership.transfers.rules.states import Verb
from membership.transfers.views.verbs import OWN, VERBS
from tests import make as people
from tests.access import Row, logged_in, register_rows, staff
from tests.membership import make as party
from tests.membership.transfers import make

CODE = "desk/transfers/<str:code>/"


def place(cast):
    """Set up one committee with its people, none of whom is of the cast."""
    committee = party.organization(
        "working", center=cast.house, name="中共测试街道工作委员会", letter_word="测街"
    )
    branch = party.organization("branch", committee, name="中共测试第一支部")
    doers = {
        name: people.staff(name, role, center=cast.house)
        for name, role in (
            ("窗口", Role.CLERK),
            ("书记", Role.SECRETARY),
            ("组织", Role.ORGANIZER),
            ("用印", Role.CLERK),
        )
    }
    party.post(doers["书记"], branch)
    party.post(doers["组织"], committee, "organizer")
    party.post(doers["用印"], committee, "seal")
    return branch, make.Cast(
        clerk=doers["窗口"],
        secretary=doers["书记"],
        organizer=doers["组织"],
        seal=doers["用印"],
        branch=branch,
    )


def out(cast, state="submitted"):
    branch, doers = place(cast)
    row = make.outgoing(cast.house, party.member(branch), doers.clerk)
    return doers.run(row, *make.WAY_OUT[state])


def own(cast):
    place(cast)
    return asking.ask(
        center=cast.house,
        kind="league",
        destination="共青团临江市委",
        form_key=make.key(),
        by=cast.resident,
        at=make.AT,
    )


def receipt_form(cast):
    _, doers = place(cast)
    row = make.incoming(cast.house, doers.clerk)
    row = doers.run(row, *make.WAY_IN["assigned"])
    return f"{row.desk_url}receipt-form/"


def desk(state="submitted", more=""):
    """A case is for its center's clerks and supervisors, and for those with a post."""
    return Row(
        302, 403, 200, 404, 404, 200, 404, lambda cast: out(cast, state).desk_url + more
    )


TABLE = {
    **register_rows(REFUSALS),
    "transfers/new/": logged_in(),
    "transfers/<str:code>/": Row(
        302, 200, 404, 404, 404, 404, 404, lambda cast: own(cast).get_absolute_url()
    ),
    "desk/transfers/": Row(302, 403, 200, 200, 200, 200, 200),
    "desk/transfers/export/": Row(302, 403, 200, 200, 200, 200, 200),
    "desk/transfers/new/": Row(302, 403, 200, 200, 403, 403, 200),
    "desk/transfers/in/new/": Row(302, 403, 200, 200, 403, 403, 200),
    "desk/transfers/refusals/<int:pk>/": Row(
        302,
        403,
        404,
        404,
        404,
        200,
        404,
        lambda cast: f"/desk/transfers/refusals/{out(cast, 'refused').review.pk}/",
    ),
    CODE: desk(),
    f"{CODE}letter/": desk("issued", "letter/"),
    f"{CODE}papers/": desk("supplement", "papers/"),
    f"{CODE}receipt-form/": Row(302, 403, 200, 404, 404, 200, 404, receipt_form),
}
TABLE |= {
    f"transfers/<str:code>/{action.route}": logged_in(
        405, make=lambda cast, route=action.route: own(cast).get_absolute_url() + route
    )
    if action.on_the_spot
    else Row(
        *(302, 200, 404, 404, 404, 404, 404),
        make=lambda cast, route=action.route: own(cast).get_absolute_url() + route,
    )
    for action in OWN.actions
}
# The supervisor sees the case, but is neither clerk nor of a post; to the clerk what is
# not possible now says so on the page of the case.
NOW = {Verb.WITHDRAW: 200, Verb.ASK_PAPERS: 200, Verb.ACCEPT: 200, Verb.ARCHIVE: 302}
TABLE |= {
    f"{CODE}{action.verb}/": Row(
        *(302, 403, NOW[action.verb], 404, 404, 403, 404),
        make=lambda cast, verb=action.verb: f"{out(cast).desk_url}{verb}/",
    )
    if action.verb in NOW
    else staff(404)
    for action in VERBS.actions
}
