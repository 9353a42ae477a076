from datetime import date

from membership.actions import imports
from membership.actions import members as register
from membership.models import ImportBatch, Member, Organization
from tests.access import Row, logged_in, staff
from tests.membership import make


def _organization(cast):
    return Organization.objects.first() or make.organization(
        "working", center=cast.house
    )


def _member(cast, **fields):
    found = Member.objects.first()
    branch = None if found else make.organization("branch", _organization(cast))
    return found or make.member(branch, **fields)


def _of_organization(suffix=""):
    return lambda cast: f"/desk/organizations/{_organization(cast).pk}/{suffix}"


def _of_member(suffix="", **fields):
    return lambda cast: f"/desk/members/{_member(cast, **fields).pk}/{suffix}"


def _of_probationer(suffix):
    return _of_member(suffix, kind="probationary")


def _of_numbered(suffix):
    return _of_member(suffix, id_number=make.id_number(serial=1))


def _post(cast):
    post = make.post(cast.staff["organizer"], _organization(cast), "secretary")
    return f"/desk/organizations/posts/{post.pk}/end/"


def _batch(suffix=""):
    def make_batch(cast):
        batch = imports.upload(
            what=ImportBatch.What.MEMBERS,
            center=cast.house,
            data="姓名,党支部,人员类别,入党日期\n甲,乙,正式党员,2020-01-01\n".encode(),
            key="key",
            by=cast.staff["clerk"],
            at=make.AT,
        )
        return f"/desk/members/import/{batch.pk}/{suffix}"

    return make_batch


def _own(cast):
    row = _member(cast)
    cast.resident.phone_confirmed_at = make.AT
    cast.resident.name = row.name
    cast.resident.save()
    by = cast.staff["clerk"]
    register.link_person(row, person=cast.resident, by=by, at=make.AT)
    assert row.joined_on < date(2026, 1, 1)
    return "/me/membership/"


# In the order anonymous, resident, clerk, organizer, secretary, supervisor, elsewhere.
# The organizer and the secretary here hold no post, so they see no rows.
VIEW = (302, 403, 200, 404, 404, 200, 404)
CHANGE = VIEW
DECIDE = (302, 403, 403, 404, 404, 200, 403)
ADMIN = (302, 403, 403, 404, 403, 200, 403)

TABLE = {
    "me/membership/": Row(302, 200, 404, 404, 404, 404, 404, make=_own),
    "me/membership/consent/": logged_in(405),
    "desk/members/": staff(),
    "desk/members/find/": logged_in(405),
    "desk/members/new/": Row(302, 403, 200, 200, 403, 200, 200),
    "desk/members/<int:pk>/": Row(*VIEW, make=_of_member()),
    "desk/members/<int:pk>/edit/": Row(*CHANGE, make=_of_member("edit/")),
    "desk/members/<int:pk>/reveal/": Row(
        302, 403, 200, 404, 403, 200, 404, make=_of_numbered("reveal/")
    ),
    "desk/members/<int:pk>/consent/": Row(*CHANGE, make=_of_member("consent/")),
    "desk/members/<int:pk>/withdraw/": Row(*CHANGE, make=_of_numbered("withdraw/")),
    "desk/members/<int:pk>/link/": Row(*CHANGE, make=_of_member("link/")),
    "desk/members/<int:pk>/confirm/": Row(*DECIDE, make=_of_probationer("confirm/")),
    "desk/members/<int:pk>/extend/": Row(*DECIDE, make=_of_probationer("extend/")),
    "desk/members/<int:pk>/state/": Row(*DECIDE, make=_of_member("state/")),
    "desk/members/import/": Row(302, 403, 200, 200, 403, 200, 200),
    "desk/members/import/template/": Row(302, 403, 200, 200, 403, 200, 200),
    "desk/members/import/<int:pk>/": Row(
        302, 403, 200, 404, 403, 404, 404, make=_batch()
    ),
    "desk/members/import/<int:pk>/discard/": Row(
        302, 403, 200, 404, 403, 404, 404, make=_batch("discard/")
    ),
    "desk/members/export/": staff(),
    "desk/organizations/": staff(),
    "desk/organizations/new/": Row(302, 403, 403, 200, 403, 200, 403),
    "desk/organizations/import/": Row(302, 403, 404, 200, 403, 200, 404),
    "desk/organizations/import/template/": Row(302, 403, 404, 200, 403, 200, 404),
    "desk/organizations/export/": staff(),
    "desk/organizations/<int:pk>/": Row(*VIEW, make=_of_organization()),
    "desk/organizations/<int:pk>/edit/": Row(*ADMIN, make=_of_organization("edit/")),
    "desk/organizations/<int:pk>/dissolve/": Row(
        *ADMIN, make=_of_organization("dissolve/")
    ),
    "desk/organizations/<int:pk>/posts/new/": Row(
        302, 403, 403, 403, 403, 200, 403, make=_of_organization("posts/new/")
    ),
    "desk/organizations/posts/<int:pk>/end/": Row(
        302, 403, 403, 403, 403, 200, 403, make=_post
    ),
}
