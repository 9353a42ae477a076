"""With the account, or after the term, a person is in no table and in no file.

Everything is read: every column of every table that holds text, and all files.
"""

from datetime import timedelta
from io import StringIO

import time_machine
from django.core.management import call_command
from django.db import connection

from center.accounts.actions.people import erase_account
from center.calls import actions as calls
from center.kept.models import Draft
from center.models import User
from center.outbox.actions import tell
from center.reception.models import Line
from center.rules import Role
from membership.applications.actions.papers import withdraw
from membership.models import Organization
from membership.transfers.models import Transfer
from reading_room.loans import actions as loans
from reservations.actions.verbs import cancel
from tests import make
from tests.center.reception import make as visits
from tests.membership import make as party
from tests.membership.applications import make as papers
from tests.membership.transfers import make as transfers
from tests.reading_room.loans import make as lending
from tests.reservations import make as rooms

NAME, PHONE, HOME = "欧阳小桃", "16112345678", "清河里三号楼二单元501"
AT = make.moment("2026-11-24 10:00")
PASSWORD = "a long and calm sentence"
COLUMNS = """
SELECT c.table_name, c.column_name FROM information_schema.columns c
JOIN information_schema.tables t USING (table_schema, table_name)
WHERE table_schema = 'public' AND t.table_type = 'BASE TABLE' AND c.data_type IN
('character varying', 'text', 'jsonb', 'json', 'bytea', 'ARRAY')
"""


def told():
    """Return where the person still stands, by table, column and word."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS)
        for table, column in cursor.fetchall():
            for word in (NAME, PHONE, HOME):
                cursor.execute(
                    f'SELECT count(*) FROM "{table}" WHERE "{column}"::text LIKE %s',
                    [f"%{word}%"],
                )
                if cursor.fetchone()[0]:
                    found.append((table, column, word))
    return sorted(found)


def plant(house, chen, person):
    """Put somebody into every subject, with a free text that says all of them."""
    spread = f"{NAME}，{PHONE}，{HOME}"
    booking = rooms.booking(
        rooms.venue(house), person, "2026-11-26 10:00", purpose=f"{NAME}家聚会"
    )
    cancel(booking=booking, by=chen, at=AT, reason=f"{NAME}来电取消")
    about = {"center_id": house.pk, "subject": "reservations:1"}
    tell(person=person, text=spread, once="x", at=AT, **about)
    told_by = {"name": NAME, "phone": PHONE, "text": spread, "why": "短信发送失败"}
    calls.ask(person=person, at=AT, **about, **told_by)
    loan = lending.lent(house, chen, person, at="2026-11-24 09:30")
    loans.lose(loan, version=1, reason=f"{NAME}说丢了", by=chen, at=AT)
    visits.line(house, chen, name=NAME, phone=PHONE, note=spread)
    party.organization("working", center=house, letter_word="柳林")
    case = transfers.incoming(house, chen, name=NAME, phone=PHONE)
    Transfer.objects.filter(pk=case.pk).update(person=person)
    Line.objects.filter(phone=PHONE).update(person=person)
    Draft.objects.create(user=person, path="/x/", fields={"body": [spread]}, at=AT)


def test_with_the_account_the_person_is_in_no_table(
    house, chen, settings, tmp_path, monkeypatch
):
    # An open transfer holds the account; what is forgotten is the same once it is over.
    monkeypatch.setattr("center.accounts.actions.people.reasons_to_wait", lambda *_: [])
    settings.MEDIA_ROOT = tmp_path
    settings.THROTTLES = False
    with time_machine.travel(AT, tick=False):
        person = make.person(NAME, phone=PHONE, password=PASSWORD)
        plant(house, chen, person)
        assert len({table for table, _, _ in told()}) > 9
        erase_account(by=person, password=PASSWORD, at=AT)
    assert told() == []
    files = [one for one in tmp_path.rglob("*") if one.is_file()]
    assert [one for one in files if PHONE.encode() in one.read_bytes()] == []


def test_the_party_keeps_its_own_file_and_nothing_else(house, chen, monkeypatch):
    monkeypatch.setattr("center.accounts.actions.people.reasons_to_wait", lambda *_: [])
    organizer = make.staff("何平", Role.ORGANIZER, center=house)
    with time_machine.travel(AT, tick=False):
        person = make.person(NAME, phone=PHONE, password=PASSWORD)
        plant(house, chen, person)
        branch = party.organization("branch", Organization.objects.get())
        spread = {"name": NAME, "phone": PHONE}
        member = party.member(branch, **spread, person=person)
        asked = papers.received(house, organizer, **spread, home=HOME, person=person)
        again = papers.received(house, organizer, **spread, home=HOME, person=person)
        taken_back = {"version": again.version, "reason": f"{NAME}撤回"}
        withdraw(again, **taken_back, by=organizer, at=AT)
        erase_account(by=person, password=PASSWORD, at=AT)
    kept = {(table, word) for table, _, word in told()}
    assert kept == {
        ("membership_member", NAME),
        ("membership_member", PHONE),
        ("applications_application", NAME),
        ("applications_application", PHONE),
        ("applications_application", HOME),
    }
    member.refresh_from_db()
    asked.refresh_from_db()
    again.refresh_from_db()
    assert (member.name, asked.name, again.name) == (NAME, NAME, "已注销")


def test_who_never_had_an_account_is_forgotten_after_three_years(house, chen):
    later = AT + timedelta(days=3 * 365 + 5)
    with time_machine.travel(AT, tick=False):
        person = make.person(NAME, phone=PHONE)
        booked = rooms.booking(
            rooms.venue(house), person, "2026-11-26 10:00", by=chen, purpose=NAME
        )
        cancel(booking=booked, by=chen, at=AT, reason=f"{NAME}来电")
    User.objects.filter(pk=person.pk).update(registered_at=AT)
    for at, is_there in ((later - timedelta(days=90), True), (later, False)):
        with time_machine.travel(at, tick=False):
            call_command("purge", stdout=StringIO())
        assert bool(told()) is is_there
