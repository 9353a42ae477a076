"""Codes of tickets and receipts as people write, say and scan them: at every door."""

import pytest
import time_machine
from django import forms
from django.core.exceptions import ValidationError
from django.test import Client

from center import fields
from center.accounts.actions.recovery import make_codes, use_code
from center.rules import Role
from reservations.rules.bookings import State as Booked
from tests import make
from tests.center.test_fields import every_field
from tests.membership import make as party
from tests.membership.transfers import make as transfers
from tests.petitions import make as petitions
from tests.reservations import make as rooms

AT = make.moment("2026-11-24 09:50")
HOST = "https://lianxinqiao.jiedao.qingheshi.gov.example.cn"


def in_fours(code):
    return [code[n : n + 4] for n in range(0, len(code), 4)]


def spelled(code):
    """Return how people give a code: typed, with its label, as a picture holds it."""
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in code)
    return [
        *(code, code.lower(), " ".join(in_fours(code)), "-".join(in_fours(code))),
        *(wide, f"{code}。", f" {code}\n", f"{code[:3]}\u200b{code[3:]}"),
        code.replace("0", "O").replace("1", "l"),
        *(f"编号：{' '.join(in_fours(code))}", f"编号 {code}", f"预约码:{code}"),
        f"预约码　{wide}",
        f"{HOST}/petitions/track/?code={code}",
        f"{HOST}/bookings/{code}/",
    ]


@pytest.fixture(autouse=True)
def _now(settings):
    settings.SECOND_FACTOR = False
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def desk(house):
    roles = (Role.CLERK, Role.ORGANIZER, Role.SUPERVISOR)
    client = Client()
    client.force_login(make.staff("何平", *roles, center=house))
    return client


@pytest.fixture
def case(house, chen):
    return petitions.taken(house, chen, phone="16110001234")


def test_every_code_is_asked_by_the_field_for_codes():
    labels = ("编号", "另一件的编号", "预约码", "诉求编号")
    plain = [
        name
        for name, field in every_field()
        if isinstance(field, forms.CharField)
        and str(field.label or "") in labels
        and not isinstance(field, fields.CodeField)
        # A number that the item of a guide was given, not one of a ticket.
        and "guide" not in name
    ]
    assert plain == []


def test_every_code_is_one_in_every_spelling():
    code, lost = "9M3F01WWDEYQ", []
    for name, field in every_field():
        if not isinstance(field, fields.CodeField):
            continue
        for typed in spelled(code):
            try:
                found = field.clean(typed)
            except ValidationError as refusal:
                found = refusal.messages
            if found != code:
                lost.append((name, typed, found))
    assert lost == []


@pytest.mark.django_db
def test_a_receipt_is_found_by_every_spelling_of_its_code(case):
    lost = []
    for typed in spelled(case.code):
        found = Client().post(
            "/petitions/track/", {"code": typed, "phone_tail": "1234"}
        )
        if found.headers.get("Location") != f"/petitions/{case.code}/":
            lost.append(typed)
    assert lost == []


@pytest.mark.django_db
@pytest.mark.parametrize("box", ["/desk/people/", "/desk/petitions/"])
def test_the_desk_finds_a_case_by_every_spelling_of_its_code(desk, case, box):
    answers = [desk.get(box, {"q": typed}) for typed in spelled(case.code)]
    pages = [one.headers.get("Location") or one.content.decode() for one in answers]
    lost = [
        typed
        for typed, page in zip(spelled(case.code), pages, strict=True)
        if f"/desk/petitions/{case.code}/" not in page
    ]
    assert lost == []


@pytest.mark.django_db
def test_the_desk_finds_a_ticket_by_every_spelling_of_its_code(desk, house, lin):
    room = rooms.venue(house, name="阅览室", units=2)
    ticket = rooms.booking(room, lin, "2026-11-24 10:00")
    lost = []
    for typed in spelled(ticket.code):
        desk.post("/desk/today/", {"code": typed})
        ticket.refresh_from_db()
        found = desk.get("/desk/people/", {"q": typed}).headers.get("Location")
        if ticket.state != Booked.ARRIVED or found != ticket.get_absolute_url():
            lost.append((typed, ticket.state, found))
        desk.post(f"/desk/today/{ticket.code}/undo/")
    assert lost == []


@pytest.mark.django_db
def test_a_transfer_is_found_by_every_spelling_of_its_code(desk, house, chen):
    party.organization("working", center=house, letter_word="清河")
    row = transfers.incoming(house, chen, name="欧阳小桃")
    lost = [
        (typed, box)
        for typed in spelled(row.code)
        for box in ("/desk/transfers/", "/desk/people/")
        if "欧阳小桃"
        not in desk.get(box, {"q": typed, "way": "all"}, follow=True).content.decode()
    ]
    assert lost == []


@pytest.mark.django_db
def test_the_admin_finds_by_every_spelling_of_a_code(house, case, lin, zhao):
    room = rooms.venue(house, name="阅览室", units=2)
    ticket = rooms.booking(room, lin, "2026-11-24 10:00")
    client, lost = Client(), []
    client.force_login(zhao)
    for row, box in (
        (case, "/admin/petitions/petition/"),
        (ticket, "/admin/reservations/booking/"),
    ):
        for typed in spelled(row.code):
            page = client.get(box, {"q": typed})
            found = [one.pk for one in page.context["cl"].result_list]
            if found != [row.pk]:
                lost.append((typed, box))
    assert lost == []


@pytest.mark.django_db
def test_a_code_of_a_lost_phone_is_taken_in_every_spelling(chen):
    lost = []
    for n in range(len(spelled("9M3F"))):
        typed = spelled(make_codes(by=chen, at=AT)[0])[n]
        if not use_code(by=chen, code=typed, at=AT):
            lost.append(typed)
    assert lost == []
