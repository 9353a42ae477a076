"""One person, planted in every subject: who may know them, on every address there is.

The person has a request, a member's row with an ID number, transfers out and in, an
application, an activity day, a booking, a loan and a visit at one center. Every address
of the portal is opened by everybody, its parts filled with what belongs to the person:
strangers find neither name nor numbers, and nobody the whole ID number without asking
for it.
"""

import re
from types import SimpleNamespace

import pytest
import time_machine
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from center.rules import Role
from membership.actions import members as register
from petitions.rules.joint import Signer
from tests import make
from tests.center.reception import make as visits
from tests.membership import make as party
from tests.membership.activity_days import make as days
from tests.membership.applications import make as applications
from tests.membership.transfers import make as transfers
from tests.petitions import make as petitions
from tests.reading_room.loans import make as loans
from tests.reservations import make as rooms
from tests.test_access import TABLE, not_there

NAME, PHONE, ID = "王小明", "16112345678", party.id_number("19900307")
AT = make.moment("2026-11-24 10:00")
ROLES = (Role.CLERK, Role.SECRETARY, Role.ORGANIZER, Role.SUPERVISOR)
FOUND = re.compile("|".join((NAME, PHONE, PHONE[-8:], ID, ID[-8:])))


@pytest.fixture
def planted(settings, tmp_path, house, elsewhere):
    settings.SECOND_FACTOR = settings.THROTTLES = False
    settings.MEDIA_ROOT = tmp_path
    with time_machine.travel(AT, tick=False):
        yield plant(house, elsewhere)


def plant(house, home):
    who = SimpleNamespace(
        clerk=make.staff("陈静", Role.CLERK, center=home),
        boss=make.staff("赵敏", Role.SUPERVISOR, center=home),
        organizer=make.staff("何平", Role.ORGANIZER, center=home),
        secretary=make.staff("钱立", Role.SECRETARY, center=home),
        all_at_home=make.staff("石磊", *ROLES, center=home),
        above=make.staff("刘洋", *ROLES, center=house),
        asker=make.person(NAME, phone=PHONE, phone_confirmed_at=AT),
        home=home,
    )
    committee = party.organization("working", center=home, letter_word="柳林")
    branch = party.organization("branch", committee)
    party.post(who.secretary, branch, "secretary")
    party.post(who.organizer, committee, "organizer")
    party.post(who.all_at_home, committee, "organizer")
    member = party.member(branch, NAME, phone=PHONE, id_number=ID)
    register.link_person(member, person=who.asker, by=who.boss, at=party.AT)
    member.refresh_from_db()
    who.out = transfers.outgoing(home, member, who.clerk)
    who.came = transfers.incoming(home, who.clerk, name=NAME, phone=PHONE)
    who.application = applications.received(
        home, who.clerk, name=NAME, phone=PHONE, branch=branch, ground="home"
    )
    who.day = days.held(branch, who.secretary)
    who.case = petitions.taken(
        home, who.clerk, by_person=who.asker, body=f"我是{NAME}，{PHONE}", name=NAME
    )
    # Somebody else's request, which the person signs.
    who.joint = petitions.counter(
        home, who.clerk, name="张大山", speakers=[Signer(NAME, PHONE)]
    )
    who.booking = rooms.booking(rooms.venue(home), who.asker, "2026-11-25 10:00")
    who.loan = loans.lent(home, who.clerk, who.asker, at="2026-11-24 09:30")
    who.line = visits.line(home, who.clerk, name=NAME, phone=PHONE)
    who.member, who.branch = member, branch
    return who


def values(who):
    """Return what stands for the parts of addresses, by their beginning."""
    case = {"code": who.case.code, "key": "reply", "number": 1, "token": "x" * 22}
    out = {"code": who.out.code, "verb": "accept", "pk": 1}
    day = {"pk": who.day.pk, "member": who.member.pk, "number": 1}
    booking = {"code": who.booking.code, "name": "check-in"}
    return {
        "desk/petitions/": case | {"pk": who.case.pk},
        "petitions/": case | {"pk": who.case.pk},
        "desk/members/": {"pk": who.member.pk},
        "desk/organizations/": {"pk": who.branch.pk},
        "desk/transfers/": out,
        "transfers/": out,
        "desk/applications/": {"pk": who.application.pk},
        "desk/activity-days/": day,
        "bookings/": booking,
        "desk/bookings/": booking,
        "library/loans/": {"pk": who.loan.pk},
        "desk/library/loans/": {"pk": who.loan.pk},
        "desk/people/": {"pk": who.asker.pk},
        "desk/walk-in/": {"number": who.line.number, "n": 1},
    }


def addresses(who):
    """Yield every address there is, filled with what belongs to the person."""
    known = values(who)
    for route in sorted(TABLE):
        parts = next((known[one] for one in known if route.startswith(one)), {})
        yield not_there(
            re.sub(
                r"<[a-z]+:([a-z]+)>",
                lambda part, parts=parts: str(parts.get(part[1], part[0])),
                route,
            )
        )
    yield f"/desk/transfers/{who.came.code}/"
    yield from (
        f"{page}{who.joint.code}/" for page in ("/desk/petitions/", "/petitions/")
    )
    for model in admin.site._registry:
        yield reverse(
            f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"
        )


def told(answer):
    body = b"".join(answer) if answer.streaming else answer.content
    return body.decode(errors="replace") + str(dict(answer.headers))


def walk(person, who, *, posts, part=slice(None)):
    """Yield each address with what it tells of the person."""
    client = Client()
    if person is not None:
        client.force_login(person)
    for address in list(addresses(who))[part]:
        yield address, told(client.get(address))
        if posts:
            answer = client.post(address, {})
            assert answer.status_code < 500, address
            yield f"POST {address}", told(answer)


def strangers(house):
    """Yield strangers, what they post and which addresses they open.

    Whoever has every role may open all that one of them opens; the single ones share
    the addresses among them.
    """
    third, whole = make.center(level="community", parent=house), slice(None)
    yield "anonymous", None, True, whole
    yield "neighbor", make.person("吴桐", phone_confirmed_at=AT), True, whole
    for n, role in enumerate(ROLES):
        part = slice(n, None, len(ROLES))
        yield role, make.staff(f"外{role}", role, center=third), False, part
    yield "every role", make.staff("外人", *ROLES, center=third), True, whole


def test_no_stranger_finds_the_person_anywhere(planted, house):
    found = [
        (name, address, words)
        for name, person, posts, part in strangers(house)
        for address, text in walk(person, planted, posts=posts, part=part)
        if (words := FOUND.findall(text))
    ]
    assert found == []


def test_nobody_finds_the_whole_id_number_unasked(planted):
    pages, found = {}, []
    for person in (planted.all_at_home, planted.above, planted.asker):
        seen = dict(walk(person, planted, posts=False))
        found += [(person.name, address) for address in seen if ID in seen[address]]
        pages[person.name] = sum(NAME in text for text in seen.values())
    assert found == []
    # The walk would prove nothing on pages that show nothing of the person.
    assert pages[planted.all_at_home.name] > 25
    assert pages[planted.above.name] > 5
    assert pages[planted.asker.name] > 5
