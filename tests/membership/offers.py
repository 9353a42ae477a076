"""What is offered of members and organizations."""

from datetime import date

from membership.actions import members as register
from membership.actions import organizations as tree
from membership.models import Member
from tests.membership import make
from tests.offers import Subject, Verb

WHY = {"reason": "本人来窗口办理"}
DECISION = {"decided_by": "街道党工委", "decided_on": "2026-11-23"}


def party(cast):
    """Found a committee and a branch, with a post for everybody who has one."""
    committee = make.organization("working", center=cast.home, letter_word="柳林")
    branch = make.organization("branch", committee)
    make.post(cast.secretary, branch, "secretary")
    make.post(cast.organizer, committee, "organizer")
    make.post(cast.seal, committee, "seal")
    return committee, branch


def members(cast):
    _, branch = party(cast)
    due = {"joined_on": date(2025, 3, 1)}
    moved = make.member(branch, "施工")
    register.move_member(
        member=moved, to=None, by=cast.supervisor, at=make.AT, once="transfer:x"
    )
    found = {
        "bare": make.member(branch, "林晓"),
        "numbered": make.member(branch, "秦朗", id_number=make.id_number()),
        "probationary": make.member(branch, "许婷", kind="probationary", **due),
        "moved": moved,
    }
    late = make.member(branch, "方舟", kind="probationary", **due)
    found["extended"] = register.extend_probation(
        late,
        months=6,
        decided_by="支部",
        decided_on=make.AT.date(),
        by=cast.supervisor,
        at=make.AT,
    )
    return {name: Member.objects.get(pk=row.pk) for name, row in found.items()}


def of_member(row, cast):
    desk = f"/desk/members/{row.pk}/"
    version = {"version": row.version}
    return {
        "reveal": Verb(f"{desk}reveal/", WHY),
        "consent": Verb(f"{desk}consent/", version | {"channel": "paper"}),
        "withdraw": Verb(f"{desk}withdraw/", version),
        "link": Verb(f"{desk}link/", version | {"phone": cast.owner.phone}),
        "confirm": Verb(f"{desk}confirm/", version | DECISION),
        "extend": Verb(f"{desk}extend/", version | DECISION | {"months": 6}),
        "state": Verb(f"{desk}state/", version | DECISION | WHY | {"to": "suspended"}),
    }


def organizations(cast):
    committee, branch = party(cast)
    closed = make.organization("branch", committee)
    tree.dissolve(closed, reason="和别的支部合并", by=cast.supervisor, at=make.AT)
    closed.refresh_from_db()
    return {"branch": branch, "closed": closed}


def of_organization(row, cast):
    desk = f"/desk/organizations/{row.pk}/"
    post = row.posts.first()
    found = {
        "dissolve": Verb(f"{desk}dissolve/", WHY | {"version": row.version}),
        "post_new": Verb(
            f"{desk}posts/new/",
            {
                "phone": cast.organizer.phone,
                "duty": "secretary",
                "starts_on": "2026-11-24",
            },
        ),
        "edit": Verb(
            f"{desk}edit/",
            {
                "version": row.version,
                "key": "k",
                "parent": row.parent_id,
                "center": row.center_id,
                "kind": row.kind,
                "name": "中共改名支部",
                "founded_on": "2020-01-01",
            },
        ),
    }
    if post:
        end = f"/desk/organizations/posts/{post.pk}/end/"
        found["post_end"] = Verb(end, {"ends_on": "2026-11-24"})
    return found


SUBJECTS = [
    Subject(
        "members",
        ("membership",),
        "2026-11-24 10:00",
        members,
        lambda row: [f"/desk/members/{row.pk}/"],
        of_member,
    ),
    Subject(
        "organizations",
        ("membership",),
        "2026-11-24 10:00",
        organizations,
        lambda row: [f"/desk/organizations/{row.pk}/"],
        of_organization,
    ),
]
